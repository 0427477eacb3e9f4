"""Sealing with the keys of this installation: what is sealed lies safely in the database and in its backups."""

from collections.abc import Callable
from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from bot.keys import apart
from storage.sealing import Sealing, WrongKey


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
        try:
            return fernet().decrypt(sealed).decode()
        except InvalidToken:
            raise WrongKey("it was sealed with another key than the one that is here") from None

    return Sealing(seal, unseal)
