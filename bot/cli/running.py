"""Running: `run`, `doctor` and `bench`."""

import contextlib
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.opening import JsonOption, settings
from bot.cli.problems import Problem, in_words
from bot.cli.showing import as_json, hint, say

if TYPE_CHECKING:
    import socket

    from bot.settings import Settings


def run() -> None:
    """Start Huzzah, and the playground where it is on; stop it with Ctrl+C."""
    from bot import log

    chosen = settings()
    _refuse_strangers(chosen)
    log.set_up(level=chosen.log_level, as_json=chosen.log_json)
    listening = _listen(chosen)
    from bot.app import Stopped, serve

    try:
        with in_words(), contextlib.suppress(KeyboardInterrupt):
            say(_greeting(chosen))
            serve(chosen, listening=listening)
    except Stopped as stopped:
        hint(f"Huzzah stopped: {stopped}")
        raise typer.Exit(1) from stopped
    say("Huzzah has stopped.")


def _refuse_strangers(chosen: "Settings") -> None:
    from bot.settings import SettingsFaults

    try:
        chosen.refuse_strangers()
    except SettingsFaults as faults:
        raise Problem(str(faults)) from faults


def _listen(chosen: "Settings") -> "socket.socket":
    # Taken before the slow imports, so that a port in use is said at once and in words.
    import socket

    family = socket.AF_INET6 if ":" in chosen.host else socket.AF_INET
    # Only where the protocol is named does asyncio turn off Nagle's algorithm, which costs 40 ms an answer.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((chosen.host, chosen.port))
    except OSError as error:
        listening.close()
        raise Problem(
            f"Huzzah can't listen on {chosen.host} port {chosen.port}: {error.strerror or error}. "
            "Is it running already? Otherwise set HUZZAH_PORT or HUZZAH_HOST."
        ) from error
    return listening


def _greeting(chosen: "Settings") -> str:
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    address = f"http://{host}:{chosen.port}"
    lines = ["Huzzah is starting."]
    if chosen.playground_on:
        lines.append(f"  The playground:  {address}/")
    else:
        lines.append(f"  Listening:       {address}/ (the playground is off; HUZZAH_PLAYGROUND=on turns it on)")
    if "teams" in chosen.platforms:
        lines.append(f"  Teams:           for the tenant {chosen.teams_tenant}")
    if "slack" in chosen.platforms:
        lines.append("  Slack:           on")
    lines += [f"  The database:    {chosen.database_shown}", "  To stop:         Ctrl+C"]
    return "\n".join(lines)


def doctor(json: JsonOption = False) -> None:
    """Look whether all is well: settings, database, schema, clock, disk, outbox, dead letters, and counts."""
    from bot.doctor import examine, in_lines

    findings = examine()
    if json:
        as_json(findings.as_json())
    else:
        say("\n".join(in_lines(findings)))
    if not findings.well:
        raise typer.Exit(1)


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Which benchmarks; all if none is named.")] = None,
    json: JsonOption = False,
) -> None:
    """Measure speed and memory on this machine."""
    from bot.bench import measure

    with in_words():
        measure(names or [], as_json=json)
