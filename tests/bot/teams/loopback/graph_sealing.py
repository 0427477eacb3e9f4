"""How Graph seals what it tells: a key of its own for each item, which only the subscriber's certificate opens.

Source: learn.microsoft.com/graph/change-notifications-with-resource-data
"""

import hmac
import json
import os
from base64 import b64decode, b64encode

from cryptography import x509
from cryptography.hazmat.primitives import hashes, padding
from cryptography.hazmat.primitives.asymmetric import padding as of_rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.bot.teams.loopback.world import Json

SHA1 = hashes.SHA1()  # noqa: S303  # as Graph does


def public_key(certificate: str) -> RSAPublicKey:
    """Of a certificate as a subscription brings it. Raises ValueError if it is none, or not strong enough."""
    found = x509.load_der_x509_certificate(b64decode(certificate, validate=True)).public_key()
    if not isinstance(found, RSAPublicKey) or not 2048 <= found.key_size <= 4096:
        raise ValueError("the key must be of RSA, from 2048 to 4096 bits")
    return found


def sealed(resource: Json, certificate: str, ident: str) -> Json:
    """The `encryptedContent` of a notification."""
    key = os.urandom(32)
    padder = padding.PKCS7(128).padder()
    plain = padder.update(json.dumps(resource).encode()) + padder.finalize()
    cipher = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    data = cipher.update(plain) + cipher.finalize()
    oaep = of_rsa.OAEP(mgf=of_rsa.MGF1(SHA1), algorithm=SHA1, label=None)
    thumbprint = x509.load_der_x509_certificate(b64decode(certificate)).fingerprint(SHA1).hex().upper()
    return {
        "data": b64encode(data).decode(),
        "dataSignature": b64encode(hmac.digest(key, data, "sha256")).decode(),
        "dataKey": b64encode(public_key(certificate).encrypt(key, oaep)).decode(),
        "encryptionCertificateId": ident,
        "encryptionCertificateThumbprint": thumbprint,
    }
