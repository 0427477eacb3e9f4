"""What is asked of polls, votes, quizzes and pulses, each function of their modules at least once."""

from collections.abc import Callable, Mapping

from scoring.periods import DAY
from storage import ballot_boxes, numbering, polls, pulses, quizzes, votes
from storage.tables import ChannelRow, PollRow, PromiseRow, PulseRoundRow, PulseRow, QuizRoundRow
from storage.transactions import Work
from storage.votes import Choice, Voting
from tests.storage.aged import CHANNEL, HOME, NOW, ROWS, SOMEBODY, TODAY

Ask = Callable[[Work], object]
NAMED, SECRET, DRAFT, OVER = ROWS + 1, ROWS + 2, ROWS + 3, 7
"""Polls: one that is open, an anonymous one, one that isn't posted, and an old one."""
PULSE = 7


def begin(work: Work) -> None:
    """What is under way in an old workspace."""
    work.session.add_all(ChannelRow(workspace=HOME, channel=f"C{number}") for number in range(50))
    for poll, state in ((NAMED, "open"), (SECRET, "open"), (DRAFT, "draft")):
        row = PollRow(
            workspace=HOME, poll=poll, kind="choice", state=state, channel=CHANNEL, member=SOMEBODY, question="?",
            anonymous=int(poll == SECRET),
        )  # fmt: skip
        assert polls.add(work, row, ["Tea", "Coffee"]) == poll
        votes.open_up(work, row)
        votes.cast_all(work, row, [Voting(f"V{number}", Choice((1,))) for number in range(9)])
    polls.keep_promise(work, PromiseRow(workspace=HOME, poll=NAMED, member=SOMEBODY, due=NOW))
    assert quizzes.add(work, QuizRoundRow(workspace=HOME, quiz=0, channel=CHANNEL, member=SOMEBODY)) == ROWS + 1
    pulses.add(work, PulseRow(workspace=HOME, pulse=PULSE, channel=CHANNEL, member=SOMEBODY))


def poll(work: Work, number: int = NAMED) -> PollRow:
    """One of them."""
    found = polls.find(work, number)
    assert found is not None
    return found


def _both(ask: Callable[[Work, PollRow], object]) -> Ask:
    return lambda work: [ask(work, poll(work, number)) for number in (NAMED, SECRET)]


def _twenty() -> list[Voting]:
    return [Voting(f"V{number}", Choice((2,))) for number in range(20)]


def _remove(work: Work) -> None:
    polls.remove_option(work, polls.options(work, NAMED)[0])


