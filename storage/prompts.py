"""Prompts: a workspace's own questions, what was asked where, and what answers it."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, or_
from sqlalchemy import select as sql_select
from sqlmodel import col, select

from scoring.facts import Micros
from scoring.periods import DAY
from scoring.state import BOT, GONE
from storage import audit, numbering
from storage.prompt_tables import KEPT as IS_KEPT
from storage.prompt_tables import OF_SOMEBODY as IS_PROPOSED
from storage.prompt_tables import ONCE as IS_ONCE
from storage.prompt_tables import OPEN as IS_OPEN
from storage.tables import AskedRow, CalendarRow, MemberRow, MessageRow, PromptAnswerRow, PromptRow, ReactionRow

if TYPE_CHECKING:
    from storage.transactions import Work

PROPOSED, SHOWN, RETIRED, DROPPED, ONCE = "proposed", "shown", "retired", "dropped", "once"
"""States of a question; only what is shown is asked by itself."""
OWN = "own-"
ENTRY = "question"
"""The kind of the calendar's entries that ask one."""
KEPT = 60 * DAY
"""How long what somebody typed to be asked once is kept, after it was asked."""
AT_ONCE = 400
"""Messages that one statement looks up."""
_PLANNED = re.compile(rf'"prompt":"({OWN}\d+)"')
NO_PROMPTS: Mapping[str, PromptRow] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Usage:
    """When a question was last asked in a channel."""

    round: int
    at: Micros


def own(work: "Work", *states: str) -> Sequence[PromptRow]:
    """Questions of the workspace's own (and what became of the library's), of some states or of all, in their order."""
    query = select(PromptRow).where(PromptRow.workspace == work.workspace)
    if states:
        query = query.where(col(PromptRow.state).in_(states))
    if states and ONCE not in states:
        query = query.where(IS_KEPT)
    return work.session.exec(query.order_by(col(PromptRow.made), col(PromptRow.prompt))).all()


def ready(work: "Work") -> Sequence[PromptRow]:
    """Those of its own that are shown, and what became of the library's; the many that were asked once are left out."""
    query = select(PromptRow).where(
        PromptRow.workspace == work.workspace,
        IS_KEPT,
        or_(col(PromptRow.state) == SHOWN, ~col(PromptRow.prompt).startswith(OWN, autoescape=True)),
    )
    return work.session.exec(query.order_by(col(PromptRow.made), col(PromptRow.prompt))).all()


def find(work: "Work", prompt: str) -> PromptRow | None:
    """One of them."""
    return work.session.get(PromptRow, (work.workspace, prompt))


def waiting(work: "Work") -> Sequence[PromptRow]:
    """What was proposed and nobody decided yet, the oldest first; an index read."""
    query = select(PromptRow).where(PromptRow.workspace == work.workspace, IS_PROPOSED)
    return work.session.exec(query.order_by(col(PromptRow.made), col(PromptRow.prompt))).all()


def add(work: "Work", row: PromptRow) -> str:
    """Keep a question of the workspace's own; its id."""
    number = numbering.following(work, numbering.QUESTION)
    row.workspace, row.prompt, row.made = work.workspace, f"{OWN}{number}", work.now
    work.session.add(row)
    work.session.flush()
    work.changed = True
    return row.prompt


def settle(work: "Work", prompt: str, member: str, state: str) -> PromptRow:
    """A question comes into another state; one of the library's gets a row for it."""
    row = find(work, prompt)
    if row is None:
        row = PromptRow(
            workspace=work.workspace, prompt=prompt, words="", category="", mood="", effort="", emoji="", member="",
            named=0, state=state, made=work.now, settled_at=0, settled_by="",
        )  # fmt: skip
    row.state, row.settled_at, row.settled_by = state, work.now, member
    work.session.add(row)
    work.session.flush()
    audit.write(work, member, "questions", f"{prompt} {state}")
    work.changed = True
    return row


def keep(work: "Work", row: PromptRow) -> None:
    """What was changed in a row stays."""
    work.session.add(row)
    work.session.flush()
    work.changed = True


