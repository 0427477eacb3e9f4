"""Settings: read, checked all at once, and never showing a secret."""

import re
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.settings import EXAMPLES, Settings, SettingsFaults, load
from tests.source_tree import text_of

KEY = Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing is set, and no `.env` lies here."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"HUZZAH_{name.upper()}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_any_setting_everything_has_a_default_that_works() -> None:
    loaded = load()
    settings = loaded.settings
    assert settings.database_url == "sqlite:///data/huzzah.sqlite"
    assert (settings.host, settings.port, settings.playground_on) == ("127.0.0.1", 8765, True)
    assert loaded.warnings == ()


def test_the_environment_wins_over_the_file(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / ".env").write_text("HUZZAH_PORT=9000\nHUZZAH_HOST=::1\n", "utf-8")
    monkeypatch.setenv("HUZZAH_PORT", "9001")
    settings = load().settings
    assert (settings.port, settings.host) == (9001, "::1")


def test_an_empty_setting_is_as_if_it_were_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_PORT", "")
    monkeypatch.setenv("HUZZAH_DATABASE_URL", "")
    assert load().settings.port == 8765


def test_the_database_lies_in_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_DATA_DIR", "elsewhere")
    assert load().settings.database_url == "sqlite:///elsewhere/huzzah.sqlite"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("postgres://ana:p%40ss@db/huzzah", "postgresql+psycopg://ana:p%40ss@db/huzzah"),
        ("postgresql://db/huzzah", "postgresql+psycopg://db/huzzah"),
        ("postgresql+psycopg://db/huzzah?sslmode=require", "postgresql+psycopg://db/huzzah?sslmode=require"),
        ("postgresql+psycopg2://db/huzzah", "postgresql+psycopg://db/huzzah"),
        ("sqlite:////var/lib/huzzah.sqlite", "sqlite:////var/lib/huzzah.sqlite"),
        (" sqlite:///here.sqlite ", "sqlite:///here.sqlite"),
    ],
)
def test_every_usual_address_of_a_database_is_understood(
    written: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUZZAH_DATABASE_URL", written)
    assert load().settings.database_url == meant


WRONG = {
    "HUZZAH_DATABASE_URL": ["mysql://ana:hush@db/x", "nonsense", "sqlite://", "sqlite:///:memory:", "postgresql://db"],
    "HUZZAH_PORT": ["abc", "0", "70000", "80.5"],
    "HUZZAH_PLAYGROUND": ["maybe"],
    "HUZZAH_LOG_LEVEL": ["loud"],
    "HUZZAH_LOG_JSON": ["perhaps"],
    "HUZZAH_SECRET_KEY": ["hush", "hush" * 20],
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_setting_is_named_with_an_example(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsFaults) as caught:
        load()
    (fault,) = caught.value.faults
    assert fault.startswith(name)
    assert re.search(rf"Example: {name}=\S", fault)
    assert "hush" not in str(caught.value)


def test_all_faults_are_reported_together(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, values in WRONG.items():
        monkeypatch.setenv(name, values[0])
    with pytest.raises(SettingsFaults) as caught:
        load()
    assert len(caught.value.faults) == len(WRONG)
    assert "6 settings are wrong" in str(caught.value)


def test_a_misspelt_setting_is_pointed_out(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / ".env").write_text("HUZZAH_LOGLEVEL=debug\n", "utf-8")
    monkeypatch.setenv("HUZZAH_PROT", "9000")
    warnings = load().warnings
    assert "HUZZAH_LOGLEVEL is not a setting of Huzzah. Did you mean HUZZAH_LOG_LEVEL?" in warnings
    assert "HUZZAH_PROT is not a setting of Huzzah. Did you mean HUZZAH_PORT?" in warnings


def _configure(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if platform == "slack":
        monkeypatch.setenv("HUZZAH_SLACK_BOT_TOKEN", "xoxb-1-2-three")
        monkeypatch.setenv("HUZZAH_SLACK_APP_TOKEN", "xapp-1-2-three")
    elif platform == "teams":
        monkeypatch.setenv("HUZZAH_TEAMS_APP_ID", "0a1b2c3d-1111-4222-8333-444455556666")
        monkeypatch.setenv("HUZZAH_TEAMS_APP_SECRET", "something-secret")
        monkeypatch.setenv("HUZZAH_TEAMS_TENANT", "9f8e7d6c-aaaa-4bbb-8ccc-ddddeeeeffff")
        monkeypatch.setenv("HUZZAH_PUBLIC_URL", "https://huzzah.acme.test")


@pytest.mark.parametrize(
    ("playground", "platform", "is_on"),
    [("auto", "", True), ("auto", "slack", False), ("auto", "teams", False),
     ("on", "slack", True), ("off", "", False), ("OFF", "", False)],
)  # fmt: skip
def test_the_playground_is_on_until_a_real_workspace_is_configured(
    playground: str, platform: str, is_on: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUZZAH_PLAYGROUND", playground)
    _configure(platform, monkeypatch)
    assert load().settings.playground_on is is_on


@pytest.mark.parametrize(
    ("host", "playground", "platform", "starts"),
    [("127.0.0.1", "on", "", True), ("localhost", "auto", "", True), ("::", "off", "", True),
     ("::", "auto", "slack", True), ("0.0.0.0", "auto", "", False),  # noqa: S104  # is refused
     ("192.168.0.9", "on", "slack", False), ("::", "on", "", False)],
)  # fmt: skip
def test_a_playground_is_never_open_to_other_machines(
    host: str, playground: str, platform: str, starts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUZZAH_HOST", host)
    monkeypatch.setenv("HUZZAH_PLAYGROUND", playground)
    _configure(platform, monkeypatch)
    settings = load().settings
    if starts:
        settings.refuse_strangers()
        return
    with pytest.raises(SettingsFaults) as caught:
        settings.refuse_strangers()
    (fault,) = caught.value.faults
    assert fault.startswith(f"HUZZAH_HOST={host} is not loopback and the playground has no passwords: ")
    assert fault.endswith("set HUZZAH_PLAYGROUND=off or HUZZAH_HOST=127.0.0.1")


def test_the_key_is_made_once_and_only_we_may_read_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    with ThreadPoolExecutor(8) as pool:
        keys = {future.result() for future in [pool.submit(settings.key) for _ in range(8)]}
    file = tmp_path / "data" / "secret.key"
    assert keys == {file.read_bytes().strip()}
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]


def test_a_key_that_is_set_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUZZAH_SECRET_KEY", KEY)
    assert load().settings.key() == KEY.encode()
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_key_is_refused_rather_than_replaced(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("damaged", "utf-8")
    with pytest.raises(SettingsFaults, match="holds no key"):
        Settings(data_dir=tmp_path).key()


def test_no_secret_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUZZAH_DATABASE_URL", "postgresql://ana:hush@db/huzzah")
    monkeypatch.setenv("HUZZAH_SECRET_KEY", KEY)
    settings = load().settings
    shown = f"{settings} {settings!r} {settings.database_shown} {settings.database}"
    assert "hush" not in shown
    assert KEY not in shown


def test_the_example_names_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^#?(HUZZAH_[A-Z_]+)=", text_of(".env.example"), flags=re.MULTILINE))
    assert named == {f"HUZZAH_{name.upper()}" for name in Settings.model_fields}
    assert EXAMPLES.keys() == Settings.model_fields.keys()
