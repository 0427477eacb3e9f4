"""The tab: what it shows, what its buttons and forms come to, and what it doesn't take."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest

from storage import privacy
from tests.bot.playground.allowlist import faults, words
from tests.bot.teams.keys_server import Json
from tests.bot.teams.tab_office import GENERAL, GROUP, TENANT, Office, member, office, sealed

PRESS, SUBMIT = "/teams/tab/press", "/teams/tab/submit"


@pytest.fixture
def acme(tmp_path: Path) -> Iterator[Office]:
    """An office of one's own."""
    with office(tmp_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def sturdy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One for all who change nothing."""
    with office(tmp_path_factory.mktemp("office")) as opened:
        yield opened


def mine(acme: Office, who: str = "ana") -> str:
    """The page of a member."""
    answer = acme.ask("/teams/tab/mine", who)
    assert answer.status_code == 200
    html: str = answer.json()["html"]
    assert faults(html) == []
    return html


def gift(acme: Office, who: str = "ana", to: str = "ben", **more: object) -> Json:
    """The form to give, opened and filled in."""
    form = acme.press(who, "kudos")["dialog"]
    entered = {"people": member(to), "amount": "2", "words": "for the calm release", "private": "false", **more}
    return {**sealed(form), "fields": entered}


def test_a_form_gives_and_the_page_knows(acme: Office) -> None:
    form = acme.press("ana", "kudos")["dialog"]
    assert faults(form) == []
    assert "Léa Öz" in words(form)
    given = acme.submit("ana", gift(acme))
    assert "@Ben Okafor gets 2 kudos" in words(given["html"])
    assert "You gave @Ben Okafor 2 kudos" in words(mine(acme))
    assert "@Ana Sousa gave you 2 kudos" in words(mine(acme, "ben"))


def test_what_is_sent_twice_counts_once(acme: Office) -> None:
    filled = gift(acme)
    first = acme.submit("ana", filled, request="the same")
    assert "html" in first
    assert acme.submit("ana", filled, request="the same") == {}
    assert "gave you 2 kudos" in words(mine(acme, "ben"))
    # Numbers are each member's own.
    assert "html" in acme.submit("lea", gift(acme, "lea"), request="the same")
    assert words(mine(acme, "ben")).count("gave you 2 kudos") == 2


def test_what_is_wrong_is_said_at_its_field_and_the_form_may_come_again(acme: Office) -> None:
    wrong = acme.submit("ana", gift(acme, to="ana"), request="one form")
    assert list(wrong["errors"]) == ["people"]
    assert list(acme.submit("ana", gift(acme, amount="99"), request="one form")["errors"]) == ["amount"]
    assert acme.submit("ana", gift(acme, people="x" * 5_000)) == {
        "errors": {"people": "That is more than fits in here. Please make it shorter."}
    }
    assert "gets 2 kudos" in words(acme.submit("ana", gift(acme), request="one form")["html"])


def test_privacy_is_ones_own_choice(acme: Office) -> None:
    card = acme.press("ana", "huzzah", "privacy")["html"]
    assert 'data-action="privacy_change"' in card
    form = acme.press("ana", "privacy_change")["dialog"]
    chosen = dict.fromkeys(privacy.CHOICES, "true") | {"show": "false"}
    assert "Show me" in words(acme.submit("ana", {**sealed(form), "fields": chosen})["html"])
    assert acme.look(lambda work: privacy.choices(work, member("ana"))["show"]) is False
    assert acme.look(lambda work: privacy.choices(work, member("ben"))["show"]) is True
    acme.submit("ana", gift(acme))
    assert "you are not shown on boards" in words(mine(acme))


def test_who_is_erased_stands_nowhere_any_more(acme: Office, tmp_path: Path) -> None:
    acme.submit("ana", gift(acme))
    form = acme.press("ana", "privacy_forget")["dialog"]
    assert list(acme.submit("ana", {**sealed(form), "fields": {"confirm": "yes"}})["errors"]) == ["confirm"]
    assert "erased" in words(acme.submit("ana", {**sealed(form), "fields": {"confirm": "ERASE"}})["html"])
    assert "You asked to be forgotten" in words(mine(acme))
    with closing(sqlite3.connect(tmp_path / "huzzah.sqlite")) as database:
        kept = "\n".join(database.iterdump())
    assert member("ben") in kept
    assert member("ana") not in kept


def test_admins_change_rules_and_others_do_not(acme: Office) -> None:
    page = acme.press("jon", "huzzah", "rules")["html"]
    value = unescape(re.findall(r'data-action="rule_edit" data-value="([^"]+)"', page)[0])
    assert "Only admins" in words(acme.press("ana", "rule_edit", value)["html"])
    form = acme.press("jon", "rule_edit", value)["dialog"]
    fields = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', form)) | {"points": "7"}
    before = acme.look(lambda work: work.book.version)
    assert "Nothing has been changed" in words(acme.submit("jon", {**sealed(form), "fields": fields})["beside"])
    fields["try"] = "false"
    assert "html" in acme.submit("jon", {**sealed(form), "fields": fields})
    assert acme.look(lambda work: work.book.version) == before + 1
    # With what was given to an admin, nobody else gets anywhere.
    assert acme.ask(SUBMIT, "ana", {"request": "1", **sealed(form), "fields": fields}).status_code == 409
    assert acme.look(lambda work: work.book.version) == before + 1


def test_settings_name_the_channels_that_may_be_chosen(acme: Office) -> None:
    form = acme.press("jon", "settings")["dialog"]
    assert "Acme › Wins" in words(form)
    assert "data-pick-emoji" not in form


MADE_UP: dict[str, Callable[[Office], Json]] = {
    "none": lambda acme: gift(acme) | {"context": ""},
    "one's own words": lambda acme: gift(acme) | {"context": f"{GENERAL}|"},
    "somebody else's": lambda acme: gift(acme, "lea"),
    "another form's": lambda acme: (
        gift(acme) | {"context": sealed(acme.press("ana", "privacy_change")["dialog"])["context"]}
    ),
    "for another form": lambda acme: gift(acme) | {"dialog": "privacy_erase"},
    "a link's": lambda acme: (
        gift(acme) | {"context": acme.tab.handing_out.link(TENANT, member("ana")).partition("=")[2]}
    ),
    "sealed for something else": lambda acme: gift(acme) | {"context": acme.tab.sealing.seal("7")},
    "not even text": lambda acme: gift(acme) | {"context": {"a": 1}},
    "cut": lambda acme: {**(form := gift(acme)), "context": form["context"][:-4]},
}


@pytest.mark.parametrize("which", MADE_UP)
def test_a_form_that_was_not_given_to_one_is_refused(sturdy: Office, which: str) -> None:
    answer = sturdy.ask(SUBMIT, "ana", {"request": "1", **MADE_UP[which](sturdy)})
    assert (answer.status_code, answer.json()) == (
        409,
        {"error": "This form is an old one. Close it and open it again."},
    )
    assert "gave you" not in words(mine(sturdy, "ben"))


MALFORMED: dict[str, object] = {
    "nothing": b"", "no JSON": b"{", "a list": [], "not UTF-8": b'{"request": "\xff"}',
    "without a number": {"action": "kudos"}, "with a number that is none": {"request": 5, "action": "kudos"},
    "endless": b'{"request": NaN}', "too deep": b'{"request":"1","a":' + b"[" * 9_000 + b"]" * 9_000 + b"}",
}  # fmt: skip


@pytest.mark.parametrize("which", MALFORMED)
def test_what_cannot_be_read_is_said_to_be_so(sturdy: Office, which: str) -> None:
    answer = sturdy.ask(PRESS, "ana", MALFORMED[which])
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert sturdy.ask(PRESS, "ana", b'{"request": "' + b"x" * 2_000_000).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        {"request": "odd"},
        {"request": "2", "action": ["kudos"], "value": {}},
        {"request": "3", "action": "nobody knows", "value": "\0"},
        {"request": "1" * 500, "action": "huzzah", "value": "x" * 100_000},
    ],
)
def test_an_odd_press_is_answered_in_words(sturdy: Office, body: Json) -> None:
    answer = sturdy.ask(PRESS, "ana", body)
    assert answer.status_code == 200
    assert faults(answer.json()["html"]) == []


def test_links_lead_into_teams_and_people_are_only_named(acme: Office) -> None:
    acme.say("ben", "<@ana> :tada: thanks for the calm release")
    html = mine(acme)
    links = [unescape(link) for link in re.findall(r'href="([^"]*)"', html)]
    assert links
    for link in links:
        assert link.startswith("https://teams.microsoft.com/l/")
        assert f"tenantId={TENANT}" in link
        assert f"groupId={GROUP}" in link
    assert any("/l/message/" in link for link in links)
    assert "data-person" not in html
    assert 'href="#' not in html


def test_what_one_may_type_is_as_it_is_in_teams(acme: Office) -> None:
    told = words(acme.press("ana", "huzzah", "help")["html"])
    assert "/huzzah" not in told
    assert "/kudos" not in told
    assert "@Huzzah kudos @ana @ben 3 for the release" in told


def test_everything_held_is_handed_out_by_a_link_that_ends(acme: Office) -> None:
    html = acme.press("ana", "privacy_export")["html"]
    (link,) = [unescape(each) for each in re.findall(r'href="([^"]*)"', html)]
    path = link.removeprefix("https://huzzah.acme.test")
    answer = acme.ask(path, token="")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="huzzah-about-me.json"'
    assert answer.headers["cache-control"] == "no-store"
    assert "Ana Sousa" in answer.text
    assert "Ben Okafor" not in answer.text
    acme.clock.now += 599_000_000
    assert acme.ask(path, token="").status_code == 200
    acme.dispatch.away = True
    assert acme.ask(path, token="").status_code == 503
    acme.dispatch.away = False
    acme.clock.now += 1_000_000
    over = acme.ask(path, token="")
    assert (over.status_code, "Press “Export what is held on me”" in over.text) == (410, True)


def test_such_a_link_cannot_be_made_up(acme: Office) -> None:
    seal = acme.tab.sealing.seal
    late = 99_999_999_999_999_999
    wrong = [
        "", "x", "%C3%A9%00", "x" * 9_000, sealed(acme.press("ana", "kudos")["dialog"])["context"], seal("null"),
        seal("[]"), seal(f'["{TENANT}", "{member("ben")}", {late}]'), seal(f'["about-me", "{TENANT}", 5, {late}]'),
        seal(f'["tab", "{TENANT}", "{member("ben")}", {late}]'),
    ]  # fmt: skip
    for each in wrong:
        answer = acme.ask(f"/teams/about-me?for={each}", token="")
        assert answer.status_code == 410
        assert "Ben" not in answer.text
