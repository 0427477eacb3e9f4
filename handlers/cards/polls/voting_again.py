"""What somebody is told whose vote failed: it isn't kept anywhere, so only they can say it again."""

from handlers.cards.blocks import Card, Icon, Say, Small, Text, say


def vote_again() -> Card:
    """Something of ours broke; unlike other requests, a vote is never set aside."""
    point = "Something broke on my side, and your vote wasn't counted. Please vote again."
    hint = "I keep no copy of a vote that fails, so that nobody can read it."
    return Card(point, (Say(say(Icon("adhesive_bandage"), " ", Text(point, bold=True))), Small(say(hint))))


def example() -> Card:
    """A mistake in the program."""
    return vote_again()
