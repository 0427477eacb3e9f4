"""Subtle cases, one by one: edits over the allowance, heirs of reactions, threads, streaks, and the wrong order."""

from dataclasses import replace

import pytest

from scoring.book import Allowance, Badge, Book, Kind, Limits, Only, Rule, Settings
from scoring.engine import apply
from scoring.facts import Fact, FactKind
from scoring.gifts import left_to_give, receivers
from scoring.periods import MINUTE, local_day
from scoring.praise import REQUEST
from scoring.state import Member, State, Trait
from scoring.stories import DAYS, HOURS, MONDAY, answered, deleted, known, praised, reacted, said, thanked, unreacted
from tests.scoring.plays import Play, play

BOOK = Book(
    version=1,
    rules=(
        Rule("liked", Kind.REACTION_RECEIVED, 1, "Be liked"),
        Rule("idea", Kind.REACTION_RECEIVED, 5, "An idea", only=Only(emoji=frozenset({"bulb"}))),
        Rule("joined", Kind.THREAD_JOINED, 4, "Be joined", only=Only(people=2)),
        Rule("welcome", Kind.WELCOME, 3, "Welcome"),
        Rule("thanks", Kind.GIFT_RECEIVED, 1, "Thanks", coins=True),
        Rule("praise", Kind.SHOUTOUT_RECEIVED, 10, "Praise"),
        Rule("one-a-day", Kind.MESSAGE, 2, "Say something", limits=Limits(per_day=1)),
    ),
    badges=(Badge("row", "Row", "star", "streak", 3, "Three days in a row", coins=5),),
)


def edited(who: str, message: str, when: int, *gift: tuple[str, int]) -> Fact:
    return Fact(FactKind.EDIT, MONDAY + when * MINUTE, who, "general", message, gift=gift)


def undone(who: str, message: str, when: int) -> Fact:
    return Fact(FactKind.UNDO, MONDAY + when * MINUTE, who, "general", message)


def gave(who: str, message: str, when: int, *gift: tuple[str, int]) -> Fact:
    return said(who, message, when, gift=gift)


def left(told: Play, who: str, when: int = 0, book: Book = BOOK) -> int:
    """What somebody may still give on a day."""
    day = local_day(told.state.member(who).zone or book.settings.zone, MONDAY + when * MINUTE)
    return left_to_give(told.state, book, who, day)


def units(told: Play, giver: str) -> dict[str, int]:
    """What stands of what somebody gave."""
    sums: dict[str, int] = {}
    for row in told.rows:
        if row.member == giver and row.given:
            sums[row.other] = sums.get(row.other, 0) + row.given
    return {who: number for who, number in sums.items() if number}


EDITS: list[tuple[str, tuple[tuple[tuple[str, int], ...], ...], dict[str, int], int]] = [
    ("more", ((("ben", 2),), (("ben", 4),)), {"ben": 4}, 1),
    ("less", ((("ben", 4),), (("ben", 1),)), {"ben": 1}, 4),
    ("gone", ((("ben", 4),), ()), {}, 5),
    ("another receiver", ((("ben", 4),), (("cem", 4),)), {"cem": 4}, 1),
    ("one more receiver", ((("ben", 2),), (("ben", 2), ("cem", 3))), {"ben": 2, "cem": 3}, 0),
    ("more than there is", ((("ben", 3),), (("ben", 6),)), {"ben": 3}, 2),
    ("up, down and up", ((("ben", 1),), (("ben", 5),), (("ben", 2),), (("ben", 3),)), {"ben": 3}, 2),
    ("too much at first", ((("ben", 6),), (("ben", 5),)), {"ben": 5}, 0),
    ("nothing at first", ((), (("ben", 1),)), {"ben": 1}, 4),
]


