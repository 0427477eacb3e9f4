"""Writing: what one would type for a poll; the other way round from reading."""

from handlers.polls import terms as of_poll
from handlers.polls.reading import Typed


def write(typed: Typed) -> str:
    """What one would type for it."""
    wanted = typed.terms
    bits = [f'"{typed.question}"', *(f'"{option}"' for option in typed.options)]
    if typed.kind == of_poll.CHOICES:
        bits.append(f"limit {wanted.most}" if wanted.most else "multi")
    elif typed.kind != of_poll.CHOICE:
        bits.append(typed.kind)
    bits += ["right " + " ".join(map(str, wanted.right))] if wanted.right else []
    bits += [f'because "{wanted.explanation}"'] if wanted.explanation else []
    usual = of_poll.SEALED if typed.kind == of_poll.QUIZ else of_poll.LIVE
    results = wanted.asked or wanted.results
    bits += [results] if results != usual else []
    switched = {"anonymous": typed.anonymous, "add": wanted.add, "remind": wanted.remind, "moderated": wanted.moderated}
    bits += [word for word, on in switched.items() if on]
    bits += [f"close {wanted.close}"] if wanted.close else []
    bits += [f"in {typed.channel}"] if typed.channel else []
    return " ".join(bits)
