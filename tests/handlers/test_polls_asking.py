"""Asking: by command, by the form with its preview, and what is said to those who can't."""

import pytest

from handlers.answers import Note, Post, Refresh
from handlers.cards.blocks import Button
from handlers.polls import asking
from handlers.polls.asking import Ask
from scoring.periods import HOUR
from tests.handlers.chat import Chat, shown
from tests.handlers.conftest import NewChat

LUNCH = '/poll "Lunch on Friday?" "Pizza" "Sushi" "Surprise me"'


def card(chat: Chat) -> str:
    """The poll that was posted."""
    [post] = [each for each in chat.posts() if each.key.startswith("poll:")]
    return shown(post.card)


def test_a_poll_is_posted_at_once_with_a_note_to_steer_it(chat: Chat) -> None:
    chat.command("BEN", LUNCH)
    said = card(chat)
    assert said.startswith("Lunch on Friday?")
    assert all(option in said for option in ("Pizza", "Sushi", "Surprise me"))
    assert "asked by Ben Okafor" in said
    [post] = chat.posts()
    assert (post.channel, post.key, post.by) == ("C1", "poll:1", "BEN")
    assert "Your poll is out in #general" in chat.notes()
    assert chat.buttons("poll_close")
    assert chat.buttons("poll_edit")
    assert chat.buttons("poll_delete")


def test_a_poll_closes_after_two_days_if_nobody_says_otherwise(chat: Chat) -> None:
    chat.command("BEN", LUNCH)
    assert chat.query("SELECT closes, state FROM poll") == [(chat.now + 48 * HOUR, "open")]


def test_the_close_is_read_in_the_zone_of_who_asks(chat: Chat) -> None:
    chat.command("MEI", LUNCH + " close Fri 17:00")
    [(closes,)] = chat.query("SELECT closes FROM poll")
    # 17:00 in Taipei is 09:00 in UTC, two days after Wednesday 10:01.
    assert int(str(closes)) == chat.now - (chat.now % HOUR) + 47 * HOUR


def test_never_means_until_somebody_closes_it(chat: Chat) -> None:
    chat.command("BEN", LUNCH + " close never")
    assert chat.query("SELECT closes FROM poll") == [(0,)]
    assert "open until somebody closes it" in card(chat)
    assert chat.query("SELECT count(*) FROM calendar WHERE kind = 'poll_close'") == [(0,)]


def test_it_is_posted_in_the_channel_that_is_named(chat: Chat) -> None:
    chat.command("BEN", LUNCH + " in #announcements")
    [post] = chat.posts()
    assert post.channel == "C2"


def test_a_private_channel_is_named_to_nobody_outside(chat: Chat) -> None:
    chat.command("MEI", LUNCH + " in #secret")
    assert chat.posts() == []
    assert "I know no channel #secret" in chat.notes()
    chat.command("MEI", LUNCH + " in <#C9|secret>")
    assert chat.posts() == []


def test_a_duplicate_is_left_out_and_said(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "Pizza" "pizza " "Sushi"')
    assert card(chat).lower().count("pizza") == 1
    assert "twice" in chat.notes()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ('"Lunch?" "Pizza" "Sushi" anonimous', "Did you mean anonymous?"),
        ('"Lunch?" "Pizza" "Sushi" wibble', "I don't know the word wibble"),
        ('"Lunch?" "Pizza', "quotation mark has no end"),
        ('"Lunch?" "Pizza"', "Besides “Pizza”, what can people choose?"),
        ('"Lunch?"', "What can people choose?"),
        ('"Lunch?" "A" "B" close yesterday', "Until when?"),
        ('"Lunch?" "A" "B" quiz', "Which answer is right?"),
        ('"Lunch?" "A" "B" quiz right 7', "There is no option 7"),
        ('"Lunch?" "A" "B" rating', "brings its own marks"),
        ('"Lunch?" "A" "B" quiz ranking', "one kind only"),
        ('"How?" rating add', "leave out add"),
        ('"Lunch?" ' + " ".join(f'"{n}"' for n in range(21)), "21 options"),
        ('"Lunch?" "A" "' + "b" * 151 + '"', "Option 2 is too long"),
    ],
)
def test_an_error_says_what_to_type_and_posts_nothing(chat: Chat, typed: str, said: str) -> None:
    chat.command("BEN", f"/poll {typed}")
    assert chat.posts() == []
    assert said in chat.notes()
    assert chat.buttons("poll_form")
    assert chat.query("SELECT count(*) FROM poll") == [(0,)]


