"""Prompts: the card that asks, and what those who ask see of it: which is next, when, and how to change it."""

from dataclasses import dataclass

from handlers.cards.blocks import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Header,
    Icon,
    Person,
    Place,
    Rule,
    Run,
    Say,
    Small,
    Text,
    When,
    say,
)
from handlers.prompts.questions import CATEGORIES, PHOTOS, Question
from scoring.facts import Micros

THERE = "this channel"


def public(question: Question, by: Person | None = None) -> Card:
    """For everybody: the question first, then how to answer."""
    how = "Answer in the thread, with a picture." if question.category == PHOTOS else "Answer in the thread."
    about: list[Run] = [Text(CATEGORIES.get(question.category, ""))]
    if by is not None:
        about += [Text(" · proposed by "), by]
    return Card(
        question.text,
        (Header(question.text, question.emoji), Say(say(how)), Small(tuple(about))),
    )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A question of the day, as it is set up in a channel."""

    entry: int
    words: str
    """Every weekday at 09:30."""
    about: str = ""
    """Which questions, in words; nothing is all."""
    question: Question | None = None
    """Which is next; None if none is left that fits."""
    next: Micros = 0
    fixed: bool = False
    """Always the same question."""
    rests: str = ""
    """Until when it does, in words."""


@dataclass(frozen=True, slots=True)
class Preview:
    """Which question would be asked, for who asks it."""

    channel: str
    place: Place | None
    question: Question
    wanted: str
    passed: tuple[str, ...] = ()
    warning: str = ""
    """A sensitive theme that it touches."""
    rhythms: tuple[Rhythm, ...] = ()
    done: str = ""

    @property
    def value(self) -> str:
        """What its buttons say."""
        return "|".join((self.channel, self.wanted, self.question.id, *self.passed))


def preview(seen: Preview) -> Card:
    """Nothing is asked yet; one press does it."""
    where: Run = seen.place or Text(THERE)
    blocks: list[Block] = [Say(say(seen.done))] if seen.done else []
    blocks += [
        Say(say("I would ask this in ", where, ":")),
        *_question(seen.question),
    ]
    if seen.warning:
        blocks.append(Say(say(Icon("warning"), f" {touching(seen.warning)}")))
    own = seen.question.id.startswith("own-") and not seen.wanted and bool(seen.warning)
    buttons = [Button("question_ask", "Ask it anyway" if seen.warning else "Ask it now", seen.value, "primary")]
    if not own:
        buttons.append(Button("question_other", "Another one", seen.value))
    if not seen.rhythms:
        buttons.append(Button("question_plan", "Question of the day…", f"{seen.channel}|{seen.wanted}"))
    blocks.append(Buttons(tuple(buttons)))
    hint = 'Kinds: photos, gratitude, this-or-that, playful, quick … Your own: /huzzah question "What …?"'
    blocks.append(Small(say(hint)))
    for rhythm in seen.rhythms:
        blocks += [Rule(), _headline(rhythm), *_rhythm(rhythm, seen.channel, "Another next time")]
    return Card(f"Next question: {seen.question.text}", tuple(blocks))


def _question(question: Question) -> list[Block]:
    tags = f"{CATEGORIES.get(question.category, '')} · {question.mood} · {question.effort}"
    return [Say(say(Icon(question.emoji), " ", Text(question.text, bold=True))), Small(say(tags))]


def _headline(rhythm: Rhythm) -> Block:
    about = f", about {rhythm.about}" if rhythm.about and not rhythm.fixed else ""
    name = "Every time the same question" if rhythm.fixed else "Question of the day"
    return Say(say(Icon("calendar"), " ", Text(name, bold=True), f": {rhythm.words}{about}."))


def _rhythm(rhythm: Rhythm, channel: str, swap: str) -> list[Block]:
    blocks: list[Block] = []
    buttons: list[Button] = []
    if rhythm.rests:
        blocks.append(Say(say(f"It rests {rhythm.rests}. Go on before: /huzzah calendar")))
    if rhythm.question is not None:
        when: tuple[Run, ...] = (Text("Next, "), When(rhythm.next), Text(":")) if rhythm.next else (Text("Next:"),)
        blocks += [Say(when), *_question(rhythm.question)]
        if not rhythm.fixed:
            buttons.append(Button("question_swap", swap, f"{rhythm.entry}|{rhythm.question.id}"))
    else:
        blocks.append(Say(say("No question is left that fits. Choose other kinds, or add some: /huzzah questions")))
    if not rhythm.fixed:
        buttons.append(Button("question_plan", "Change", f"{channel}|{rhythm.about.replace(' ', '')}"))
    buttons.append(
        Button("question_off", "Stop", f"{channel}|{rhythm.entry}", "danger", "Ask no more questions at this rhythm?")
    )
    return [*blocks, Buttons(tuple(buttons))]


def planned(place: Place | None, channel: str, rhythm: Rhythm, before: Rhythm | None = None) -> Card:
    """The question of the day is set up; `before` is what it takes the place of."""
    where: Run = place or Text(THERE)
    about = f", about {rhythm.about}" if rhythm.about else ""
    same = " It is the same question every time." if rhythm.fixed else ""
    blocks: list[Block] = [
        Say(say(Icon("white_check_mark"), " I'll ask in ", where, f" {rhythm.words}{about}.{same}")),
        *(_instead(rhythm, before) if before else ()),
        *_rhythm(rhythm, channel, "Another one"),
    ]
    hint = "No question comes twice before all had their turn. Answers in the thread earn points, and on Mondays I "
    blocks.append(Small(say(hint + "recall the best one. Everything that is planned: /huzzah calendar")))
    return Card(f"Question of the day: {rhythm.words}", tuple(blocks))


def _instead(rhythm: Rhythm, before: Rhythm) -> tuple[Block, ...]:
    about = f", about {before.about}" if before.about else ""
    words = f"That replaces what was set up here: {before.words}{about}. A channel has one question of the day."
    return Say(say(words)), Buttons((Button("question_keep", "Keep the old one", f"{rhythm.entry}|{before.entry}"),))


def changed_meanwhile() -> Card:
    """Neither of the two rhythms is as it was."""
    point = "That was changed meanwhile. What is set up here: /huzzah question"
    return Card(point, (Say(say(point)),))


def stopped(place: Place | None, *, any_there: bool) -> Card:
    """No more questions by themselves."""
    where: Run = place or Text(THERE)
    if not any_there:
        return Card("Nothing to stop", (Say(say("No question of the day is set up in ", where, ".")),))
    again = "Begin again whenever you like: /huzzah question every weekday 9:30"
    return Card(
        "No more questions of the day",
        (Say(say(Icon("white_check_mark"), " I no longer ask by myself in ", where, ".")), Small(say(again))),
    )


def asked(place: Place | None, question: Question) -> Card:
    """It is out."""
    where: Run = place or Text(THERE)
    return Card(
        "Asked",
        (
            Say(say(Icon("white_check_mark"), " Asked in ", where, ": ", Text(question.text, bold=True))),
            Small(say("Answers in its thread earn points. A question of the day: /huzzah question every weekday 9:30")),
        ),
    )


def touching(theme: str) -> str:
    """A gentle word on a sensitive theme."""
    return f"This touches on {theme}, which not everybody likes to be asked about at work. It is your call."


def not_leader(own: str = "") -> Card:
    """What somebody who asks no questions can do instead."""
    point = "Leaders and admins ask here, but what is asked may come from you."
    return Card(
        point,
        (
            Say(say(Icon("bulb"), " ", Text(point, bold=True))),
            Say(say("Propose a question: a moderator looks at it, and if you like, its card names you.")),
            Buttons((Button("question_propose", "Propose a question", own[:150], "primary"),)),
        ),
    )


def mistaken(problem: str) -> Card:
    """What was wrong, and how it goes."""
    rows = (
        say(Text("/huzzah question", bold=True), ": shows the next one, to ask it or take another"),
        say(Text("/huzzah question photos", bold=True), ": of one kind; ", Text("now", bold=True), " asks at once"),
        say(Text('/huzzah question "What made you smile today?"', bold=True), ": your own"),
        say(Text("/huzzah question every weekday 9:30 photos,gratitude", bold=True), ": I ask by myself"),
        say(Text("/huzzah question off", bold=True), ": I no longer ask by myself"),
    )
    kinds = "Kinds: " + ", ".join(name for name in CATEGORIES if name != "ours") + ", ours. "
    more = "Moods: playful, warm, curious, reflective, proud. Length: quick, longer."
    return Card(problem, (Say(say(Icon("bulb"), f" {problem}")), Bullets(rows), Small(say(kinds + more))))


def nowhere(*, shared: bool) -> Card:
    """There is no channel to ask in, or it isn't one for that."""
    point = "In which channel? Type it there: /huzzah question"
    if shared:
        point = "Another organisation is in this channel, so I post nothing in it. Ask in one of your own channels."
    return Card("I can't ask here", (Say(say(point)),))