POLLS: Mapping[str, Ask] = {
    "polls.add": lambda work: polls.add(work, PollRow(workspace=HOME, poll=0, kind="choice", question="?"), "AB"),
    "ballot_boxes.unreadable": ballot_boxes.unreadable,
    "polls.newest": polls.newest,
    "numbering.above": lambda work: numbering.above(work, PollRow.poll),
    "polls.find": lambda work: polls.find(work, 5),
    "polls.save": lambda work: polls.save(work, poll(work)),
    "polls.options": lambda work: polls.options(work, NAMED),
    "polls.newest_answers": lambda work: polls.newest_answers(work, 5, 10),
    "polls.answer_of": lambda work: polls.answer_of(work, 5, SOMEBODY),
    "polls.hidden_answers": lambda work: polls.hidden_answers(work, 5),
    "polls.remove_option": _remove,
    "polls.set_options": lambda work: polls.set_options(work, DRAFT, ["One", "Two"]),
    "polls.change_options": lambda work: polls.change_options(work, NAMED, ["One", "Two"]),
    "polls.add_options": lambda work: polls.add_options(work, NAMED, ["Cocoa"]),
    "polls.add_option": lambda work: polls.add_option(work, NAMED, "Cocoa"),
    "polls.set_option": lambda work: polls.set_option(work, NAMED, 1, polls.WAITING),
    "polls.listing": lambda work: polls.listing(work, most=100),
    "polls.of_series": lambda work: polls.of_series(work, "round:400"),
    "polls.visible": lambda work: [polls.visible(work, SOMEBODY, CHANNEL, 9, skip=skip) for skip in (0, 16, 160)],
    "polls.old_drafts": lambda work: polls.old_drafts(work, NOW + DAY),
    "polls.promise": lambda work: polls.promise(work, NAMED),
    "polls.keep_promise": lambda work: polls.keep_promise(
        work, PromiseRow(workspace=HOME, poll=SECRET, member=SOMEBODY)
    ),
    "polls.forget_promise": lambda work: polls.forget_promise(work, NAMED),
    "votes.open_up": _both(votes.open_up),
    "votes.cast": _both(lambda work, row: votes.cast(work, row, SOMEBODY, Choice((2,)))),
    "votes.withdraw": _both(lambda work, row: votes.withdraw(work, row, "V1")),
    "votes.cast_all": _both(lambda work, row: votes.cast_all(work, row, _twenty())),
    "votes.mine": _both(lambda work, row: votes.mine(work, row, "V1")),
    "votes.took_part": _both(lambda work, row: votes.took_part(work, row, ["V1", "V2"])),
    "votes.receipt_of": _both(lambda work, row: votes.receipt_of(work, row, "V1")),
    "votes.voted": _both(lambda work, row: votes.voted(work, row, ["V1", "V2"])),
    "votes.voters": _both(votes.voters),
    "votes.everything": _both(votes.everything),
    "votes.grouped": _both(votes.grouped),
    "votes.look_over": lambda work: votes.look_over(work, poll(work, SECRET)),
    "votes.close": _both(votes.close),
    "votes.drop": _both(votes.drop),
    "votes.ballots": lambda work: votes.ballots(work, poll(work, OVER)),
    "ballot_boxes.make": lambda work: ballot_boxes.make(work, NAMED),
    "ballot_boxes.of": lambda work: ballot_boxes.of(work, SECRET),
    "ballot_boxes.is_there": lambda work: ballot_boxes.is_there(work, NAMED),
    "ballot_boxes.there": ballot_boxes.there,
    "ballot_boxes.destroy": lambda work: ballot_boxes.destroy(work, SECRET),
    "ballot_boxes.take_out": lambda work: ballot_boxes.take_out(work, "V1"),
    "ballot_boxes.open_votes": lambda work: ballot_boxes.open_votes(work, "V1"),
    "quizzes.add": lambda work: quizzes.add(work, QuizRoundRow(workspace=HOME, quiz=0, channel="C8")),
    "quizzes.save": lambda work: quizzes.save(work, QuizRoundRow(workspace=HOME, quiz=ROWS + 9, channel="C9")),
    "quizzes.find": lambda work: quizzes.find(work, 5),
    "quizzes.running": lambda work: quizzes.running(work, CHANNEL),
    "quizzes.follows": lambda work: quizzes.follows(work, poll(work, 4_005)),
    "quizzes.polls_of": lambda work: quizzes.polls_of(work, 400),
    "quizzes.asked": lambda work: quizzes.asked(work, CHANNEL, "q-1", 2),
    "pulses.add": lambda work: pulses.add(work, PulseRow(workspace=HOME, pulse=0)),
    "pulses.save": lambda work: pulses.save(work, PulseRoundRow(workspace=HOME, pulse=PULSE, day=TODAY)),
    "pulses.find": lambda work: pulses.find(work, PULSE),
    "pulses.whatever": lambda work: pulses.whatever(work, PULSE),
    "pulses.standing": pulses.standing,
    "pulses.round_of": lambda work: pulses.round_of(work, PULSE, TODAY),
    "pulses.rounds": lambda work: [pulses.rounds(work, PULSE), pulses.rounds(work, PULSE, pulses.CLOSED)],
    "pulses.skips": pulses.skips,
    "pulses.skip": lambda work: [pulses.skip(work, SOMEBODY, on=on) for on in (True, False)],
    "pulses.colleagues": pulses.colleagues,
    "pulses.in_private": lambda work: pulses.in_private(work, CHANNEL),
    "pulses.active_in": lambda work: pulses.active_in(work, CHANNEL, TODAY - 62),
    "pulses.is_active_in": lambda work: pulses.is_active_in(work, CHANNEL, TODAY - 62, SOMEBODY),
}
"""Function -> how it is asked."""
