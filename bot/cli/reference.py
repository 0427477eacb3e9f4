"""The reference of all commands, docs/commands.md: `python -m bot.cli.reference` writes it, a test watches it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

FILE = Path("docs/commands.md")
HEAD = """# Commands

`huzzah COMMAND --help` says the same on the terminal. This page is generated: `python -m bot.cli.reference`.

- `--json` is there wherever something is listed. It prints to standard output; hints and errors go to standard error.
- The exit code is 0 if all went well, 1 for an answer that is no (`doctor` found something, a rule book is wrong), and
  2 for an error. `huzzah --debug COMMAND` shows where an error comes from.
- With several workspaces, `--workspace` chooses one; the playground is only meant where there is no other.
- A member is given as an id, `@name` or exact name.
- Settings come from the environment or a `.env` file; `.env.example` explains them.
"""


def reference() -> str:
    """The whole page."""
    from bot.cli.program import app

    root: Any = typer.main.get_command(app)
    context = typer.Context(root, info_name="huzzah")
    parts = [HEAD]
    for command, inner in _commands(root, context):
        parts.append(_section(command, inner))
    return "\n".join(parts)


def _commands(group: Any, context: Any) -> Iterator[tuple[Any, Any]]:
    for name, command in group.commands.items():
        inner = typer.Context(command, info_name=name, parent=context)
        yield command, inner
        if hasattr(command, "commands"):
            yield from _commands(command, inner)


def _section(command: Any, context: Any) -> str:
    level = "##" if context.parent.parent is None else "###"
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    lines = [f"{level} {context.command_path}", "", command.help.strip(), "", "```", usage, "```", ""]
    rows = [row for row in (_row(parameter, context) for parameter in command.params) if row]
    if rows:
        lines += ["| | |", "|---|---|", *rows, ""]
    return "\n".join(lines)


def _row(parameter: Any, context: Any) -> str:
    if parameter.name == "help":
        return ""
    if parameter.param_type_name == "argument":
        names, words = parameter.metavar or parameter.name.upper(), parameter.help or ""
    else:
        names, words = parameter.get_help_record(context)
    names, words = (" ".join(text.replace("|", "\\|").split()) for text in (names, words))
    return f"| `{names}` | {words} |"


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(reference(), "utf-8")
