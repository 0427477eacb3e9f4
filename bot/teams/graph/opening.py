"""Opening: the encrypted content of a notification becomes the resource again, if nobody has touched it.

https://learn.microsoft.com/graph/change-notifications-with-resource-data: a key of its own for each item, sealed with
our certificate (RSA, OAEP with SHA-1); HMAC-SHA256 over the encrypted bytes, looked at before anything is decrypted;
AES in CBC mode, whose first block is the beginning of the key, padded as in PKCS #7.
"""

import binascii
import hmac
from base64 import b64decode
from typing import Final

from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import padding as of_rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.bodies import Malformed, Payload, from_json
from bot.shapes import Table

BLOCK: Final = 16
KEY_SIZES: Final = (16, 24, 32)
LONGEST: Final = 4 * 1024 * 1024
"""Characters of a value; a message has at most some hundred thousand."""
OAEP: Final = of_rsa.OAEP(mgf=of_rsa.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)  # noqa: S303  # as Graph does


class Tampered(Exception):
    """It isn't what was encrypted for us; the message never says what it holds."""


def certificate_of(content: Table) -> str:
    """Our own name for the certificate that it was encrypted with."""
    found = content.get("encryptionCertificateId")
    return found if isinstance(found, str) and len(found) <= 128 else ""


def opened(content: Table, private: RSAPrivateKey) -> Payload:
    """The resource as JSON. Raises Tampered."""
    data, sealed, signature = (_bytes(content.get(name)) for name in ("data", "dataKey", "dataSignature"))
    try:
        key = private.decrypt(sealed, OAEP)
    except ValueError:
        raise Tampered("its key isn't sealed with our certificate") from None
    if len(key) not in KEY_SIZES:
        raise Tampered("its key isn't one for AES")
    if not hmac.compare_digest(hmac.digest(key, data, "sha256"), signature):
        raise Tampered("its signature isn't right")
    try:
        return from_json(_plain(data, key))
    except (Malformed, ValueError):
        raise Tampered("it holds nothing that can be read") from None


def _plain(data: bytes, key: bytes) -> bytes:
    """Raises ValueError."""
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:BLOCK])).decryptor()
    padded = cipher.update(data) + cipher.finalize()
    unpadder = padding.PKCS7(BLOCK * 8).unpadder()
    return unpadder.update(padded) + unpadder.finalize()


def _bytes(value: object) -> bytes:
    if not isinstance(value, str) or not value or len(value) > LONGEST:
        raise Tampered("something of it is missing")
    try:
        return b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise Tampered("something of it isn't Base64") from None
