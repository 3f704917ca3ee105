"""The secret key of a newsroom that was given none: made once, kept beside its data."""

import os
import secrets
import tempfile
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Read the key, or make it. Two processes that start together end up with the same one."""
    if not path.exists():
        _make(path)
    return path.read_text().strip()


def _make(path: Path) -> None:
    """Put a key there whole, unless another process was quicker."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
