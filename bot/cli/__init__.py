"""The command line: `huzzah --help` lists what it can do."""

import sys


def main() -> None:
    """What the console script calls."""
    from bot.collecting import seldom

    seldom()
    from bot.cli.program import run

    sys.exit(run(sys.argv[1:]))
