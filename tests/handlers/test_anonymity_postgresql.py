"""Anonymity on PostgreSQL: what the server itself keeps of columns holds nothing of a vote."""

from contextlib import closing

from bot.sealing import sealing
from storage.schema import prepare
from storage.transactions import Database
from tests.conftest import NewDatabase
from tests.handlers.chat import KEY, Chat
from tests.handlers.polling import Polling, a_crowd


def test_the_samples_for_the_planner_hold_no_piece_of_a_vote(new_postgresql: NewDatabase) -> None:
    with closing(Database(new_postgresql(), sealing=sealing(lambda: KEY))) as database:
        prepare(database)
        secrets, samples = _voted_and_sampled(Chat(database).settle_in())
    # That samples are looked at at all: what isn't secret is among them.
    assert "COLLEAGUE" in samples
    assert not [secret for secret in secrets if secret in samples]


def _voted_and_sampled(chat: Chat) -> tuple[list[str], str]:
    polls = [Polling(chat).ask() for _ in range(3)]
    for member in a_crowd(chat, 30):
        for place, poll in enumerate(polls):
            poll.press(member, 1 + (len(member) + place) % 3)
    secrets = [str(cell) for row in chat.query("SELECT voter, choice FROM vote") for cell in row]
    secrets += [str(sealed) for (sealed,) in chat.query("SELECT sealed FROM poll_key")]
    with chat.database.alter() as connection:
        connection.exec_driver_sql("ANALYZE")
    sampled = "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE schemaname = current_schema()"
    return secrets, str(chat.query(sampled))