def test_the_form_after_an_error_keeps_what_was_typed(chat: Chat) -> None:
    chat.command("BEN", '/poll "Lunch?" "Pizza" "Sushi" anonymous wibble')
    [button] = chat.buttons("poll_form")
    chat.press("BEN", button)
    fields = {field.id: field.value for field in chat.dialog().fields}
    assert fields["question"] == "Lunch?"
    assert fields["options"] == "Pizza\nSushi"


@pytest.mark.parametrize(
    ("typed", "kind", "button"),
    [
        ('"Go?" yesno', "yesno", "vote"),
        ('"How was it?" rating', "rating", "vote"),
        ('"Recommend us?" enps', "enps", "vote"),
        ('"Order?" "A" "B" ranking', "ranking", "poll_vote"),
        ('"What?" open', "open", "poll_vote"),
        ('"Which?" "A" "B" "C" limit 2', "choices", "poll_vote"),
        ('"Capital?" "Paris"* "Lyon"', "quiz", "vote"),
    ],
)
def test_every_kind_has_its_card_and_buttons(chat: Chat, typed: str, kind: str, button: str) -> None:
    chat.command("BEN", f"/poll {typed}")
    assert chat.query("SELECT kind FROM poll") == [(kind,)]
    assert chat.buttons(button)


@pytest.mark.parametrize("by_form", [False, True])
def test_an_enps_is_anonymous_though_nobody_says_so(chat: Chat, *, by_form: bool) -> None:
    if by_form:
        chat.command("BEN", "/poll")
        chat.submit("BEN", chat.dialog(), question="Recommend us?", kind="enps", switches="")
        [button] = chat.buttons("poll_post")
        chat.press("BEN", button)
    else:
        chat.command("BEN", '/poll "Recommend us?" enps')
    assert chat.query("SELECT kind, anonymous, state FROM poll") == [("enps", 1, "open")]
    assert "votes are sealed" in card(chat)


def test_the_words_that_people_try_lead_there(chat: Chat) -> None:
    for word in ("poll", "survey", "ask", "vote"):
        chat.command("BEN", f'/huzzah {word} "Lunch?" "A" "B"')
        assert len(chat.posts()) == 1, word
    chat.command("BEN", '/huzzah quiz "Capital?" "Paris"* "Lyon"')
    assert len(chat.posts()) == 1
    chat.command("BEN", "/huzzah polls")
    assert "Capital?" in chat.notes()


