"""Throw damaged files of every kind at the readers until the time is over: `make fuzz FUZZ_SECONDS=120`.

Nothing but typed errors may come, no file may take long, and memory stays bounded. What falls is kept in `.fuzz/`.
"""

import hashlib
import os
import random
import resource
import signal
import sys
import time
import traceback
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType

from agent.read import read_bytes
from schemas.errors import SourceError
from tests.mutate import mutated

ROOT = Path(__file__).resolve().parents[1]
FALLEN = ROOT / ".fuzz"
TODAY = date(2026, 11, 21)
_NO_PAGES = frozenset({"topics", "automation", "claims"})  # folders of the corpus that hold something else
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs"})
MOST_S = 20.0  # for one file of at most 400 kB, on a machine that has other things to do
MOST_MEMORY_BYTES = 3 * 2**30


class TooSlowError(Exception):
    """One file took longer than any may."""


def corpus() -> list[bytes]:
    """Return the invented files of every kind that is read."""
    files = [path for folder in ("tests/fixtures", "examples") for path in sorted((ROOT / folder).rglob("*"))]
    pages = [path for path in files if path.is_file() and path.suffix not in (".md", ".toml")]
    pages = [path for path in pages if path.parent.name not in _NO_PAGES]
    return [path.read_bytes() for path in pages]


def try_reading(data: bytes) -> str:
    """Read a file; return the kinds that were found in it, or `refused`."""
    try:
        reading = read_bytes(data, "file", today=TODAY)
    except SourceError as refused:
        reading, message = None, refused.message
    if reading is None:
        assert _is_clean(message)
        assert len(message) < 2000
        return "refused"
    assert all(entry.title and _is_clean(entry.title) and _is_clean(entry.abstract) for entry in reading.entries)
    assert reading.skipped >= len(reading.problems)
    return " ".join(reading.kinds)


def _is_clean(text: str) -> bool:
    return text == " ".join(text.split()) and all(unicodedata.category(char) not in _UNSEEN for char in text)


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TooSlowError` where the block is after so many seconds."""

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise TooSlowError

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def main(seconds: float, seed: int) -> int:
    """Fuzz for a time; return how many files fell."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, resource.getrlimit(resource.RLIMIT_AS)[1]))
    chance, files = random.Random(seed), corpus()
    known: dict[str, int] = {}
    tried, fallen, slowest = 0, 0, 0.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        data = mutated(chance, files)
        started = time.process_time()
        try:
            with deadline(MOST_S):
                kinds = try_reading(data)
        except Exception:  # noqa: BLE001  # whatever comes is what is looked for
            fallen += 1
            kinds = "fallen"
            _keep(data)
        known[kinds] = known.get(kinds, 0) + 1
        tried += 1
        took = time.process_time() - started
        if took > slowest:
            slowest = took
            print(f"{tried} files, slowest {slowest:.2f} s ({len(data):,} bytes, {kinds or 'nothing'})")
    print(f"{tried} files, {fallen} fell, slowest {slowest:.2f} s, seed {seed}")
    print(", ".join(f"{count} {kinds}" for kinds, count in sorted(known.items(), key=lambda one: -one[1])[:30]))
    return fallen


def _keep(data: bytes) -> None:
    FALLEN.mkdir(exist_ok=True)
    path = FALLEN / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    print(f"fell: {path}\n{traceback.format_exc(limit=-4)}", flush=True)


if __name__ == "__main__":
    given = float(os.environ.get("FUZZ_SECONDS", "120"))
    sys.exit(main(given, int(os.environ.get("FUZZ_SEED", str(time.time_ns() % 10**9)))) > 0)