@pytest.mark.parametrize(("gifts", "stands", "rest"), [case[1:] for case in EDITS], ids=[case[0] for case in EDITS])
def test_an_edit_gives_what_is_new_and_takes_back_what_is_gone(
    gifts: tuple[tuple[tuple[str, int], ...], ...], stands: dict[str, int], rest: int
) -> None:
    first, *others = gifts
    edits = [edited("ana", "m", 1 + place, *gift) for place, gift in enumerate(others)]
    told = play([gave("ana", "m", 0, *first), *edits], BOOK)
    assert (units(told, "ana"), left(told, "ana")) == (stands, rest)


def test_a_gift_that_shrinks_days_later_doesnt_need_allowance_it_had_already() -> None:
    story = [
        gave("ana", "m", 0, ("ben", 2)), gave("ana", "n", 1, ("cem", 3)),
        edited("ana", "m", DAYS, ("ben", 5)), edited("ana", "m", 2 * DAYS, ("ben", 4)),
    ]  # fmt: skip
    told = play(story, BOOK)
    assert units(told, "ana") == {"ben": 4, "cem": 3}
    assert [left(told, "ana", day * DAYS) for day in range(3)] == [0, 3, 5]


def test_an_edit_of_other_words_leaves_a_gift_to_somebody_who_left_alone() -> None:
    story = [gave("ana", "m", 0, ("ben", 2)), known("ben", deactivated=1), edited("ana", "m", DAYS, ("ben", 2))]
    assert units(play(story, BOOK), "ana") == {"ben": 2}


def test_an_edit_after_an_undo_gives_nothing_again() -> None:
    story = [gave("ana", "m", 0, ("ben", 2)), undone("ana", "m", 5), edited("ana", "m", 6, ("ben", 2))]
    told = play(story, BOOK)
    assert (units(told, "ana"), left(told, "ana")) == ({}, 5)


def test_an_undo_that_is_delivered_again_after_an_edit_does_nothing() -> None:
    story = [said("ana"), undone("ana", "m", 5), edited("ana", "m", 6, ("ben", 2)), undone("ana", "m", 5)]
    assert units(play(story, BOOK), "ana") == {"ben": 2}


def test_a_new_period_of_the_allowance_counts_what_was_given_before() -> None:
    weekly = replace(BOOK, allowance=Allowance(6, "week"))
    told = play([gave("ana", "m", 0, ("ben", 3)), gave("ana", "n", DAYS, ("cem", 2))], BOOK)
    assert left(told, "ana", 2 * DAYS, weekly) == 1


def test_a_row_passes_to_another_emoji_and_goes_with_the_last() -> None:
    story = [said("ana"), reacted("ben", when=1), reacted("ben", when=2, emoji="heart"), unreacted("ben", when=3)]
    assert play(story, BOOK).by_rule("liked") == {"ana": 1}
    assert play([*story, unreacted("ben", when=4, emoji="heart")], BOOK).by_rule("liked") == {}


def test_a_row_that_only_one_emoji_earns_passes_to_no_other() -> None:
    story = [
        said("ana"),
        reacted("ben", when=1, emoji="bulb"),
        reacted("ben", when=2),
        unreacted("ben", "m", 3, "bulb"),
    ]
    told = play(story, BOOK)
    assert (told.by_rule("idea"), told.by_rule("liked")) == ({}, {"ana": 1})


def test_a_reaction_that_came_before_its_message_goes_with_it() -> None:
    early = Fact(FactKind.REACTION, MONDAY, "ben", "general", "m", target="ana", emoji="+1")
    assert play([early, said("ana", when=1)], BOOK).by_rule("liked") == {"ana": 1}
    assert play([early, said("ana", when=1), deleted("m", "ana")], BOOK).by_rule("liked") == {}
    assert play([early, deleted("m", "ana"), said("ana", when=1)], BOOK).points("ana") == 0


def test_a_reaction_to_nobody_knows_whose_message_earns_nothing() -> None:
    assert play([reacted("ana"), said("ana", when=5)], BOOK).by_rule("liked") == {}