def test_alone_it_opens_the_form_whose_preview_only_the_asker_sees(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    form = chat.dialog()
    chat.submit("BEN", form, question="Lunch?", options="Pizza\nSushi", switches="anonymous,remind", close="2h")
    assert chat.posts() == []
    assert "Only you see this" in chat.notes()
    assert chat.query("SELECT state, anonymous FROM poll") == [("draft", 1)]
    [post] = chat.buttons("poll_post")
    chat.later(24)
    chat.press("BEN", post)
    assert "Lunch?" in card(chat)
    assert chat.query("SELECT state, closes FROM poll") == [("open", chat.now + 2 * HOUR)]
    chat.press("BEN", post)
    assert chat.posts() == []
    assert "over" in chat.notes()


def test_a_preview_is_changed_and_discarded_by_its_asker_alone(chat: Chat) -> None:
    chat.command("BEN", "/poll")
    chat.submit("BEN", chat.dialog(), question="Lunch?", options="Pizza, Sushi", close="3d")
    [change], [discard], [post] = chat.buttons("poll_change"), chat.buttons("poll_discard"), chat.buttons("poll_post")
    chat.press("MEI", post)
    assert chat.posts() == []
    chat.press("BEN", change)
    form = chat.dialog()
    assert {field.id: field.value for field in form.fields}["options"] == "Pizza\nSushi"
    chat.submit("BEN", form, question="Dinner?", kind="yesno")
    assert "Dinner?" in chat.notes()
    assert chat.query("SELECT question, kind FROM poll") == [("Dinner?", "yesno")]
    chat.press("BEN", discard)
    assert any(isinstance(answer, Refresh) for answer in chat.answers)
    assert chat.query("SELECT state, question FROM poll") == [("deleted", "")]


@pytest.mark.parametrize(
    ("fields", "at"),
    [
        ({"question": "", "options": "A\nB"}, "question"),
        ({"question": "Q?", "options": "A"}, "options"),
        ({"question": "Q?", "options": "A\nB", "close": "wibble"}, "close"),
        ({"question": "Q?", "options": "A\nB", "kind": "quiz"}, "right"),
        ({"question": "Q?", "options": "A\nB", "channel": "C9"}, "channel"),
    ],
)
def test_the_form_says_what_is_missing_where(chat: Chat, fields: dict[str, str], at: str) -> None:
    chat.command("MEI", "/poll")
    chat.submit("MEI", chat.dialog(), **fields)
    assert list(chat.errors()) == [at]
    assert chat.query("SELECT count(*) FROM poll") == [(0,)]


def test_outsiders_and_the_forgotten_neither_ask_nor_fill_in(chat: Chat) -> None:
    chat.command("EXT", LUNCH)
    assert chat.posts() == []
    assert "colleagues" in chat.notes()
    chat.command("EXT", "/poll")
    assert [type(answer) for answer in chat.answers] == [Note]


def test_nothing_is_asked_where_another_organisation_listens(chat: Chat) -> None:
    from handlers.events import ChannelChanged
    from tests.handlers.chat import WORKSPACE

    chat.do(ChannelChanged(workspace=WORKSPACE, at=chat.now, channel="C1", name="general", shared=True))
    chat.command("BEN", LUNCH)
    assert chat.posts() == []
    assert "Another organisation" in chat.notes()


def test_mentions_and_emoji_in_options_call_nobody(chat: Chat) -> None:
    chat.command("BEN", '/poll "Who hosts <@MEI>?" "<@ANA>" ":tada: <!channel>"')
    said = card(chat)
    assert "@Mei-Lin Chen" in said
    assert "@Ana Sousa" in said
    [post] = chat.posts()
    assert "<@" not in repr(post.card)


def test_code_asks_the_same_way(chat: Chat) -> None:
    with chat.work() as work:
        [post] = asking.ask(work, Ask("Mood?", ("Good", "Bad"), channel="C1", closes=work.now + HOUR, series="mood"))
    assert isinstance(post, Post)
    assert post.key == "poll:1"
    assert chat.query("SELECT series, state FROM poll") == [("mood", "open")]


def test_an_anonymous_poll_is_not_posted_without_a_key(new_chat: NewChat) -> None:
    chat = new_chat("")
    chat.database.sealing = None
    chat.command("BEN", LUNCH + " anonymous")
    assert chat.posts() == []
    assert "key" in chat.whispers()["BEN"]
    assert chat.query("SELECT state, question FROM poll") == [("deleted", "")]


def test_help_and_the_list_are_a_word_away(chat: Chat) -> None:
    chat.command("BEN", "/poll help")
    assert "anonymous" in chat.notes()
    chat.command("BEN", "/poll list")
    assert "Nobody has asked anything yet" in chat.notes()
    chat.command("BEN", LUNCH)
    chat.command("MEI", "/huzzah polls")
    assert "Lunch on Friday?" in chat.notes()
    assert not chat.buttons("poll_steer")
    chat.command("BEN", "/poll list")
    assert chat.buttons("poll_steer")


def test_a_button_with_rubbish_does_nothing(chat: Chat) -> None:
    for action in ("vote", "poll_vote", "poll_post", "poll_close", "poll_results", "poll_receipts", "poll_kept"):
        for value in ("", "x", "1|", "9" * 30, "1|" + "9" * 30, "-1|2", "٣|١"):
            chat.press("BEN", Button(action, "x", value))
            assert chat.posts() == []
