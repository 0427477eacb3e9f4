"""Signatures: what Slack signed is let in for five minutes, everything else is refused, whatever its form."""

import pytest
from slack_sdk.signature import SignatureVerifier

from bot.slack.receiving.signing import SIGNATURE, TIMESTAMP, Unsigned, Verifier, sign
from scoring.periods import SECOND

SECRET = "8f742231b10e8888abcd99baac85a5aa"
NOW = 1_790_000_000
BODY = b'{"type":"event_callback","text":"gr\xc3\xbc\xc3\x9fe"}'
VERIFIER = Verifier(SECRET, lambda: NOW * SECOND)


def signed(body: bytes = BODY, at: str = str(NOW), secret: str = SECRET) -> dict[str, str]:
    return {TIMESTAMP: at, SIGNATURE: sign(secret.encode(), body, at)}


def test_what_slack_signed_is_let_in() -> None:
    VERIFIER.check(BODY, signed())


def test_we_sign_as_the_sdk_does() -> None:
    theirs = SignatureVerifier(SECRET).generate_signature(timestamp=str(NOW), body=BODY)
    assert theirs == signed()[SIGNATURE]


def test_header_names_may_be_written_small_as_servers_do() -> None:
    VERIFIER.check(BODY, {name.lower(): value for name, value in signed().items()})


@pytest.mark.parametrize("seconds", [-300, -1, 0, 1, 300])
def test_a_signature_holds_for_five_minutes_to_either_side(seconds: int) -> None:
    VERIFIER.check(BODY, signed(at=str(NOW + seconds)))


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 10**9])
def test_a_signature_of_another_time_is_a_replay(seconds: int) -> None:
    with pytest.raises(Unsigned, match="minutes"):
        VERIFIER.check(BODY, signed(at=str(NOW + seconds)))


@pytest.mark.parametrize("body", [BODY + b" ", BODY[:-1], b"", BODY.replace(b"e", b"E")])
def test_another_body_under_the_same_signature_is_refused(body: bytes) -> None:
    with pytest.raises(Unsigned, match="does not fit"):
        VERIFIER.check(body, signed())


@pytest.mark.parametrize("secret", ["", SECRET.upper(), SECRET[:-1], "x"])
def test_another_secret_is_refused(secret: str) -> None:
    with pytest.raises(Unsigned, match="does not fit"):
        VERIFIER.check(BODY, signed(secret=secret))


def test_a_timestamp_is_part_of_what_is_signed() -> None:
    with pytest.raises(Unsigned, match="does not fit"):
        VERIFIER.check(BODY, {**signed(), TIMESTAMP: str(NOW + 1)})


def test_without_a_secret_of_our_own_nobody_is_let_in() -> None:
    with pytest.raises(Unsigned, match="HUZZAH_SLACK_SIGNING_SECRET"):
        Verifier("", lambda: NOW * SECOND).check(BODY, signed(secret=""))


@pytest.mark.parametrize(
    "at",
    ["", " ", "now", "-1", "+1", "1.5", "1e9", "0x1", str(NOW) + " ", "\n" + str(NOW), str(NOW) + "\n", "9" * 13,
     "9" * 5_000, "١٧٩٠٠٠٠٠٠٠", "\x00", "\ud800", "²"],
)  # fmt: skip
def test_a_timestamp_of_another_form_is_refused(at: str) -> None:
    with pytest.raises(Unsigned):
        VERIFIER.check(BODY, {**signed(), TIMESTAMP: at})


@pytest.mark.parametrize(
    "given",
    ["", "v0=", "v0=zz", signed()[SIGNATURE].upper(), signed()[SIGNATURE][3:], "v1" + signed()[SIGNATURE][2:],
     signed()[SIGNATURE] + "\n", " " + signed()[SIGNATURE], signed()[SIGNATURE] + "00", "v0=" + "é" * 64,
     "v0=" + "\udc80" * 64, "v0=" + "0" * 1_000_000],
)  # fmt: skip
def test_a_signature_of_another_form_is_refused(given: str) -> None:
    with pytest.raises(Unsigned):
        VERIFIER.check(BODY, {**signed(), SIGNATURE: given})


@pytest.mark.parametrize("name", [SIGNATURE, TIMESTAMP])
def test_both_headers_are_needed(name: str) -> None:
    headers = signed()
    del headers[name]
    with pytest.raises(Unsigned, match="needed"):
        VERIFIER.check(BODY, headers)


def test_the_secret_is_never_shown() -> None:
    assert SECRET not in repr(VERIFIER)
