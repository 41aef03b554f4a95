"""The home: one folder with everything that is kept, and the lock that one build at a time holds."""

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout

from cache.tables import LIBRARY
from schemas.errors import HomeError

CORRECTIONS = "corrections.jsonl"
_LOCK = "lock"
_HOLDER = "lock.holder"
_POLL_S = 0.2  # between two looks at the lock and at whether to give up


class Patience(NamedTuple):
    """What to do while another process holds a home's lock."""

    wait: bool = True
    stopped: Callable[[], bool] = lambda: False
    """Asked while waiting; True: give up."""
    say: Callable[[str], None] = lambda _sentence: None
    """Told once who holds the lock."""


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

    @property
    def answers(self) -> Path:
        """The folder with what models said, word for word."""
        return self.folder / "answers"

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
    def locked(self, purpose: str, patience: Patience = Patience()) -> Iterator[None]:  # noqa: B008  # a value
        """Hold the home's lock; the kernel frees it whatever happens to this process.

        Args:
            purpose: What the lock is held for, told to others who want it.
            patience: What to do while another process holds it.

        Raises:
            HomeError: Another process holds the lock and `patience` ends, or the lock cannot be made.
        """
        self.make()
        lock = FileLock(self.folder / _LOCK, mode=0o600)
        try:
            self._acquire(lock, patience)
        except OSError as error:
            raise HomeError(f"the lock in `{self.folder}` cannot be made: {error.strerror or error}") from error
        try:
            self._note_holder(purpose)
            yield
        finally:
            (self.folder / _HOLDER).unlink(missing_ok=True)
            lock.release()

    def _acquire(self, lock: BaseFileLock, patience: Patience) -> None:
        told = False
        while True:
            try:
                lock.acquire(timeout=_POLL_S if told else 0)
            except Timeout:
                holder = self._holder()
                if not patience.wait or patience.stopped():
                    message = f"the home `{self.folder}` is in use by {holder}; try again when it has ended"
                    raise HomeError(message) from None
                if not told:
                    patience.say(f"waiting for {holder}, which uses the same home")
                told = True
            else:
                return

    def _note_holder(self, purpose: str) -> None:
        note = json.dumps({"process": os.getpid(), "purpose": purpose})
        with suppress(OSError):  # a full disk is told when the library is written; the note is a courtesy
            (self.folder / _HOLDER).write_text(note, encoding="utf-8")

    def _holder(self) -> str:
        try:
            note = json.loads((self.folder / _HOLDER).read_text(encoding="utf-8"))
            return f"`{note['purpose']}` (process {note['process']})"
        except (OSError, ValueError, KeyError, TypeError):
            return "another process"
