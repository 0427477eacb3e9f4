"""The front end's files: small, checked, complete, and from nowhere else."""

import re
from pathlib import Path

import pytest

from bot.html import STYLES

STATIC = Path(__file__).parents[3] / "bot" / "playground" / "static"
KINDS = {".js", ".css", ".html"}
FILES = sorted(path for folder in (STATIC, STYLES) for path in folder.rglob("*") if path.suffix in KINDS)
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
    for name in re.findall(r'(?:src|href)="/playground/shared/([^"]+)"', text):
        assert (STYLES / name).is_file(), name


def test_every_script_is_named_at_once_so_that_the_page_opens_fast() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    named = set(re.findall(r'(?:src|href)="/playground/static/js/([^"]+)"', page))
    needed = {
        name
        for path in SCRIPTS
        for name in re.findall(r'^import [^;]*"./([^"]+)";', path.read_text("utf-8"), re.MULTILINE)
    }
    assert named == needed | {"main.js", "theme.js"}


COLOURS = dict(re.findall(r"--([\w-]+): light-dark\((#\w{6}, #\w{6})\)", (STYLES / "base.css").read_text("utf-8")))
READ_ON = [
    *((ink, ground) for ink in ("ink", "quiet") for ground in ("paper", "raised", "sunken", "hover")),
    *((ink, ground) for ink in ("accent", "teal", "danger") for ground in ("paper", "raised", "hover")),
    ("on-accent", "accent"), ("on-accent", "accent-strong"), ("teal", "teal-soft"), ("gold-ink", "gold-soft"),
    ("accent", "accent-soft"), ("accent-strong", "accent-soft"), ("ink", "accent-soft"), ("danger", "danger-soft"),
    ("paper", "ink"), ("paper", "teal"), ("gold-ink", "paper"),
]  # fmt: skip


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground"), READ_ON, ids=lambda name: name)
def test_letters_stand_out_from_their_ground(ink: str, ground: str, scheme: int) -> None:
    bright, dark = sorted((_brightness(COLOURS[name].split(", ")[scheme]) for name in (ink, ground)), reverse=True)
    assert (bright + 0.05) / (dark + 0.05) >= 4.5


def _brightness(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
