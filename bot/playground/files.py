"""Pictures people add: small enough, really pictures, and served so that they can be nothing else."""

import hashlib
from pathlib import Path
from typing import Final

from bot.playground.room import Refused
from bot.playground.store import Store
from bot.private import make_folder

MEGA: Final = 1024 * 1024
MOST_BYTES: Final = 8 * MEGA
MOST_OF_ALL: Final = 256 * MEGA
"""What all pictures may take together."""
_BLOCK: Final = 4096
"""What even the smallest file takes."""
_WIDEST: Final = 20_000


def media_type(content: bytes) -> str:
    """What the bytes are, whatever the name says; empty if they are no picture we show."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


class Files:
    """Uploads in a folder, each under the name of its own content."""

    def __init__(self, store: Store, folder: Path, most: int = MOST_OF_ALL) -> None:
        self._store = store
        self._folder = folder
        self._most = most
        self._taken: int | None = None

    def keep(self, member: str, name: str, content: bytes, size: tuple[int, int]) -> str:
        """Store a picture and return its id. `size` is what the page measured, to leave room for it."""
        if len(content) > MOST_BYTES:
            raise Refused(f"That picture is larger than {MOST_BYTES // MEGA} MB. Send a smaller one.")
        kind = media_type(content)
        if not kind:
            raise Refused("Only PNG, JPEG, GIF and WebP pictures can be shown here. Choose one of those.")
        identity = hashlib.sha256(content).hexdigest()[:40]
        self._write(self._folder / identity, content)
        width, height = (side if 0 < side <= _WIDEST else 0 for side in size)
        self._store.run(
            "INSERT OR IGNORE INTO files VALUES (?, ?, ?, ?, ?, ?)",
            *(identity, member, name[:120] or "picture", kind, width, height),
        )
        return identity

    def _write(self, target: Path, content: bytes) -> None:
        make_folder(self._folder)
        if target.exists():
            return
        if self._taken is None:
            self._taken = sum(_room_for(path.stat().st_size) for path in self._folder.iterdir())
        if self._taken + _room_for(len(content)) > self._most:
            raise Refused(
                f"The playground keeps {self._most // MEGA} MB of pictures, and that is full. "
                "Give the picture's address instead."
            )
        part = target.with_suffix(".part")
        part.write_bytes(content)
        part.rename(target)
        self._taken += _room_for(len(content))

    def find(self, identity: str) -> tuple[Path, str] | None:
        """Where a picture lies and what it is."""
        row = self._store.row("SELECT id, type FROM files WHERE id = ?", identity)
        if row is None:
            return None
        path = self._folder / str(row["id"])
        return (path, str(row["type"])) if path.exists() else None


def _room_for(size: int) -> int:
    return max(size, _BLOCK)
