"""The secret key of a newsroom that was given none: made once, kept beside its data."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path) -> str:
    """Read the key, or make it. Two processes that start together end up with the same one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_urlsafe(64)
        file.write(key)
    return key
