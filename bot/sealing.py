"""Sealing with the keys of this installation: what is sealed lies safely in the database and in its backups."""

import os
from base64 import b32encode
from collections.abc import Callable
from functools import cache
from hmac import digest

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.keys import apart
from storage.sealing import Box, Sealing, WrongKey

ANOTHER_KEY = "it was sealed with another key than the one that is here"
KEY_BYTES, NONCE_BYTES, LENGTH_BYTES = 32, 12, 4
RECEIPT_GROUPS, RECEIPT_GROUP = 3, 4
"""Sixty bits: enough that among ten thousand people no two have the same."""
CLEAR_LETTERS = str.maketrans("ILOU", "0189")
"""Letters that are mistaken for digits, or make words."""


def sealing(keys: Callable[[], bytes]) -> Sealing:
    """Seals with the first key, opens with any; asked for (and made, if there is none) once something is sealed.

    `keys` gives one or several, separated by commas or line ends; ValueError if one of them is none.
    """

    @cache
    def fernet() -> MultiFernet:
        return MultiFernet([Fernet(key) for key in apart(keys())])

    def seal(text: str) -> str:
        return fernet().encrypt(text.encode()).decode()

    def unseal(sealed: str) -> str:
        keys_here = fernet()
        try:
            return keys_here.decrypt(sealed).decode()
        except (InvalidToken, ValueError):
            raise WrongKey(ANOTHER_KEY) from None

    def fresh() -> str:
        return seal(os.urandom(KEY_BYTES).hex())

    def opened(sealed: str) -> Box:
        return box(bytes.fromhex(unseal(sealed)))

    @cache
    def marking() -> bytes:
        return _derived(apart(keys())[0], b"huzzah request mark")

    def mark(text: str) -> str:
        return digest(marking(), text.encode("utf-8", "surrogatepass"), "sha256").hex()

    return Sealing(seal, unseal, fresh, opened, mark)


def box(key: bytes) -> Box:
    """Three keys out of one: for marks, for receipts, for envelopes. None of them leads to another."""
    marking, receipting = _derived(key, b"huzzah poll mark"), _derived(key, b"huzzah poll receipt")
    cipher = AESGCM(_derived(key, b"huzzah poll envelope"))

    def mark(text: str) -> str:
        return digest(marking, text.encode(), "sha256").hex()

    def receipt(text: str) -> str:
        letters = b32encode(digest(receipting, text.encode(), "sha256")).decode().translate(CLEAR_LETTERS)
        groups = (letters[at * RECEIPT_GROUP : (at + 1) * RECEIPT_GROUP] for at in range(RECEIPT_GROUPS))
        return "-".join(groups)

    def close(text: str, about: str, size: int) -> str:
        content = text.encode("utf-8", "surrogatepass")
        if len(content) > size:
            raise ValueError(f"{len(content)} bytes don't go into an envelope for {size}")
        padded = len(content).to_bytes(LENGTH_BYTES, "big") + content.ljust(size, b"\0")
        nonce = os.urandom(NONCE_BYTES)
        # In hexadecimal digits, among which nobody's name or id can be found and replaced by mistake.
        return (nonce + cipher.encrypt(nonce, padded, about.encode())).hex()

    def unclose(envelope: str, about: str) -> str:
        try:
            sealed = bytes.fromhex(envelope)
            padded = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about.encode())
        except (InvalidTag, ValueError):
            raise WrongKey(ANOTHER_KEY) from None
        length = int.from_bytes(padded[:LENGTH_BYTES], "big")
        return padded[LENGTH_BYTES : LENGTH_BYTES + length].decode("utf-8", "surrogatepass")

    return Box(mark, receipt, close, unclose)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=purpose).derive(key)
