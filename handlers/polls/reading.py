"""Reading: `/poll "Lunch?" "Pizza" "Sushi" anonymous close 2h`, as generously as can be; pure, and never raises."""

from dataclasses import dataclass, replace
from typing import Final

from handlers.polls import groups_typed, masks, quoted, twins
from handlers.polls import terms as of_poll
from handlers.polls.alternatives import alternatives
from handlers.polls.known_words import Meant
from handlers.polls.masks import Masked
from handlers.polls.quoted import Said
from handlers.polls.quoting import LONGEST, MARKS, cut
from handlers.polls.unquoted import Loose, advice, after, loose, unsure
from handlers.polls.yes_or_no import asks_yes_or_no
from scoring.markup import plain

EXAMPLE: Final = '/poll "Lunch on Friday?" "Pizza" "Sushi"'
NO_GROUPS: Final = (
    "Open answers are words, which can't be counted by group: leave out by, or give options to choose from."
)
TOO_LONG: Final = f"The question is too long: {of_poll.LONGEST_QUESTION} characters fit."
_OWN_OPTIONS: Final = {
    of_poll.RATING: "A rating brings its own marks from 1 to 5",
    of_poll.ENPS: "It asks from 0 to 10",
}


@dataclass(frozen=True, slots=True)
class Typed:
    """A poll as it was typed; with a problem, the rest is what was understood so far."""

    question: str = ""
    """Markup."""
    options: tuple[str, ...] = ()
    kind: str = of_poll.CHOICE
    anonymous: bool = False
    terms: of_poll.Terms = of_poll.USUAL
    channel: str = ""
    """`<#C1>` or `#name`, if one was named."""
    twice: tuple[str, ...] = ()
    """Options that stood there twice and were left out once."""
    problem: str = ""
    """What to change, for people."""
    offered: tuple[str, ...] = ()
    """Options that the question itself names, `Coffee or tea?`, where there are no others."""


def read(text: str) -> Typed:
    """What somebody typed after `/poll`."""
    if len(text) > LONGEST:
        return Typed(problem="That is very long. Make it shorter, or use the form: /poll alone opens it.")
    masked = masks.hide(text)
    text = groups_typed.mentioned(masked.text)
    found = cut(text)
    if found.unclosed:
        problem = f"A quotation mark has no end before: {found.unclosed}. "
        advised = f"Put each of the question and the options between two: {EXAMPLE}"
        return Typed(problem=masked.told(problem) + advised)
    meant = Meant()
    is_quoted = False
    if half := quoted.question_alone(found.bits, meant):
        said = _as_loose(after(half.text, text[half.end + 1 :], meant))
    else:
        is_quoted = quoted.is_quoted(found.bits)
        said = quoted.quoted(found.bits, meant) if is_quoted else _as_loose(loose(text, meant))
    problem = meant.problem or said.problem
    if problem:
        # The form that is offered begins with it: what was to be anonymous mustn't be forgotten there.
        said = _back(said, masked)
        return Typed(said.question, said.options, anonymous=meant.anonymous, problem=masked.told(problem))
    typed = finish(_back(said, masked), meant)
    typed = replace(typed, channel=masked.back(typed.channel))
    if not typed.problem or typed.problem != wrong_options(typed):
        return typed
    offered = () if typed.options or typed.kind == of_poll.YESNO else alternatives(typed.question)
    if offered:
        return replace(typed, offered=offered)
    why = "" if is_quoted else advice(said.question, said.options, ranking=typed.kind == of_poll.RANKING)
    return replace(typed, problem=masked.told(why) if why else typed.problem)


def _as_loose(found: Loose) -> Said:
    return Said(found.question, found.options, explanation=found.explanation, problem=unsure(found.options))


def _back(said: Said, masked: Masked) -> Said:
    return replace(
        said,
        question=masked.back(said.question),
        options=tuple(map(masked.back, said.options)),
        explanation=masked.back(said.explanation),
    )


def finish(said: Said, meant: Meant) -> Typed:
    """All of it together, or what is still missing."""
    right, options = _marked(said, meant)
    kind, problem = _kind(meant, marked=bool(right))
    kept, moved, twice = twins.without_twins(options)
    if not meant.kinds and kind == of_poll.CHOICE and not kept:
        kind = of_poll.YESNO if asks_yes_or_no(said.question) else kind
    if kind == of_poll.YESNO and tuple(map(twins.alike, kept)) == tuple(map(twins.alike, of_poll.FIXED[kind])):
        kept = ()
    switches = meant.switches
    limit = 0 if kind == of_poll.CHOICES and meant.limit < 0 else meant.limit
    # Of a quiz nobody sees how others answered as long as they could still answer likewise.
    usual = of_poll.SEALED if kind == of_poll.QUIZ else of_poll.LIVE
    results = usual if meant.results in ("", of_poll.LIVE) else meant.results
    # Nobody says whether they would recommend working here under the eyes of all.
    anonymous = meant.anonymous or kind == of_poll.ENPS
    # With bars that move before, what is told by group at the close could be taken apart.
    too_soon = kind == of_poll.QUIZ or (bool(meant.by) and anonymous)
    overruled = too_soon and results != of_poll.SEALED
    bounded = limit < len(kept) or "add" in switches
    wanted = of_poll.Terms(
        most=(limit if bounded else 0) if kind == of_poll.CHOICES else 1,
        results=of_poll.SEALED if overruled else results,
        asked=results if overruled else "",
        add="add" in switches,
        remind="remind" in switches,
        moderated="moderated" in switches,
        right=tuple(sorted({moved.get(number, number) for number in right})) if kind == of_poll.QUIZ else (),
        explanation=said.explanation,
        close=meant.close,
        by=tuple(dict.fromkeys(meant.by)),
    )
    typed = Typed(said.question, kept, kind, anonymous, wanted, meant.channel, twice)
    return replace(typed, problem=problem or meant.clash or wrong(typed))


