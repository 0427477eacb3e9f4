"""The program: its commands, and how an error reaches a person - one sentence, and what to do."""

import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from bot.cli import (
    bringing,
    celebrating,
    explaining,
    keeping,
    keying,
    lettering,
    manifesting,
    planning,
    polling,
    posting,
    prompting,
    reading,
    ruling,
    running,
)
from bot.cli.problems import Problem


class Commands(TyperGroup):
    """All commands; what is wrong with an option is said without the words of the library that found it."""

    def invoke(self, ctx: Any) -> Any:
        """Do what one of them does."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix("Value error, ")
            raise


app = typer.Typer(
    name="huzzah",
    cls=Commands,
    help="Huzzah gets colleagues to talk to, thank and notice each other.",
    epilog="Settings come from the environment or a .env file; .env.example explains them.",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

app.command()(running.run)
app.command("import")(bringing.import_export)
app.add_typer(celebrating.celebrations, name="celebrations")
app.command()(reading.board)
app.command()(reading.me)
app.command()(explaining.why)
app.add_typer(ruling.rules, name="rules")
app.add_typer(prompting.prompts, name="prompts")
app.command()(keeping.rebuild)
app.command()(keeping.export)
app.command()(keeping.erase)
app.command()(keeping.backup)
app.command()(keeping.restore)
app.add_typer(lettering.letters, name="dead-letters")
app.add_typer(posting.outbox, name="outbox")
app.add_typer(planning.calendar, name="calendar")
app.add_typer(polling.polls, name="polls")
app.add_typer(manifesting.manifests, name="manifest")
app.add_typer(keying.keys, name="keys")
app.command()(running.doctor)
app.command()(running.bench)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"Huzzah {version('huzzah')}")
        raise typer.Exit


@app.callback()
def common(
    _version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version.")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
) -> None:
    """Huzzah gets colleagues to talk to, thank and notice each other."""
    if not debug:
        # Here, because Typer puts in its own just before.
        sys.excepthook = unexpected


def run(arguments: Sequence[str]) -> int:
    """Do what the arguments say; the exit code. 2 is an error, 1 an answer that is no."""
    try:
        app(args=list(arguments), prog_name="huzzah", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Problem as problem:
        return _refused(str(problem), arguments, problem)
    except OSError as error:
        return _refused(
            f"{error.strerror or error}: {error.filename}" if error.filename else str(error), arguments, error
        )
    return 0


def _refused(words: str, arguments: Sequence[str], error: BaseException) -> int:
    if "--debug" in arguments:
        import traceback

        traceback.print_exception(error)
    print(words, file=sys.stderr)
    return 2


def unexpected(_kind: type[BaseException], error: BaseException, _where: TracebackType | None) -> None:
    """A mistake of ours: say so without a traceback."""
    print(
        f"Something went wrong that shouldn't ({type(error).__name__}: {error}). "
        "Run it again as `huzzah --debug ...` to see where, and tell us.",
        file=sys.stderr,
    )
