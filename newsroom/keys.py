"""Keys of rows as addresses and forms name them: whatever a person could type there."""

LONGEST = 18  # digits that every key of ours has room for


def read(text: str) -> int | None:
    """The key that the text names; None where it names none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
