"""The log: short lines or JSON, and nothing in them that must not be there."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log

TOKENS = ("xoxb-" + "1234-abcd", "xapp-" + "1-A0-b", "Bearer abc.def", "eyJ" + "hbGciOi.eyJzdWIi.c2ln")


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Other tests find the log as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def written(*, level: str = "info", as_json: bool = False) -> io.StringIO:
    """A log that is written here."""
    stream = io.StringIO()
    log.set_up(level=level, as_json=as_json, stream=stream)
    return stream


def test_a_line_for_people_is_short() -> None:
    stream = written()
    structlog.get_logger().info("started", workspaces=2)
    line = stream.getvalue()
    assert line.count("\n") == 1
    assert "level=info event=started workspaces=2" in line


def test_a_line_for_collectors_is_json_in_utc() -> None:
    stream = written(as_json=True)
    structlog.get_logger().warning("odd", name="Zoë")
    line = json.loads(stream.getvalue())
    assert (line["event"], line["level"], line["name"]) == ("odd", "warning", "Zoë")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("as_json", [True, False])
def test_libraries_speak_through_the_same_lines(as_json: bool) -> None:
    stream = written(as_json=as_json)
    logging.getLogger("somebody").warning("for %s", "Ana")
    logging.getLogger("httpx").info("GET https://example.org/?token=hush")
    assert "for Ana" in stream.getvalue()
    assert "hush" not in stream.getvalue()


def test_what_is_below_the_level_is_not_said() -> None:
    stream = written(level="warning")
    structlog.get_logger().info("chatter")
    assert stream.getvalue() == ""


@pytest.mark.parametrize("as_json", [True, False])
@pytest.mark.parametrize("token", TOKENS)
def test_no_secret_is_written_wherever_it_stands(token: str, as_json: bool) -> None:
    stream = written(as_json=as_json)
    logger = structlog.get_logger()
    said = f"got {token}"
    logger.info(said, other=token, nested={"list": [token]}, bot_token="plain")
    logging.getLogger("library").error("failed with %s", token)
    try:
        raise ValueError(token)
    except ValueError:
        logger.exception("broke")
    assert token not in stream.getvalue()
    assert "plain" not in stream.getvalue()
    assert log.HIDDEN in stream.getvalue()


def test_no_password_of_a_database_is_written() -> None:
    stream = written()
    structlog.get_logger().info("connecting", url="postgresql://ana:hush@db/huzzah")
    assert "hush" not in stream.getvalue()
    assert "@db/huzzah" in stream.getvalue()


@pytest.mark.parametrize("name", ["text", "words", "markup", "said", "body", "payload"])
def test_no_words_of_a_message_are_written(name: str) -> None:
    stream = written()
    structlog.get_logger().info("received", **{name: "thanks for the cake"})
    assert "cake" not in stream.getvalue()
