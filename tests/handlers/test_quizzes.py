"""Rounds of trivia: one question after the other, closed by themselves, scored together, each thing once."""

from collections.abc import Callable

import pytest

from handlers.answers import Post
from handlers.calendar import ticking
from handlers.events import ChannelChanged, Tick
from handlers.polls import terms as of_poll
from scoring.markup import plain
from scoring.periods import DAY, HOUR, MINUTE, SECOND
from storage import polls, privacy
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.quizzing import QUESTION, answer, begin, deeds, pass_by, play, posted, questions, whispered


def test_a_round_is_announced_and_begins_in_a_minute(chat: Chat) -> None:
    assert "Your round is announced in #general" in begin(chat)
    [card] = [each for each in chat.answers if isinstance(each, Post)]
    assert "Trivia: 3 questions about geography" in shown(card.card)
    assert "Ana Sousa invites you" in shown(card.card)
    pass_by(chat, MINUTE - SECOND)
    assert questions(chat) == []
    said = posted(pass_by(chat, SECOND))
    assert "1/3 · " in said
    [row] = questions(chat)
    assert row.kind == of_poll.QUIZ
    assert row.closes == chat.now + 2 * MINUTE


def test_question_follows_question_each_with_its_answer_and_the_standing_ends_it(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    after = ""
    for number in (1, 2, 3):
        assert [row.state for row in questions(chat)] == ["closed"] * (number - 1) + ["open"]
        answer(chat, "BEN")
        answer(chat, "MEI", right=number > 1)
        closing = posted(pass_by(chat, 2 * MINUTE))
        assert "Right is " in closing
        after = posted(pass_by(chat, 21 * SECOND))
        assert ("Trivia: the standing" in after) == (number == 3)
    assert "Ben Okafor won with 360 points" in after
    assert "Mei-Lin Chen" in after
    assert "2 people took part · 3 questions about geography" in after
    assert len(questions(chat)) == 3
    assert deeds(chat) == [("BEN", "round:1")]
    assert pass_by(chat, DAY) == []


def test_the_host_plays_along_and_is_asked_whether_there_shall_be_another(chat: Chat) -> None:
    begin(chat)
    play(chat, {"ANA": True, "BEN": False}, {"ANA": True}, {})
    assert deeds(chat) == [("ANA", "round:1")]
    assert "2 people took part" in whispered(chat.answers, "ANA")
    [again] = chat.buttons("trivia_again")
    chat.press("BEN", again)
    assert "No round is under way" in chat.notes()
    chat.press("ANA", again)
    assert "Your round is announced" in chat.notes()
    pass_by(chat, MINUTE)
    assert len(questions(chat)) == 4
    words = [row.question.partition(" · ")[2] for row in questions(chat)]
    assert len(set(words)) == 4


def test_no_question_alone_is_won_nor_told_to_the_host(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    answer(chat, "BEN")
    said = pass_by(chat, 2 * MINUTE)
    assert "Right is " in posted(said)
    assert whispered(said, "ANA") == ""
    assert deeds(chat) == []


def test_what_is_right_and_why_is_said_in_the_card_and_below_it_also_where_nobody_answered(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    for members in ((), ("BEN",)):
        for member in members:
            answer(chat, member)
        row = questions(chat)[-1]
        terms = of_poll.read_terms(row.terms)
        with chat.work() as work:
            right = polls.options(work, row.poll)[terms.right[0] - 1].words
        cards = [shown(each.card) for each in pass_by(chat, QUESTION) if isinstance(each, Post)]
        mine = [card for card in cards if f"Right is {right}" in card]
        assert len(mine) == 2
        assert all(plain(terms.explanation, {}) in card for card in mine)
        assert all(("Nobody answered. Right is" in card) == (not members) for card in mine)


def test_equal_scores_share_a_place(chat: Chat) -> None:
    begin(chat)
    said = play(chat, {"BEN": True, "MEI": True, "LEA": True}, {"MEI": True, "BEN": True, "JON": True}, {})
    assert "@Ben Okafor and @Mei-Lin Chen share the win with 239 points each" in said
    assert deeds(chat) == [("BEN", "round:1"), ("MEI", "round:1")]
    # Two are first, so the next one is third, and who shares that is named as well.
    assert "Léa Öz" in said
    assert "Jonas Weber" in said


def test_only_the_first_three_places_are_named(chat: Chat) -> None:
    begin(chat)
    said = play(chat, dict.fromkeys(("BEN", "MEI", "LEA", "JON", "BEA"), True), {}, {})
    assert "Léa Öz" in said
    assert "Jonas Weber" not in said
    assert "5 people took part" in said


def test_nobody_wins_alone_and_a_round_without_players_says_so(chat: Chat) -> None:
    begin(chat)
    assert "nobody wins alone" in play(chat, {"BEN": True}, {}, {})
    begin(chat)
    assert "Nobody took part" in play(chat, {}, {}, {})
    begin(chat)
    assert "Nobody knew any of it" in play(chat, {"BEN": False, "MEI": False}, {}, {})
    assert deeds(chat) == []


def test_who_would_rather_not_be_named_stands_nowhere(chat: Chat) -> None:
    begin(chat)
    play(chat, {"BEN": True, "MEI": True}, {"BEN": True})
    chat.command("BEN", "/huzzah privacy")
    chat.press("BEN", chat.buttons("privacy_change")[0])
    fields = {each.id: "" for each in chat.dialog().fields}
    chat.submit("BEN", chat.dialog(), **fields)
    said = posted(pass_by(chat, 4 * MINUTE))
    assert "Mei-Lin Chen won with 119 points" in said
    assert "Ben Okafor" not in said.partition("Trivia: the standing")[2]


def test_nothing_comes_twice_in_a_channel_before_all_had_their_turn(chat: Chat) -> None:
    seen: list[str] = []
    for _ in range(4):
        begin(chat, "3 geography 1 min")
        pass_by(chat, 10 * MINUTE)
    seen = [row.question.partition(" · ")[2] for row in questions(chat)]
    assert len(seen) == len(set(seen)) == 12
    begin(chat, "3 geography 1 min")
    pass_by(chat, 10 * MINUTE)
    assert len(questions(chat)) == 15


def test_two_channels_have_their_own_order_and_rounds_beside_each_other(chat: Chat) -> None:
    begin(chat)
    chat.command("BEN", "/huzzah trivia 3 geography in #announcements")
    assert "Your round is announced in #announcements" in chat.notes()
    pass_by(chat, HOUR)
    assert len(questions(chat)) == 6
    here = [row.question for row in questions(chat) if row.channel == "C1"]
    assert here != [row.question for row in questions(chat) if row.channel == "C2"]


def test_a_channel_has_one_round_at_a_time(chat: Chat) -> None:
    begin(chat)
    assert "A round is under way here already" in begin(chat, "food", "BEN")
    pass_by(chat, HOUR)
    assert "announced" in begin(chat, "food", "BEN")


@pytest.mark.parametrize("when", ["before", "during"])
def test_it_can_be_stopped_early_and_then_nobody_wins(chat: Chat, when: str) -> None:
    begin(chat)
    if when == "during":
        play(chat, {"BEN": True, "MEI": True})
        answer(chat, "MEI")
    chat.command("BEN", "/huzzah trivia stop")
    assert "Only whoever began this round" in chat.notes()
    chat.command("ANA", "/huzzah trivia stop")
    assert "The round is stopped" in chat.notes()
    said = posted(chat.answers)
    assert ("called off before it began" in said) == (when == "before")
    assert ("stopped early" in said) == (when == "during")
    assert pass_by(chat, DAY) == []
    assert deeds(chat) == []
    assert {row.state for row in questions(chat)} <= {"closed"}
    chat.command("ANA", "/huzzah trivia stop")
    assert "No round is under way here" in chat.notes()


def test_an_admin_stops_it_by_the_word_and_the_host_by_the_button(chat: Chat) -> None:
    begin(chat, member="BEN")
    [stop] = chat.buttons("trivia_stop")
    chat.press("MEI", stop)
    assert "Only whoever" in chat.notes()
    chat.press("BEN", stop)
    assert "stopped" in chat.notes()
    chat.press("BEN", stop)
    assert "over already" in chat.notes()
    begin(chat, member="BEN")
    chat.command("JON", "/huzzah trivia stop")
    assert "stopped" in chat.notes()


def test_after_an_outage_it_goes_on_where_it_was(chat: Chat) -> None:
    begin(chat)
    play(chat, {"BEN": True})
    assert len(questions(chat)) == 2
    chat.now += 5 * HOUR
    said = posted(chat.tick())
    assert "3/3 · " in said
    assert [row.state for row in questions(chat)] == ["closed", "closed", "open"]
    assert questions(chat)[2].closes == chat.now + 2 * MINUTE
    assert "Trivia: the standing" in posted(pass_by(chat, QUESTION))


def test_a_tick_that_comes_twice_does_nothing_the_second_time(chat: Chat) -> None:
    begin(chat)
    [(entry,)] = chat.query("SELECT entry FROM calendar WHERE kind = 'quiz_next'")
    pass_by(chat, MINUTE)
    before = chat.query("SELECT count(*) FROM outbox")
    with chat.work() as work:
        event = Tick(workspace=WORKSPACE, at=chat.now, entry=int(str(entry)))
        assert ticking.tick(work, event) == []
    assert chat.query("SELECT count(*) FROM outbox") == before
    assert len(questions(chat)) == 1


def test_a_question_that_was_taken_away_counts_for_nobody(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    answer(chat, "BEN")
    answer(chat, "MEI")
    chat.command("JON", "/huzzah polls")
    steer = chat.buttons("poll_steer")[0]
    chat.press("JON", steer)
    chat.press("JON", chat.buttons("poll_delete")[0])
    said = play(chat, {"MEI": True, "LEA": False}, {})
    assert "Mei-Lin Chen won with 120 points" in said
    assert "2 people took part · 2 questions" in said


def test_where_another_organisation_comes_in_it_ends(chat: Chat) -> None:
    begin(chat)
    pass_by(chat, MINUTE)
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    said = pass_by(chat, HOUR)
    assert "another organisation is in its channel" in whispered(said, "ANA")
    assert len(questions(chat)) == 1
    assert "Another organisation is in that channel" in begin(chat)


def test_closed_questions_leave_the_list_of_polls_to_others(chat: Chat) -> None:
    begin(chat)
    play(chat, {})
    chat.command("BEN", "/huzzah polls")
    assert "2/3 · " in chat.notes()
    assert "1/3 · " not in chat.notes()


def test_who_takes_no_part_holds_no_round(chat: Chat) -> None:
    assert "colleagues of this company" in begin(chat, member="EXT")
    assert chat.query("SELECT count(*) FROM quiz_round") == [(0,)]


def test_a_round_is_its_hosts_and_forgets_whoever_is_erased(chat: Chat) -> None:
    begin(chat)
    play(chat, *[{"BEN": True, "MEI": False}] * 3)
    with chat.work() as work:
        privacy.ensure_pepper(work, "0123456789abcdef" * 4)
        assert privacy.export(work, "BEN").get("quiz_round", []) == []
        [row] = privacy.export(work, "ANA")["quiz_round"]
        # Nobody's points are the host's to keep.
        assert row["result"] == {"played": 2}
        privacy.erase(work, "ANA")
    assert chat.query("SELECT count(*) FROM quiz_round WHERE member = 'ANA'") == [(0,)]


def test_a_round_is_held_on_either_database(new_anywhere: Callable[[str], Chat]) -> None:
    chat = new_anywhere("")
    begin(chat)
    assert "Ben Okafor won with 360 points" in play(chat, *[{"BEN": True, "MEI": True}] * 3)
    assert deeds(chat) == [("BEN", "round:1")]


def test_the_round_of_a_channel_is_found_by_an_index(chat: Chat) -> None:
    begin(chat)
    sql = "SELECT * FROM quiz_round WHERE workspace = 'acme' AND channel = 'C1' AND state = 'running'"
    plan = str(chat.query(f"EXPLAIN QUERY PLAN {sql}"))
    assert "quiz_round_running" in plan
