"""What Huzzah keeps is for its own eyes: folders and files that nobody else on the machine may read."""

import os
import tempfile
from pathlib import Path


def make_folder(path: Path) -> None:
    """The folder, ours alone if it is made now; one that somebody else made stays as they wanted it."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)


def make_file(path: Path) -> None:
    """An empty file that is ours alone, unless there is one; SQLite gives its log the same rights."""
    make_folder(path.parent)
    if not path.exists():
        path.touch(mode=0o600)


def write_once(path: Path, content: bytes) -> None:
    """A file with this content, unless there is one."""
    # Written whole under another name first (readable by us alone), so that two processes that start at once
    # read the same.
    make_folder(path.parent)
    handle, draft = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        Path(draft).unlink()
