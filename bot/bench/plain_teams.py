"""A Teams that says yes to everything: keys, tokens, and a connector that knows who is in its one team."""

import json
import os
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Final

import jwt
import uvicorn
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from bot.clock import now
from scoring.periods import SECOND

TENANT: Final = "00000000-0000-4000-8000-00000000be9c"
APP: Final = "00000000-0000-4000-8000-0000000000a9"
TEAM: Final = "19:bench-team@thread.tacv2"
ISSUER: Final = "https://api.botframework.com"
KEY: Final = "bench"

Message = MutableMapping[str, Any]


def fresh_key() -> bytes:
    """A private key as PEM, for signing on one side and its public half on the other."""
    made = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def token(key: bytes, service: str) -> str:
    """What an activity is signed with, good for an hour, as long as those of the real connector."""
    begins = now() // SECOND
    claims = {"iss": ISSUER, "aud": APP, "serviceurl": service, "nbf": begins, "exp": begins + 3_600}
    return jwt.encode(claims, key, "RS256", {"kid": KEY})


def ident(place: int) -> str:
    """Somebody's id in the directory."""
    return f"00000000-0000-4000-9000-{place:012d}"


def application(key: bytes, port: int, people: int, channels: int) -> Callable[..., Awaitable[None]]:
    """Answers whatever it is asked."""
    here = f"http://127.0.0.1:{port}"
    public = serialization.load_pem_private_key(key, None).public_key()
    jwk = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))  # type: ignore[arg-type]  # an RSA key it is
    keys = {"keys": [{**jwk, "kid": KEY, "use": "sig", "alg": "RS256", "endorsements": ["msteams"]}]}
    members = [{"id": f"29:{place}", "aadObjectId": ident(place), "name": f"P{place}"} for place in range(people)]
    rooms = [{"id": TEAM}, *({"id": f"19:c{place}@thread.tacv2", "name": f"room{place}"} for place in range(channels))]
    by_id = {each["id"]: each for each in members}
    answers: dict[str, object] = {
        "openidconfiguration": {"issuer": ISSUER, "jwks_uri": f"{here}/keys"},
        "openid-configuration": {
            "issuer": f"{here}/{TENANT}/v2.0", "jwks_uri": f"{here}/keys",
            "token_endpoint": f"{here}/{TENANT}/oauth2/v2.0/token",
            "authorization_endpoint": f"{here}/{TENANT}/oauth2/v2.0/authorize",
        },
        "keys": keys,
        "token": {"token_type": "Bearer", "expires_in": 3_600, "access_token": "bench"},
        "pagedmembers": {"members": members},
        "conversations": {"conversations": rooms},
    }  # fmt: skip

    async def api(
        scope: Message, receive: Callable[[], Awaitable[Message]], send: Callable[[Message], Awaitable[None]]
    ) -> None:
        await receive()
        last = scope["path"].rpartition("/")[2]
        found = answers.get(last) or by_id.get(last) or {"id": "1700000000000", "name": "Bench"}
        body = json.dumps(found).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return api


if __name__ == "__main__":
    listening, *sizes = map(int, sys.argv[1:])
    served = application(Path(os.environ["KEY"]).read_bytes(), listening, *sizes)
    uvicorn.run(served, port=listening, log_config=None, access_log=False, lifespan="off")
