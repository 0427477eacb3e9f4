"""People: names for cards, and who is meant by a name typed instead of chosen from the list."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlers.cards.blocks import Person, Place
from scoring.markup import Kind, escape, identity, pieces
from scoring.state import Trait
from storage import groups, names, places, privacy
from storage.transactions import Work

EVERYONE = frozenset({"here", "channel", "everyone", "all"})
LONGEST_NAME = 4
"""A name has at most so many words."""
MOST_LOOKED_UP = 30
"""So many typed names of one command are looked up."""

_TYPED = re.compile(r"(?<![\w@/&.])@([^\W_][\w.'’\-]*(?: [^\W_][\w.'’\-]*){0,3})")
_CUT = re.compile(r"[.\-_ ]")


def persons(work: Work, members: Iterable[str]) -> dict[str, Person]:
    """Member -> who a card names; someone unheard of goes by their id."""
    wanted = list(dict.fromkeys(member for member in members if member))
    return {member: Person(member, known.name or member) for member, known in work.members(wanted).items()}


def person(work: Work, member: str) -> Person:
    """One of them."""
    return Person(member, work.member(member).name or member)


def strangers(work: Work, members: Iterable[str]) -> list[str]:
    """Those of them that the platform never introduced: an id that is made up, or of somewhere else."""
    wanted = list(dict.fromkeys(members))
    return work.look(lambda state: [member for member in wanted if state.members.get(member) is None])


def is_forgotten(work: Work, member: str) -> bool:
    """Whether this member asked to be forgotten, whether we are given the id or the pseudonym."""
    return bool(work.member(member).traits & Trait.FORGOTTEN or privacy.forgotten(work, [member]))


def place(work: Work, viewer: str, channel: str) -> Place | None:
    """The channel as this viewer may see it named; None if they may not."""
    name = places.names_for(work, viewer, [channel]).get(channel)
    return Place(channel, name) if name else None


def names_in(work: Work, markup: str, viewer: str = "") -> Mapping[str, str]:
    """Names of whoever and whatever some markup mentions, as far as this viewer ("" is anyone) may see them."""
    found = pieces(markup)
    by_kind = {
        kind: {identity(piece) for each, piece in found if each is kind}
        for kind in (Kind.PERSON, Kind.GROUP, Kind.CHANNEL)
    }
    return {
        **{member: known.name for member, known in persons(work, sorted(by_kind[Kind.PERSON])).items()},
        **groups.group_names(work, by_kind[Kind.GROUP]),
        **places.names_for(work, viewer, by_kind[Kind.CHANNEL]),
    }


@dataclass(frozen=True, slots=True)
class Resolved:
    """Text in which typed names have become mentions, or what is unclear about one of them."""

    text: str
    problem: str = ""


def resolve(work: Work, text: str) -> Resolved:
    """Turn `@ana`, `@Ana Sousa` and `@design-team` into mentions, where exactly one is meant."""
    said: list[str] = []
    looked_up, problem = 0, ""
    for kind, piece in pieces(text):
        if kind is not Kind.TEXT or "@" not in piece:
            said.append(escape(piece) if kind is Kind.TEXT else piece)
            continue
        end = 0
        for match in _TYPED.finditer(piece):
            looked_up += 1
            if looked_up > MOST_LOOKED_UP:
                break
            found = _meant(work, match[1])
            problem = problem or found.problem
            said.append(escape(piece[end : match.start()]) + found.mention)
            end = match.end() - len(found.rest)
        said.append(escape(piece[end:]))
    return Resolved("".join(said).strip(), problem)


@dataclass(frozen=True, slots=True)
class _Meant:
    mention: str
    rest: str
    """What of the match wasn't part of the name."""
    problem: str = ""


def _meant(work: Work, typed: str) -> _Meant:
    words = typed.split(" ")
    first = words[0].rstrip(".-'’")
    if first.casefold() in EVERYONE:
        return _Meant("<!channel>", typed[len(first) :])
    candidates = names.colleagues_named(work, _CUT.split(first)[0])
    for many in range(min(len(words), LONGEST_NAME), 0, -1):
        phrase = " ".join(words[:many]).rstrip(".-'’")
        rest = typed[len(phrase) :]
        people = _called(candidates, phrase)
        if len(people) == 1:
            return _Meant(f"<@{people[0][0]}>", rest)
        if many > 1 and not people and _is_gone(work, phrase):
            # Not somebody else of the same first name.
            return _Meant(escape("@" + phrase), rest, f"{phrase[:40]} takes no part here (any more).")
        if people:
            them = ", ".join(name for _, name in people[:5])
            return _Meant(
                escape("@" + phrase), rest, f"Which {phrase} do you mean: {them}? Choose from the list after @."
            )
        teams = groups.groups_called(work, phrase)
        if len(teams) == 1:
            return _Meant(f"<!subteam^{teams[0]}>", rest)
    unknown = f"I don't know anybody called {first[:40]}. Type @ and choose from the list that appears."
    return _Meant(escape("@" + first), typed[len(first) :], unknown)


def _is_gone(work: Work, phrase: str) -> bool:
    wanted = _CUT.sub(" ", phrase).casefold()
    return any(
        _CUT.sub(" ", name).casefold() == wanted
        for _, name in names.colleagues_named(work, _CUT.split(phrase)[0], gone=True)
    )


def _called(candidates: list[tuple[str, str]], phrase: str) -> list[tuple[str, str]]:
    # The whole name counts more than the first; `ana.sousa` and `ana-sousa` are Ana Sousa too.
    wanted = _CUT.sub(" ", phrase).casefold()
    whole = [each for each in candidates if _CUT.sub(" ", each[1]).casefold() == wanted]
    return whole or [each for each in candidates if each[1].casefold().split(" ")[0] == phrase.casefold()]
