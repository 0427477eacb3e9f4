"""Tokens that Entra issues: for whom, by whom, of which tenant, and signed with a key that may."""

import pytest

from bot.teams.receiving.tokens import Unsigned, check_entra_token
from tests.bot.teams.gate import ALL, ELSEWHERE, ITS_OWN, LOGIN, STRANGER, TENANT, Gate, by_hand, play_at_gate
from tests.bot.teams.keys_server import APP, NOW, Json, Signer, claims


def _issuers(tenant: str) -> frozenset[str]:
    return frozenset({f"{LOGIN}/{tenant}/v2.0"})


def _of_entra(**more: object) -> Json:
    return claims(**{"iss": f"{LOGIN}/{TENANT}/v2.0", "tid": TENANT, "serviceurl": None, **more})


def test_what_entra_issues_for_a_tenant_is_believed() -> None:
    async def play(gate: Gate) -> None:
        found = await check_entra_token(ALL.sign(_of_entra(oid="x")), gate.keys, ("y", APP), _issuers, gate.now)
        assert found["oid"] == "x"
        theirs = _of_entra(tid=ELSEWHERE, iss=f"{LOGIN}/{ELSEWHERE}/v2.0")
        await check_entra_token(ITS_OWN.sign(theirs), gate.keys, (APP,), _issuers, gate.now)

    play_at_gate(play)


THEIRS: dict[str, tuple[Signer, Json]] = {
    "by another tenant": (ALL, _of_entra(iss=f"{LOGIN}/{ELSEWHERE}/v2.0")),
    "of another tenant": (ALL, _of_entra(tid=ELSEWHERE)),
    "of no tenant": (ALL, _of_entra(tid=None)),
    "of all tenants": (ALL, _of_entra(tid="common", iss=f"{LOGIN}/common/v2.0")),
    "of an odd tenant": (ALL, _of_entra(tid=5)),
    "by an odd issuer": (ALL, _of_entra(iss=["x"])),
    "for another app": (ALL, _of_entra(aud="x")),
    "expired": (ALL, _of_entra(exp=NOW - 301)),
    "with a key of another tenant": (ITS_OWN, _of_entra()),
    "with a key nobody knows": (STRANGER, _of_entra()),
}


@pytest.mark.parametrize("which", THEIRS)
def test_what_entra_issues_for_somebody_else_is_not(which: str) -> None:
    async def play(gate: Gate) -> None:
        signer, said = THEIRS[which]
        with pytest.raises(Unsigned):
            await check_entra_token(signer.sign(said), gate.keys, (APP,), _issuers, gate.now)

    play_at_gate(play)


def test_a_key_of_entras_is_no_shared_secret() -> None:
    async def play(gate: Gate) -> None:
        token = by_hand({"alg": "HS256", "kid": "all"}, _of_entra(), ALL.pem())
        with pytest.raises(Unsigned):
            await check_entra_token(token, gate.keys, (APP,), _issuers, gate.now)

    play_at_gate(play)
