"""Events that come oddly: twice under two ids, only as a retry, too early, too late, from bots and outsiders."""

import itertools
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest
from sqlmodel import col, select

from bot.slack.listen import OUTSIDER
from storage.tables import InstallationRow, OutboxRow
from storage.transactions import Database
from tests.bot.slack.bustle import DELAYED, TEAM, assert_it_adds_up, assert_nothing_waits, places, written
from tests.bot.slack.loopback.bursts import said
from tests.bot.slack.loopback.delivering import Attempt, Delivery, HttpWay
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Fault, Slack, loopback_slack
from tests.bot.slack.loopback.world import Json


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """The bot on SQLite, which has learnt who is there."""
    with (
        loopback_slack(limits=False, retry_scale=0.01) as slack,
        running_bot(slack, tmp_path_factory.mktemp("bot")) as bot,
    ):
        slack.until(lambda: slack.calls("emoji.list"))
        yield bot


def only_as(bot: Bot, envelope: Json, retry: int) -> Attempt:
    """Deliver an event as this retry, and no other time."""
    return bot.slack.wait(bot.slack.http(Delivery("events_api", envelope), retry, "http_timeout"))


def times(bot: Bot, envelope: Json) -> int:
    """How often the message of an event is among the facts."""
    return written(bot.database_url)["message", envelope["event"]["ts"], ""]


def test_a_message_that_comes_again_under_another_id_counts_once(bot: Bot) -> None:
    (envelope,) = said(bot.slack, "ana", "random", ["@ben :tada: thanks"])
    for _ in range(2):
        bot.slack.again(envelope, new_id=False)
        bot.slack.again(envelope, new_id=True)
    bot.slack.settle()
    assert times(bot, envelope) == 1
    assert_it_adds_up(bot.database_url)


def test_a_retry_counts_even_if_the_first_delivery_never_came(bot: Bot) -> None:
    (envelope,) = said(bot.slack, "ana", "random", ["@mei :tada: thanks"])
    for retry in (1, 2):
        assert only_as(bot, envelope, retry).status == 200
        assert times(bot, envelope) == 1


def test_what_another_bot_says_counts_for_nobody_whatever_its_subtype(bot: Bot) -> None:
    slack = bot.slack
    robot = slack.add_user("robot", is_bot=True)
    slack.do(lambda: slack.place("random").members.append(robot))
    ts = slack.say("robot", "random", "@ben :tada: thanks, says a bot")
    slack.settle()
    (event,) = [each["event"] for each in slack.envelopes("message") if each["event"]["ts"] == ts]
    assert (event.get("subtype"), bool(event["bot_id"])) == (None, True)
    assert written(bot.database_url)["message", ts, ""] == 0


def test_an_outsider_who_presses_a_button_changes_nothing_and_is_told(bot: Bot) -> None:
    slack = bot.slack
    slack.add_team("T0OTHER", "Other")
    eve = slack.add_user("eve", "T0OTHER")
    assert not slack.command("ana", "general", "/kudos @yuki 1 for the guests").error
    (note, *_) = slack.ephemerals("ana")
    slack.share("general", "T0OTHER", eve)
    slack.settle()
    before = written(bot.database_url)
    reply = slack.press("eve", note, "Take it back")
    slack.until(lambda: OUTSIDER in reply.text)
    assert {key for key in written(bot.database_url) - before if key[0] != "card"} == set()


def test_two_processes_that_begin_on_an_empty_database_take_the_first_events_at_once(
    database_url: str, tmp_path: Path
) -> None:
    # Slack goes on trying for as long as two processes may take to begin on a busy machine.
    with loopback_slack(limits=False, retry_scale=4 * DELAYED) as slack:
        slack.deliverer.delayed = True
        bots = [Bot(slack, tmp_path, database_url), Bot(slack, tmp_path, database_url)]
        try:
            for bot in bots:
                bot.start(wait=False)
            ways = itertools.cycle(f"{bot.url}/slack/events" for bot in bots)
            slack.http = HttpWay(slack.app, lambda: next(ways), slack.world.clock)
            for number in range(10):
                ts = slack.say("ana", "random", f"@ben :tada: number {number}")
                slack.react("mei", "random", ts, "eyes")
                slack.again()
            for bot in bots:
                bot.wait()
            slack.settle()
            # What the bot says comes back as events of its own, which somebody must still be there to take.
            assert_nothing_waits(database_url)
            slack.settle()
        finally:
            for bot in bots:
                bot.kill()
        assert all(each.acknowledged for each in slack.deliveries())
        found = written(database_url)
        assert {place: found[place] for place in places(slack) if found[place] != 1} == {}
        assert_it_adds_up(database_url)


