"""Questions: the library that comes with Huzzah, what a workspace made of it, and which of them somebody wants."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

import yaml

from scoring.state import Trait
from storage import prompts
from storage.tables import PromptRow
from storage.transactions import Work

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "icebreakers": "Icebreakers",
        "work": "Work",
        "gratitude": "Gratitude",
        "photos": "Photos",
        "this-or-that": "This or that",
        "remote": "Remote life",
        "memories": "Team memories",
        "learning": "Learning",
        "food": "Food",
        "places": "Places",
        "imagination": "Imagination",
        "everyday": "Everyday",
        "ours": "Our own",
    }
)
"""Each with its title; the last is for questions that a workspace adds without saying more."""
OURS: Final = "ours"
PHOTOS: Final = "photos"
MOODS: Final = ("playful", "warm", "curious", "reflective", "proud")
EFFORTS: Final = ("quick", "longer")
EMOJI: Final[Mapping[str, str]] = MappingProxyType(
    {
        "icebreakers": "ice_cube", "work": "hammer_and_wrench", "gratitude": "bouquet", "photos": "camera",
        "this-or-that": "scales", "remote": "house", "memories": "rewind", "learning": "bulb",
        "food": "fork_and_knife", "places": "world_map", "imagination": "crystal_ball", "everyday": "sunny",
        "ours": "speech_balloon",
    }
)  # fmt: skip
"""What stands before a question of a category that has no emoji of its own."""

_ALSO: Final = """
icebreakers: icebreaker ice ice-breaker ice-breakers intro intros introductions
work: job jobs office working
gratitude: thanks thankful thank grateful appreciation
photos: photo picture pictures pic pics camera image images
this-or-that: this-or-that thisorthat either either-or versus vs choice choices
remote: remote-life remotework wfh distance hybrid
memories: memory team-memories team teams nostalgia
learning: learn lesson lessons skills skill growth
food: foods cooking kitchen meals dishes
places: place travel travels journeys
imagination: imagine fantasy what-if whatif
everyday: habits habit daily-life life
ours: our own our-own ourown
playful: fun funny play silly
warm: kind cosy
curious: curiosity
reflective: deep thoughtful serious
proud: pride
quick: short fast
longer: long stories story
"""
MEANT: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{
            word: line.partition(":")[0]
            for line in _ALSO.strip().splitlines()
            for word in line.partition(":")[2].split()
        },
        **{word: word for word in (*CATEGORIES, *MOODS, *EFFORTS)},
    }
)
"""What people type -> category, mood or effort."""

_JOINED: Final = re.compile(r"\b(this or that|remote life|team memories|what if|our own|either or)\b")
_CUT: Final = re.compile(r"[\s,;+&]+")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask."""

    id: str
    category: str
    mood: str
    effort: str
    emoji: str
    text: str
    by: str = ""
    """Whom its card names as having proposed it."""

    @property
    def tags(self) -> frozenset[str]:
        """Category, mood and effort."""
        return frozenset((self.category, self.mood, self.effort))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which questions somebody wants; of each group any, and nothing said is all."""

    tags: tuple[str, ...] = ()

    def fits(self, question: Question) -> bool:
        """Whether a question is one of them."""
        return all(
            not asked or asked & question.tags
            for asked in (set(self.tags) & set(group) for group in (CATEGORIES, MOODS, EFFORTS))
        )

    def __str__(self) -> str:
        """As it is kept, and typed."""
        return ",".join(self.tags)


def wanted(tags: Iterable[str]) -> Wanted:
    """From tags as they are kept, each once, in our order; what is none is left out."""
    given = set(tags)
    return Wanted(tuple(tag for tag in (*CATEGORIES, *MOODS, *EFFORTS) if tag in given))


def understand(typed: str) -> tuple[Wanted, str]:
    """Which questions somebody typed that they want, and the words that say something else."""
    text = _JOINED.sub(lambda found: found[0].replace(" ", "-"), typed.lower())
    tags, rest = set(), []
    for word in _CUT.split(text):
        tag = MEANT.get(word.strip("\"'“”.:#"))
        if tag:
            tags.add(tag)
        elif word:
            rest.append(word)
    return wanted(tags), " ".join(rest)


@lru_cache(maxsize=1)
def library() -> Mapping[str, Question]:
    """Every question that comes with Huzzah, by its id, in the order of the files."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Question] = {}
    for category in CATEGORIES:
        file = files("handlers.prompts").joinpath("library", f"{category}.yaml")
        if category == OURS:
            continue
        rows = yaml.load(file.read_text("utf-8"), loader)  # noqa: S506  # both loaders are the safe one
        for number, (mood, effort, emoji, text) in rows.items():
            found[number] = Question(number, category, mood, effort, emoji, text)
    return MappingProxyType(found)


def of_row(row: PromptRow) -> Question:
    """A question as a workspace keeps it; one of the library's is as it is there."""
    known = library().get(row.prompt)
    if known is not None:
        return known
    category = row.category if row.category in CATEGORIES else OURS
    mood = row.mood if row.mood in MOODS else "curious"
    effort = row.effort if row.effort in EFFORTS else "quick"
    return Question(
        row.prompt, category, mood, effort, row.emoji or EMOJI[category], row.words, row.member if row.named else ""
    )


def find(work: Work, number: str) -> Question | None:
    """The question with this id, whatever became of it; without a name where its proposer doesn't want to be named."""
    row = prompts.find(work, number)
    question = library().get(number) or (of_row(row) if row is not None else None)
    return _nameless(work, [question])[0] if question is not None else None


def shown(work: Work) -> list[Question]:
    """All that may be asked by itself."""
    rows = {row.prompt: row for row in prompts.ready(work)}
    ours = [of_row(row) for row in rows.values() if row.state == prompts.SHOWN and row.prompt not in library()]
    ready = [each for each in library().values() if each.id not in rows or rows[each.id].state == prompts.SHOWN]
    return [*ready, *_nameless(work, ours)]


def _nameless(work: Work, questions: list[Question]) -> list[Question]:
    # Who would rather not be announced isn't, whatever they said when they proposed it.
    mask = work.book.outside | Trait.NO_ANNOUNCE | Trait.FORGOTTEN | Trait.DEACTIVATED
    members = work.members(sorted({each.by for each in questions if each.by}))
    return [
        Question(each.id, each.category, each.mood, each.effort, each.emoji, each.text)
        if each.by and members[each.by].traits & mask
        else each
        for each in questions
    ]
