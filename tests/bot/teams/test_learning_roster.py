"""Entries of rosters become people: by which id, and as what, is told by what they can't choose themselves."""

from typing import Any

import pytest

from bot.teams.learning.acquaintance import Acquaintance, Room
from bot.teams.learning.roster import Listed, found, from_profile, listed
from bot.teams.workplace import Tenant
from tests.bot.teams.roster_server import ACME, ANA, APP, GLOBEX, SECRET, TEAM, number, person
from tests.storage.plain_company import NOON

HOME = Tenant(ACME, APP, "Acme", "https://smba.example/")
ADMINS = frozenset({"ana@acme.example", number("ben")})


@pytest.mark.parametrize(
    ("entry", "guest", "external", "admin"),
    [
        (person("ana"), False, False, True),
        (person("ana", email="x@y.z"), False, False, True),
        (person("ana", userPrincipalName="x@y.z", email="ANA@acme.EXAMPLE "), False, False, True),
        (person("ana", objectId=None, aadObjectId=number("ana").upper()), False, False, True),
        (person("cleo"), False, False, False),
        (person("cleo", userPrincipalName=None, email=None), False, False, None),
        (person("ben", userPrincipalName=None, email=None), False, False, True),
        (person("eve", GLOBEX, email="ana@acme.example"), False, True, False),
        (person("gus", userRole="guest", email="ana@acme.example"), True, False, False),
        (person("gus", GLOBEX, userRole="guest"), True, False, False),
        (person("zoe", userRole="anonymous", email="ana@acme.example"), False, True, False),
        (person("zoe", objectId=None, email="ana@acme.example"), False, True, False),
    ],
)
def test_who_somebody_is(entry: dict[str, Any], guest: bool, external: bool, admin: bool | None) -> None:
    one = found(entry, HOME, ADMINS, NOON)
    assert one is not None
    assert (one.event.guest, one.event.external, one.event.admin) == (guest, external, admin)
    assert one.event.deactivated is False
    assert one.alias == entry["id"]


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"id": f"28:{APP}", "name": "Huzzah"},
        {"id": 7, "objectId": ["x"]},
        {"id": "somebody"},
        {"objectId": "no id"},
        {"id": None, "aadObjectId": None},
    ],
)
def test_what_is_nobody(entry: dict[str, Any]) -> None:
    assert found(entry, HOME, ADMINS, NOON) is None
    assert from_profile(entry, HOME, ADMINS, NOON) is None


def test_a_name_may_come_in_parts_or_not_at_all() -> None:
    parts = found(person("ana", name=None, givenName="Ana", surname="Sousa"), HOME, ADMINS, NOON)
    none = found(person("ana", name=" \n "), HOME, ADMINS, NOON)
    assert parts is not None
    assert none is not None
    assert (parts.event.name, none.event.name) == ("Ana Sousa", None)
    assert parts.member == ANA


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"id": TEAM, "name": None}, Listed(TEAM, "", False, False)),
        ({"id": TEAM, "name": "General"}, Listed(TEAM, "", False, False)),
        ({"id": SECRET, "name": "secret", "type": "private"}, Listed(SECRET, "secret", True, False)),
        ({"id": SECRET, "name": "open", "type": "shared"}, Listed(SECRET, "open", True, True)),
        ({"id": SECRET, "name": "odd", "type": 3}, Listed(SECRET, "odd", False, False)),
        ({"id": SECRET}, None),
        ({"name": "nowhere"}, None),
    ],
)
def test_what_a_channel_is(told: dict[str, Any], known: Listed | None) -> None:
    assert listed(told, TEAM) == known


def test_a_channel_bears_its_teams_name_only_where_another_is_called_the_same() -> None:
    rooms = {
        "a": Room("a", "Sales", ""),
        "b": Room("a", "Sales", "news"),
        "c": Room("d", "Design", "News"),
        "d": Room("d", "Design", ""),
        "e": Room("d", "Design", "sales"),
    }
    place = Acquaintance(ACME, rooms=rooms)
    assert [place.label(each) for each in rooms] == [
        "Sales",
        "Sales › news",
        "Design › News",
        "Design",
        "Design › sales",
    ]
