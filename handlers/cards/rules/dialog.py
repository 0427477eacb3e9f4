"""The dialog in which an admin changes a rule, with only those questions that make sense for its kind."""

from handlers.cards.blocks import Dialog, Field, say
from scoring.book import Kind, Rule
from scoring.book_checks import ABOUT_ONE, COINS_FOR

ID = "rule_edit"
LONGEST_TITLE = 40
LENGTHS = (0, 10, 40, 140, 500)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANYWHERE = "any"
NO_PLACE = frozenset({Kind.MESSAGE, Kind.THREAD_JOINED, Kind.REPLY, Kind.WELCOME})
"""Kinds that are always in a thread, or never."""
GIFTS = frozenset({Kind.GIFT_GIVEN, Kind.GIFT_RECEIVED})
REACTIONS = frozenset({Kind.REACTION_GIVEN, Kind.REACTION_RECEIVED})


def dialog(rule: Rule, version: int) -> Dialog:
    """All that can be changed about a rule; `version` tells later whether somebody else was faster."""
    return Dialog(
        ID,
        f"Rule: {short(rule)}",
        (
            *_worth(rule),
            *_limits(rule),
            *_filters(rule),
            _toggle(
                "try", "Only try it", on=False, hint="Shows what would have changed last month, and saves nothing."
            ),
        ),
        context=f"{version}|{rule.id}",
        intro=say("Empty or 0 means no limit. What was earned before stays as it is."),
    )


def short(rule: Rule) -> str:
    """What a rule is called where there is little room: its own words, cut."""
    return rule.words if len(rule.words) <= LONGEST_TITLE else f"{rule.words[: LONGEST_TITLE - 1].rstrip()}…"


def _worth(rule: Rule) -> list[Field]:
    found = [
        Field("words", "What people read", "lines", rule.words),
        _number("points", "Points", rule.points, required=True),
        _toggle("on", "In force", on=rule.on),
    ]
    if rule.kind in COINS_FOR:
        found.append(_toggle("coins", "Coins as well", on=rule.coins))
    return found


def _limits(rule: Rule) -> list[Field]:
    limits = rule.limits
    found = [
        _number("per_day", "Times a day", limits.per_day),
        _number("per_week", "Times a week", limits.per_week),
        _number("per_thread", "Times in one thread", limits.per_thread),
        _number("cooldown_minutes", "Minutes in between", limits.cooldown_minutes),
    ]
    if rule.kind not in ABOUT_ONE:
        falling = ", ".join(map(str, limits.falling))
        hint = "Percent of the points the first, second … time, such as 100, 50, 0. The last one stays."
        found += [
            _number("per_pair_week", "Times a week with the same person", limits.per_pair_week),
            _text("falling", "Less each time with the same person in a week", falling, hint),
        ]
    return found


def _filters(rule: Rule) -> list[Field]:
    only = rule.only
    hint = "Names with commas in between; * stands for any letters, as in *-wins."
    found = [
        _text("channels", "Only in these channels", ", ".join(only.channels), hint),
        _text("not_channels", "Not in these channels", ", ".join(only.not_channels), hint),
    ]
    if rule.kind not in GIFTS:
        options = tuple((str(length), f"{length} letters" if length else "Any length") for length in LENGTHS)
        found.append(Field("min_length", "At least", "choice", str(only.min_length), options, required=False))
    if rule.kind not in NO_PLACE:
        places = ((ANYWHERE, "Anywhere"), ("thread", "In threads"), ("top", "Outside of threads"))
        found.append(Field("where", "Where", "choice", only.where or ANYWHERE, places, required=False))
    if rule.kind is Kind.THREAD_JOINED:
        found.append(_number("people", "How many others must join", only.people))
    if rule.kind in REACTIONS:
        found.append(_text("emoji", "Only these emoji", ", ".join(sorted(only.emoji)), "Names with commas in between."))
    has = tuple((name, name.capitalize()) for name in ("photo", "gif", "link", "question"))
    days = ",".join(DAYS[day] for day in sorted(only.weekdays))
    return [
        *found,
        Field("has", "Only with one of", "choices", ",".join(sorted(only.has)), has, required=False),
        Field("weekdays", "Only on", "choices", days, tuple(zip(DAYS, DAY_NAMES, strict=True)), required=False),
        _text("roles", "Only for people with a role", ", ".join(sorted(only.roles)), "Such as leader."),
    ]


def _number(name: str, label: str, value: int, *, required: bool = False) -> Field:
    return Field(name, label, "number", str(value) if value or required else "", required=required)


def _text(name: str, label: str, value: str, hint: str) -> Field:
    return Field(name, label, "text", value, hint=hint, required=False)


def _toggle(name: str, label: str, *, on: bool, hint: str = "") -> Field:
    return Field(name, label, "toggle", "true" if on else "", hint=hint, required=False)


def example() -> Dialog:
    """A rule of reactions, which has most questions."""
    return dialog(Rule("reaction-given", Kind.REACTION_GIVEN, 1, "React to what a colleague wrote"), 3)