def usage(work: "Work", channel: str) -> dict[str, Usage]:
    """Question -> its newest round in a channel, and when; read by the head of the key."""
    query = (
        select(AskedRow.prompt, func.max(col(AskedRow.round)), func.max(col(AskedRow.at)))
        .where(AskedRow.workspace == work.workspace, AskedRow.channel == channel)
        .group_by(col(AskedRow.prompt))
    )
    return {prompt: Usage(int(number), int(at)) for prompt, number, at in work.session.exec(query)}


def ask(work: "Work", channel: str, prompt: str, number: int) -> str:
    """Write down that a question is asked in a round; the key of its card."""
    work.session.add(
        AskedRow(
            workspace=work.workspace, channel=channel, round=number, prompt=prompt, at=work.now, message="", recalled=0
        )
    )
    work.session.flush()
    work.changed = True
    return f"prompt:{number}:{prompt}:{channel}"


def posted(work: "Work", key: str, message: str) -> None:
    """The card with this key stands: from now on messages in its thread are noted."""
    kind, _, rest = key.partition(":")
    number, _, rest = rest.partition(":")
    prompt, _, channel = rest.partition(":")
    if kind != "prompt" or not number.isdecimal():
        return
    row = work.session.get(AskedRow, (work.workspace, channel, int(number), prompt))
    if row is not None and not row.message:
        row.message = message
        work.session.add(row)
        work.session.flush()
        work.remembered.prompt_threads = None
        work.changed = True


def threads(work: "Work") -> frozenset[tuple[str, str]]:
    """(channel, message) of the questions whose answers are noted; remembered between batches."""
    if work.remembered.prompt_threads is None:
        query = select(AskedRow.channel, AskedRow.message).where(
            AskedRow.workspace == work.workspace, AskedRow.message != "", IS_OPEN
        )
        work.remembered.prompt_threads = frozenset((channel, message) for channel, message in work.session.exec(query))
    return work.remembered.prompt_threads


def note_answers(work: "Work", found: Collection[tuple[str, str, str]]) -> None:
    """Messages as (channel, thread, message) that stand in the threads of questions."""
    mark = "%s" if work.postgres else "?"
    sql = (
        f"INSERT INTO prompt_answer (workspace, channel, thread, message) VALUES ({mark}, {mark}, {mark}, {mark})"
        " ON CONFLICT (workspace, channel, thread, message) DO NOTHING"
    )
    work.flush()
    work.connection.exec_driver_sql(sql, [(work.workspace, *each) for each in sorted(set(found))])
    work.changed = True


def to_recall(work: "Work", channel: str, until: Micros) -> Sequence[AskedRow]:
    """The questions of a channel whose best answer is still to be looked for, asked up to some moment."""
    query = select(AskedRow).where(
        AskedRow.workspace == work.workspace, AskedRow.channel == channel, IS_OPEN, AskedRow.at <= until
    )
    return work.session.exec(query.order_by(col(AskedRow.at), col(AskedRow.prompt))).all()


def recalled(work: "Work", rows: Sequence[AskedRow]) -> None:
    """Their best answers were looked for: nothing more is noted of them."""
    for row in rows:
        row.recalled = 1
        work.session.add(row)
        if row.message:
            work.session.exec(
                delete(PromptAnswerRow).where(
                    col(PromptAnswerRow.workspace) == work.workspace,
                    col(PromptAnswerRow.channel) == row.channel,
                    col(PromptAnswerRow.thread) == row.message,
                )
            )
    work.session.flush()
    work.remembered.prompt_threads = None
    work.changed = True


def answers(work: "Work", row: AskedRow) -> list[str]:
    """The messages in the thread of a question."""
    query = select(PromptAnswerRow.message).where(
        PromptAnswerRow.workspace == work.workspace,
        PromptAnswerRow.channel == row.channel,
        PromptAnswerRow.thread == row.message,
    )
    return list(work.session.exec(query.order_by(col(PromptAnswerRow.message))))


