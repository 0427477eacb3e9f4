"""History: an export joins a workspace where the bot lives, before or after; nothing counts twice, nobody is told."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlmodel import select

from bot.clock import now
from storage import known, replaying
from storage.tables import ChannelRow, GroupMemberRow, MemberRow
from storage.transactions import Database
from tests.bot.slack.loopback.exporting import export_of
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack
from tests.dialogues.stage import State, state_of, wait_until_all_is_said

TEAM = "T0ACME"
PATIENCE = 60.0
Told = dict[str, list[str]]


@pytest.fixture
def slack() -> Iterator[Slack]:
    """The usual workspace, where one thing happens at a time."""
    with loopback_slack(limits=False, retry_scale=0.02) as world:
        world.patient = True
        world.add_group("engineering", "ben", "mei")
        yield world


def huzzah(bot: Bot, *arguments: str) -> str:
    """A command of the program, beside the running bot; what it wrote."""
    command = [sys.executable, "-c", "from bot.cli import main; main()", *arguments]
    done = subprocess.run(command, cwd=bot.folder, env=bot.settings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def state(bot: Bot) -> State:
    """What counts, once everything is said; it is what a replay says."""
    database = Database(bot.database_url)
    try:
        with database.read(TEAM, now()) as work:
            assert replaying.check(work) == []
        return state_of(database, TEAM, now())
    finally:
        database.close()


def introduced(bot: Bot) -> list[object]:
    """People, channels, who is in private ones, and groups, as they are known."""
    database = Database(bot.database_url)
    try:
        with database.read(TEAM, now()) as work:
            people = {row.member: row for row in work.session.exec(select(MemberRow)) if row.name}
            channels = {
                row.channel: (row.name, row.private, row.shared) for row in work.session.exec(select(ChannelRow))
            }
            groups = sorted((row.group_id, row.member) for row in work.session.exec(select(GroupMemberRow)))
            seen = {who: (row.name, row.zone, row.country, row.roles, row.traits) for who, row in people.items()}
            return [seen, channels, known.in_channels(work, channels), groups]
    finally:
        database.close()


def talk(slack: Slack) -> None:
    """Messages, answers, thanks, edits, deletions and reactions, some of them taken back."""
    slack.new_colleague("zoe", real_name="Zoe Real")
    slack.join("zoe", "general")
    asked = slack.say("ana", "general", "Does anybody know where the slides are?")
    answer = slack.say("ben", "general", "@ana in the shared folder", asked)
    slack.react("ana", "general", answer, "tada")
    slack.react("mei", "general", answer, "heart::skin-tone-3")
    slack.say("zoe", "general", "Hello everybody!")
    given = slack.say("yuki", "random", "@ben :tada: thanks")
    slack.edit("yuki", "random", given, "@ben @mei :tada: thanks, both of you")
    slack.say("emma", "random", "@engineering :tada: for the calm release")
    regretted = slack.say("emma", "random", "@yuki +3 never mind")
    slack.react("ben", "random", regretted, "heart")
    slack.delete("emma", "random", regretted)
    doubted = slack.say("mei", "random", "What a day :sun:", files=("image/png",))
    slack.react("ana", "random", doubted, "tada")
    slack.unreact("ana", "random", doubted, "tada")
    slack.say("ana", "leads", "@ben ++ between us")
    slack.say("omar", "general", "A guest has an idea")
    slack.say("ben", "general", f"<@{slack.bot()}> help")
    slack.command("ana", "general", "/kudos @emma 1 for the tests")
    card = slack.until(lambda: slack.messages("general", by_bot=True))[-1]
    slack.react("mei", "general", card.ts, "tada")


def quiet(slack: Slack, bot: Bot) -> Told:
    """Everything the bot has said to anybody, once nothing waits any more."""
    slack.settle()
    wait_until_all_is_said(bot.folder / "huzzah.sqlite", PATIENCE)
    places = ["general", "random", "leads", *(f"@{each}" for each in ("ana", "ben", "mei", "yuki", "emma", "omar"))]
    return {place: [each.text for each in slack.messages(place, by_bot=True)] for place in places}


def test_an_export_of_what_was_heard_adds_nothing_and_tells_nobody(slack: Slack, tmp_path: Path) -> None:
    with running_bot(slack, tmp_path) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        talk(slack)
        told = quiet(slack, bot)
        before, known_before = state(bot), introduced(bot)
        huzzah(bot, "import", str(export_of(slack, tmp_path / "export")), "--workspace", TEAM)
        assert state(bot) == before
        assert introduced(bot) == known_before
        assert quiet(slack, bot) == told
        slack.say("ana", "random", "@mei :tada: once more")
        quiet(slack, bot)
        assert state(bot) != before
        huzzah(bot, "rebuild", "--check", "--workspace", TEAM)


def test_what_was_imported_and_is_heard_afterwards_counts_once(slack: Slack, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with running_bot(slack, first) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        talk(slack)
        quiet(slack, bot)
        before = state(bot)
        bot.stop()
    heard = slack.envelopes()
    other = Bot(slack, second)
    huzzah(other, "import", str(export_of(slack, tmp_path / "export")), "--workspace", TEAM)
    imported = state(other)
    with running_bot(slack, second) as bot:
        slack.until(lambda: len(slack.calls("emoji.list")) > 1)
        for envelope in heard:
            slack.again(envelope, new_id=False)
        quiet(slack, bot)
        after = state(bot)
    assert points(after) == points(imported)
    # What people gave elsewhere than by /kudos (in #general), of which no export tells.
    given = {name: amount for name, amount in points(imported).items() if "gift" in name and "general" not in name}
    assert given == {
        name: amount for name, amount in points(before).items() if "gift" in name and "general" not in name
    }


def points(found: State) -> dict[str, int]:
    """Everybody's points by rule and channel."""
    sums: Counter[str] = Counter()
    for (member, rule, channel, amount, *_), count in found.rows.items():
        sums[f"{member} {rule} {channel}"] += amount * count
    return {name: amount for name, amount in sums.items() if amount}


