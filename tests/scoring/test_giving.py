"""Gifts reach people, and /kudos commands are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.giving import MOST, Currency, GiftCommand, Share, expand, read_command
from tests.scoring.fuzz_reading import hostile_text

CURRENCY = Currency(frozenset({"tada"}), {"party": "tada"})
A, B, G = "<@U1>", "<@U2|ben>", "<!subteam^S1|@design>"


def test_a_group_becomes_its_members_and_each_counts_once_with_the_most() -> None:
    gift = (Share("U1", False, 1), Share("S1", True, 3), Share("S9", True, 2), Share("U3", False, 5))
    assert expand(gift, {"S1": ["U1", "U2", "U3"]}) == (("U1", 3), ("U2", 3), ("U3", 5))


COMMANDS: tuple[tuple[str, int, str], ...] = (
    (f"{A} {B} 3 for the release #teamwork --private", 3, "for the release #teamwork"),
    (f"{A} thanks", 1, "thanks"),
    (f"{A}", 1, ""),
    (f"{A} 3", 3, ""),
    (f"{A} +3 well done", 3, "well done"),
    (f"3 {A} well done", 3, "well done"),
    (f"{A} ++ well done", 1, "well done"),
    (f"{A} +++", 2, ""),
    (f"{A} :tada: :tada: well done", 2, "well done"),
    (f"{A} 🎉🎉🎉", 3, ""),
    (f"{A} :party:", 1, ""),
    (f"{A} 3 :tada: well done", 3, "well done"),
    (f"{A} well done :tada: :tada:", 2, "well done :tada: :tada:"),
    (f"{A} well done :heart:", 1, "well done :heart:"),
    (f"{A}, {B} and {G} 2 for this", 2, "for this"),
    (f"{A} 2 for covering for {B}", 2, f"for covering for {B}"),
    (f"{A} 2 for {A} and {G}", 2, f"for {A} and {G}"),
    (f"thanks {A} and {B}", 1, "thanks and"),
    (f"thanks {A} for 24 hours of help", 1, "thanks for 24 hours of help"),
    (f"{A} 24/7 support", 1, "24/7 support"),
    (f"{A} 3rd time this week", 1, "3rd time this week"),
    (f"{A} 2 hours of help", 1, "2 hours of help"),
    (f"{A} 2 4 six", 1, "2 4 six"),
    (f"{A} for a &lt; b &amp; `c  d`", 1, "for a &lt; b &amp; `c d`"),
    (f"{A} 007", 7, ""),
    (f"{A} 9999", MOST, ""),
)


@pytest.mark.parametrize(("text", "amount", "words"), COMMANDS)
def test_a_command_is_read(text: str, amount: int, words: str) -> None:
    command = read_command(text, CURRENCY)
    assert (command.amount, command.words, command.problem) == (amount, words, None)
    assert ("U1", False) in command.targets


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (f"{A} 2 for covering for {B}", ("U1",)),
        (f"2 {B} for covering for {A} and {G}", ("U2",)),
        (f"{A} :tada: {B} --private for {G}", ("U1", "U2")),
        (f"{A} for it {B} {A}", ("U1",)),
        (f"thanks {B} for {A}", ("U2", "U1")),
    ],
)
def test_whoever_is_named_first_receives_and_the_words_are_left_alone(text: str, people: tuple[str, ...]) -> None:
    assert tuple(target for target, _ in read_command(text, CURRENCY).targets) == people


def test_targets_and_hashtags_come_once_in_order() -> None:
    command = read_command(f"{B} {A} {G} {A} 3 #Care #care #été", CURRENCY)
    assert command.targets == (("U2", False), ("U1", False), ("S1", True))
    assert command.hashtags == ("care", "été")


@pytest.mark.parametrize("flag", ["--private", "—private", "–private", "--PRIVATE", "--private."])
@pytest.mark.parametrize("order", ["{flag} {who} 3 thanks", "{who} {flag} 3 thanks", "{who} 3 thanks {flag}"])
def test_private_is_understood_anywhere_with_clever_dashes_too(flag: str, order: str) -> None:
    command = read_command(order.format(flag=flag, who=A), CURRENCY)
    assert (command.private, command.amount, command.words) == (True, 3, "thanks")


@pytest.mark.parametrize("words", ["private", "a--private", "--privately", "-private"])
def test_other_words_are_not_private(words: str) -> None:
    assert not read_command(f"{A} thanks {words}", CURRENCY).private


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "Mention them with @"),
        ("3 for the release", "Mention them with @"),
        ("@ana 3", "Mention them with @"),
        ("<!channel> 3", "whole channel"),
        (f"{A} 0 thanks", "at least 1"),
        (f"{A} +0", "at least 1"),
        (f"{A} -3", "at least 1"),
        (f"{A} −3", "at least 1"),
        (f"{A} 10000", "more than anybody"),
        (f"{A} {'9' * 6000}", "more than anybody"),
    ],
)
def test_what_cannot_be_given_is_said_with_what_to_do(text: str, says: str) -> None:
    problem = read_command(text, CURRENCY).problem
    assert says in (problem or "")


@given(st.one_of(st.text(max_size=200), hostile_text(200)))
def test_no_command_raises(text: str) -> None:
    command = read_command(text, CURRENCY)
    assert isinstance(command, GiftCommand)
    assert 0 <= command.amount <= MOST
    assert command.problem is None or not command.targets or command.amount in (0, MOST)
