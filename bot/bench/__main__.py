"""`python -m bot.bench`: the benchmarks with every option; `huzzah bench` runs them as they are."""

from pathlib import Path
from typing import Annotated

import typer

from bot.bench import Options, measure
from bot.collecting import relax

DEFAULT = Options()


def main(  # noqa: PLR0913  # each option is an argument
    names: Annotated[list[str] | None, typer.Argument(help="Which benchmarks; all if none is named.")] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Answer as JSON, for scripts.")] = False,
    events: Annotated[int, typer.Option(min=60, help="How many events.")] = DEFAULT.events,
    rounds: Annotated[int, typer.Option(min=1, help="How often each side runs; the median counts.")] = DEFAULT.rounds,
    large: Annotated[bool, typer.Option("--large", help="Also ten million ledger rows, and a million facts.")] = False,
    export: Annotated[Path | None, typer.Option(exists=True, help="A workspace export to import.")] = None,
    postgres: Annotated[str, typer.Option(help="The address of a PostgreSQL where a schema may be made.")] = "",
) -> None:
    """Measure speed and memory on this machine."""
    relax()
    measure(names or [], as_json=json, options=Options(events, rounds, large, export, postgres))


if __name__ == "__main__":
    typer.run(main)
