"""Platforms: an example as Slack and as Teams get it, drawn; with ids as each of them has."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Final
from uuid import NAMESPACE_DNS, uuid5

from bot.gallery import adaptive, block_kit
from bot.gallery.pieces import Around
from bot.slack.render import message as of_slack
from bot.slack.rendering.look import Look as SlackLook
from bot.slack.rendering.views import dialog as modal
from bot.teams.render import message as of_teams
from bot.teams.rendering.forms import form, framed_form
from bot.teams.rendering.look import Look as TeamsLook
from handlers.cards import blocks
from handlers.cards.blocks import Card, Dialog

SLACK: Final = SlackLook("https://acme.slack.com/", "T1")
CHANNELS: Final = {"C1": "19:general@thread.tacv2", "C2": "19:wins@thread.tacv2"}
TEAMS: Final = TeamsLook(
    str(uuid5(NAMESPACE_DNS, "huzzah")),
    str(uuid5(NAMESPACE_DNS, "acme")),
    channels=(("19:general@thread.tacv2", "Acme"), ("19:wins@thread.tacv2", "Acme › wins")),
    groups=dict.fromkeys(CHANNELS.values(), str(uuid5(NAMESPACE_DNS, "group"))),
)
_PEOPLE: Final = frozenset({"person", "people"})


def slack(example: Card | Dialog) -> str:
    """As Slack gets it."""
    around = Around({**_everybody(), **dict(_named(example))})
    if isinstance(example, Card):
        return block_kit.message(of_slack(example, SLACK), around)
    return block_kit.modal(modal(example, SLACK), around)


def teams(example: Card | Dialog) -> str:
    """As Teams gets it."""
    around = Around({_person(ident): name for ident, name in _everybody().items()})
    known = in_teams(example)
    if isinstance(known, Card):
        return adaptive.message(of_teams(known, TEAMS, letter="1"), around)
    return adaptive.dialog(framed_form(known, form(known, TEAMS, nonce="n1")), around)


def in_teams(example: Card | Dialog) -> Card | Dialog:
    """An example with ids as Teams has them."""
    moved = _moved(example)
    if not isinstance(moved, Card | Dialog):
        raise TypeError(f"{type(moved)} is no example")
    return moved


def _person(ident: str) -> str:
    return str(uuid5(NAMESPACE_DNS, ident))


def _moved(value: object) -> object:
    match value:
        case blocks.Person():
            return replace(value, id=_person(value.id))
        case blocks.Place():
            return replace(value, id=CHANNELS.get(value.id, value.id))
        case blocks.Link() if value.channel:
            return replace(value, channel=CHANNELS.get(value.channel, value.channel), message="1760000000000")
        case blocks.Field() if value.kind in _PEOPLE:
            return replace(value, value=",".join(_person(each) for each in value.value.split(",") if each))
        case blocks.Field() if value.kind == "channel":
            return replace(value, value=CHANNELS.get(value.value, value.value))
        case tuple():
            return tuple(map(_moved, value))
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _moved(getattr(value, field.name)) for field in fields(value)})
    return value


@cache
def _everybody() -> dict[str, str]:
    """Whom any example names: forms bear ids alone."""
    from handlers.cards.gallery import EXAMPLES

    return {ident: name for _, make in EXAMPLES for ident, name in _named(make())}


def _named(value: object) -> Iterator[tuple[str, str]]:
    match value:
        case blocks.Person() | blocks.Place():
            yield value.id, value.name.removeprefix("#")
        case tuple():
            for each in value:
                yield from _named(each)
        case _ if is_dataclass(value) and not isinstance(value, type):
            for field in fields(value):
                yield from _named(getattr(value, field.name))
