"""Steps: a workflow gives and praises in somebody's name; it always hears how that went, and the giver is told."""

import pytest

from handlers import applying
from handlers.answers import Finish, Post, Said, Whisper
from handlers.codec import decode
from handlers.events import MemberChanged, StepRun
from tests.handlers.chat import WORKSPACE, Chat, shown
from tests.handlers.conftest import NewChat


def run(chat: Chat, step: str, *, member: str = "ANA", channel: str = "C1", **inputs: str) -> list[Said]:
    """A step runs; everything durable that follows."""
    chat.number += 1
    execution = f"Fx{chat.number}"
    event = StepRun(
        workspace=WORKSPACE, at=chat.now, member=member, channel=channel, request=f"step:{execution}", step=step,
        execution=execution, inputs=inputs,
    )  # fmt: skip
    before = len(outbox(chat))
    for _ in range(2):  # the second time is a repeat
        with chat.work() as work:
            assert applying.apply(work, [event]) == [[]]
    said = outbox(chat)[before:]
    assert [each.execution for each in said if isinstance(each, Finish)] == [execution]
    return said


def outbox(chat: Chat) -> list[Said]:
    return [decode(str(row[0])) for row in chat.query("SELECT said FROM outbox ORDER BY id")]


def error(said: list[Said]) -> str:
    return next(each.error for each in said if isinstance(each, Finish))


def whispers(said: list[Said]) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in said:
        if isinstance(each, Whisper):
            found[each.member] = found.get(each.member, "") + shown(each.card)
    return found


def test_a_step_gives_and_the_giver_is_told(new_anywhere: NewChat) -> None:
    chat = new_anywhere("")
    said = run(chat, "give_recognition", receivers="BEN,<@MEI>", words="for the #teamwork, <@LEA>", amount="2")
    assert error(said) == ""
    assert chat.totals() == {"BEN": 2, "MEI": 2}
    assert "in your name" in whispers(said)["ANA"]
    assert {"ANA", "BEN", "MEI"} <= set(whispers(said))
    assert [each.channel for each in said if isinstance(each, Post)] == ["C1"]
    assert chat.words_kept() == ["for the #teamwork, <@LEA>"]


def test_a_step_without_a_channel_tells_those_concerned_alone(chat: Chat) -> None:
    said = run(chat, "give_recognition", channel="", receivers="BEN", words="thanks")
    assert error(said) == ""
    assert not [each for each in said if isinstance(each, Post)]
    assert "BEN" in whispers(said)


def test_a_leaders_step_praises(chat: Chat) -> None:
    said = run(chat, "post_shoutout", channel="", receivers="BEN", words="a launch to remember")
    assert error(said) == ""
    assert [each.channel for each in said if isinstance(each, Post)] == ["C2"]
    assert "in your name" in whispers(said)["ANA"]


REFUSED = [
    ("give_recognition", {"receivers": ""}, "receives"),
    ("give_recognition", {"receivers": "ANA"}, "your own back"),
    ("give_recognition", {"receivers": "OUT"}, "can't be given"),
    ("give_recognition", {"receivers": "NEVER"}, "don't know everybody"),
    ("give_recognition", {"receivers": "BEN", "amount": "many"}, "whole number"),
    ("give_recognition", {"receivers": "BEN", "amount": "0"}, "whole number"),
    ("give_recognition", {"receivers": "BEN", "amount": "50"}, "left"),
    ("give_recognition", {"receivers": "BEN", "member": "NEVER"}, "don't know everybody"),
    ("give_recognition", {"receivers": "BEN", "member": "EXT"}, "work here"),
    ("give_recognition", {"receivers": "BEN", "member": ""}, "who gives"),
    ("post_shoutout", {"receivers": "BEN", "words": ""}, "what for"),
    ("post_shoutout", {"receivers": "MEI", "member": "BEN"}, "leaders"),
    ("post_shoutout", {"receivers": "ANA"}, ""),
    ("dance", {"receivers": "BEN"}, "don't know this step"),
]


@pytest.mark.parametrize(("step", "inputs", "why"), REFUSED)
def test_what_cannot_be_given_is_answered_with_the_reason(
    chat: Chat, step: str, inputs: dict[str, str], why: str
) -> None:
    said = run(chat, step, **({"words": "thanks"} | inputs))
    assert why in error(said)
    assert error(said)
    assert chat.totals("points") == {}
    assert whispers(said) == {}


def test_a_guest_who_only_receives_gives_by_no_step(new_chat: NewChat) -> None:
    chat = new_chat("newcomer_days: 14 -> guests: receive")
    with chat.work() as work:
        applying.apply(work, [MemberChanged(workspace=WORKSPACE, at=chat.now, member="LEA", guest=True)])
    assert "work here" in error(run(chat, "give_recognition", member="LEA", receivers="BEN", words="thanks"))
    assert error(run(chat, "give_recognition", receivers="LEA", words="thanks")) == ""
