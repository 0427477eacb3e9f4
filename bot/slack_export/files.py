"""The files of an export, zipped or not: their names and sizes, and reading one without trusting it."""

import json
import os
import unicodedata
import zlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

MEGABYTE = 1_000_000
LARGEST_FILE = 512 * MEGABYTE
"""A day of one channel is read whole, so this bounds the memory; real ones have a few megabytes."""
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1


class ExportError(Exception):
    """The export cannot be imported at all; says what happened and what to do."""


class BrokenFileError(Exception):
    """One file cannot be read; it is reported and left out."""


class Files(ABC):
    """The files below the folder that holds `channels.json`; names are relative to it, parted by slashes."""

    sizes: Mapping[str, int]
    """The bytes of every file, unpacked."""

    def json(self, name: str) -> Any:
        """What a file holds; BrokenFileError if that cannot be told."""
        if self.sizes[name] > LARGEST_FILE:
            size, most = self.sizes[name] // MEGABYTE, LARGEST_FILE // MEGABYTE
            raise BrokenFileError(f"it has {size:,} MB, and more than {most:,} MB are not read")
        content = self._read(name)
        try:
            return json.loads(content)
        except (ValueError, RecursionError) as error:
            raise BrokenFileError(f"it is not valid JSON ({error})") from error

    def holds(self, name: str, words: bytes) -> bool:
        """Whether these bytes occur in a file; a broken one holds nothing."""
        try:
            return self.sizes[name] <= LARGEST_FILE and words in self._read(name)
        except BrokenFileError:
            return False

    @abstractmethod
    def _read(self, name: str) -> bytes: ...


class _Folder(Files):
    def __init__(self, root: Path) -> None:
        paths = {path.relative_to(root).as_posix(): path for path in _walk(root)}
        top = _top(paths)
        self._paths = {_tidy(name[len(top) :]): path for name, path in paths.items() if name.startswith(top)}
        self.sizes = {name: path.stat().st_size for name, path in self._paths.items()}

    def _read(self, name: str) -> bytes:
        try:
            return self._paths[name].read_bytes()
        except OSError as error:
            raise BrokenFileError(f"it cannot be read ({error.strerror})") from error


class _Zip(Files):
    def __init__(self, opened: ZipFile) -> None:
        self._zip = opened
        members = {_unpacked_name(info): info for info in opened.infolist() if not info.is_dir()}
        top = _top(members)
        self._members = {_tidy(name[len(top) :]): m for name, m in members.items() if name.startswith(top)}
        self.sizes = {name: info.file_size for name, info in self._members.items()}

    def _read(self, name: str) -> bytes:
        info = self._members[name]
        if info.flag_bits & _ENCRYPTED:
            raise BrokenFileError("it is protected by a password")
        try:
            # Never yields more than the size the directory of the zip declares, which json() has checked.
            return self._zip.read(info)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise BrokenFileError(f"the zip is damaged there ({str(error) or 'it ends too early'})") from error


@contextmanager
def open_files(path: Path) -> Iterator[Files]:
    """The files of the export at `path`, a zip or a folder; ExportError says why there are none."""
    if path.is_dir():
        yield _Folder(path)
        return
    if not path.exists():
        raise ExportError(f"There is nothing at {path}. Name the export's zip file, or the folder it is in.")
    try:
        opened = ZipFile(path)
    except (BadZipFile, LargeZipFile, NotImplementedError, EOFError) as error:
        raise ExportError(
            f"{path.name} is not a whole zip file ({error}). Download the export again, or unpack it "
            "and name the folder."
        ) from error
    except OSError as error:
        raise ExportError(f"{path} cannot be opened ({error.strerror}). Is it yours to read?") from error
    with opened:
        yield _Zip(opened)


def _walk(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (path for name in names if (path := Path(folder, name)).is_file())


def _top(names: Mapping[str, object]) -> str:
    """Someone may have packed the folder instead of what is in it: the prefix of the export's own files."""
    found = [
        name.removesuffix(index)
        for index in ("channels.json", "groups.json")
        for name in names
        if PurePosixPath(name).name == index and not name.startswith("__MACOSX/")
    ]
    return min(found, key=lambda top: (top.count("/"), top), default="")


def _unpacked_name(info: ZipInfo) -> str:
    """The name of a member. Slack writes UTF-8, but without its flag it was taken for the letters of DOS."""
    if info.flag_bits & _UTF8_NAME or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _tidy(name: str) -> str:
    """Accents in one spelling: what macOS unpacks has them apart from their letters."""
    return name if name.isascii() else unicodedata.normalize("NFC", name)