def test_of_reactions_in_the_wrong_order_the_last_one_counts() -> None:
    on, off, on_again = reacted("ben", when=1), unreacted("ben", when=2), reacted("ben", when=3)
    for order in ([on, off, on_again], [on, on_again, off], [off, on, on_again], [on_again, on, off]):
        assert play([said("ana"), *order], BOOK).by_rule("liked") == {"ana": 1}, order
    for order in ([on, off], [off, on], [on, off, on]):
        assert play([said("ana"), *order], BOOK).by_rule("liked") == {}, order


def test_what_was_deleted_before_it_came_never_counts() -> None:
    told = play([deleted("m", "ana"), gave("ana", "m", 0, ("ben", 2))], BOOK)
    assert (told.rows, left(told, "ana")) == ([], 5)


def test_an_edit_that_came_first_decides_what_is_given() -> None:
    told = play([edited("ana", "m", 5, ("cem", 1)), gave("ana", "m", 0, ("ben", 2))], BOOK)
    assert units(told, "ana") == {"cem": 1}
    assert told.by_rule("one-a-day") == {"ana": 2}


def test_the_next_first_answer_to_a_newcomer_counts_once_the_first_was_deleted() -> None:
    story = [known("new", joined=0), said("new"), answered("ana"), deleted("m/ana/1", "ana")]
    assert play(story, BOOK).by_rule("welcome") == {}
    assert play([*story, answered("ben", when=20)], BOOK).by_rule("welcome") == {"ben": 3}


def test_a_thread_pays_its_host_while_enough_others_are_in_it() -> None:
    story = [said("ana"), answered("ben"), answered("ben", when=2), answered("cem", when=3)]
    assert play(story[:3], BOOK).by_rule("joined") == {}
    assert play(story, BOOK).by_rule("joined") == {"ana": 4}
    without = [*story, deleted("m/ben/1", "ben")]
    assert play(without, BOOK).by_rule("joined") == {"ana": 4}
    assert play([*without, deleted("m/ben/2", "ben")], BOOK).by_rule("joined") == {}
    assert play([*without, deleted("m/ben/2", "ben"), answered("dee", when=12)], BOOK).by_rule("joined") == {"ana": 4}
    assert play([*story, deleted("m", "ana")], BOOK).points("ana") == 0


def test_a_host_who_wasnt_scored_at_first_loses_the_thread_with_the_message() -> None:
    story = [known("ana", no_score=1), said("ana"), known("ana", no_score=0), answered("ben"), answered("cem", when=2)]
    assert play(story, BOOK).by_rule("joined") == {"ana": 4}
    assert play([*story, deleted("m", "ana")], BOOK).points("ana") == 0


FRIDAY = 4 * DAYS
FIRST = local_day("UTC", MONDAY)
STREAKS: list[tuple[str, list[Fact], int]] = [
    ("three days", [said("ana", f"m{day}", day * DAYS) for day in range(3)], 3),
    ("over a weekend", [said("ana", "a", FRIDAY), said("ana", "b", 7 * DAYS)], 2),
    ("a working day missed", [said("ana", "a"), said("ana", "b", 2 * DAYS)], 1),
    (
        "over Good Friday and Easter Monday",
        [known("ana", country="DE"), said("ana", "a", 31 * DAYS), said("ana", "b", 36 * DAYS)],
        2,
    ),
    ("the same days without the holidays", [said("ana", "a", 31 * DAYS), said("ana", "b", 36 * DAYS)], 1),
    (
        "over six weeks of announced absence",
        [
            Fact(FactKind.ABSENCE, MONDAY, "ana", extra=(("first", FIRST + 1), ("last", FIRST + 44))),
            said("ana", "a"), said("ana", "b", 45 * DAYS),
        ],
        2,
    ),
    ("a day taken back", [said("ana", "a"), said("ana", "b", DAYS), deleted("b", "ana", 2 * DAYS)], 1),
    (
        "all taken back, the middle first",
        [*(said("ana", f"m{day}", day * DAYS) for day in range(3)),
         *(deleted(f"m{day}", "ana", 4 * DAYS) for day in (1, 2, 0))],
        0,
    ),
]  # fmt: skip


