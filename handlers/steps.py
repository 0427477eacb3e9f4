"""Steps: what a step of a workflow that somebody built does in a member's name; it is always told how that went.

Whoever builds the workflow says who gives, so that member is told, and can take it back.
"""

from collections.abc import Sequence

from handlers import giving, shoutouts
from handlers.answers import Answer, Finish, Note, Said, Whisper
from handlers.cards.blocks import Card, Small, say
from handlers.events import StepRun
from handlers.intake import currency_of
from scoring.giving import MOST, Mention
from scoring.markup import Kind, escape, identity, pieces
from scoring.praise import REQUEST
from scoring.reading import read
from storage.transactions import Work

NOBODY = "The step doesn't say who gives. Choose somebody for it in the workflow."
NO_RECEIVERS = "The step doesn't say who receives. Choose at least one colleague for it in the workflow."
NO_WORDS = "The step doesn't say what for. Write a few words into it: that is what makes it count."
NO_AMOUNT = "The amount must be a whole number, 1 or more."
STRANGER = "I don't know everybody the step names. Choose colleagues who are members of this workspace."
OUTDATED = "I don't know this step. Remove it from the workflow and add it anew, or ask an admin to update Huzzah."
TROUBLE = "Something went wrong on my side, so nothing was given. huzzah doctor tells your admins more."
IN_YOUR_NAME = "A workflow that somebody built here did this in your name."


def give_recognition(work: Work, event: StepRun) -> list[Answer]:
    """Inputs: `receivers`, `words` (markup) and `amount`; posted in the event's channel, if there is one."""
    targets, said = _targets(event), _words(event)
    amount = giving.amount_of(event.inputs.get("amount", ""))
    problem = _problem(work, event, targets) or ("" if 1 <= amount <= MOST else NO_AMOUNT)
    if problem:
        return [Finish(event.execution, problem)]
    order = giving.Order(
        event.member, event.channel, "", event.request, event.at, giving.shares_of(work, targets, amount), amount,
        said, read(said, currency_of(work)).hashtags,
    )  # fmt: skip
    answers = giving.give(work, order)
    return _finished(event, answers, done=_stands(work, event.channel, order.message))


def post_shoutout(work: Work, event: StepRun) -> list[Answer]:
    """Inputs: `receivers` and `words` (markup); posted where shout-outs are."""
    targets, said = _targets(event), _words(event)
    problem = _problem(work, event, targets) or ("" if said else NO_WORDS)
    if problem:
        return [Finish(event.execution, problem)]
    wanted = shoutouts.Said(tuple(targets), said, read(said, currency_of(work)).hashtags)
    order = shoutouts.Order(
        event.member, event.channel, "", event.request, event.at, giving.shares_of(work, targets, 1), wanted
    )  # fmt: skip
    channel = shoutouts.channel_for(work, event.member) or event.channel
    answers = shoutouts.call(work, order)
    return _finished(event, answers, done=_stands(work, channel, REQUEST + event.request))


def nobody(event: StepRun) -> list[Answer]:
    """The step names nobody who gives."""
    return [Finish(event.execution, NOBODY)]


def outdated(event: StepRun) -> list[Answer]:
    """A step that this version doesn't know."""
    return [Finish(event.execution, OUTDATED)]


def buried(event: StepRun) -> list[Answer]:
    """It could not be applied at all."""
    return [Finish(event.execution, TROUBLE)]


def _targets(event: StepRun) -> list[Mention]:
    # People and groups, as mentions or people by their bare ids.
    found: dict[Mention, None] = {}
    for part in giving.split(event.inputs.get("receivers", "")):
        mentions = [
            (identity(piece), kind is Kind.GROUP) for kind, piece in pieces(part) if kind in (Kind.PERSON, Kind.GROUP)
        ]
        found.update(dict.fromkeys(mentions or [(part, False)]))
    return list(found)


def _words(event: StepRun) -> str:
    text = event.inputs.get("words", "").strip()[: giving.MOST_WORDS]
    return "".join(escape(piece) if kind is Kind.TEXT else piece for kind, piece in pieces(text))


def _problem(work: Work, event: StepRun, targets: Sequence[Mention]) -> str:
    if not targets:
        return NO_RECEIVERS
    return STRANGER if giving.unknown(work, [*targets, (event.member, False)]) else ""


def _stands(work: Work, channel: str, message: str) -> bool:
    found = work.look(lambda state: state.messages.get((channel, message)))
    return found is not None and bool(found.gift)


def _finished(event: StepRun, answers: Sequence[Answer], *, done: bool) -> list[Answer]:
    # Nobody looks at a step's notes: the giver is told for sure, and why it was refused goes to the workflow.
    cards = [answer.card for answer in answers if isinstance(answer, Note)]
    said: list[Answer] = [answer for answer in answers if isinstance(answer, Said)]
    if not done:
        return [*said, Finish(event.execution, cards[0].summary if cards else TROUBLE)]
    told = [Whisper(event.member, _in_your_name(card)) for card in cards]
    return [*told, *said, Finish(event.execution)]


def _in_your_name(card: Card) -> Card:
    return Card(card.summary, (*card.blocks, Small(say(IN_YOUR_NAME))))
