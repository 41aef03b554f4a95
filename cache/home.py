"""The home: one folder with everything that is kept, and the lock that one build at a time holds."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import FileLock, Timeout

from schemas.errors import HomeError

LIBRARY = "library.sqlite"
CORRECTIONS = "corrections.jsonl"
_LOCK = "lock"
_HOLDER = "lock.holder"


class Home(NamedTuple):
    """The folder of one library."""

    folder: Path

    @property
    def library(self) -> Path:
        """The SQLite file with papers and what was extracted from them."""
        return self.folder / LIBRARY

    @property
    def corrections(self) -> Path:
        """What people said of papers, one JSON line a correction, only ever appended to."""
        return self.folder / CORRECTIONS

    def make(self) -> None:
        """Make the folder, readable for its owner alone, if it is not there.

        Raises:
            HomeError: It cannot be made or is no folder.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise HomeError(
                f"the home `{self.folder}` cannot be made: {error.strerror}; name another with `--home`"
            ) from error
        if not os.access(self.folder, os.W_OK | os.X_OK):
            raise HomeError(f"the home `{self.folder}` cannot be written to; name another with `--home`")

    @contextmanager
    def locked(self, purpose: str, *, wait: bool = True, say: Callable[[str], None] | None = None) -> Iterator[None]:
        """Hold the home's lock; the kernel frees it whatever happens to this process.

        Args:
            purpose: What the lock is held for, told to others who want it.
            wait: Wait for another holder to finish instead of giving up.
            say: Called once with a sentence about the holder before waiting.

        Raises:
            HomeError: Another process holds the lock and `wait` is False.
        """
        self.make()
        lock = FileLock(self.folder / _LOCK, mode=0o600)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            holder = self._holder()
            if not wait:
                raise HomeError(
                    f"the home `{self.folder}` is in use by {holder}; try again when it has ended"
                ) from None
            if say:
                say(f"waiting for {holder}, which uses the same home")
            lock.acquire()
        try:
            note = json.dumps({"process": os.getpid(), "purpose": purpose})
            (self.folder / _HOLDER).write_text(note, encoding="utf-8")
            yield
        finally:
            (self.folder / _HOLDER).unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> str:
        try:
            note = json.loads((self.folder / _HOLDER).read_text(encoding="utf-8"))
            return f"`{note['purpose']}` (process {note['process']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
