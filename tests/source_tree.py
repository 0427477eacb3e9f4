"""The project's own files, for the tests that read them: where they are, their text, their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ("bot", "handlers", "storage", "scoring")
"""The layers, in the order in which they may import: only those further right."""
PACKAGES = (*PROGRAM, "manifests", "tests")

_TEXT = {
    ".py", ".md", ".toml", ".txt", ".in", ".yaml", ".yml", ".json", ".js", ".css", ".html", ".svg",
    ".mako", ".ini", ".cfg", ".sh", ".example", "",
}  # fmt: skip
_MADE = {ROOT / "data", ROOT / "build", ROOT / "tests" / "output"}
_HIDDEN_YET_OURS = {".ci", ".github", ".env.example", ".gitignore", ".gitattributes"}


def modules(*packages: str) -> list[str]:
    """Every Python file in these packages, as a path from the root."""
    found = (path for package in packages for path in (ROOT / package).rglob("*.py"))
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@cache
def text_of(path: str) -> str:
    """What a file says."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree_of(path: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text_of(path), filename=path)


def written_files() -> Iterator[str]:
    """Every text file that people wrote (and the locks), as a path from the root."""
    yield from (path.relative_to(ROOT).as_posix() for path in _walk(ROOT) if path.suffix in _TEXT)


def _walk(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        hidden = path.name.startswith(".") and path.name not in _HIDDEN_YET_OURS
        if hidden or path in _MADE or path.name == "__pycache__" or path.suffix == ".egg-info":
            continue
        if path.is_dir():
            yield from _walk(path)
        else:
            yield path


def import_names(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Each module or name that a file imports, with its line; relative imports written out."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, path)
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def dotted_names(tree: ast.Module, path: str) -> Iterator[tuple[int, str]]:
    """Each name or attribute used, as what it stands for: `dt.now` is `datetime.datetime.now`."""
    meanings = _meanings(tree, path)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Name):
            chain = _chain(node)
            if chain:
                yield node.lineno, ".".join([meanings.get(chain[0], chain[0]), *chain[1:]])


def _origin(node: ast.ImportFrom, path: str) -> str:
    if not node.level:
        return node.module or ""
    package = path.split("/")[: -node.level]
    return ".".join([*package, *filter(None, [node.module])])


def _meanings(tree: ast.Module, path: str) -> dict[str, str]:
    meanings: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            meanings |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            origin = _origin(node, path)
            meanings |= {alias.asname or alias.name: f"{origin}.{alias.name}" for alias in node.names}
    return meanings


def _chain(node: ast.expr) -> list[str]:
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []
