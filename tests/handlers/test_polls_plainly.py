"""What a newcomer types and is told: closing by word, yes or no, plain options, notes that name their poll."""

import pytest

from handlers.answers import Note, Open, Post, Refresh
from handlers.events import ChannelChanged
from handlers.polls import reading
from handlers.polls.yes_or_no import asks_yes_or_no
from scoring.periods import DAY, HOUR
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.test_polls_asking import card
from tests.handlers.test_polls_closing import over, result
from tests.handlers.test_polls_voting import lunch, press, vote

RULE = "With fewer than five votes nobody ever sees a result"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Shall we move the stand-up?", True),
        ("The stand-up is long. Should we move it?", True),
        ("Isn’t it time for cake?!", True),
        ("Do we want this or not?", True),
        ("Shall we meet on Monday or on Tuesday?", False),
        ("Lunch on Friday?", False),
        ("Which of them shall we take?", False),
        ("Can you imagine", False),
        ("Should we? Where do we meet?", False),
        ("?", False),
        ("", False),
    ],
)
def test_a_question_for_yes_or_no_is_known_by_how_it_begins(question: str, said: bool) -> None:
    assert asks_yes_or_no(question) is said


@pytest.mark.parametrize("typed", ["Shall we move the stand-up?", '"Shall we move the stand-up?" anonymous close 2h'])
def test_a_question_for_yes_or_no_needs_no_options(chat: Chat, typed: str) -> None:
    chat.command("BEN", f"/poll {typed}")
    assert chat.query("SELECT kind FROM poll") == [("yesno",)]
    assert [button.text for button in chat.buttons("vote")] == ["Vote", "Vote"]


def test_whoever_says_that_options_follow_is_asked_for_them() -> None:
    assert reading.read('"Shall we move it?" "Now" "Later"').kind == "choice"
    assert reading.read("Shall we move it? choice").problem
    assert reading.read("Lunch on Friday?").problem


@pytest.mark.parametrize(
    "typed",
    ['"Lunch?" pizza, sushi, salad', '"Lunch?" pizza / sushi / salad', '"Lunch?" pizza/sushi/salad',
     '"Lunch?" pizza, sushi or salad', '"Lunch?" pizza | sushi | salad anonymous'],
)  # fmt: skip
def test_options_behind_a_quoted_question_need_no_quotation_marks(typed: str) -> None:
    said = reading.read(typed)
    assert (said.problem, said.question, said.options) == ("", "Lunch?", ("pizza", "sushi", "salad"))


@pytest.mark.parametrize("typed", ["/poll close", "/poll close it", "/huzzah close poll", "/huzzah close the poll",
                                   "/huzzah poll close", "/huzzah end my poll."])  # fmt: skip
def test_closing_by_word_asks_which_one(chat: Chat, typed: str) -> None:
    lunch(chat)
    chat.command("MEI", '/poll "Of somebody else?" "A" "B"')
    chat.command("BEN", typed)
    assert "Lunch?" in chat.notes()
    assert "Of somebody else?" not in chat.notes()
    [button] = chat.buttons("poll_close")
    chat.press("BEN", button)
    assert chat.query("SELECT state FROM poll ORDER BY poll") == [("closed",), ("open",)]
    chat.command("BEN", typed)
    assert "No open poll of yours" in chat.notes()


def test_a_question_about_closing_is_a_question(chat: Chat) -> None:
    chat.command("BEN", "/poll Close the office early? Yes, No")
    assert "Close the office early?" in card(chat)


@pytest.mark.parametrize("typed", ["make a poll", "create poll", "new poll", "Make me a quick poll!", "start a survey"])
def test_making_a_poll_by_word_opens_the_form(chat: Chat, typed: str) -> None:
    answers = chat.command("BEN", f"/huzzah {typed}")
    assert [type(answer) for answer in answers] == [Open]
    assert chat.dialog().id == "poll_ask"


def test_what_was_asked_for_with_it_is_asked(chat: Chat) -> None:
    chat.command("BEN", '/huzzah make a poll "Lunch?" "Pizza" "Sushi"')
    assert "Pizza" in card(chat)


def test_making_something_nobody_knows_is_answered(chat: Chat) -> None:
    chat.command("BEN", "/huzzah make my day")
    assert chat.notes()


def test_the_note_on_a_vote_names_its_poll_and_takes_the_place_of_the_one_before(chat: Chat) -> None:
    lunch(chat)
    chat.command("BEN", '/poll "Dinner?" "Soup" "Bread"')
    notes = []
    for option, poll in ((1, 1), (2, 1), (1, 2)):
        vote(chat, "ANA", option, poll=poll)
        notes += [answer for answer in chat.answers if isinstance(answer, Note)]
    assert [shown(note.card).split(" · ")[0] for note in notes] == ["Lunch?", "Lunch?", "Dinner?"]
    first, again, other = (note.key for note in notes)
    assert first == again != other
    press(chat, "ANA", "poll_withdraw")
    [taken_back] = [answer for answer in chat.answers if isinstance(answer, Refresh)]
    assert "Lunch? · Your vote is taken back" in shown(taken_back.card)


