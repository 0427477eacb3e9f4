"""Starting: how long until Huzzah answers, and how much memory it holds after many facts."""

import multiprocessing
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bot.bench.figures import Figure, Options, in_turns
from bot.bench.server import HUZZAH, Server
from bot.bench.workload import WORKSPACE, Workload
from handlers import applying
from handlers.events import Event
from storage.schema import prepare
from storage.transactions import Database

MANY, MOST = 5, 1_000_000
"""Times the events of the other benchmarks; or, if large, so many."""
BATCH = 1_000
LIBRARIES = ("-c", "import sqlmodel, starlette.applications, uvicorn")
"""What no start can do without."""
STATUS = Path("/proc/self/status")


def measure(options: Options) -> Iterator[Figure]:
    """Start-up in seconds, memory in megabytes."""
    timed = in_turns(options.rounds, lambda: _run(*HUZZAH, "--help"), lambda: _run("-c", ""))
    yield _start("huzzah --help", *timed.medians())
    with tempfile.TemporaryDirectory() as folder:
        timed = in_turns(1, lambda: _answer(Path(folder)), lambda: _run(*LIBRARIES))
        yield _start("huzzah run, in a fresh folder", *timed.medians(), "loading its libraries")
        timed = in_turns(options.rounds, lambda: _answer(Path(folder)), lambda: _run(*LIBRARIES))
        yield _start("huzzah run, a second time", *timed.medians(), "loading its libraries")
    many = MOST if options.large else options.events * MANY
    with tempfile.TemporaryDirectory() as folder, multiprocessing.get_context("spawn").Pool(1) as alone:
        early, late = alone.apply(_grow, (folder, many))
    yield Figure(f"memory after {many:,} facts", late, "MB", early, "after a tenth of them", less_is_better=True)


def _start(what: str, ours: float, bare: float, against: str = "Python alone") -> Figure:
    return Figure(what, ours, "s", bare, against, less_is_better=True)


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)  # noqa: S603  # ourselves


def _answer(folder: Path) -> None:
    with Server.of_huzzah(folder) as server:
        server.wait()


def _grow(folder: str, many: int) -> tuple[float, float]:
    database = Database(f"sqlite:///{Path(folder, 'growing.sqlite')}")
    prepare(database)
    sizes: list[float] = []
    batch: list[Event] = []
    for place, event in enumerate(Workload(many), start=1):
        batch.append(event)
        if len(batch) == BATCH or place == many:
            with database.write(WORKSPACE, event.at) as work:
                applying.apply(work, batch)
            batch.clear()
            sizes.append(_resident())
    return sizes[len(sizes) // 10], sizes[-1]


def _resident() -> float:
    # Linux tells what is held now; elsewhere only the most ever held is known.
    if STATUS.exists():
        line = next(line for line in STATUS.read_text("ascii").splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