def test_an_old_export_lets_nobody_into_a_private_channel_again(slack: Slack, tmp_path: Path) -> None:
    old = export_of(slack, tmp_path / "export")
    with running_bot(slack, tmp_path) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        slack.leave("ben", "leads")
        slack.change_group(slack.add_group("late", "ana"), "mei")
        huzzah(bot, "import", str(old), "--workspace", TEAM)
        database = Database(bot.database_url)
        with database.read(TEAM, now()) as work:
            inside = known.in_channels(work, ["G0LEADS001"])["G0LEADS001"]
        database.close()
    assert "U0BEN0001" not in inside
    assert "U0ANA0001" in inside


def test_the_export_of_another_company_is_refused(slack: Slack, tmp_path: Path) -> None:
    slack.add_team("T0OTHER", "Other")
    with running_bot(slack, tmp_path) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        before = introduced(bot)
        users = slack.do(lambda: {name: replace(each, team="T0OTHER") for name, each in slack.world.users.items()})
        slack.do(lambda: slack.world.users.update(users))
        theirs = str(export_of(slack, tmp_path / "export", "T0OTHER"))
        with pytest.raises(AssertionError, match="another workspace"):
            huzzah(bot, "import", theirs, "--workspace", TEAM)
        assert introduced(bot) == before


def test_a_channel_that_moved_counts_once(slack: Slack, tmp_path: Path) -> None:
    with running_bot(slack, tmp_path) as bot:
        slack.until(lambda: slack.calls("emoji.list"))
        said = slack.say("ana", "random", "@mei :tada: thanks")
        slack.react("ben", "random", said, "heart")
        slack.move_channel("random")
        slack.say("yuki", "random", "@ben :tada: thanks")
        told = quiet(slack, bot)
        before = state(bot)
        huzzah(bot, "import", str(export_of(slack, tmp_path / "export")), "--workspace", TEAM)
        assert state(bot) == before
        assert quiet(slack, bot) == told
