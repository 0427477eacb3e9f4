"""Other ids of members: kept once, looked up in one go, and gone for good with who is erased."""

from scoring.facts import Fact, FactKind
from storage import conversations, known, member_ids, privacy
from storage.transactions import Work
from tests.storage.delivering import opened
from tests.storage.plain_company import named
from tests.storage.small_world import BEGIN

ANA, BEN = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
PEPPER = "0123456789abcdef" * 4


def test_whose_an_id_once_was_it_stays(database_url: str) -> None:
    with opened(database_url) as database:
        with database.write("home", BEGIN) as work:
            member_ids.keep(work, {"29:a": ANA, "29:b": BEN, "29:self": "29:self", "": ANA, "29:none": ""})
        with database.write("home", BEGIN + 1) as work:
            member_ids.keep(work, {"29:a": BEN, "29:new": ANA})
            member_ids.keep(work, {})
        with database.write("away", BEGIN) as work:
            member_ids.keep(work, {"29:a": BEN})
        with database.read("home", BEGIN) as work:
            wanted = ["29:a", "29:b", "29:new", "29:self", "29:none", "", "29:nobody"]
            assert member_ids.members(work, wanted) == {"29:a": ANA, "29:b": BEN, "29:new": ANA}
            assert member_ids.aliases(work, ANA) == ["29:a", "29:new"]
            assert (member_ids.alias(work, ANA), member_ids.alias(work, BEN)) == ("29:new", "29:b")
            assert member_ids.alias(work, "nobody") == ""
        with database.read("away", BEGIN) as work:
            assert member_ids.members(work, ["29:a", "29:b"]) == {"29:a": BEN}


def test_thousands_are_kept_and_found(database_url: str) -> None:
    pairs = {f"29:{n}": f"member-{n}" for n in range(3_000)}
    with opened(database_url) as database:
        with database.write("home", BEGIN):
            pass
        with database.write("home", BEGIN) as work:
            before = work.stamp
            member_ids.keep(work, pairs)
        with database.read("home", BEGIN) as work:
            assert member_ids.members(work, pairs) == pairs
            assert work.stamp == before, "nobody's fact"


def test_who_is_erased_comes_back_by_none_of_their_ids(database_url: str) -> None:
    with opened(database_url) as database, database.write("home", BEGIN) as work:
        work.record([named(ANA, "Ana"), named(BEN, "Ben")])
        member_ids.keep(work, {"29:a": ANA, "29:a2": ANA, "29:b": BEN})
        privacy.erase(work, ANA, PEPPER)
        everything = ["29:a", "29:a2", "29:a3", "29:b"]
        assert member_ids.members(work, everything) == {"29:b": BEN}
        assert privacy.forgotten(work, [ANA, BEN, *everything]) == {ANA, "29:a", "29:a2"}
        member_ids.keep(work, {"29:a": ANA, "29:a2": BEN, "29:a3": ANA, "29:b2": BEN})
        assert member_ids.members(work, [*everything, "29:b2"]) == {"29:b": BEN, "29:b2": BEN}
        assert not {ANA, "29:a"} & known.members(work)
        rows = work.connection.exec_driver_sql("SELECT alias, member FROM member_id").all()
        assert {tuple(row) for row in rows} == {("29:b", BEN), ("29:b2", BEN)}


def test_what_came_before_an_id_was_known_is_erased_as_well(database_url: str) -> None:
    with opened(database_url) as database:
        with database.write("home", BEGIN) as work:
            work.record([named(ANA, "Ana"), named(BEN, "Ben")])
            said = Fact(FactKind.MESSAGE, BEGIN, BEN, "C1", "1", length=3, people=("29:a",), gift=(("29:a", 1),))
            work.record([said, said._replace(message="2", people=("29:a2",), gift=())])
            conversations.keep(work, conversations.Conversation("a:1", conversations.PERSONAL, "29:a"))
        with database.write("home", BEGIN + 1) as work:
            assert {"fact", "conversation", "ledger"} <= _held(work, "29:a")
            member_ids.keep(work, {"29:a": ANA, "29:a2": ANA, "29:a3": ANA})
            assert privacy.erase(work, ANA, PEPPER) == "erased-1"
        with database.read("home", BEGIN + 2) as work:
            for each in (ANA, "29:a", "29:a2", "29:a3"):
                assert _held(work, each) == set(), each
            # Each stands under a name of its own, so that all totals stay true; nothing stood under the third.
            assert {"erased-1", "erased-2", "erased-3"} <= known.members(work)
            assert "erased-4" not in known.members(work)


def _held(work: Work, member: str) -> set[str]:
    """Tables that name somebody."""
    return {name for name, rows in privacy.export(work, member).items() if name != "about" and rows}


def test_colleagues_and_roles_are_told_apart(database_url: str) -> None:
    with opened(database_url) as database, database.write("home", BEGIN) as work:
        gone = named(BEN, "Ben")
        roles = named("cleo", "Cleo")
        work.record(
            [
                named(ANA, "Ana")._replace(extra=(("name", "Ana"), ("roles", "admin leader"))),
                gone._replace(extra=(("deactivated", 1), ("name", "Ben"))),
                roles._replace(extra=(("name", "Cleo"), ("roles", "administrator"))),
            ]
        )
        work.flush()
        assert known.colleagues(work) == {ANA, "cleo"}
        assert known.members(work) == {ANA, BEN, "cleo"}
        assert known.with_role(work, "admin") == {ANA}
