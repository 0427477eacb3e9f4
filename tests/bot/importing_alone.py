"""A process of its own that imports an export in small batches, for being killed: `python -m … URL FOLDER`."""

import sys
from pathlib import Path

from bot.importing import Importing
from storage.schema import prepare
from storage.transactions import Database
from tests.storage.small_world import BEGIN


def main(url: str, folder: str) -> None:
    """Import it all; says so after each batch."""
    database = Database(url)
    prepare(database)

    def progress(done: int, _total: int) -> None:
        print(done, flush=True)  # noqa: T201  # the killer waits for it

    importing = Importing(database, Path(folder), lambda: BEGIN, progress=progress)
    importing._import.size = 60
    importing.run()
    database.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
