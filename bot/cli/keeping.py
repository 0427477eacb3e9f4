"""Keeping: `import`, `export`, `rebuild`, `erase`, `backup` and `restore`."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import JsonOption, opened
from bot.cli.problems import Problem
from bot.cli.showing import as_json, hint, number, plain, say

if TYPE_CHECKING:
    from bot.importing import Imported

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(words: str) -> Iterator[Progress]:
    """A bar on standard error; nothing where nobody looks."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def import_export(
    export: Annotated[Path, typer.Argument(metavar="EXPORT", help="The zip that Slack sent, or its unpacked folder.")],
    workspace: Annotated[str, typer.Option("--workspace", "-w", help="Its id; the export's own team if left out.")] = "",
    json: JsonOption = False,
) -> None:
    """Read a Slack workspace export; a second time, or a later one, adds only what is new."""
    from bot.clock import now
    from bot.importing import Importing
    from bot.slack_export import ExportError

    begun = time.monotonic()
    with opened(make=True) as database, progress_bar("Importing") as progress:
        try:
            done = Importing(database, export, now, workspace, progress).run()
        except ExportError as error:
            raise Problem(str(error)) from error
    seconds = time.monotonic() - begun
    if json:
        as_json({**done.report.as_json(), "new_facts": done.new_facts, "seconds": round(seconds, 3)})
    else:
        _show_import(done, seconds)


def _show_import(done: "Imported", seconds: float) -> None:
    report = done.report
    width = max((len(line.label) for line in report.lines()), default=0)
    for line in report.lines():
        say(f"{plain(line.label):<{width}}  {number(line.number):>9}  {plain(line.why)}".rstrip())
    say()
    rate = round(report.messages / seconds) if seconds else report.messages
    new = f"{number(done.new_facts)} new facts" if done.new_facts else "Nothing new"
    say(f"{new} in workspace {report.workspace}, in {seconds:.1f} s ({number(rate)} messages a second).")
    hint(f"Next: huzzah board --period all --workspace {report.workspace}")