def test_who_asks_anonymously_is_warned_where_few_can_answer(chat: Chat) -> None:
    chat.command("ANA", '/poll "Too loud?" yesno anonymous', channel="C9")
    assert "Only 2 people can vote here" in chat.notes()
    assert RULE in chat.notes()
    chat.command("BEN", '/poll "Too loud?" yesno anonymous')
    assert RULE in chat.notes()
    assert "Only" not in chat.notes()
    chat.command("BEN", '/poll "Too loud?" yesno')
    assert RULE not in chat.notes()


def test_the_preview_warns_as_well(chat: Chat) -> None:
    chat.command("ANA", "/poll", channel="C9")
    chat.submit("ANA", chat.dialog(), question="Too loud?", kind="yesno", switches="anonymous")
    assert "Only 2 people can vote here" in chat.notes()
    assert RULE in chat.notes()


def test_a_poll_that_is_changed_or_open_again_is_not_out_anew(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_edit")
    chat.submit("BEN", chat.dialog(), close="3d")
    assert "Your poll is changed" in chat.notes()
    press(chat, "BEN", "poll_close")
    assert "Your poll is open again" in press(chat, "BEN", "poll_reopen")
    assert "Your poll is out" not in chat.notes()


def test_a_poll_is_not_opened_again_where_nobody_could_vote_in_it(chat: Chat) -> None:
    lunch(chat)
    press(chat, "BEN", "poll_close")
    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    assert "another organisation" in press(chat, "BEN", "poll_reopen")
    assert chat.query("SELECT state FROM poll") == [("closed",)]


def test_a_result_goes_below_its_card_even_if_that_was_not_sent_yet(chat: Chat) -> None:
    lunch(chat, "close 2h")
    chat.later(3)
    chat.tick()
    [said] = [post for post in chat.posts() if post.key == "poll-result:1"]
    assert (said.thread, said.below) == ("", "poll:1")
    assert over(chat).startswith("Nobody voted")
    assert "Nobody voted" in result(chat)


def test_all_that_follows_a_poll_goes_below_its_card_even_if_that_was_not_sent_yet(chat: Chat) -> None:
    lunch(chat)
    vote(chat, "ANA", 1)
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_reopen")
    assert below_of(chat, "poll-result:1") == ("", "poll:1")
    press(chat, "BEN", "poll_close")
    press(chat, "BEN", "poll_promise")
    chat.submit("BEN", chat.dialog(), owner="MEI", due="2026-12-01")
    press(chat, "MEI", "poll_kept")
    chat.submit("MEI", chat.dialog(), answer="Pizza it is")
    assert below_of(chat, "poll-answer:1") == ("", "poll:1")
    press(chat, "BEN", "poll_delete")
    assert below_of(chat, "poll-answer:1") == below_of(chat, "poll-result:1") == ("", "poll:1")
    assert below_of(chat, "poll:1") == ("", "")


def below_of(chat: Chat, key: str) -> tuple[str, str]:
    """Where the last post under a key goes: its thread, and the card it follows."""
    said = [answer for answer in chat.answers if isinstance(answer, Post) and answer.key == key][-1]
    return said.thread, said.below


def test_the_form_plans_a_poll_and_its_preview_says_when(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    form = chat.dialog()
    chat.submit("BEN", form, question="Lunch?", options="Pizza\nSushi", again="every fryday")
    assert "When shall I ask?" in chat.errors()["again"]
    chat.submit("BEN", form, question="Lunch?", options="Pizza\nSushi", again="every friday 10:00", close="2h")
    assert "I'll ask it every Friday at 10:00" in chat.notes()
    [button] = chat.buttons("poll_post")
    assert button.text == "Plan it"
    chat.press("BEN", button)
    assert not [answer for answer in chat.answers if isinstance(answer, Post)]
    assert "every Friday at 10:00" in chat.notes()
    assert chat.query("SELECT state, question FROM poll") == [("deleted", "")]
    chat.now += 3 * DAY
    chat.tick()
    assert "Lunch?" in over(chat)
    [(made, closes)] = chat.query("SELECT made, closes FROM poll WHERE state = 'open'")
    assert int(str(closes)) - int(str(made)) == 2 * HOUR


def test_a_planned_draft_is_changed_with_all_that_was_filled_in(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    chat.submit("BEN", chat.dialog(), question="Lunch?", options="Pizza\nSushi", again="tomorrow 10:00")
    chat.press("BEN", chat.buttons("poll_change")[0])
    assert {field.id: field.value for field in chat.dialog().fields}["again"] == "tomorrow 10:00"
    chat.submit("BEN", chat.dialog(), again="")
    [button] = chat.buttons("poll_post")
    assert button.text == "Post it"
