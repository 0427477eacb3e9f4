"""The command line: `huzzah --help` lists what it can do."""

import sys


def main() -> None:
    """What the console script calls."""
    from bot.cli.program import run, unexpected

    if "--debug" not in sys.argv:
        sys.excepthook = unexpected
    sys.exit(run(sys.argv[1:]))
