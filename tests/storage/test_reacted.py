"""Reacted: what is known of a message's reactions, and that only newer pictures of it are taken in."""

from scoring.facts import Fact, FactKind
from storage import privacy, reacted
from storage.transactions import Database, Work
from tests.storage.delivering import begin, deliver, opened
from tests.storage.small_world import BEGIN, ROSTER

SECOND = 1_000_000
KEY = ("general", "m1")


def reaction(who: str, emoji: str, at: int, kind: FactKind = FactKind.REACTION) -> Fact:
    return Fact(kind, at, who, "general", "m1", emoji=emoji, target="ana")


def filled(database: Database) -> None:
    begin(database, "home")
    with database.write("home", BEGIN) as work:
        deliver(
            work,
            [
                *ROSTER,
                Fact(FactKind.MESSAGE, BEGIN, "ana", "general", "m1", length=12),
                reaction("ben", "heart", BEGIN + SECOND),
                reaction("cem", "tada", BEGIN + 2 * SECOND),
                reaction("cem", "tada", BEGIN + 3 * SECOND, FactKind.UNREACTION),
            ],
        )


def test_what_is_on_and_what_was_taken_off_are_told_with_their_stamps(database_url: str) -> None:
    with opened(database_url) as database:
        filled(database)
        with database.read("home", BEGIN) as work:
            found = reacted.of(work, KEY, {("cem", "tada"): 1, ("dee", "bulb"): 1})
            assert found.on == {("ben", "heart"): BEGIN + SECOND}
            assert found.off == {("cem", "tada"): BEGIN + 3 * SECOND}
            assert reacted.of(work, ("general", "m2")) == reacted.Reacted({}, {})


def test_who_was_erased_is_left_out_of_the_comparison(database_url: str) -> None:
    with opened(database_url) as database:
        filled(database)
        with database.write("home", BEGIN) as work:
            privacy.erase(work, "ben", "pepper")
            assert reacted.of(work, KEY).on == {}


def test_only_a_picture_as_new_as_all_before_is_taken_in(database_url: str) -> None:
    def take(database: Database, at: int, message: str = "m1") -> bool:
        with database.write("home", BEGIN) as work:
            return reacted.take(work, ("general", message), at)

    with opened(database_url) as database:
        assert [take(database, at) for at in (20, 10, 20, 30, 29)] == [True, False, True, True, False]
        assert take(database, 5, "m2")
        with database.read("home", BEGIN) as work:
            assert (reacted.newest(work, KEY), reacted.newest(work, ("general", "m3"))) == (30, 0)


def test_pictures_that_nobody_sends_again_are_forgotten(database_url: str) -> None:
    with opened(database_url) as database:
        with database.write("home", BEGIN) as work:
            reacted.take(work, ("general", "old"), BEGIN - reacted.KEPT - 1)
            reacted.take(work, ("general", "young"), BEGIN - SECOND)
        with database.write("home", BEGIN) as work:
            reacted.tidy(work)
        with database.read("home", BEGIN) as work:
            assert [reacted.newest(work, ("general", name)) for name in ("old", "young")] == [0, BEGIN - SECOND]


def test_a_deleted_message_is_known_as_such(database_url: str) -> None:
    def gone(work: Work) -> int | None:
        return reacted.is_gone(work, KEY)

    with opened(database_url) as database:
        filled(database)
        with database.read("home", BEGIN) as work:
            assert gone(work) is None
        with database.write("home", BEGIN) as work:
            deliver(work, [Fact(FactKind.DELETE, BEGIN + 9 * SECOND, "ana", "general", "m1")])
        with database.read("home", BEGIN) as work:
            assert gone(work) == BEGIN + 9 * SECOND
