"""The tab of Teams in a real browser: signing in, themes, forms, the keyboard, and what is said when it fails."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.bot.teams.tab_office import PEOPLE, Office, member, office
from tests.browser.teams_window import Around, TeamsWindow, focused
from tests.browser.window import DESK, PHONE

pytestmark = pytest.mark.browser

Open = Callable[..., TeamsWindow]
CROWD = tuple(f"Colleague {number:02}" for number in range(1, 31))


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Office]:
    """A company in which something has happened."""
    with office(tmp_path, more=CROWD, links_here=True) as opened:
        opened.say("ben", "<@ana> :tada: thanks for the calm release")
        opened.say("mei", "<@ana> <@ben> :tada: :tada: what a *great* talk #teamwork")
        opened.say("ana", "<@lea> :tada: for the clear docs")
        yield opened


@pytest.fixture
def window(chromium: Browser, acme: Office) -> Iterator[Open]:
    """Opens windows; what one complains about, or asks elsewhere, fails the test."""
    opened: list[TeamsWindow] = []

    def make(who: str = "ana", **around: object) -> TeamsWindow:
        opened.append(TeamsWindow(chromium, acme, who, Around(**around)))  # type: ignore[arg-type]  # as written there
        return opened[-1]

    yield make
    for each in opened:
        each.close()
        assert (each.complaints, each.foreign) == ([], [])


LOOKS = {
    "light": ({"theme": "default"}, "light", "rgb(255, 250, 243)"),
    "dark": ({"theme": "dark"}, "dark", "rgb(28, 24, 21)"),
    "contrast": ({"theme": "contrast"}, "contrast", "rgb(0, 0, 0)"),
    "glass": ({"theme": "glass"}, "dark", "rgb(28, 24, 21)"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_the_tab_looks_like_the_teams_around_it(window: Open, look: str) -> None:
    around, theme, paper = LOOKS[look]
    ana = window(**around).ready()
    expect(ana.page.locator(":root")).to_have_attribute("data-theme", theme)
    expect(ana.page.locator("body")).to_have_css("background-color", paper)
    ana.page.evaluate("microsoftTeams.change('default')")
    expect(ana.page.locator(":root")).to_have_attribute("data-theme", "light")


@pytest.mark.parametrize(
    ("look", "size"),
    [("light", DESK), ("light", PHONE), ("dark", DESK), ("dark", PHONE), ("contrast", DESK)],
    ids=lambda each: each if isinstance(each, str) else "phone" if each == PHONE else "desk",
)
def test_how_it_looks(window: Open, acme: Office, look: str, size: tuple[int, int]) -> None:
    name = f"{look}-{'desk' if size == DESK else 'phone'}"
    ana = window(**LOOKS[look][0], size=size).ready()
    expect(ana.main).to_contain_text("You have")
    width = ana.page.evaluate("document.documentElement.scrollWidth")
    assert width <= size[0]
    ana.picture(name)
    for button, title in (
        ("Say thanks", "Give kudos"),
        ("Why these points?", "Why you have"),
        ("Privacy", "Your privacy"),
    ):
        ana.press(button)
        expect(ana.over(title)).to_be_visible()
        ana.picture(f"{name}-{button.split(' ', maxsplit=1)[0].lower()}")
        ana.page.keyboard.press("Escape")
        expect(ana.over()).to_have_count(0)
    jon = window("jon", **LOOKS[look][0], size=size).ready()
    expect(jon.main).to_contain_text("For admins")
    jon.picture(f"{name}-admin")


def test_with_the_systems_own_colours_everything_can_be_told_apart(window: Open) -> None:
    ana = window(forced="active").ready()
    ana.press("Privacy")
    ana.press("Change")
    expect(ana.page.get_by_role("switch", name="Score me")).to_have_css("border-top-width", "2px")
    ana.picture("forced-form")
    ana.press("Cancel")
    ana.picture("forced")


def test_a_form_is_filled_in_by_the_keyboard_alone(window: Open) -> None:
    ana = window().ready()
    ana.page.keyboard.press("Tab")
    assert focused(ana.page) == "Say thanks"
    ana.page.keyboard.press("Enter")
    expect(ana.over("Give kudos")).to_be_visible()
    expect(ana.page.get_by_role("searchbox", name="Find somebody by name")).to_be_focused()
    ana.page.keyboard.type("leA O")
    ana.page.keyboard.press("Enter")
    expect(ana.page.get_by_role("checkbox", name="Léa Öz")).to_be_checked()
    amount = ana.page.get_by_role("spinbutton", name="How many each?")
    amount.fill("99")
    amount.press("Enter")
    expect(ana.page.get_by_role("alert").filter(has_text="You have 9 left")).to_be_visible()
    expect(amount).to_be_focused()
    expect(amount).to_have_attribute("aria-invalid", "true")
    expect(amount).to_have_accessible_description(
        "You have 9 left today. You have 9 left today, and this comes to 99. Make it smaller or choose fewer people."
    )
    ana.picture("error")
    amount.fill("2")
    amount.press("Enter")
    expect(ana.over()).to_contain_text("@Léa Öz gets 2 kudos")
    expect(ana.main.locator("xpath=.")).to_contain_text("You gave @Léa Öz 2 kudos")
    ana.page.keyboard.press("Escape")
    expect(ana.main.get_by_role("button", name="Say thanks")).to_be_focused()


def test_a_long_list_of_people_is_searched_by_typing(window: Open) -> None:
    ana = window().ready()
    ana.press("Say thanks")
    search, people = ana.page.get_by_role("searchbox"), ana.over().get_by_role("checkbox")
    everybody = len(CROWD) + len(PEOPLE)
    expect(people).to_have_count(everybody)
    search.fill("okaf")
    expect(people).to_have_count(1)
    people.check()
    search.fill("kwame")
    expect(people).to_have_count(2)
    search.fill("zzz")
    expect(ana.page.get_by_role("status").filter(has_text="Nobody here is called that.")).to_be_visible()
    search.press("Enter")
    expect(ana.over("Give kudos")).to_be_visible()
    search.fill("")
    expect(people).to_have_count(everybody)
    ana.picture("people")
    ana.press("Give")
    expect(ana.over()).to_contain_text("@Ben Okafor gets 1 kudos")


def test_what_must_be_filled_in_is_said_before_anything_is_sent(window: Open) -> None:
    ana = window().ready()
    ana.press("Say thanks")
    ana.press("Give")
    expect(ana.page.get_by_role("alert").filter(has_text="Please fill this in.")).to_be_visible()
    expect(ana.page.get_by_role("searchbox")).to_be_focused()
    # A press beside it doesn't throw away what was written.
    ana.page.mouse.click(5, 5)
    expect(ana.over("Give kudos")).to_be_visible()
    ana.press("Cancel")
    expect(ana.over()).to_have_count(0)


def test_a_question_is_asked_before_something_counts(window: Open) -> None:
    ana = window().ready()
    ana.press("Say thanks")
    ana.page.get_by_role("checkbox", name="Ben Okafor").check()
    ana.press("Give")
    expect(ana.over()).to_contain_text("gets 1 kudos")
    ana.press("Take it back")
    question = ana.over("Take this back?")
    expect(question).to_be_visible()
    assert focused(ana.page) == "Cancel"
    ana.picture("question")
    question.get_by_role("button", name="Cancel").click()
    expect(ana.over()).to_contain_text("gets 1 kudos")
    ana.press("Take it back")
    ana.over("Take this back?").get_by_role("button", name="Take it back").click()
    expect(ana.over()).not_to_contain_text("gets 1 kudos")
    expect(ana.main.locator("xpath=.")).not_to_contain_text("You gave @Ben Okafor")


def test_privacy_is_changed_and_everything_held_is_taken_along(window: Open) -> None:
    ana = window(size=PHONE).ready()
    ana.press("Privacy")
    ana.press("Change")
    ana.page.get_by_role("switch", name="Show me").uncheck()
    ana.press("Save")
    expect(ana.over("Your privacy")).to_contain_text("Show me🚫 No")
    ana.press("Export what is held on me")
    link = ana.over("Everything I hold on you").get_by_role("link", name="Download it")
    expect(link).to_be_visible()
    ana.picture("export")
    with ana.page.expect_download() as saved:
        link.click()
    assert saved.value.suggested_filename == "huzzah-about-me.json"
    assert "Ana Sousa" in Path(saved.value.path()).read_text("utf-8")
    ana.page.mouse.click(5, 5)
    expect(ana.over()).to_have_count(0)
    expect(ana.main).to_contain_text("you are not shown on boards")


@pytest.mark.parametrize("closed", [False, True])
def test_a_message_opens_in_teams(window: Open, closed: bool) -> None:
    ana = window(closed=closed).ready()
    link = ana.main.get_by_role("link", name="see it").first
    target = str(link.get_attribute("href"))
    link.click()
    ana.page.wait_for_function("opened.length")
    assert ana.page.evaluate("opened") == [target]
    assert ana.page.url.endswith("/teams/tab")
    if closed:
        ana.until_asked_for(target)


def test_outside_of_teams_it_says_where_it_belongs(window: Open) -> None:
    ana = window(absent=True).open()
    expect(ana.main.get_by_role("heading", name="Open me inside Teams")).to_be_visible()
    expect(ana.main).to_contain_text("Apps, Huzzah, My Huzzah")
    ana.picture("outside")


def test_in_somebody_elses_frame_it_says_so_as_well(window: Open) -> None:
    ana = window(silent=True)
    ana.page.clock.install()
    ana.open()
    expect(ana.main).to_contain_text("Looking up")
    ana.page.clock.fast_forward(20_000)
    expect(ana.main).to_contain_text("Open me inside Teams")


@pytest.mark.parametrize(
    ("reason", "advice"),
    [("resourceDisabled", "isn't set up yet (resourceDisabled)"), ("CancelledByUser", "You closed the window")],
)
def test_who_could_not_sign_in_is_told_what_to_do_and_may_try_again(window: Open, reason: str, advice: str) -> None:
    ana = window(refused=reason).open()
    expect(ana.main.get_by_role("heading", name="Teams couldn't sign you in")).to_be_visible()
    expect(ana.main).to_contain_text(advice)
    ana.picture(f"refused-{reason}")
    ana.page.evaluate("localStorage.setItem('refused', '')")
    ana.press("Try again")
    expect(ana.main).to_contain_text("You have")


def test_while_huzzah_is_away_it_says_so_and_nothing_is_lost(window: Open, acme: Office) -> None:
    acme.dispatch.away = True
    ana = window().open()
    expect(ana.main.get_by_role("heading", name="That didn't work")).to_be_visible()
    acme.dispatch.away = False
    ana.press("Try again")
    ana.press("Say thanks")
    ana.page.get_by_role("checkbox", name="Ben Okafor").check()
    acme.dispatch.away = True
    ana.press("Give")
    expect(ana.page.get_by_role("alert").filter(has_text="try again in a minute")).to_be_visible()
    acme.dispatch.away = False
    ana.press("Give")
    expect(ana.over()).to_contain_text("gets 1 kudos")
    acme.dispatch.away = True
    ana.press("Take it back")
    ana.over("Take this back?").get_by_role("button", name="Take it back").click()
    expect(ana.over().get_by_role("alert")).to_contain_text("try again in a minute")
    assert acme.look(lambda work: work.member(member("ben")).name) == "Ben Okafor"


def test_who_is_not_served_is_told_so(window: Open, acme: Office) -> None:
    acme.clock.now += 4 * 3_600_000_000
    ana = window()
    acme.clock.now += 4 * 3_600_000_000
    ana.open()
    expect(ana.main).to_contain_text("Close this tab and open it once more.")
