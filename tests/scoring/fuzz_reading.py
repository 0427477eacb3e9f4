"""Millions of random and hostile texts against the reading of text: `python -m tests.scoring.fuzz_reading`."""

import argparse
import random
import sys
import time
from collections.abc import Callable

from hypothesis import strategies as st

from scoring.giving import MOST, read_command
from scoring.markup import plain, tokens
from scoring.reading import Currency, read

CURRENCY = Currency(frozenset({"tada", "taco", "+1"}), {"party": "tada", "a": "b", "b": "a", "c": "a"})
LIMIT = 0.001  # seconds a text of LONGEST characters may take
LONGEST = 4_000

ATOMS: tuple[str, ...] = (
    *("<@", "<@U1>", "<@U2|ben>", "<@U1", "<@|", "<@>", "<!subteam^", "<!subteam^S1>", "<!subteam^S1|@d>", "<!here>"),
    *(
        "<!",
        "<#",
        "<#C1|general>",
        "<",
        ">",
        "|",
        "&gt;",
        "&lt;",
        "&amp;",
        "&",
        "\n&gt;",
        "\n>",
        "\n>>>",
        "\n&gt;&gt;&gt;",
    ),
    *("`", "``", "```", "````", "\n", "\r\n", " ", "  ", "\t", ",", "and", "&amp;", "*", "_", "~", "'", '"', "(", ")"),
    *(
        "+",
        "++",
        "+++",
        "+5",
        "+49 171 123",
        "+99999999999",
        "+0",
        "＋＋",
        "-",
        "--",
        "–",
        "—",
        "c++",
        "i++",
        "--private",
    ),
    *(
        ":",
        "::",
        ":tada:",
        ":party:",
        ":a:",
        ":clap::skin-tone-3:",
        ":x",
        ":100:",
        "::skin-tone-",
        ":" + "a" * 120 + ":",
    ),
    *("🎉", "👍🏽", "👨‍👩‍👧‍👦", "👩🏻‍❤️‍💋‍👨🏿", "❤", "❤️", "🇫🇷", "🇫", "1️⃣", "\u200d", "\ufe0f", "🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "©", "🀀"),
    *(
        "http://",
        "https://x.org/c++",
        "<https://x.org|y>",
        "<http:",
        "http",
        "<mailto:a@b|c>",
        "https://giphy.com/a.gif?",
    ),
    *(
        "#",
        "#teamwork",
        "##",
        "#1",
        "＃",
        "#-_",
        "?",
        "？",
        "؟",
        "¿",
        "!",
        "a",
        "word",
        "été",
        "漢字",
        "שלום",
        "مرحبا",
        "हिन्दी",
    ),
    *("\x00", "\ud800", "\udfff", "\u202e", "\ufeff", "\u2028", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́O", "0", "9", "\u0301", "ﷺ", "𝒳", "\U0010ffff"),
)


def floods(chance: random.Random, longest: int) -> str:
    """A few atoms over and over."""
    few = [chance.choice(ATOMS) for _ in range(chance.randint(1, 3))]
    return ("".join(few) * (longest // max(1, len("".join(few))) + 1))[:longest]


def mixtures(chance: random.Random, longest: int) -> str:
    """All atoms, in any order."""
    return "".join(chance.choices(ATOMS, k=chance.randint(0, longest // 4)))[:longest]


def noise(chance: random.Random, longest: int) -> str:
    """Any code points."""
    most = chance.choice((0x7F, 0x2FF, 0xFFFF, 0x10FFFF))
    return "".join(map(chr, (chance.randint(0, most) for _ in range(chance.randint(0, longest // 8)))))


def opened(chance: random.Random, longest: int) -> str:
    """Something opened and never closed, with a long tail."""
    return (chance.choice(ATOMS) * chance.randint(1, 5) + chance.choice(ATOMS) * longest)[
        : longest - 1
    ] + chance.choice("x>|`:")


SHAPES: tuple[Callable[[random.Random, int], str], ...] = (mixtures, mixtures, floods, noise, opened)


def text_of(seed: int, longest: int = LONGEST) -> str:
    """The text of a seed; most are short, since short ones find faults as well and faster."""
    chance = random.Random(seed)
    most = longest if chance.random() < 0.03 else min(longest, chance.choice((40, 120, 400)))
    return chance.choice(SHAPES)(chance, most)


def hostile_text(longest: int) -> st.SearchStrategy[str]:
    """The same texts, for Hypothesis."""
    return st.lists(st.sampled_from(ATOMS), max_size=longest // 4).map(lambda atoms: "".join(atoms)[:longest])


def check(text: str) -> float:
    """Read a text in every way, and say how long the reading of it took."""
    start = time.thread_time()
    reading = read(text, CURRENCY)
    took = time.thread_time() - start
    if not all(0 < share.amount <= MOST for share in reading.gift):
        raise AssertionError(f"an amount out of range: {reading.gift}")
    return took


def check_the_rest(text: str) -> None:
    """What is read less often must not raise either."""
    tokens(text)
    plain(text, {"U1": "Ana"})
    if not 0 <= read_command(text, CURRENCY).amount <= MOST:
        raise AssertionError("an amount out of range")


def main() -> int:
    """Run, report the slowest, and fail if any text takes too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    slowest, slow_seed, too_slow = 0.0, 0, 0
    for seed in range(options.seed * 1_000_000_000, options.seed * 1_000_000_000 + options.cases):
        text = text_of(seed)
        took = check(text)
        if took > min(LIMIT, slowest):  # again, so that the noise of the machine doesn't count
            took = min(took, *(check(text) for _ in range(10)))
        if took > slowest:
            slowest, slow_seed = took, seed
        too_slow += took > LIMIT
        if len(text) <= 400 and seed % 4 == 0:
            check_the_rest(text)
    text = text_of(slow_seed)
    said = f"{options.cases:,} texts, none raised. Slowest: {slowest * 1e3:.3f} ms, {len(text):,} characters, "
    verdict = "All took at most 1 ms." if not too_slow else f"{too_slow:,} took more than 1 ms."
    sys.stdout.write(f"{said}{text[:60]!a}\n{verdict}\n")
    return 1 if too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
