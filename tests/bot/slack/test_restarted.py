"""Restarted: the program is ended or killed at every minute around what is due, and Slack sees each thing once."""

import json
import random
import re
from collections import Counter
from contextlib import closing
from pathlib import Path
from time import sleep

import pytest

from handlers.calendar import scheduling
from handlers.calendar.recurrence import Plan, moment
from handlers.calendar.scheduling import Item
from handlers.calendar.slots import MINUTES, minute_of
from scoring.facts import Micros
from scoring.periods import MINUTE
from storage.transactions import Database
from tests.bot.loopback.passing import Passing
from tests.bot.slack.bustle import assert_nothing_waits
from tests.bot.slack.loopback.arranging import HOME
from tests.bot.slack.loopback.running import Bot, running_bot
from tests.bot.slack.loopback.slack import Slack, loopback_slack
from tests.bot.slack.loopback.world import Message

FEW, OFTEN = 4, 20
"""Simulated minutes, each with an end and a beginning."""
WORDS = re.compile(r"(?:number|daily) \d+\.")
SOON = 0.6
"""Seconds in which what is due at once is said, more or less."""


def put(bot: Bot, now: Micros, minutes: int) -> list[str]:
    """Something in every half minute, and what comes daily in every fourth; the words of all of it."""
    moments = [now + half * MINUTE // 2 for half in range(1, 2 * minutes)]
    words = [f"number {number}." for number in range(len(moments))]
    daily = range(2, minutes, 4)
    with closing(Database(bot.database_url)) as database, database.write(HOME, now) as work:
        channel = bot.slack.place("general").id
        for said, at in zip(words, moments, strict=True):
            scheduling.add(work, Item("notice", channel=channel, details={"words": said}), moment(at))
        for later in daily:
            plan = Plan("day", "UTC", (minute_of("UTC", now) + later) % MINUTES)
            scheduling.add(work, Item("notice", channel=channel, details={"words": f"daily {later}."}), plan)
    return [*words, *(f"daily {later}." for later in daily)]


def said(slack: Slack) -> Counter[str]:
    """How often each of them stands in the channel."""
    posted = slack.messages("general", by_bot=True)
    return Counter(word for message in posted for word in WORDS.findall(json.dumps(message.blocks)))


def live_on(bot: Bot, passing: Passing, minutes: int) -> None:
    """Half of each minute passes while nobody is there, half while the program is, which has a little time then."""
    chance = random.Random(minutes)
    for minute in range(minutes):
        if minute % 2:
            bot.kill()
        else:
            bot.stop()
        passing.by(MINUTE // 2)
        bot.start()
        passing.by(MINUTE // 2)
        sleep(SOON * chance.random())


def assert_said_once(folder: Path, minutes: int) -> None:
    """Each thing, though the program is ended and begun so often."""
    passing = Passing(folder / "passed")
    passing.begin()
    with (
        loopback_slack(limits=False, retry_scale=0.01, clock=passing) as slack,
        running_bot(slack, folder, passing=passing) as bot,
    ):
        assert not slack.command("ana", "general", '/poll "Lunch?" "Pizza" "Sushi" close 9m').error
        slack.until(lambda: bool(slack.messages("general", by_bot=True)))
        [card] = slack.messages("general", by_bot=True)
        expected = put(bot, passing(), minutes)
        live_on(bot, passing, minutes)
        # What was on its way when the program was killed is anybody's a minute later; and the poll closes.
        passing.by(10 * MINUTE)
        slack.until(lambda: said(slack).keys() >= {*expected} and bool(answers(slack, card)))
        assert_nothing_waits(bot.database_url)
        assert said(slack) == Counter(expected)
        assert len(answers(slack, card)) == 1


def answers(slack: Slack, card: Message) -> list[Message]:
    """What stands under a card."""
    return slack.messages("general", thread=card.ts, by_bot=True)


def test_a_program_that_is_restarted_at_every_minute_says_each_thing_once(tmp_path: Path) -> None:
    assert_said_once(tmp_path, FEW)


@pytest.mark.soak
def test_a_program_that_is_restarted_at_each_of_twenty_minutes_says_each_thing_once(tmp_path: Path) -> None:
    assert_said_once(tmp_path, OFTEN)
