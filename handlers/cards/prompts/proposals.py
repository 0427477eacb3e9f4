"""Proposals: a question that a colleague proposes, what moderators see of it, and what becomes of it."""

from dataclasses import dataclass

from handlers.cards.blocks import Block, Button, Buttons, Card, Header, Icon, Person, Say, Small, Text, say
from handlers.cards.prompts.card import touching
from handlers.prompts.questions import CATEGORIES, Question


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question that waits for a moderator."""

    question: Question
    person: Person
    named: bool
    theme: str = ""
    """A sensitive theme that it touches."""


def thanks(question: Question, *, named: bool, moderators: int) -> Card:
    """For whoever proposed it."""
    next_ = "A moderator looks at it, and I tell you what becomes of it."
    if not moderators:
        next_ = "There is no moderator here yet; as soon as there is one, /huzzah questions shows it to them."
    name = "Its card will name you." if named else "Its card won't name you."
    button = Button(
        "question_name", "Leave my name off" if named else "Name me on its card", f"{question.id}|{0 if named else 1}"
    )
    return Card(
        "Thank you for the question",
        (
            Say(say(Icon("sparkles"), " Thank you! ", Text(question.text, bold=True))),
            Say(say(f"{next_} {name}")),
            Buttons((button,)),
        ),
    )


def known(text: str, twin: Question) -> Card:
    """We have (nearly) the same one."""
    return Card(
        "We have that one already",
        (
            Say(say(Icon("bulb"), " Great minds: we have that one already. ", Text(twin.text, bold=True))),
            Say(say("Have you another one?")),
            Buttons((Button("question_propose", "Propose another", text, "primary"),)),
        ),
    )


def mistaken(problem: str, typed: str) -> Card:
    """What is to be changed; nothing typed is lost."""
    return Card(
        problem,
        (
            Say(say(Icon("bulb"), f" {problem}")),
            Buttons((Button("question_propose", "Edit it", typed[:300], "primary"),)),
        ),
    )


def too_many(most: int) -> Card:
    """So many wait already."""
    point = f"{most} of your questions are waiting for a moderator."
    return Card(point, (Say(say(point, " Let them catch up first, then send the next one.")),))


def not_for_you() -> Card:
    """Guests and people who asked to be forgotten."""
    return Card("Only colleagues propose", (Say(say("Questions are proposed by colleagues who take part here.")),))


def moderators_only() -> Card:
    """Somebody else tried."""
    point = "Moderators and admins look after the questions."
    return Card(
        point, (Say(say(point, " An admin makes moderators: ", Text("/huzzah role @ana moderator", bold=True))),)
    )


def made_moderator(admin: Person) -> Card:
    """For the new moderator alone."""
    words = " made you a moderator. When colleagues propose something for everybody, you see it first."
    return Card(
        f"{admin.name} made you a moderator",
        (
            Say(say(Icon("bulb"), " ", admin, words)),
            Buttons((Button("huzzah", "Show the questions", "questions", "primary"),)),
        ),
    )


def _proposal(proposal: Proposal) -> list[Block]:
    question = proposal.question
    name = "wants to be named on its card" if proposal.named else "won't be named"
    blocks: list[Block] = [
        Say(say(Icon(question.emoji), " ", Text(question.text, bold=True))),
        Small(say("Proposed by ", proposal.person, f", who {name} · {CATEGORIES.get(question.category, '')}")),
    ]
    if proposal.theme:
        blocks.append(Say(say(Icon("warning"), f" {touching(proposal.theme)}")))
    buttons = (
        Button("question_approve", "Approve", question.id, "primary"),
        Button("question_edit", "Edit", question.id),
        Button("question_drop", "Drop", question.id, "danger", "The question goes, and its proposer is told. Drop it?"),
    )
    return [*blocks, Buttons(buttons)]


def to_moderator(proposal: Proposal) -> Card:
    """A new one."""
    return Card(
        f"A question is proposed: {proposal.question.text}",
        (Header("A question is proposed", "bulb"), *_proposal(proposal)),
    )


def waiting(proposals: list[Proposal], done: str = "", more: int = 0) -> Card:
    """All that wait for a moderator."""
    blocks: list[Block] = [Header("Proposed questions", "bulb")]
    if done:
        blocks.append(Say(say(done)))
    for proposal in proposals:
        blocks += _proposal(proposal)
    if more:
        blocks.append(Small(say(f"And {more} more behind these.")))
    if not proposals:
        blocks.append(Small(say("Nothing is waiting. All questions: /huzzah questions")))
    return Card("Proposed questions", tuple(blocks))


def settled_already() -> str:
    """Another moderator was faster."""
    return "Another moderator was faster: that one is settled already."


def approved(question: Question, moderator: Person, *, named: bool, edited: bool) -> Card:
    """For whoever proposed it."""
    how = " with a little change" if edited else ""
    name = " Its card will name you." if named else ""
    return Card(
        "Your question is in",
        (
            Say(say(Icon("tada"), " ", moderator, f" took your question{how}: ", Text(question.text, bold=True))),
            Small(say(f"It will be asked when its turn comes.{name}")),
        ),
    )


def dropped(text: str) -> Card:
    """For whoever proposed it."""
    return Card(
        "Your question wasn't taken",
        (
            Say(say("This one wasn't taken, thank you all the same: ", Text(text, bold=True))),
            Small(say("The ones that work best are short and for anybody to answer. Another one? /huzzah propose")),
        ),
    )


def renamed(question: Question, *, named: bool) -> Card:
    """The proposer changed their mind about their name."""
    point = "Its card will name you." if named else "Its card won't name you."
    button = Button(
        "question_name", "Leave my name off" if named else "Name me on its card", f"{question.id}|{0 if named else 1}"
    )
    return Card(point, (Say(say(Text(question.text, bold=True), f" {point}")), Buttons((button,))))


def gone() -> Card:
    """It isn't theirs, or isn't there any more."""
    return Card(
        "That one is settled", (Say(say("That question is settled already. Propose another: /huzzah propose")),)
    )


_SOUND = Question("own-3", "ours", "curious", "quick", "ear", "Which sound of your working day would you miss?")


def _example_proposal() -> Proposal:
    return Proposal(_SOUND, Person("U2", "Ben Okafor"), named=True)


def example_thanks() -> Card:
    """Just proposed."""
    return thanks(_SOUND, named=False, moderators=2)


def example_known() -> Card:
    """Too near to another."""
    return known("Which sound would you miss at work?", _SOUND)


def example_mistaken() -> Card:
    """No question."""
    return mistaken("One question at a time, please: keep the one you care about most.", "Why? And how?")


def example_to_moderator() -> Card:
    """A new one, on a sensitive theme."""
    bonus = Question("own-4", "ours", "curious", "quick", "speech_balloon", "What would you do with a big bonus?")
    return to_moderator(Proposal(bonus, Person("U3", "Mei-Lin Chen"), named=False, theme="money"))


def example_waiting() -> Card:
    """One of several."""
    return waiting([_example_proposal()], more=2)


def example_approved() -> Card:
    """Taken."""
    return approved(_SOUND, Person("U9", "Jonas Weber"), named=True, edited=True)


def example_dropped() -> Card:
    """Not taken."""
    return dropped(_SOUND.text)


def example_moderators_only() -> Card:
    """Somebody else tried."""
    return moderators_only()


def example_made_moderator() -> Card:
    """For her."""
    return made_moderator(Person("U9", "Jonas Weber"))
