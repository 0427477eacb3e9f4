"""Sealing with the key of this installation: what is sealed lies safely in the database and in its backups."""

from collections.abc import Callable
from functools import cache

from cryptography.fernet import Fernet, InvalidToken

from storage.sealing import Sealing, WrongKey


def sealing(key: Callable[[], bytes]) -> Sealing:
    """Seals with the key, which is asked for (and made, if there is none) once something is to be sealed or opened."""

    @cache
    def fernet() -> Fernet:
        return Fernet(key())

    def seal(text: str) -> str:
        return fernet().encrypt(text.encode()).decode()

    def unseal(sealed: str) -> str:
        try:
            return fernet().decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey("it was sealed with another key than the one that is here") from None

    return Sealing(seal, unseal)
