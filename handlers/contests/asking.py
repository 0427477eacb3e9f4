"""Asking: `/huzzah contest` as it is typed, its form, and what opens by the calendar."""

from dataclasses import replace

from handlers import people
from handlers.answers import Answer, Note, Open, Refuse
from handlers.calendar.recurrence import moment_of
from handlers.cards.contests import dialogs as cards
from handlers.contests import listing, steering, weekly
from handlers.contests.opening import END_IT, SHARED, USUALLY, Asked, hold, taken
from handlers.contests.timing import deadline, opening
from handlers.contests.understanding import Phrases, title_of, understand
from handlers.events import ButtonPressed, CommandGiven, DialogSubmitted
from handlers.giving import ON
from storage import places
from storage.transactions import Work

KINDS = {
    **dict.fromkeys(("photo", "photos", "picture", "pictures", "selfie"), "photo"),
    **dict.fromkeys(("meme", "memes", "gif"), "meme"),
    **dict.fromkeys(("result", "results", "best", "sales"), "result"),
    **dict.fromkeys(("free", "theme", "anything"), "free"),
}
CLAUSES = {
    **dict.fromkeys(("close", "closes", "closing", "until", "till", "ends", "end"), "closes"),
    **dict.fromkeys(("open", "opens", "start", "starts", "from", "every", "each"), "opens"),
}
FLAGS = {
    **dict.fromkeys(("sealed", "secret", "hidden", "blind"), "secret"),
    **dict.fromkeys(("thread", "threaded"), "threaded"),
}
FILLING = frozenset({"contest", "in", "here", "a", "the", "for", "with", "about", "", "and", "new"})

LISTS = frozenset({"list", "status", "winner", "winners", "running"})
HELP = frozenset({"help", "how", "?"})
WHAT_IT_IS = "Colleagues show something, colleagues vote with reactions, and on time somebody wins."
NO_TITLE = "What is it about? Put it in quotes."
NO_CHANNEL = "In which channel? Name one, as in #general, that I know and you are in."
ELSEWHERE = f"{SHARED} Choose one of your own."
OR_APART = "or add “thread” to this one."


