"""How the project is written: sizes, names, docstrings, and words that have no place in it."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.source_tree import PACKAGES, ROOT, import_names, modules, text_of, tree_of, written_files

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 50

MAY_BE_LONG: dict[str, str] = {}
"""Files, or functions as `file:name`, that may be longer, each with its reason."""

VAGUE = {
    "common", "core", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util",
    "utils",
}  # fmt: skip
"""Names that say nothing of what lives there."""

HOSTS = re.compile(
    "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("yarnpkg", "com"),
            ("deb", "debian", "org"), ("jsdelivr", "net"), ("unpkg", "com"), ("cdnjs", "cloudflare", "com"),
            ("googleapis", "com"), ("esm", "sh"),
        )
    )
)  # fmt: skip
"""Registries and content networks: a mirror must do as well, and the playground brings its own assets."""

MACHINE_PATHS = re.compile(r"(?<![\w.:/])/(?:work|root|home/\w+|Users/\w+|opt/\w+)/\w|(?<!\w)\.\./shared\b")
"""Places that exist on one machine only."""


def test_no_file_is_longer_than_a_reader_can_hold() -> None:
    assets = [path for path in written_files() if path.startswith(PACKAGES) and path.endswith((".js", ".css"))]
    lengths = {path: text_of(path).count("\n") for path in (*modules(*PACKAGES), *assets)}
    too_long = {path: n for path, n in lengths.items() if n > LINES_OF_A_FILE and path not in MAY_BE_LONG}
    assert too_long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        name: lines
        for path in modules(*PACKAGES)
        for name, lines in _functions(path)
        if lines > LINES_OF_A_FUNCTION and name not in MAY_BE_LONG
    }
    assert too_long == {}


def test_every_exemption_from_length_is_needed_and_has_a_reason() -> None:
    lengths = dict(each for path in modules(*PACKAGES) for each in _functions(path))
    for name, reason in MAY_BE_LONG.items():
        assert reason, name
        if ":" in name:
            assert lengths[name] > LINES_OF_A_FUNCTION, name
        else:
            assert text_of(name).count("\n") > LINES_OF_A_FILE, name


def test_every_module_begins_by_saying_what_lives_there() -> None:
    silent = [path for path in modules(*PACKAGES) if not _begins_with_a_sentence(path)]
    assert silent == []


def test_no_name_of_a_module_is_vague() -> None:
    vague = [
        path
        for path in modules(*PACKAGES)
        if VAGUE & set(re.split(r"[/_]", path.removesuffix(".py").removesuffix("/__init__")))
    ]
    assert vague == []


def test_tests_replace_nothing_inside_the_program() -> None:
    faults = [
        f"{path}:{line}: {what}" for path in modules("tests") for line, what in _replacements(tree_of(path), path)
    ]
    assert not faults, "\n" + "\n".join(faults)


def test_only_a_missing_postgresql_or_chromium_skips_a_test() -> None:
    faults = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path in modules("tests")
        if path != "tests/conftest.py"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node)
        in {"pytest.skip", "pytest.xfail", "pytest.importorskip"}
        | {f"pytest.mark.{mark}" for mark in ("skip", "skipif", "xfail")}
    ]
    assert faults == []


@pytest.mark.parametrize(
    "source",
    [
        "from unittest import mock",
        "from unittest.mock import patch",
        "import unittest.mock",
        "def test_it(monkeypatch): monkeypatch.setattr(bot, 'clock', None)",
    ],
)
def test_what_replaces_parts_of_the_program_is_found(source: str) -> None:
    assert list(_replacements(ast.parse(source), "tests/test_it.py"))


def test_no_file_names_a_registry_or_content_network() -> None:
    assert _lines_with(HOSTS) == []


def test_no_file_names_a_place_on_one_machine() -> None:
    assert _lines_with(MACHINE_PATHS) == []


@pytest.mark.parametrize("line", ["see /home" + "/ana/huzzah", "cd /root" + "/huzzah"])
def test_a_place_on_one_machine_is_found(line: str) -> None:
    assert MACHINE_PATHS.search(line)


@pytest.mark.parametrize("line", ["/api/home/1", "https://example.org/home/ana/x", "make/home", "/usr/bin/env"])
def test_an_address_is_not_taken_for_a_place_on_one_machine(line: str) -> None:
    assert not MACHINE_PATHS.search(line)


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_is_pinned_and_hashed(lock: str) -> None:
    text = text_of(lock)
    entries = re.findall(r"^[a-z0-9].*(?:\n    .*)+", text, flags=re.MULTILINE)
    assert len(entries) > 10
    assert all(re.match(r"[\w.-]+==\S+", entry) and "--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"index-url|find-links|://", text)


def test_both_locks_agree_on_every_version() -> None:
    first, second = (
        dict(re.findall(r"^([\w.-]+)==(\S+)", text_of(lock), flags=re.MULTILINE))
        for lock in ("requirements.txt", "requirements-dev.txt")
    )
    assert {name for name in first.keys() & second.keys() if first[name] != second[name]} == set()


def test_the_root_holds_what_a_newcomer_needs() -> None:
    wanted = ["Makefile", "LICENSE", ".env.example", ".ci/run", "pyproject.toml", "requirements.txt"]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


def _functions(path: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def _begins_with_a_sentence(path: str) -> bool:
    said = ast.get_docstring(tree_of(path)) or ""
    first = said.partition("\n\n")[0].strip()
    return text_of(path).startswith(('"""', 'r"""')) and first.endswith((".", "?", "!", ":"))


def _replacements(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    for line, name in import_names(tree, path):
        if name.startswith(("unittest.mock", "mock.")):
            yield line, f"{name}: hand the part in instead"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "monkeypatch.setattr":
            yield node.lineno, "monkeypatch.setattr: hand the part in instead"


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{path}:{number}: {line.strip()[:120]}"
        for path in written_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if pattern.search(line)
    ]
