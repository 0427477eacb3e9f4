"""The doctor: looks at settings, database, clock, disk, outbox and dead letters, and says in plain words what to do."""

import http.client
import shutil
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from bot import clock
from bot.findings import Findings
from bot.sealing import sealing
from bot.settings import Settings, SettingsFaults, load
from bot.slack.configured import ways as ways_of_slack
from bot.teams.configured import ways as ways_of_teams
from scoring.periods import MINUTE, SECOND
from storage import health, schema
from storage.forgetting import check_pepper
from storage.health import Numbers, Place
from storage.sealing import WrongKey
from storage.transactions import Database, Unavailable

GIGA = 1024**3
MEGA = 1024**2
LOW_DISK = 1 * GIGA
LARGE_LOG = 512 * MEGA
SKEW = 5 * SECOND
RESTORE = "Move it away. Restore the newest backup into a new one: huzzah restore FILE"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # nothing is bound here
PATIENCE = 5.0
"""Seconds for an answer of the running program."""
MOST_READ = 10_000
LATE = 10 * MINUTE
"""A letter that waits longer than this is stuck."""


def examine() -> Findings:
    """Look at everything that can be looked at; one fault doesn't hide another."""
    findings = Findings()
    try:
        loaded = load()
    except SettingsFaults as faults:
        for fault in faults.faults:
            findings.add("settings", False, fault, "Repair it in the environment or in .env.")
        return findings
    if not loaded.warnings:
        findings.add("settings", True, "they are valid")
    for warning in loaded.warnings:
        findings.add("settings", False, warning, "Correct or remove it.")
    _look_at_folder(findings, loaded.settings)
    _look_whether_it_runs(findings, loaded.settings)
    database = Database(loaded.settings.database_url)
    try:
        prepared = _look_at_database(findings, loaded.settings, database)
        if prepared:
            _look_at_key(findings, loaded.settings, database)
        _look_at_platforms(findings, loaded.settings, database, prepared=prepared)
    except Unavailable as error:
        reason = str(error).strip().partition("\n")[0]
        findings.add("database", False, f"it can't be used: {reason}", "Start it, or correct HUZZAH_DATABASE_URL.")
    except DatabaseError as error:
        if "malformed" not in str(error):
            raise
        findings.add("file", False, "it is damaged", RESTORE)
    finally:
        database.close()
    return findings


def _look_whether_it_runs(findings: Findings, settings: Settings) -> None:
    # Without a real workspace nobody misses it, and the playground's page says as much.
    needed = ways_of_slack(settings).any or ways_of_teams(settings).any
    host = "127.0.0.1" if settings.host in EVERYWHERE else settings.host
    link = http.client.HTTPConnection(host, settings.port, timeout=PATIENCE)
    address = f"{host}:{settings.port}"
    try:
        link.request("GET", "/healthz")
        answer = link.getresponse()
        words = answer.read(MOST_READ).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        findings.add("running", not needed, f"not running just now: nothing answers at {address}", "Start it: make run")
        return
    finally:
        link.close()
    if answer.status == HTTPStatus.OK and "workspaces" in words:
        findings.add("running", True, f"it answers at {address}")
    else:
        advice = "Its log says why; if another program has that port, set HUZZAH_PORT."
        findings.add("running", not needed, f"what answers at {address} isn't well: {words[:200]}", advice)


def _look_at_key(findings: Findings, settings: Settings, database: Database) -> None:
    file = settings.data_dir / "secret.key"
    try:
        if settings.secret_key.get_secret_value() or file.exists():
            check_pepper(database, sealing(settings.key))
        else:
            check_pepper(database, None)
    except WrongKey as error:
        findings.add("key", False, str(error), "Huzzah doesn't start until then.")


def _look_at_platforms(findings: Findings, settings: Settings, database: Database, *, prepared: bool) -> None:
    if ways_of_slack(settings).any:
        from bot.slack.doctor import SlackDoctor  # The SDK takes a while to load.

        SlackDoctor(settings, database, sealing(settings.key), findings, clock.now(), prepared).examine()
    if ways_of_teams(settings).any:
        from bot.teams.doctor import TeamsDoctor  # So does msal.

        TeamsDoctor(settings, database, findings, clock.now(), prepared).examine()


def in_lines(findings: Findings) -> Iterator[str]:
    """For people."""
    for finding in findings.found:
        yield f"{'✔' if finding.well else '✖'} {finding.name}: {finding.words}"
        if finding.advice:
            yield f"    {finding.advice}"
    for numbers in findings.workspaces:
        title = f" ({numbers.name})" if numbers.name else ""
        yield f"\nworkspace {numbers.workspace}{title}"
        yield (
            f"    {numbers.messages:,} messages by people, {numbers.reactions:,} reactions, {numbers.people:,} people, "
            f"{numbers.facts:,} facts, {numbers.ledger:,} ledger rows, rule book version {numbers.rule_book}"
        )
    bad = sum(not finding.well for finding in findings.found)
    yield "\nAll is well." if not bad else f"\n{'One thing needs' if bad == 1 else f'{bad} things need'} you."


