"""Starting with a key: what the program seals with it, and what it refuses without it."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app import App, build
from bot.settings import Settings
from storage import privacy
from storage.sealing import WrongKey
from tests.storage.plain_company import NOON, settle_in


def started(folder: Path, key: str = "") -> App:
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'huzzah.sqlite'}",
        playground="off",
        secret_key=SecretStr(key),
    )
    return build(settings)


def test_the_pepper_is_kept_sealed_and_is_the_same_at_the_next_start(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        app = started(tmp_path)
        with app.database.write("acme", NOON) as work:
            found.append(privacy.ensure_pepper(work, ""))
        app.database.close()
    assert found[0] == found[1]
    assert found[0].encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())


def test_with_another_key_it_starts_only_while_nobody_was_erased(tmp_path: Path) -> None:
    started(tmp_path).database.close()
    other = Fernet.generate_key().decode()
    app = started(tmp_path, other)
    with app.database.write("acme", NOON) as work:
        settle_in(work, {"ana": 1})
        privacy.erase(work, "ana")
    app.database.close()
    with pytest.raises(WrongKey, match="HUZZAH_SECRET_KEY"):
        started(tmp_path)
    started(tmp_path, other).database.close()