def command(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah contest [photo|meme|result|free] "title" [#channel] [close …] [sealed] [thread]`; alone it is the form.

    Also `close 7`, `extend 7 2h`, `cancel 7`, and `week on` for the most reacted post of the week.
    """
    first, _, rest = event.text.partition(" ")
    first = first.lower()
    if first == "week":
        return weekly.command(work, event, rest)
    if event.text.strip().lower() in LISTS:
        return listing.command(work, event)
    if event.text.strip().lower() in HELP:
        return [Note(cards.mistaken(WHAT_IT_IS))]
    steered = steering.typed_words(work, event)
    if steered is not None:
        return steered
    names = people.names_in(work, event.text, event.member)
    said = understand(event.text, names, CLAUSES, FLAGS)
    asked, problem = _asked(work, event, said)
    if not asked.title or (problem == NO_TITLE and not said.clauses):
        return [_form(asked)]
    problem = problem or _problem(work, event.member, asked)
    return [Note(cards.mistaken(problem, event.text))] if problem else hold(work, event.member, asked)


def _form(asked: Asked) -> Answer:
    """The form, with what is known already."""
    draft = cards.Draft(asked.kind, asked.title, asked.channel, asked.closes, asked.opens, asked.secret, asked.threaded)
    return Open(cards.form(draft))


def _asked(work: Work, event: CommandGiven, said: Phrases) -> tuple[Asked, str]:
    words = said.before.lower().split()
    kind = next((KINDS[word] for word in words if word in KINDS), "")
    if not said.title and said.clauses:
        return _untitled(work, event, said, kind)
    others = [word for word in said.before.split() if word.lower() not in KINDS and word.lower() not in FILLING]
    channel = (places.find(work, event.member, said.channel) or "") if said.channel else event.channel
    title = said.title or title_of(" ".join(others))
    problem = "" if said.title else NO_TITLE
    if said.title and others:
        problem = f"I don't know what “{' '.join(others)[:60]}” means here."
    return Asked(
        kind or ("free" if said.title else ""), title, channel, said.clauses.get("closes", USUALLY),
        said.clauses.get("opens", ""), "secret" in said.flags, "threaded" in said.flags,
    ), problem  # fmt: skip


def _untitled(work: Work, event: CommandGiven, said: Phrases, kind: str) -> tuple[Asked, str]:
    # Without quotes, what follows the kind is what it is about.
    words = said.before.split()
    while words and (words[0].lower() in KINDS or words[0].lower() in FILLING):
        words.pop(0)
    title = title_of(" ".join(words))
    asked, _ = _asked(work, event, replace(said, title=title or NO_TITLE, before=kind))
    return replace(asked, title=title), "" if title else NO_TITLE


def _problem(work: Work, member: str, asked: Asked) -> str:
    if not asked.channel or places.is_closed(work, member, asked.channel):
        return NO_CHANNEL
    if places.shared(work, [asked.channel]):
        return ELSEWHERE
    opens, closes = _times(work, member, asked)
    if opens or closes or asked.opens:
        return opens or closes
    return _taken(work, member, asked)


def _taken(work: Work, member: str, asked: Asked) -> str:
    found = taken(work, member, asked)
    return f"{found} {END_IT}, {OR_APART}" if found else ""


def pressed(work: Work, event: ButtonPressed) -> list[Answer]:
    """A button that opens the form, with what was typed before if there was something."""
    given = CommandGiven(
        workspace=event.workspace, at=event.at, member=event.member, channel=event.channel, name="huzzah",
        request=event.request, text=event.value,
    )  # fmt: skip
    said = understand(event.value, people.names_in(work, event.value, event.member), CLAUSES, FLAGS)
    return [_form(_asked(work, given, said)[0])]


def submitted(work: Work, event: DialogSubmitted) -> list[Answer]:
    """The form was filled in."""
    fields = event.fields
    channel = places.find(work, event.member, fields.get("channel", "")) or ""
    kind = fields.get("kind", "")
    asked = Asked(
        kind if kind in KINDS.values() else "free", title_of(fields.get("title", "")), channel,
        fields.get("closes", "").strip() or USUALLY, fields.get("opens", "").strip(),
        fields.get("secret", "").lower() in ON, fields.get("threaded", "").lower() in ON,
    )  # fmt: skip
    errors = _errors(work, event.member, asked)
    return [Refuse(errors)] if errors else hold(work, event.member, asked)


def _errors(work: Work, member: str, asked: Asked) -> dict[str, str]:
    errors: dict[str, str] = {}
    if not asked.title:
        errors["title"] = "Say in a few words what you are looking for."
    if not asked.channel:
        errors["channel"] = NO_CHANNEL
    elif places.shared(work, [asked.channel]):
        errors["channel"] = ELSEWHERE
    elif not asked.opens and (there := _taken(work, member, asked)):
        errors["threaded"] = there
    opens, closes = _times(work, member, asked)
    found = {"opens": opens, "closes": closes}
    return errors | {field: problem for field, problem in found.items() if problem}


def _times(work: Work, member: str, asked: Asked) -> tuple[str, str]:
    # What is wrong with when it opens, and with when it closes: that is after it opened.
    found = opening(work, member, asked.opens) if asked.opens else None
    begins = moment_of(found.plan.recurrence) if found and found.plan else None
    return found.problem if found else "", deadline(work, member, asked.closes, begins=begins or 0)[1]


def photo(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah photo "Your desk today"`."""
    return command(work, replace(event, text=f"photo {event.text}".strip()))


def meme(work: Work, event: CommandGiven) -> list[Answer]:
    """`/huzzah meme "Monday"`."""
    return command(work, replace(event, text=f"meme {event.text}".strip()))
