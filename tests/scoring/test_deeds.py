"""Deeds and the bot's own questions: counted once for each thing, taken back, and a nobody is paid for nothing."""

from scoring.book import Kind
from scoring.counting import tally
from scoring.facts import FactKind
from scoring.stories import answered, deleted, did, known, prompted, reacted, said, thanked, undid
from tests.scoring.plays import play

WON = did("ana", Kind.CONTEST_WON, "contest:1")


def test_a_deed_counts_once_for_each_thing_and_a_repeat_isnt_even_kept() -> None:
    assert play((WON, WON)).by_rule("contest-won") == {"ana": 10}
    assert play((WON, did("ana", Kind.CONTEST_WON, "contest:2"))).by_rule("contest-won") == {"ana": 20}


def test_a_deed_that_was_none_is_taken_back_once_and_may_be_so_again() -> None:
    undone = undid("ana", Kind.CONTEST_WON, "contest:1")
    assert play((WON, undone, undone)).by_rule("contest-won").get("ana", 0) == 0
    assert play((WON, undone, undone, WON)).by_rule("contest-won") == {"ana": 10}
    assert play((undone, WON)).by_rule("contest-won") == {"ana": 10}


def test_the_deed_of_somebody_who_isnt_scored_counts_neither_then_nor_later() -> None:
    story = (known("ana", no_score=1), WON, known("ana", no_score=0))
    assert tally(play(story).state, "contests_won", "ana") == 0
    assert tally(play((*story, WON)).state, "contests_won", "ana") == 0
    undone = undid("ana", Kind.CONTEST_WON, "contest:1")
    assert tally(play((*story, undone)).state, "contests_won", "ana") == 0
    assert tally(play((*story, undone, WON)).state, "contests_won", "ana") == 1


def test_meeting_oneself_or_a_bot_is_no_meeting() -> None:
    assert tally(play((did("ana", Kind.MET, "coffee:1", people=("ana",)),)).state, "met", "ana") == 0
    robot = (known("bot", bot=1), did("ana", Kind.MET, "coffee:1", people=("bot",)))
    assert play(robot).by_rule("met") == {}


def test_nobody_hosts_the_thread_of_a_question_of_ours() -> None:
    answers = tuple(answered(f"p{number}", "q", number) for number in range(1, 9))
    played = play((prompted(), *answers, *(reacted(f"p{number}", "q") for number in range(1, 9))))
    assert "" not in {row.member for row in played.rows}
    assert played.by_rule("thread-joined") == {}
    assert played.by_rule("reaction-given") == {}
    assert tally(played.state, "talked_with", "p1") == 0
    assert tally(played.state, "prompts_answered", "p1") == 1


def test_thanks_by_reaction_under_a_question_of_ours_are_for_nobody() -> None:
    assert play((prompted(), reacted("ana", "q", emoji="tada"))).by_rule("gift-received") == {}


def test_an_edit_of_a_question_of_ours_gives_in_nobodys_name() -> None:
    edit = thanked("ben", "ana")._replace(kind=FactKind.EDIT, message="q", at=prompted(when=5).at)
    played = play((prompted(), edit))
    assert played.by_rule("gift-received") == {}
    assert "" not in {row.member for row in played.rows}


def test_a_question_of_ours_that_is_deleted_leaves_its_answers() -> None:
    story = (prompted(), answered("ana", "q"), deleted("q", ""))
    assert tally(play(story).state, "prompts_answered", "ana") == 1


def test_a_message_of_somebodys_never_becomes_a_question_of_ours() -> None:
    played = play((said("ben", "q"), prompted("q", 1), answered("ana", "q", 2)))
    assert tally(played.state, "prompts_answered", "ana") == 0
