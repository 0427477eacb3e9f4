"""The tab's files: small, checked, complete, and of all foreign hosts only that of Microsoft's library."""

import re
from pathlib import Path

import pytest

from bot.html import STYLES
from bot.teams.tab.page import INTEGRITY, LIBRARY, MICROSOFTS, PAGE, POLICY, STATIC
from tests.source_tree import text_of

FILES = sorted(path for path in STATIC.rglob("*") if path.is_file())
SCRIPTS = [path for path in FILES if path.suffix == ".js"]
DEEP = "https://teams.microsoft.com/l/"
"""How links into Teams begin; nothing is asked for there."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_short_and_names_no_other_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert path.suffix in (".js", ".css")
    assert len(text.splitlines()) <= 300
    assert re.findall(r"https?://[\w.]+", text.replace(DEEP, "")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_is_type_checked_and_says_what_it_is(path: Path) -> None:
    first, second = path.read_text("utf-8").splitlines()[:2]
    assert first == "// @ts-check"
    assert second.startswith("/**")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_every_import_is_there(path: Path) -> None:
    text = path.read_text("utf-8")
    for names, source in re.findall(r'^import \{([^}]*)\} from "\./([\w.]+)";', text, re.MULTILINE):
        exporting = (path.parent / source).read_text("utf-8")
        for name in names.split(","):
            assert re.search(rf"export (?:async )?(?:const|let|function|class) {name.strip()}\b", exporting), name


def test_everything_the_page_names_is_there_and_every_file_is_named() -> None:
    ours = set(re.findall(r'(?:src|href)="tab/static/([^"]+)"', PAGE))
    assert ours == {path.name for path in FILES}
    for name in re.findall(r'(?:src|href)="tab/shared/([^"]+)"', PAGE):
        assert (STYLES / name).is_file(), name


def test_of_all_other_hosts_only_the_librarys_is_asked_and_only_for_what_it_was() -> None:
    assert re.findall(r'"(https?://[^"]+)"', PAGE) == [LIBRARY]
    (tag,) = re.findall(rf'<script src="{re.escape(LIBRARY)}"[^>]*>', PAGE)
    assert f'integrity="{INTEGRITY}"' in tag
    assert re.fullmatch(r"sha384-[A-Za-z0-9+/]{64}", INTEGRITY)
    assert 'crossorigin="anonymous"' in tag
    (version,) = re.findall(r"^TEAMS_JS := @microsoft/teams-js@(\S+)$", text_of("Makefile"), re.MULTILINE)
    assert f"{MICROSOFTS}/teams-js/{version}/js/MicrosoftTeams.min.js" == LIBRARY


def test_nothing_may_be_run_or_asked_that_is_not_named() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    assert rules["script-src"] == rules["connect-src"] == f"'self' {MICROSOFTS}"
    assert rules["style-src"] == "'self'"
    assert all(each.startswith("https://") for each in rules["frame-ancestors"].split())
    assert not re.search(r"<script>|<style|style=|\son\w+=", PAGE)
