"""An aged workspace: thousands of rows in each table that grows as long as a workspace is used, all of the past."""

from sqlalchemy import Column, Integer
from sqlmodel import SQLModel

from scoring.periods import DAY, local_day, start_of
from storage.transactions import Work
from tests.storage.small_world import BEGIN

HOME, CHANNEL, SOMEBODY = "home", "C7", "M7"
ROWS = 8_000
NOW = BEGIN + DAY
LONG_AGO = NOW - 400 * DAY
TODAY = local_day("UTC", NOW)
THIS_MONTH = start_of("month", TODAY)

_CHANNEL, _MEMBER, _ANYBODY = "'C' || (i - i / 50 * 50)", "'M' || (i - i / 300 * 300)", "'M' || i"
_COLLEAGUE = "'M' || (i - i / 3000 * 3000)"
_TENTH, _PAST, _LATELY = "i / 10", f"{LONG_AGO} + i", f"{NOW - DAY} + i"

GROWING: dict[str, dict[str, str]] = {
    "asked": {"channel": _CHANNEL, "round": "1", "prompt": "'own-' || i", "at": _PAST, "recalled": "1"},
    "ballot": {"poll": _TENTH, "receipt": "'r' || i"},
    "calendar": {
        "entry": "i", "kind": "CASE WHEN i < 3000 THEN 'celebration' ELSE 'poll_close' END", "topic": "i",
        "zone": "'@'", "member": _ANYBODY, "recurrence": "'day'", "next": f"{NOW + 90 * DAY} + i", "made": _LATELY,
        "state": "CASE WHEN i < 3000 THEN 'on' ELSE 'done' END", "last": _LATELY,
    },
    "challenge": {"challenge": "i", "measure": "'thanks'", "state": "'closed'", "closes": _PAST, "closed_at": _PAST},
    "challenge_part": {"challenge": _TENTH, "member": _ANYBODY, "amount": "1"},
    "challenge_step": {"challenge": _TENTH, "channel": _CHANNEL, "message": "'m' || i", "member": _MEMBER},
    "coffee_round": {"circle": "1", "round": "i"},
    "coffee_seat": {"circle": "1", "round": "i / 60", "member": _ANYBODY, "party": "1 + i - i / 30 * 30"},
    "contest": {"contest": "i", "kind": "'photo'", "state": "'closed'", "closes": _PAST, "closed_at": _PAST},
    "contest_entry": {"contest": _TENTH, "message": "'m' || i", "member": _MEMBER, "fits": "1"},
    "counter": {"name": "'each:thanked'", "subject": _COLLEAGUE, "other": _ANYBODY, "amount": "1"},
    "greeting": {"greeting": "i", "member": _COLLEAGUE, "kind": "'birthday'", "year": "i", "state": "'posted'"},
    "idea": {"idea": "i", "kind": "'prompt'", "state": "'dropped'", "channel": _CHANNEL, "made": _PAST},
    "ledger": {
        "seq": "i", "at": _PAST, "member": _MEMBER, "other": "'M' || (i - i / 7 * 7)", "channel": _CHANNEL,
        "message": "'m' || i", "rule": "'gift-received'", "version": "1", "points": "1", "given": "1",
    },
    "message": {"channel": _CHANNEL, "message": "'m' || i", "author": _MEMBER, "at": _PAST, "state": "1"},
    "objection": {"seq": "i", "at": _PAST, "member": _MEMBER, "state": "'kept'"},
    "outbox": {"id": "i", "kind": "'post'", "channel": _CHANNEL, "key": "'poll:' || i", "state": "'sent'"},
    "poll": {
        "poll": "i", "kind": "'choice'", "state": "'closed'", "channel": _CHANNEL, "member": _MEMBER, "made": _PAST,
        "terms": "'{}'", "series": "CASE WHEN i - i / 2 * 2 = 0 THEN '' ELSE 'round:' || i / 10 END",
    },
    "poll_option": {"poll": _TENTH, "option": "1 + i - i / 10 * 10", "words": "'x'", "state": "'shown'"},
    "promise": {"poll": "i", "member": _MEMBER, "state": "'kept'"},
    "prompt": {"prompt": "'own-' || i", "state": "'once'", "made": _LATELY},
    "prompt_answer": {"channel": _CHANNEL, "thread": "'t' || i / 10", "message": "'m' || i"},
    "pulse_round": {"pulse": "i / 50", "day": "i", "state": "'closed'"},
    "quiz_round": {"quiz": "i", "state": "'over'", "channel": _CHANNEL},
    "reaction": {"channel": _CHANNEL, "message": "'m' || i", "member": _MEMBER, "emoji": "'tada'", "is_on": "1"},
    "run": {"entry": _TENTH, "slot": "i"},
    "total": {"member": _ANYBODY, "span": "'month'", "start": f"{THIS_MONTH}", "channel": _CHANNEL, "shown": "1"},
    "trend_count": {
        "channel": _CHANNEL, "day": f"{TODAY} - 5 - i / 120", "kind": "'hashtag'", "item": "'i' || i", "people": "5",
    },
    "vote": {"poll": _TENTH, "voter": _ANYBODY, "choice": "'[[1]]'", "at": _PAST},
    "words": {"seq": "i", "member": _MEMBER, "markup": "'x'"},
    "wish": {"greeting": _TENTH, "author": _MEMBER, "state": "'said'"},
}  # fmt: skip
"""Table -> what stands in its i-th row; every other column is empty."""

SMALL = {
    "audit": "only written here",
    "celebrating": "one row of a workspace",
    "channel": "as many as a workspace has",
    "channel_member": "people of private channels",
    "coffee": "people of a circle",
    "coffee_avoid": "at most one row of a member",
    "coffee_circle": "at most one of a channel",
    "installation": "one row of a workspace",
    "member": "as many as a company has",
    "number": "three rows",
    "poll_key": "anonymous polls that are open",
    "pulse": "set up by admins",
    "pulse_skip": "at most one row of a member",
    "secret": "one row",
    "special_day": "at most two rows of a member",
    "trend_channel": "opened by admins",
    "week_post": "messages of a week; the others go when it is told of",
    "workspace": "one row of a workspace",
}
"""Tables that don't grow with the years, and why."""

_SERIES = {
    "sqlite": "WITH RECURSIVE series(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM series WHERE i < {many}) ",
    "postgresql": "WITH series AS (SELECT i FROM generate_series(1, {many}) AS i) ",
}


def grow_old(work: Work) -> None:
    """Fill every growing table."""
    series = _SERIES[work.connection.dialect.name].format(many=ROWS)
    for table, wanted in GROWING.items():
        values = {
            column.name: wanted.get(column.name, _nothing(column)) for column in SQLModel.metadata.tables[table].c
        }
        into = f"INSERT INTO {table} ({', '.join(values)})"
        work.connection.exec_driver_sql(f"{into} {series} SELECT {', '.join(values.values())} FROM series")
    work.last_seq = ROWS
    work.changed = True


def _nothing(column: Column[object]) -> str:
    if column.name == "workspace":
        return f"'{HOME}'"
    return "0" if isinstance(column.type, Integer) else "''"
