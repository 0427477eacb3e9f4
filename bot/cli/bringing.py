"""Bringing the past in: `import`."""

import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import JsonOption, opened
from bot.cli.problems import Problem
from bot.cli.progress import progress_bar
from bot.cli.showing import as_json, called, hint, number, plain, say

if TYPE_CHECKING:
    from bot.importing import Imported
    from storage.transactions import Database

NEW = re.compile(r"[TE][A-Z0-9]{2,40}")
"""How Slack's ids of workspaces and organisations look: the only new ones an import begins by name."""


def _into(database: "Database", asked: str) -> str:
    from storage.finding import workspaces

    homes = workspaces(database)
    if not asked or any(home.workspace == asked for home in homes):
        return asked
    called = [home.workspace for home in homes if asked.lower() in (home.name.lower(), home.workspace.lower())]
    if len(called) == 1:
        return called[0]
    if not called and NEW.fullmatch(asked):
        return asked
    there = ", ".join(f"{home.workspace} ({home.name})" if home.name else home.workspace for home in homes)
    raise Problem(
        f"There is no workspace `{plain(asked)}`. "
        + (f"There are: {plain(there)}. " if there else "")
        + "A new one is named by Slack's id of it, such as T0123ABCD."
    )


def import_export(
    export: Annotated[Path, typer.Argument(metavar="EXPORT", help="The zip that Slack sent, or its unpacked folder.")],
    workspace: Annotated[
        str, typer.Option("--workspace", "-w", help="Its id or name; the export's own team if left out.")
    ] = "",
    json: JsonOption = False,
) -> None:
    """Read a Slack workspace export; a second time, or a later one, adds only what is new."""
    from bot.clock import now
    from bot.importing import Importing
    from bot.slack_export import ExportError

    begun = time.monotonic()
    with opened(make=True) as database, progress_bar("Importing") as progress:
        try:
            done = Importing(database, export, now, _into(database, workspace), progress).run()
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
    hint(f"Next: {called()} board --period all --workspace {report.workspace}")
