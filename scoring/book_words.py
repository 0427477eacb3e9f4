"""The rule book in words: what limits and filters mean, as people read it on cards."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from scoring.book import Earns, Limits, Only, Rule

NO_NAMES: Mapping[str, str] = MappingProxyType({})
DAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
PART = MappingProxyType({100: "all", 50: "half", 0: "nothing"})
"""Percent of a rule's points, as people say it."""
HAS = MappingProxyType({"photo": "a photo", "gif": "a gif", "link": "a link", "question": "a question"})


def limits(given: Limits) -> list[str]:
    """Each limit as a phrase; nothing for a rule without limits."""
    phrases = []
    if given.per_day:
        phrases.append(f"up to {given.per_day} a day")
    if given.per_week:
        phrases.append(f"up to {given.per_week} a week")
    if given.per_pair_week:
        phrases.append(f"up to {given.per_pair_week} a week with the same person")
    if given.per_thread:
        phrases.append(f"up to {given.per_thread} in a thread")
    if given.cooldown_minutes:
        phrases.append(f"with {_minutes(given.cooldown_minutes)} in between")
    if given.falling:
        phrases.append(_falling(given.falling))
    return phrases


def _minutes(minutes: int) -> str:
    if minutes % 60 == 0:
        return "an hour" if minutes == 60 else f"{minutes // 60} hours"
    return "a minute" if minutes == 1 else f"{minutes} minutes"


def _falling(percent: Sequence[int]) -> str:
    steps = [PART.get(step, f"{step} %") for step in percent]
    if len(set(steps)) == 1:
        return f"{steps[0]} of the points with the same person" if percent[0] else "nothing with the same person"
    last = f"then {steps[-1]}"
    return f"less each time with the same person in a week ({', '.join([*steps[:-1], last])})"


def filters(only: Only, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Each filter as a phrase; `names` says what to call channels that mustn't be named, or have only an id."""
    phrases = []
    if only.people:
        phrases.append(f"when {only.people} others join")
    if only.min_length:
        phrases.append(f"from {only.min_length} letters on")
    if only.has:
        phrases.append(f"with {either([HAS[name] for name in sorted(only.has)])}")
    if only.emoji:
        phrases.append(f"with {either([f':{name}:' for name in sorted(only.emoji)])}")
    if only.where:
        phrases.append("in threads" if only.where == "thread" else "outside of threads")
    if only.channels:
        phrases.append(f"in {either(_channels(only.channels, names))}")
    if only.not_channels:
        phrases.append(f"not in {either(_channels(only.not_channels, names))}")
    if only.weekdays:
        phrases.append(f"on {either([DAYS[day] for day in sorted(only.weekdays)])}")
    if only.roles:
        phrases.append(f"for people with the role {either(sorted(only.roles))}")
    return phrases


def _channels(patterns: Sequence[str], names: Mapping[str, str]) -> list[str]:
    shown = [names.get(pattern.lstrip("#"), f"#{pattern.lstrip('#')}") for pattern in patterns]
    return list(dict.fromkeys(shown))


def either(words: Sequence[str]) -> str:
    """`a, b or c`."""
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def conditions(rule: Rule, names: Mapping[str, str] = NO_NAMES) -> str:
    """Filters and limits of a rule in one line, beginning with a capital; empty if there are none."""
    phrases = [*filters(rule.only, names), *limits(rule.limits)]
    if rule.earns is Earns.OTHER:
        phrases.insert(0, "the points go to the other person")
    line = "; ".join(phrases)
    return line[:1].upper() + line[1:]


def pays(rule: Rule) -> str:
    """`+2 points and coins`."""
    points = "1 point" if rule.points == 1 else f"{rule.points} points"
    if not rule.coins:
        return f"+{points}"
    return f"+{points} and {'a coin' if rule.points == 1 else f'{rule.points} coins'}"


def counted(amount: int, word: str) -> str:
    """`1 point`, `2 points`."""
    return f"{amount} {word}" if abs(amount) == 1 else f"{amount} {word}s"
