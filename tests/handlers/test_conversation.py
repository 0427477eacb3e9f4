"""One long conversation, the same on every database: giving, praising, taking back, being away, being forgotten."""

from contextlib import closing

from storage import audit, gifts, words
from storage.privacy import erase
from tests.handlers.chat import Chat, open_chat


def test_a_day_in_the_company(database_url: str) -> None:
    chat = open_chat(database_url, "amount: 5 -> amount: 20")
    with closing(chat.database):
        _morning(chat)
        _afternoon(chat)
        _evening(chat)


def _morning(chat: Chat) -> None:
    message = chat.say("ANA", "<@BEN> <!subteam^G1> 🎉 for the tests #craft")
    assert chat.totals() == {"BEN": 1, "MEI": 1}
    chat.edit("ANA", message, "<@BEN> 🎉🎉 for the tests #craft")
    assert chat.totals() == {"BEN": 2}
    chat.react("LEA", message, "tada")
    assert chat.totals() == {"BEN": 3}
    chat.command("LEA", "/kudos @mei-lin chen @BEN OKAFOR 2 --private thanks")
    assert chat.totals() == {"BEN": 5, "MEI": 2}
    chat.command("BEN", "/kudos @léa 3 for café and crêpes")
    assert chat.totals() == {"BEN": 5, "MEI": 2, "LEA": 3}
    assert chat.words_kept() == ["<@BEN> 🎉🎉 for the tests #craft"] * 2 + ["for café and crêpes"]


def _afternoon(chat: Chat) -> None:
    chat.command("ANA", "/shoutout @design-team for all of it #care")
    assert [post.channel for post in chat.posts()] == ["C2"]
    with chat.work() as work:
        assert [recent.key[0] for recent in gifts.recent(work, "ANA", 0)] == ["C2", "C1"]
    chat.command("ANA", "/huzzah undo")
    assert [post.channel for post in chat.posts()] == ["C2"]
    chat.command("BEN", "/huzzah undo")
    assert chat.totals() == {"BEN": 5, "MEI": 2}
    chat.command("MEI", "/huzzah away 2026-12-24..2026-12-26")
    with chat.work() as work:
        assert len(gifts.days_away(work, "MEI", 0)) == 3
        assert [row.detail for row in audit.newest(work)] == ["ANA: leader"]
        assert words.of(work, range(100)).values()


def _evening(chat: Chat) -> None:
    with chat.work() as work:
        erase(work, "LEA", "a key of this test")
    chat.say("BEN", "<@LEA> <@MEI> ++ where are you?")
    assert chat.totals()["MEI"] == 3
    assert "LEA" not in chat.totals()
    chat.say("ANA", "<@MEI> ++ for \0 and \ud800")
    chat.command("ANA", "/kudos <@MEI> for \0 and \ud800")
    assert chat.totals()["MEI"] == 5
    assert chat.words_kept()[-2:] == ["<@MEI> ++ for  and ", "for and"]
    chat.command("BEN", "/kudos <@LEA> thanks")
    chat.command("LEA", "/kudos <@BEN> thanks")
    assert "You asked me to forget you" in chat.notes()
    chat.say("LEA", "<@BEN> ++ I am back")
    assert "LEA" not in {row[0] for row in chat.query("SELECT actor FROM fact WHERE kind = 'message'")}
    assert "LEA" not in {row[0] for row in chat.query("SELECT member FROM member")}