@dataclass(frozen=True, slots=True)
class Received:
    """How a message was received: by how many people other than its author, bots left out."""

    message: str
    author: str
    people: int


def reception(work: "Work", channel: str, messages: Sequence[str]) -> list[Received]:
    """Of these messages of a channel, those that are there; each is looked up by its key."""
    work.flush()
    authors: dict[str, str] = {}
    reacted: dict[str, set[str]] = {}
    for start in range(0, len(messages), AT_ONCE):
        some = messages[start : start + AT_ONCE]
        here = (col(MessageRow.workspace) == work.workspace, col(MessageRow.channel) == channel)
        query = sql_select(col(MessageRow.message), col(MessageRow.author)).where(
            *here, col(MessageRow.message).in_(some), col(MessageRow.state) != GONE
        )
        authors.update((message, author) for message, author in work.connection.execute(query))
        reactions = sql_select(col(ReactionRow.message), col(ReactionRow.member)).where(
            col(ReactionRow.workspace) == work.workspace,
            col(ReactionRow.channel) == channel,
            col(ReactionRow.message).in_(some),
            col(ReactionRow.is_on) > 0,
        )
        for message, member in work.connection.execute(reactions):
            reacted.setdefault(message, set()).add(member)
    people = work.members(sorted({member for members in reacted.values() for member in members}))
    bots = {member for member, known in people.items() if known.traits & BOT}
    return [
        Received(message, author, len(reacted.get(message, set()) - bots - {author}))
        for message, author in sorted(authors.items())
    ]


def forget(work: "Work", member: str) -> None:
    """What somebody who is erased proposed, or asked in passing, goes; what everybody may be asked stays, nameless."""
    query = delete(PromptRow).where(
        col(PromptRow.workspace) == work.workspace,
        col(PromptRow.member) == member,
        col(PromptRow.state).in_((PROPOSED, DROPPED, ONCE)),
    )
    work.session.exec(query)
    work.session.flush()


def tidy(work: "Work") -> None:
    """Drop what was typed to be asked once, long after; what is planned, or still looked at for its answers, stays."""
    before, ours = work.now - KEPT, col(PromptRow.workspace) == work.workspace
    old = sorted(work.session.exec(select(PromptRow.prompt).where(ours, IS_ONCE, PromptRow.made < before)))
    planned = _planned(work) if old else set()
    here = col(AskedRow.workspace) == work.workspace
    lately = or_(col(AskedRow.at) >= before, col(AskedRow.recalled) == 0)
    for start in range(0, len(old), AT_ONCE):
        these = here, col(AskedRow.prompt).in_(old[start : start + AT_ONCE])
        asked = set(work.session.exec(select(AskedRow.prompt).where(*these, lately)))
        gone = [prompt for prompt in old[start : start + AT_ONCE] if prompt not in asked | planned]
        work.session.exec(delete(AskedRow).where(here, col(AskedRow.prompt).in_(gone)))
        work.session.exec(delete(PromptRow).where(ours, col(PromptRow.prompt).in_(gone)))
        work.changed |= bool(gone)


def _planned(work: "Work") -> set[str]:
    query = select(CalendarRow.details).where(
        CalendarRow.workspace == work.workspace,
        CalendarRow.kind == ENTRY,
        col(CalendarRow.state).in_(("on", "paused")),
        col(CalendarRow.details).contains(f'"prompt":"{OWN}', autoescape=True),
    )
    return {found for details in work.session.exec(query) for found in _PLANNED.findall(details)}


def with_role(work: "Work", role: str) -> list[str]:
    """Who has a role, without those who take no part."""
    query = select(MemberRow.member, MemberRow.roles).where(
        MemberRow.workspace == work.workspace, col(MemberRow.roles).contains(role, autoescape=True)
    )
    rows = work.session.exec(query.order_by(col(MemberRow.member)))
    found = [member for member, roles in rows if role in roles.split()]
    return [member for member, known in work.members(found).items() if not known.traits & work.book.outside]
