"""The front end's files: small, checked, complete, and from nowhere else."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[3] / "bot" / "playground" / "static"
FILES = sorted(path for path in STATIC.rglob("*") if path.suffix in {".js", ".css", ".html"})
SCRIPTS = [path for path in FILES if path.suffix == ".js"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_short_and_names_no_other_host(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 300
    addresses = re.findall(r"https?://[\w.]+", text.replace("http://www.w3.org", ""))
    assert [one for one in addresses if "localhost" not in one] == []


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


@pytest.mark.parametrize("page", ["index.html", "gallery.html"])
def test_everything_a_page_names_is_there(page: str) -> None:
    text = (STATIC / page).read_text("utf-8")
    for name in re.findall(r'(?:src|href)="/playground/static/([^"]+)"', text):
        assert (STATIC / name).is_file(), name