def _look_at_folder(findings: Findings, settings: Settings) -> None:
    folder = settings.data_dir
    there = next(parent for parent in (folder.resolve(), *folder.resolve().parents) if parent.exists())
    _look_at_disk(findings, "disk", there)
    key = folder / "secret.key"
    if not settings.secret_key.get_secret_value() and key.exists() and key.stat().st_mode & 0o077:
        findings.add("key", False, f"others may read {key}", f"Run: chmod 600 {key}")
    words = "on" if settings.playground_on else "off"
    why = f" ({', '.join(settings.platforms)} configured)" if settings.platforms else ""
    alone = settings.host in ("127.0.0.1", "::1", "localhost") or not settings.playground_on
    advice = "The playground has no passwords: set HUZZAH_HOST=127.0.0.1, or HUZZAH_PLAYGROUND=off."
    findings.add("playground", alone, f"{words}{why}" + ("" if alone else f", reachable at {settings.host}"), advice)


def _look_at_disk(findings: Findings, name: str, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    findings.add(
        name, free >= LOW_DISK, f"{free / GIGA:,.1f} GB free at {folder}", "Make room: below 1 GB it gets tight."
    )


def _look_at_database(findings: Findings, settings: Settings, database: Database) -> bool:
    # Whether its tables are there and up to date.
    address = settings.database
    if address.get_backend_name() == "sqlite" and not Path(str(address.database)).exists():
        findings.add("database", True, f"none yet at {address.database}; `huzzah run` makes it")
        return False
    place = health.place(database)
    size = f"{place.size / MEGA:,.1f} MB"
    findings.add("database", True, f"{place.kind} {place.version} answers, {size}, {settings.database_shown}")
    _look_at_place(findings, place)
    ready = _look_at_schema(findings, database) and schema.version(database) == schema.HEAD
    if ready:
        _look_at_workspaces(findings, database, place)
    return ready


def _look_at_place(findings: Findings, place: Place) -> None:
    if place.clock:
        skew = abs(clock.now() - place.clock) / SECOND
        advice = "Set both machines' clocks by a time server (NTP)."
        findings.add("clock", skew <= SKEW / SECOND, f"{skew:.1f} s apart from the database's", advice)
    if place.reuses_log:
        words = (
            "PostgreSQL keeps what was in its own write-ahead log until it writes over it, keys of closed anonymous "
            "polls too; docs/anonymity.md tells how to shorten that"
        )
        findings.add("write-ahead log", True, words)
    if place.folder is not None:
        _look_at_disk(findings, "disk of the database", place.folder)
        advice = "Something reads for very long; stop it, and stop and start Huzzah."
        findings.add("write-ahead log", place.log_size <= LARGE_LOG, f"{place.log_size / MEGA:,.1f} MB", advice)


def _look_at_schema(findings: Findings, database: Database) -> bool:
    try:
        version = schema.version(database)
    except (schema.SchemaTooNew, schema.NotOurs) as error:
        findings.add("schema", False, str(error), "Until then nothing else can be looked at.")
        return False
    if version == schema.HEAD:
        findings.add("schema", True, f"version {version}, the newest this program knows")
        return True
    findings.add(
        "schema", True, f"{f'version {version}' if version else 'no tables yet'}; `huzzah run` brings it up to date"
    )
    return False


def _look_at_workspaces(findings: Findings, database: Database, place: Place) -> None:
    now = clock.now()
    wrong = health.whole(database)
    if place.kind == "SQLite":
        findings.add("file", not wrong, "; ".join(wrong) or "whole", RESTORE)
    findings.workspaces = health.numbers(database, now)
    findings.add("workspaces", True, f"{len(findings.workspaces)}")
    for numbers in findings.workspaces:
        _look_at_numbers(findings, numbers, now)


def _look_at_numbers(findings: Findings, numbers: Numbers, now: int) -> None:
    name = numbers.workspace
    ahead = (numbers.newest - now) / SECOND
    if ahead > SKEW / SECOND:
        advice = "This machine's clock is behind. Set it by a time server (NTP)."
        findings.add(f"clock ({name})", False, f"the newest fact is {ahead:,.0f} s in the future", advice)
    advice = f"Look at them with `huzzah dead-letters list -w {name}`, then replay them."
    words = f"{numbers.dead_letters:,}" if numbers.dead_letters else "none"
    findings.add(f"dead letters ({name})", not numbers.dead_letters, words, advice)
    late = numbers.outbox_overdue and now - numbers.oldest_waiting > LATE
    failed = numbers.outbox_failed
    words = f"{numbers.outbox_waiting:,} waiting, {failed:,} failed this week"
    advice = "Cards are not being delivered: is `huzzah run` running, and does its log say why not?"
    if failed and not late:
        advice = f"See `huzzah outbox list -w {name}`: has a channel gone, or may the app not write there?"
    findings.add(f"outbox ({name})", not (late or failed), words, advice)
