"""Roster: roles, absences, and the values of the company."""

from handlers.cards.blocks import Block, Bullets, Button, Buttons, Card, Icon, Person, Say, Small, Text, say
from handlers.cards.phrases import WEEKDAYS, date_in_words
from scoring.book import Value

__all__ = [
    "WEEKDAYS", "admins_only", "away", "away_now", "back", "how_away_works", "how_roles_work", "made_leader",
    "roles", "values",
]  # fmt: skip


def admins_only() -> Card:
    """Somebody else tried."""
    point = "Only admins can give roles."
    return Card(point, (Say(say(point, " Ask one of the admins of this workspace.")),))


def how_roles_work(problem: str = "") -> Card:
    """What was wrong, and how it goes."""
    blocks: list[Block] = [Say(say(Icon("bulb"), f" {problem}"))] if problem else []
    rows = (
        say(Text("/huzzah role @ana leader", bold=True), ": may call shout-outs, and gives from a larger allowance"),
        say(Text("/huzzah role @ana moderator", bold=True), ": looks over what colleagues propose"),
        say(Text("/huzzah role @ana -leader", bold=True), ": no longer"),
        say(Text("/huzzah role @ana", bold=True), ": which roles she has"),
    )
    return Card(problem or "How roles are given", (*blocks, Bullets(rows)))


def roles(person: Person, held: tuple[str, ...], *, changed: bool | None = None) -> Card:
    """Which roles somebody has (now)."""
    has = ", ".join(held) if held else "no role"
    now = {None: "has", True: "now has", False: "already has"}[changed]
    words = f" {now} {'the role ' if len(held) == 1 else 'the roles ' if held else ''}{has}."
    return Card(f"{person.name}{words}", (Say(say(Icon("bust_in_silhouette"), " ", person, words)),))


def made_leader(admin: Person) -> Card:
    """For the new leader alone."""
    words = " made you a leader. You can now praise colleagues in public:"
    return Card(
        f"{admin.name} made you a leader",
        (
            Say(say(Icon("mega"), " ", admin, words)),
            Say(say(Text("/shoutout @colleague @design-team for the calmest release ever #teamwork", bold=True))),
            Buttons((Button("shoutout", "Call a shout-out", "", "primary"),)),
        ),
    )


def away(first: int, last: int, today: int) -> Card:
    """Noted."""
    until = "" if first == last else f" to {date_in_words(last, today)}"
    point = f"Away: {date_in_words(first, today)}{until}."
    hint = "Your streak of working days waits for you. Back early? /huzzah away off"
    return Card(point, (Say(say(Icon("palm_tree"), " ", Text(point, bold=True))), Small(say(hint))))


def away_now(days: tuple[int, ...], today: int) -> Card:
    """What is announced, and how to announce."""
    if not days:
        return how_away_works("No absence is announced.")
    spans: list[tuple[int, int]] = []
    for day in days:
        if spans and spans[-1][1] == day - 1:
            spans[-1] = (spans[-1][0], day)
        else:
            spans.append((day, day))
    rows = tuple(
        say(date_in_words(first, today) + ("" if first == last else f" to {date_in_words(last, today)}"))
        for first, last in spans[:10]
    )
    return Card(
        "You are away",
        (Say(say(Icon("palm_tree"), " You are away:")), Bullets(rows), Small(say("/huzzah away off ends it."))),
    )


def back() -> Card:
    """The absence is called off."""
    return Card("Welcome back!", (Say(say(Icon("wave"), " Welcome back! No absence is announced any more.")),))


def how_away_works(problem: str = "") -> Card:
    """What was wrong, and how it goes."""
    blocks: list[Block] = [Say(say(problem))] if problem else []
    rows = (
        say(Text("/huzzah away 2026-12-24..2027-01-02", bold=True)),
        say(
            Text("/huzzah away tomorrow", bold=True),
            ", ",
            Text("until friday", bold=True),
            ", ",
            Text("next week", bold=True),
        ),
        say(Text("/huzzah away off", bold=True), ": back again"),
    )
    hint = "While you are away, your streak of working days waits for you."
    return Card(problem or "How to be away", (*blocks, Bullets(rows), Small(say(hint))))


def values(known: tuple[Value, ...]) -> Card:
    """The values, and how to name one."""
    if not known:
        point = "No values are in the rule book yet."
        return Card(point, (Say(say(point, " An admin can add them: /huzzah rules")),))
    rows = tuple(say(Icon(value.emoji), " ", Text(f"#{value.id}", bold=True), f": {value.words}") for value in known)
    return Card(
        "What we value",
        (
            Say(say(Text("What we value", bold=True), ". Name one when you thank somebody:")),
            Bullets(rows),
            Small(say(f"/kudos @ana 2 for staying calm #{known[0].id}")),
        ),
    )


def example_roles() -> Card:
    """Just given."""
    return roles(Person("U1", "Ana Sousa"), ("leader",), changed=True)


def example_made_leader() -> Card:
    """For her."""
    return made_leader(Person("U9", "Jonas Weber"))


def example_how_roles_work() -> Card:
    """Typed wrong."""
    return how_roles_work("“team-lead!” is no role: a role is one word, such as leader.")


def example_away() -> Card:
    """Over the holidays."""
    return away(739_974, 739_983, 739_950)


def example_away_now() -> Card:
    """Two absences."""
    return away_now((739_974, 739_975, 739_990), 739_950)


def example_values() -> Card:
    """Two of them."""
    return values(
        (
            Value("teamwork", "We get there together", "handshake"),
            Value("care", "We look after one another", "hugging_face"),
        )
    )
