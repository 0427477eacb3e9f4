"""The chat itself in a real browser: writing, completion, threads, pictures, windows, phones and nights."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.bot.playground.serving import serving
from tests.bot.playground.test_http import PNG
from tests.browser.conftest import OUTPUT, NewWindow
from tests.browser.window import PHONE, Look, Window

pytestmark = pytest.mark.browser


def test_everything_is_completed_from_the_keyboard(new_window: NewWindow) -> None:
    ana = new_window()
    box, options = ana.by("composer-text"), ana.by("composer-options")
    box.press_sequentially("/hu")
    expect(options.get_by_test_id("option").first).to_contain_text("/huzzah")
    box.press("Escape")
    expect(options).to_be_hidden()
    box.fill("")
    box.press_sequentially("@o")
    box.press("ArrowDown")
    box.press("ArrowUp")
    box.press("Enter")
    expect(box).to_have_value("@Ben Okafor ")
    # Whoever types a space all the same doesn't get a second one.
    box.press_sequentially(" :tad")
    box.press("Tab")
    box.press_sequentially("in #wi")
    box.press("Enter")
    box.press("Shift+Enter")
    box.press_sequentially("second line")
    expect(box).to_have_value("@Ben Okafor :tada: in #wins \nsecond line")
    box.press("Enter")
    message = ana.message("second line")
    expect(message.locator(".mention")).to_have_text("@Ben Okafor")
    expect(message.locator(".place")).to_have_text("#wins")
    expect(box).to_have_value("")


def test_hostile_words_are_only_words(new_window: NewWindow) -> None:
    ana = new_window()
    hostile = '<img src=x onerror="document.title=1"> <script>document.title=2</script> "><svg onload=alert(1)>'
    ana.say(hostile)
    expect(ana.message("document.title=1")).to_contain_text(hostile)
    expect(ana.by("message-body").last.locator("img, script, svg")).to_have_count(0)
    assert ana.page.title() not in ("1", "2")


def test_a_thread_is_answered_beside_the_chat(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window("U_BEN")
    ana.say("Who has the projector?")
    ben.do("projector", "do-reply")
    ben.say("I do, one minute", where="thread-composer")
    expect(ana.message("projector").get_by_test_id("replies")).to_contain_text("1 reply")
    expect(ana.message("I do, one minute")).to_have_count(0)
    ana.message("projector").get_by_test_id("replies").click()
    expect(ana.message("I do, one minute", where="thread-timeline")).to_be_visible()
    ben.say("Here it is", where="thread-composer")
    expect(ana.message("Here it is", where="thread-timeline")).to_be_visible()
    ana.picture("thread")
    ana.by("thread-close").click()
    expect(ana.by("panel")).to_be_visible()


@pytest.mark.parametrize("deed", ["reaction-heart", "quick-heart"])
def test_a_click_during_which_the_message_is_drawn_anew_counts_all_the_same(new_window: NewWindow, deed: str) -> None:
    ana, ben = new_window(), new_window("U_BEN")
    ana.say("Cake in the kitchen!")
    ben.do("Cake in the kitchen!", "quick-heart")
    message = ana.message("Cake in the kitchen!")
    expect(message.get_by_test_id("reaction-heart")).to_contain_text("1")
    message.hover(position={"x": 60, "y": 12})
    message.get_by_test_id(deed).hover()
    ana.page.mouse.down()
    ben.do("Cake in the kitchen!", "quick-tada")
    expect(message.get_by_test_id("reaction-tada")).to_be_visible()
    ana.page.mouse.up()
    expect(message.get_by_test_id("reaction-heart")).to_contain_text("2")


def test_emoji_are_searched_and_picked(new_window: NewWindow) -> None:
    ana = new_window()
    ana.say("Lunch?")
    ana.do("Lunch?", "do-pick")
    ana.by("emoji-search").fill("pizza")
    ana.by("emoji-search").press("Enter")
    expect(ana.message("Lunch?").get_by_test_id("reaction-pizza")).to_be_visible()
    ana.by("composer-emoji").click()
    ana.by("emoji-search").fill("rocket")
    ana.by("pick-rocket").click()
    expect(ana.by("composer-text")).to_have_value(":rocket: ")


def test_a_picture_comes_from_a_file_or_an_address(new_window: NewWindow) -> None:
    ana, ben = new_window(channel="C_PHOTOS"), new_window("U_BEN", "C_PHOTOS")
    ana.by("composer-file").set_input_files({"name": "desk.png", "mimeType": "image/png", "buffer": PNG})
    expect(ana.by("waiting-picture")).to_have_count(1)
    ana.say("My desk")
    expect(ben.message("My desk").locator(".picture img")).to_be_visible()
    source = ben.message("My desk").locator(".picture img").get_attribute("src") or ""
    ana.by("composer-address").click()
    ana.by("picture-address").fill(ana.page.url.partition("/playground")[0] + source)
    ana.by("picture-add").click()
    ana.say("Once more")
    expect(ben.message("Once more").locator(".picture")).to_have_count(1)
    ana.by("composer-file").set_input_files({"name": "x.svg", "mimeType": "image/svg+xml", "buffer": b"<svg/>"})
    expect(ana.by("toast-error")).to_contain_text("x.svg")


def test_the_newest_message_stays_in_sight_when_a_phone_is_turned(new_window: NewWindow) -> None:
    ana = new_window(look=Look(size=PHONE))
    for number in range(20):
        ana.say(f"Line {number}")
    last = ana.message("Line 19")
    expect(last).to_be_in_viewport(ratio=1)
    for width, height in (PHONE[::-1], PHONE):
        ana.page.set_viewport_size({"width": width, "height": height})
        expect(last).to_be_in_viewport(ratio=1)
    ana.by("timeline").evaluate("list => { list.scrollTop = 0; }")
    ana.page.set_viewport_size({"width": PHONE[1], "height": PHONE[0]})
    expect(last).not_to_be_in_viewport()


def test_one_window_can_become_somebody_else(new_window: NewWindow) -> None:
    window = new_window()
    window.say("I am Ana")
    window.become("U_YUKI")
    expect(window.by("persona")).to_contain_text("Yuki Tanaka")
    window.say("I am Yuki")
    expect(window.message("I am Yuki")).to_have_attribute("data-author", "U_YUKI")
    window.page.reload()
    window.wait_until_live()
    expect(window.by("persona")).to_contain_text("Yuki Tanaka")
    expect(window.by("channel-C_DESIGN")).to_have_count(0)
    window.become("U_MEI")
    expect(window.by("channel-C_DESIGN")).to_be_visible()


def test_what_is_unread_is_marked(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window("U_BEN", "C_RANDOM")
    ben.say("Coffee is ready")
    expect(ana.by("unread-C_RANDOM")).to_have_text("1")
    ana.go("C_RANDOM")
    expect(ana.by("unread-C_RANDOM")).to_have_count(0)
    expect(ana.by("timeline")).to_contain_text("New")
    ben.say("And cake")
    expect(ana.message("And cake")).to_be_visible()


def test_what_is_written_while_a_channel_loads_is_for_that_channel(new_window: NewWindow) -> None:
    ana = new_window()
    loading: list[Route] = []
    ana.page.route("**/api/messages?*", lambda route: loading.append(route))  # noqa: PLW0108  # it marks functions
    ana.by("channel-C_RANDOM").click()
    expect(ana.by("timeline")).to_have_attribute("aria-busy", "true")
    ana.by("composer-text").fill("Coffee is ready")
    for each in loading:
        each.continue_()
    ana.page.unroute("**/api/messages?*")
    expect(ana.by("timeline")).to_have_attribute("aria-busy", "false")
    ana.wait_until_live()
    expect(ana.by("composer-text")).to_be_focused()
    expect(ana.by("composer-text")).to_have_value("Coffee is ready")
    ana.go("C_GENERAL")
    expect(ana.by("composer-text")).to_have_value("")


def test_the_last_message_is_edited_with_the_arrow_key(new_window: NewWindow) -> None:
    ana = new_window()
    ana.say("helo")
    expect(ana.message("helo")).to_be_visible()
    ana.by("composer-text").press("ArrowUp")
    ana.by("edit-text").fill("hello")
    ana.by("edit-text").press("Enter")
    expect(ana.message("hello (edited)")).to_be_visible()


def test_an_unknown_command_says_what_to_try(new_window: NewWindow) -> None:
    ana = new_window()
    ana.by("composer-text").fill("/nonsense")
    ana.by("composer-text").press("Enter")
    expect(ana.by("toast-error")).to_contain_text("/huzzah help")
    expect(ana.by("composer-text")).to_have_value("/nonsense")


def test_the_page_mends_itself_when_huzzah_was_away(new_window: NewWindow) -> None:
    ana, ben = new_window(), new_window("U_BEN")
    ana.page.context.set_offline(True)
    ana.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")
    ben.say("While you were away")
    ana.page.context.set_offline(False)
    expect(ana.message("While you were away")).to_be_visible(timeout=15_000)


def test_on_a_phone_the_lists_are_drawers(new_window: NewWindow) -> None:
    ben = new_window("U_BEN", "C_WINS", Look(size=PHONE))
    ben.say("@Emma Clarke :tada: for a great first week")
    expect(ben.message("great first week")).to_be_visible()
    ben.picture("phone-chat")
    expect(ben.by("sidebar")).to_be_hidden()
    ben.by("open-sidebar").click()
    expect(ben.by("sidebar")).to_be_visible()
    ben.picture("phone-channels")
    ben.go("C_GENERAL")
    expect(ben.by("sidebar")).to_be_hidden()
    ben.by("open-panel").click()
    expect(ben.standing("Emma Clarke")).to_be_visible()
    ben.picture("phone-board")
    ben.by("close-panel").click()
    expect(ben.by("panel")).to_be_hidden()
    wide = ben.page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= PHONE[0]


def test_by_night_it_is_dark_and_can_be_made_light(new_window: NewWindow) -> None:
    ana = new_window("U_ANA", "C_GENERAL", Look("dark"))
    ana.picture("night")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    dark = ana.page.evaluate(ground)
    ana.by("theme").click()
    assert ana.page.evaluate(ground) != dark
    ana.page.reload()
    ana.wait_until_live()
    assert ana.page.evaluate(ground) != dark


def test_after_a_restart_everything_is_still_there(chromium: Browser, tmp_path: Path) -> None:
    for words in ("before", "after"):
        with serving(tmp_path) as served:
            window = Window(chromium, served.url, OUTPUT, Look())
            window.open("U_ANA", "C_GENERAL")
            window.say(words)
            expect(window.message("before")).to_be_visible()
            expect(window.message(words)).to_be_visible()
            window.close()
