"""Lists of questions: what there is by kind, page by page, with ways to add, retire and bring back."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Header, Icon, Say, Small, Text, say
from handlers.prompts.importing import Read
from handlers.prompts.questions import CATEGORIES, EMOJI, Question

IN_A_ROW = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """How many there are."""

    amounts: Mapping[str, int]
    """Category -> how many may be asked."""
    retired: int = 0
    waiting: int = 0
    moderator: bool = True
    asks: bool = True
    """Whether the reader may ask one."""


def overview(seen: Overview) -> Card:
    """All kinds at a glance."""
    whole = sum(seen.amounts.values())
    rows = tuple(
        say(Icon(EMOJI[name]), f" {CATEGORIES[name]}: ", Text(str(amount), bold=True))
        for name, amount in seen.amounts.items()
        if amount
    )
    blocks: list[Block] = [
        Header(f"{whole} questions to get people talking", "speech_balloon"), Bullets(rows)
    ]  # fmt: skip
    if seen.moderator:
        blocks += _kinds(seen.amounts)
        first = [Button("question_add", "Add some…", "", "primary")]
        if seen.waiting:
            first.append(Button("question_waiting", f"Proposed ({seen.waiting})"))
        if seen.retired:
            first.append(Button("question_list", f"Retired ({seen.retired})", "retired|1|"))
        blocks.append(Buttons(tuple(first)))
        blocks.append(Small(say("Search: /huzzah questions coffee. Many at once: huzzah prompts import FILE")))
        return Card(f"{whole} questions", tuple(blocks))
    buttons = [Button("question_propose", "Propose a question", "", "primary")]
    if seen.asks:
        buttons.append(Button("huzzah", "Ask one here", "question"))
    blocks.append(Buttons(tuple(buttons)))
    return Card(f"{whole} questions", tuple(blocks))


def _kinds(amounts: Mapping[str, int]) -> list[Block]:
    buttons = [Button("question_list", CATEGORIES[name], f"{name}|1|") for name in CATEGORIES if amounts.get(name)]
    return [Buttons(tuple(buttons[place : place + IN_A_ROW])) for place in range(0, len(buttons), IN_A_ROW)]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of them."""

    title: str
    rows: tuple[tuple[Question, bool], ...]
    """With whether it is retired."""
    number: int
    last: int
    whole: int
    what: str
    """`photos` or `retired`, as buttons say it."""
    search: str = ""
    done: str = ""


def page(seen: Page) -> Card:
    """A page of them, each with what can be done."""
    amount = "1 question" if seen.whole == 1 else f"{seen.whole} questions"
    blocks: list[Block] = [Header(f"{seen.title}: {amount}", "speech_balloon")]
    if seen.done:
        blocks.append(Say(say(Icon("white_check_mark"), f" {seen.done}")))
    for question, retired in seen.rows:
        tags = f"{CATEGORIES.get(question.category, '')} · {question.mood} · {question.effort}"
        state = " · retired" if retired else ""
        here = f"{question.id}|{seen.what}|{seen.number}|{seen.search}"
        change = Button("question_back", "Bring back", here) if retired else Button("question_retire", "Retire", here)
        buttons = [change]
        if question.id.startswith("own-") and not retired:
            buttons.append(Button("question_edit", "Edit", question.id))
        blocks += [
            Say(say(Icon(question.emoji), " ", Text(question.text, bold=True))),
            Small(say(tags + state)),
            Buttons(tuple(buttons)),
        ]
    if not seen.rows:
        blocks.append(Say(say("There is none. Look for another word, or add some.")))
    blocks.append(_foot(seen))
    return Card(f"{seen.title}: {amount}", tuple(blocks))


def _foot(seen: Page) -> Buttons:
    buttons = []
    if seen.number > 1:
        buttons.append(Button("question_list", "Back", f"{seen.what}|{seen.number - 1}|{seen.search}"))
    if seen.number < seen.last:
        buttons.append(
            Button(
                "question_list", f"More ({seen.number} of {seen.last})", f"{seen.what}|{seen.number + 1}|{seen.search}"
            )
        )
    buttons += [Button("question_list", "All kinds", "|1|"), Button("question_add", "Add some…")]
    return Buttons(tuple(buttons))


def added(read: Read) -> Card:
    """What was taken, and what wasn't, and why."""
    amount = len(read.questions)
    head = "1 question added" if amount == 1 else f"{amount} questions added"
    blocks: list[Block] = [Say(say(Icon("white_check_mark" if amount else "bulb"), f" {head}."))]
    if amount:
        blocks.append(Bullets(tuple(say(Icon(each.emoji), f" {each.text}") for each in read.questions[:10])))
    if read.faults:
        left = "1 line wasn't taken:" if len(read.faults) == 1 else f"{len(read.faults)} lines weren't taken:"
        blocks += [
            Say(say(Text(left, bold=True))),
            Bullets(
                tuple(say(f"Line {each.line}: “{each.text[:80]}” ", Text(each.problem)) for each in read.faults[:8])
            ),
        ]
    blocks.append(Buttons((Button("question_add", "Add more…"), Button("question_list", "All kinds", "|1|"))))
    return Card(head, tuple(blocks))


_MUG = Question(
    "photos-02", "photos", "playful", "quick", "coffee", "Show us your favourite mug, cup or bottle in a photo."
)
_SOUND = Question("own-3", "ours", "curious", "quick", "ear", "Which sound of your working day would you miss?")


def example_overview() -> Card:
    """For a moderator."""
    return overview(Overview(dict.fromkeys(CATEGORIES, 22), 3, 2))


def example_colleague() -> Card:
    """For everybody else."""
    return overview(Overview(dict.fromkeys(CATEGORIES, 22), 3, 2, moderator=False, asks=False))


def example_page() -> Card:
    """One that is asked, one that isn't."""
    return page(
        Page("Search: “mug”", ((_MUG, True), (_SOUND, False)), 2, 3, 14, "", "mug", "Retired: it isn't asked any more.")
    )


def example_added() -> Card:
    """From a form."""
    from handlers.prompts.importing import Fault

    twin = "We have that one already: Who made your week easier, and how?"
    return added(Read((_SOUND,), (Fault(2, "Who made your week easier?", twin),)))
