"""Keys: one or several that secrets at rest are sealed with; the first seals, all open."""

import re

from cryptography.fernet import Fernet


def apart(keys: bytes) -> list[bytes]:
    """Keys separated by commas or line ends, each checked. Raises ValueError if one isn't a key, or there is none."""
    found = [key for key in re.split(rb"[\s,]+", keys) if key]
    for key in found:
        Fernet(key)
    if not found:
        raise ValueError("there is no key")
    return found


def fresh() -> str:
    """A new key, as it is written in the settings."""
    return Fernet.generate_key().decode()
