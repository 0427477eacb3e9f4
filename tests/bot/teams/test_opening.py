"""Opening what Graph encrypted: the message comes out as it went in, and whatever was touched is refused."""

import hmac
import json
from base64 import b64decode, b64encode
from functools import lru_cache

import pytest
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from bot.teams.graph.certificates import Certificate, generate
from bot.teams.graph.opening import OAEP, Tampered, certificate_of, opened
from tests.bot.teams.loopback.graph_sealing import public_key, sealed
from tests.bot.teams.loopback.world import Json

MESSAGE: Json = {"id": "1", "body": {"content": "<p>🎉 Žluťoučký</p>"}, "reactions": []}
NOW = 1_700_000_000_000_000


@lru_cache(maxsize=4)
def certificate(name: str = "ours") -> Certificate:
    return generate(name, NOW)


def content(**changes: object) -> Json:
    return {**sealed(MESSAGE, certificate().public, "ours"), **changes}


def built(plain: bytes, key: bytes = b"k" * 32, pad: bool = True) -> Json:
    """Sealed rightly, whatever it holds."""
    padder = padding.PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize() if pad else plain
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor() if len(key) in (16, 24, 32) else None
    data = cipher.update(padded) + cipher.finalize() if cipher else padded
    return {
        "data": b64encode(data).decode(),
        "dataKey": b64encode(public_key(certificate().public).encrypt(key, OAEP)).decode(),
        "dataSignature": b64encode(hmac.digest(key, data, "sha256")).decode(),
    }


def test_a_message_comes_out_as_it_went_in() -> None:
    assert opened(content(), certificate().private) == MESSAGE


def test_the_certificate_is_named_by_us() -> None:
    assert certificate_of(content()) == "ours"
    assert [certificate_of({"encryptionCertificateId": odd}) for odd in (None, 3, "x" * 200)] == ["", "", ""]


@pytest.mark.parametrize("name", ["data", "dataKey", "dataSignature"])
def test_each_part_that_was_touched_is_noticed(name: str) -> None:
    whole = content()
    raw = bytearray(b64decode(whole[name]))
    raw[len(raw) // 2] ^= 1
    with pytest.raises(Tampered):
        opened({**whole, name: b64encode(bytes(raw)).decode()}, certificate().private)


@pytest.mark.parametrize("name", ["data", "dataKey", "dataSignature"])
@pytest.mark.parametrize("odd", [None, 5, "", "not base64!", [], "A"])
def test_parts_that_are_none_are_refused(name: str, odd: object) -> None:
    with pytest.raises(Tampered):
        opened(content(**{name: odd}), certificate().private)


def test_another_certificate_does_not_open_it() -> None:
    with pytest.raises(Tampered):
        opened(content(), certificate("another").private)


@pytest.mark.parametrize(
    "made",
    [
        built(b"no json"),
        built(b"[1]"),
        built(b"\xff\xfe"),
        built(b"x" * 15 + b"\x00", pad=False),
        built(b"", pad=False),
        built(b"{}", key=b"short"),
        built(b'{"a":' * 500 + b"1" + b"}" * 500),
    ],
)
def test_what_holds_no_message_is_refused(made: Json) -> None:
    with pytest.raises(Tampered):
        opened(made, certificate().private)


@given(st.dictionaries(st.text(max_size=9), st.none() | st.text() | st.integers() | st.binary().map(str), max_size=4))
def test_anything_else_is_refused_and_nothing_worse(said: dict[str, object]) -> None:
    with pytest.raises(Tampered):
        opened(said, certificate().private)


@given(st.text(max_size=200))
def test_any_words_survive(words: str) -> None:
    spoken = words.encode("utf-8", "replace").decode().replace("\0", "")
    made = sealed({"body": spoken}, certificate().public, "ours")
    assert opened(made, certificate().private) == json.loads(json.dumps({"body": spoken}))
