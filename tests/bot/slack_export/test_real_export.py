"""A real workspace's export, where one lies beside the checkout: the report says what its README says.

Without one these tests have no cases, and pytest lists them so; the sample of the other tests has every
defect of the real one.
"""

import re
from pathlib import Path

import pytest

from bot.slack_export import Import, Report
from handlers.events import MessagePosted, ReactionAdded
from tests.bot.slack_export.sample import events
from tests.source_tree import ROOT

EXPORTS = sorted(ROOT.parent.glob("*/data/slack-export.zip"))
TOLD = {
    "users": "users",
    "wrote": "wrote",
    "channels": "channels",
    "messages": "messages",
    "by people": "by_people",
    "by bots": "by_bots",
    "reactions": "reactions",
    "messages with": "reacted_messages",
    "names": "emoji_names",
    "to one's own message": "own_reactions",
    "replies,": "replies",
    "edited": "edited",
    "with files": "with_files",
    "replies without a parent": "orphans",
    "wrong reply counts": "wrong_reply_counts",
    "messages without `user`": "without_user",
    "people known only by their reactions": "only_reacted",
}
"""What follows a number in the README beside the export, and the same in the report."""


@pytest.mark.parametrize("real_export_beside_the_checkout", EXPORTS, ids=str)
def test_the_report_says_what_the_readme_of_the_export_says(real_export_beside_the_checkout: Path) -> None:
    path = real_export_beside_the_checkout
    words = path.with_name("README.md").read_text(encoding="utf-8")
    report = _report(path)
    expected = {field: _number_before(what, words) for what, field in TOLD.items()}
    found = {field: getattr(report, field) for field in expected}
    assert found == expected
    assert 0.3 < report.custom_reactions / report.reactions < 0.4  # "a third of them custom emoji"
    assert report.faults == []


@pytest.mark.parametrize("real_export_beside_the_checkout", EXPORTS, ids=str)
def test_what_the_report_counts_is_what_is_handed_on(real_export_beside_the_checkout: Path) -> None:
    path = real_export_beside_the_checkout
    told, report = events(path), _report(path)
    reactions = [event for event in told if isinstance(event, ReactionAdded)]
    assert sum(isinstance(event, MessagePosted) for event in told) == report.by_people
    assert len(reactions) == report.reactions - report.bot_reactions - report.repeated_reactions
    assert sum(one.member != one.author for one in reactions) == report.counted_reactions
    assert report.by_people + report.left_out.total() == report.messages


def _report(path: Path) -> Report:
    wanted = Import(path)
    for _ in wanted.batches():
        pass
    return wanted.report


def _number_before(what: str, words: str) -> int:
    found = re.search(rf"([0-9][0-9,]*) {re.escape(what)}", words)
    assert found, what
    return int(found[1].replace(",", ""))