def none_left(wanted: str) -> Card:
    """No question fits."""
    about = f" about {wanted.replace(',', ', ')}" if wanted else ""
    point = f"I have no question{about}."
    return Card(point, (Say(say(point, " Choose another kind, or add some: ", Text("/huzzah questions", bold=True))),))


ASKED_MEANWHILE = "That one was asked here meanwhile. This one would be next:"
"""Somebody else was faster."""

_MUG = Question(
    "photos-02", "photos", "playful", "quick", "coffee", "Show us your favourite mug, cup or bottle in a photo."
)
_THANKS = Question("gratitude-01", "gratitude", "warm", "quick", "pray", "Who made your week easier, and how?")
_PLACE = Place("C1", "general")


def _example_rhythm() -> Rhythm:
    return Rhythm(7, "every weekday at 09:30", "photos, gratitude", _MUG, 1_795_080_600_000_000)


def example_public() -> Card:
    """A photo is asked for."""
    return public(_MUG)


def example_proposed() -> Card:
    """A colleague's own."""
    text = "Which sound of your working day would you miss?"
    return public(Question("own-3", "ours", "curious", "quick", "ear", text), Person("U2", "Ben Okafor"))


def example_preview() -> Card:
    """Before it is asked, where one is asked every day."""
    return preview(Preview("C1", _PLACE, _THANKS, "gratitude", (), "", (_example_rhythm(),)))


def example_sensitive() -> Card:
    """A leader's own."""
    mine = Question("own-4", "ours", "curious", "quick", "speech_balloon", "What would you do with a big bonus?")
    return preview(Preview("C1", _PLACE, mine, "", (), "money"))


def example_planned() -> Card:
    """Just set up."""
    return planned(_PLACE, "C1", _example_rhythm())


def example_replaced() -> Card:
    """Another rhythm was set up before."""
    return planned(_PLACE, "C1", _example_rhythm(), Rhythm(6, "every Friday at 10:00", "photos"))


def example_asked() -> Card:
    """It is out."""
    return asked(_PLACE, _THANKS)


def example_stopped() -> Card:
    """No more."""
    return stopped(_PLACE, any_there=True)


def example_not_leader() -> Card:
    """Ben tried."""
    return not_leader("Which sound of your working day would you miss?")


def example_mistaken() -> Card:
    """A kind that isn't there."""
    return mistaken("I know no kind of question called “bananas”.")


def example_none_left() -> Card:
    """All photos were retired."""
    return none_left("photos,proud")