def _marked(said: Said, meant: Meant) -> tuple[list[int], tuple[str, ...]]:
    right, options = [*said.marked, *meant.right], list(said.options)
    if of_poll.QUIZ in meant.kinds or right:
        for place, option in enumerate(options):
            bared = option.strip(MARKS + " ")
            if bared and bared != option:
                options[place] = bared
                right.append(place + 1)
    return right, tuple(options)


def _kind(meant: Meant, *, marked: bool) -> tuple[str, str]:
    kinds = list(meant.kinds)
    if marked and of_poll.QUIZ not in kinds:
        kinds.append(of_poll.QUIZ)
    many = meant.limit > 1 or meant.limit == 0 or of_poll.CHOICES in kinds
    special = [kind for kind in kinds if kind not in (of_poll.CHOICE, of_poll.CHOICES)]
    if len(special) > 1:
        return special[0], f"It can be of one kind only: {' or '.join(special)}."
    if special:
        word = "multi" if of_poll.CHOICES in kinds else "limit"
        several = f"Nobody chooses several where it is {special[0]}: leave out {word}, or leave out {special[0]}."
        return special[0], several if many else ""
    return of_poll.CHOICES if many else of_poll.CHOICE, ""


def wrong(typed: Typed) -> str:
    """What is to be changed before it can be asked; nothing if it is fine."""
    if not typed.question:
        return f"What is the question? For example: {EXAMPLE}"
    if len(typed.question) > of_poll.LONGEST_QUESTION:
        return TOO_LONG
    for number, option in enumerate(typed.options, start=1):
        if len(option) > of_poll.LONGEST_OPTION:
            return f"Option {number} is too long: {of_poll.LONGEST_OPTION} characters fit. Say more below the poll."
    return wrong_options(typed) or wrong_terms(typed)


def wrong_options(typed: Typed) -> str:
    """What is wrong with the options."""
    many, kind = len(typed.options), typed.kind
    if many > of_poll.MOST_OPTIONS:
        return f"Those are {many} options, and {of_poll.MOST_OPTIONS} fit. Leave some out, or ask twice."
    if kind in _OWN_OPTIONS:
        return f"{_OWN_OPTIONS[kind]}, so leave the options out." if many else ""
    if kind == of_poll.OPEN:
        return "Open answers have no options. Leave them out; or write add, so that people add options." if many else ""
    if kind == of_poll.YESNO:
        return "It asks for yes or no, so leave the options out, or leave out yesno." if many else ""
    least = 1 if typed.terms.add else of_poll.LEAST_OPTIONS
    if many < least:
        have = f"Besides “{plain(typed.options[0], {})}”, what" if many else "What"
        return f"{have} can people choose? For example: {EXAMPLE}. Or add a word: yesno, rating, open …"
    return ""


def wrong_terms(typed: Typed) -> str:
    """What is wrong with how it is meant."""
    wanted = typed.terms
    if typed.kind == of_poll.QUIZ:
        if not wanted.right:
            return "Which answer is right? Put a * behind it, or write right 2 for the second."
        if max(wanted.right) > len(typed.options) or min(wanted.right) < 1:
            return f"There is no option {max(wanted.right)}: right takes a number from 1 to {len(typed.options)}."
    if wanted.add and typed.kind not in (of_poll.CHOICE, of_poll.CHOICES):
        return "People can add options only where they choose among options, so leave out add."
    if wanted.moderated and typed.kind != of_poll.OPEN:
        return "Only open answers are moderated: write open, or leave out moderated."
    if wanted.explanation and typed.kind != of_poll.QUIZ:
        return "Only a quiz is explained: put a * behind the right answer, or leave out because."
    if wanted.by and typed.kind == of_poll.OPEN:
        return NO_GROUPS
    if len(wanted.explanation) > of_poll.LONGEST_EXPLANATION:
        return f"The explanation is too long: {of_poll.LONGEST_EXPLANATION} characters fit."
    return ""