@pytest.mark.parametrize(("story", "best"), [case[1:] for case in STREAKS], ids=[case[0] for case in STREAKS])
def test_a_streak_counts_working_days_in_a_row(story: list[Fact], best: int) -> None:
    told = play(story, BOOK)
    streak = told.state.streaks.get("ana")
    assert streak is not None
    assert streak.best == best
    assert told.holds("ana", "row") == (best >= 3)


RECEIVERS: list[tuple[tuple[tuple[str, int], ...], dict[str, int]]] = [
    ((), {}),
    ((("ben", 1),), {"ben": 1}),
    ((("ben", 1), ("ben", 3)), {"ben": 3}),
    ((("ben", 3), ("ben", 1)), {"ben": 3}),
    ((("ana", 1),), {}),
    ((("ana", 1), ("ben", 1)), {"ben": 1}),
    ((("bot", 1), ("gone", 1), ("extern", 1), ("shy", 1), ("lost", 1), ("ben", 2)), {"ben": 2}),
    ((("hidden", 1), ("guest", 1)), {"hidden": 1, "guest": 1}),
    ((("", 1), ("ben", 0), ("cem", -1)), {}),
    ((("never heard of", 1),), {"never heard of": 1}),
]


@pytest.mark.parametrize(("shares", "wanted"), RECEIVERS)
def test_who_gets_what(shares: tuple[tuple[str, int], ...], wanted: dict[str, int]) -> None:
    state = State.fresh()
    traits = {
        "bot": Trait.BOT, "gone": Trait.DEACTIVATED, "extern": Trait.EXTERNAL, "guest": Trait.GUEST,
        "shy": Trait.NO_SCORE, "lost": Trait.FORGOTTEN, "hidden": Trait.HIDDEN,
    }  # fmt: skip
    for who, trait in traits.items():
        state.members.put(who, Member(traits=int(trait)))
    assert receivers(state, BOOK, "ana", shares) == wanted


def test_a_shoutout_taken_back_counts_towards_no_limit_even_in_another_zone() -> None:
    book = replace(BOOK, settings=Settings(shoutouts_per_week=1))
    late = 6 * DAYS + 14 * HOURS
    story = [
        known("ana", roles="leader"), praised("ana", "ben", late),
        known("ana", zone="Asia/Tokyo")._replace(at=MONDAY + (late + 1) * MINUTE),
        undone("ana", f"{REQUEST}ana/ben/{late}", late + 2),
    ]  # fmt: skip
    told = play(story, book)
    assert told.points("ben") == 0
    assert [key for key, amount in told.state.counters.fresh.items() if key[1] == "shoutouts" and amount] == []


def test_an_older_profile_that_comes_again_changes_nothing_back() -> None:
    first, later = known("ana", zone="Europe/Berlin"), known("ana", zone="Asia/Tokyo")._replace(at=MONDAY)
    assert play([first, later, first]).state.member("ana").zone == "Asia/Tokyo"


def test_a_badge_that_is_new_in_the_book_is_earned_with_the_next_deed() -> None:
    told = play([said("ana", f"m{day}", day * DAYS) for day in range(3)], BOOK)
    book = replace(BOOK, badges=(Badge("days", "Days", "star", "days", 2, "Two days"),))
    apply(told.state, book, said("ana", "m3", 3 * DAYS), 4)
    assert told.holds("ana", "days")


def test_thanks_and_their_deletion_leave_the_receiver_with_nothing() -> None:
    story = [thanked("ana", "ben", 0, units=2), deleted("thanks/ana/ben/0", "ana")]
    told = play(story, BOOK)
    assert (told.points("ben"), told.coins("ben"), left(told, "ana")) == (0, 0, 5)
