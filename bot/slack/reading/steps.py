"""Steps: `function_executed`, a step of ours in a workflow that somebody built.

The event: docs.slack.dev/reference/events/function_executed
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.shapes import LONGEST_VALUE, Table, name, rows, table, words
from bot.slack.reading.asks import listed_people
from bot.slack.reading.heard import NOTHING, Heard
from bot.slack.reading.hearing import Source, named, people_in
from bot.slack.reading.ids import ident
from bot.slack.reading.rich_text import markup_of
from handlers.events import StepRun

INPUTS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "give_recognition": ("giver", "receivers", "words", "amount", "channel"),
        "post_shoutout": ("leader", "receivers", "words"),
    }
)
"""What is read of each step's inputs; the first says who gives."""
UNKNOWN: Final = ("giver",)
"""The same of a step that an older or newer version declared."""


def step(source: Source) -> Heard:
    """A step ran; whoever it names must be known before it counts."""
    event = source.event
    called, execution = name(table(event.get("function")).get("callback_id")), ident(event.get("function_execution_id"))
    if not called or not execution:
        return NOTHING
    wanted = INPUTS.get(called, UNKNOWN)
    inputs = _inputs(table(event.get("inputs")), wanted)
    member = ident(inputs.get(wanted[0]))
    channel = ident(inputs.get("channel"))
    run = StepRun(
        workspace=source.home.workspace,
        at=source.at,
        member=member,
        channel=channel,
        request=f"step:{execution}",
        step=called,
        execution=execution,
        inputs=inputs,
    )
    texts = list(inputs.values())
    people = named([member, *(who for text in texts for who in (*people_in(source.home, text), *listed_people(text)))])
    return Heard((run,), people=people, channels=named([channel]), needs_names=people)


def _inputs(given: Table, wanted: Sequence[str]) -> dict[str, str]:
    return {label: _input(given[label]) for label in wanted if label in given}


def _input(value: object) -> str:
    if isinstance(value, list):
        said = [_input(one) for one in rows(value) if isinstance(one, str | int)]
        return ",".join(one for one in said if one) or markup_of(value)
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, int | float):
        return f"{value:.15g}" if abs(value) < 10**12 else ""
    text = markup_of([value]) if isinstance(value, dict) else words(value, LONGEST_VALUE)
    # Somebody's id, whether it comes bare or as a mention.
    inner = text[2:-1].partition("|")[0] if text.startswith("<@") and text.endswith(">") else ""
    return inner if inner and ident(inner) == inner else text