def test_events_that_come_before_anybody_knows_whose_they_are_are_put_off_and_then_count(
    sqlite_url: str, tmp_path: Path
) -> None:
    with loopback_slack(limits=False, retry_scale=DELAYED) as slack:
        slack.deliverer.delayed = True
        slack.fail("auth.test", Fault("status", times=2))
        bot = Bot(slack, tmp_path, sqlite_url)
        try:
            bot.start()
            ts = slack.say("ana", "random", "@ben :tada: thanks")
            slack.settle()
        finally:
            bot.kill()
        # What the bot says about it comes back as an event of its own, if there was time for it.
        said = [each for each in slack.deliveries() if each.payload["event"].get("ts") == ts]
        assert [[attempt.status for attempt in each.attempts][-2:] for each in said] == [[503, 200]]
        assert written(sqlite_url)["message", ts, ""] == 1


def install(bot: Bot) -> None:
    """As an admin does in a browser; the cookie is for https only, so it is carried by hand."""
    begun = httpx.get(f"{bot.url}/slack/install", timeout=60)
    cookie = begun.headers["set-cookie"].partition(";")[0]
    agreed = httpx.get(begun.headers["location"], timeout=60)
    done = httpx.get(agreed.headers["location"], headers={"Cookie": cookie}, timeout=60)
    assert done.status_code == 200, done.text


def installed(bot: Bot) -> InstallationRow:
    """What is kept of the installation."""
    with closing(Database(bot.database_url)) as database, database.look() as connection:
        row = connection.execute(select(InstallationRow).where(InstallationRow.workspace == TEAM)).one()
    return InstallationRow(**row._mapping)


def test_when_the_app_is_removed_in_the_midst_the_tokens_go_at_once_and_late_events_are_taken(
    sqlite_url: str, tmp_path: Path
) -> None:
    with (
        loopback_slack(limits=False, retry_scale=0.01) as slack,
        running_bot(slack, tmp_path, sqlite_url, installs=True) as bot,
    ):
        slack.doors.agreeing = TEAM
        install(bot)
        slack.until(lambda: slack.calls("emoji.list"))
        assert installed(bot).sealed != ""
        late = said(slack, "ana", "random", ["@ben :tada: too late", "@mei :tada: too late"])
        slack.say("ana", "random", "@ben :tada: in time")
        slack.uninstall()
        slack.settle()
        assert installed(bot).sealed == ""
        assert installed(bot).gone_at > 0
        assert [only_as(bot, envelope, 0).status for envelope in late] == [200, 200]
        assert [times(bot, envelope) for envelope in late] == [0, 0]
        assert all(each.acknowledged for each in slack.deliveries())
        slack.until(lambda: waiting(bot) == 0)


def waiting(bot: Bot) -> int:
    """Letters that nobody has given up."""
    with closing(Database(bot.database_url)) as database, database.look() as connection:
        found = select(OutboxRow.id).where(col(OutboxRow.state).in_(("waiting", "unknown")))
        return len(connection.execute(found).all())


def test_while_the_disk_is_full_events_are_put_off_and_then_count(sqlite_url: str, tmp_path: Path) -> None:
    with loopback_slack(limits=False, retry_scale=DELAYED) as slack, running_bot(slack, tmp_path, sqlite_url) as bot:
        slack.deliverer.delayed = True
        slack.until(lambda: slack.calls("emoji.list"))
        assert bot.process is not None
        file = Path(sqlite_url.removeprefix("sqlite:///"))
        kept = resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE)
        # Whatever is written goes behind the end of the log.
        full = Path(f"{file}-wal").stat().st_size
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, (full, kept[1]))
        messages = [slack.say("ana", "random", f"@ben :tada: number {number}") for number in range(30)]
        slack.until(lambda: statuses(slack) >= {503})
        resource.prlimit(bot.process.pid, resource.RLIMIT_FSIZE, kept)
        slack.settle()
        assert statuses(slack) == {200, 503}
        found = written(sqlite_url)
        assert [found["message", ts, ""] for ts in messages] == [1] * 30
        with closing(sqlite3.connect(file)) as link:
            assert link.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def statuses(slack: Slack) -> set[int]:
    """How the bot has answered events."""
    return {attempt.status for each in slack.deliveries() for attempt in each.attempts}
