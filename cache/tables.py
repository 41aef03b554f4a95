"""The tables of the library and how they came to be: opening, checking and migrating `library.sqlite`.

SQLite in WAL mode; `application_id` marks the file as ours and `user_version` counts the steps it has taken.
"""

import sqlite3
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Self

from cache.steps import STEPS
from schemas.errors import HomeError, UsageError

LIBRARY = "library.sqlite"
APPLICATION_ID = 0x64696773  # "digs"


def told(path: Path, error: sqlite3.Error) -> HomeError:
    """Say what SQLite's error means and what to do."""
    text = str(error)
    if "locked" in text or "busy" in text:
        return HomeError(f"the library `{path}` is locked by another program; try again when it has ended")
    if "disk is full" in text or "disk I/O" in text:
        return HomeError(f"the library `{path}` cannot be written: {text}; make room and run the command again")
    if "readonly" in text or "unable to open" in text:
        return HomeError(f"the library `{path}` cannot be opened: {text}; check its permissions")
    return HomeError(
        f"the library `{path}` is damaged ({text}); nothing was changed: move it away and build again,"
        " or put a backup in its place"
    )


class OpenLibrary:
    """A connection that ends with its `with` block and tells SQLite's errors as what they mean."""

    def __init__(self, path: Path, sql: sqlite3.Connection) -> None:
        self.path = path
        self._sql = sql

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        try:
            self._sql.close()
        except sqlite3.Error as closing:
            error = error or closing
        if isinstance(error, sqlite3.Error):
            raise told(self.path, error) from error


def _steps_taken(connection: sqlite3.Connection, path: Path) -> int:
    """Return the steps the library has taken.

    Raises:
        HomeError: The file is another program's or was made by a newer version.
    """
    (taken,) = connection.execute("PRAGMA user_version").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if owner != APPLICATION_ID and (taken or objects):
        raise HomeError(f"`{path}` is not a library of digest; nothing was changed: name another home with `--home`")
    if taken > len(STEPS):
        raise HomeError(
            f"the library `{path}` was made by a newer digest (its version {taken}, known here {len(STEPS)});"
            " nothing was changed: install the newer digest"
        )
    return int(taken)


def open_for_writing(path: Path) -> sqlite3.Connection:
    """Open the library, make or migrate its tables; the caller holds the home's lock.

    A library that has missed steps is copied to `library.sqlite.backup-N` first, N being its version.

    Raises:
        HomeError: It is damaged, newer, or not a library.
    """
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        connection.create_function("folded", 1, folded, deterministic=True)
        _take_steps(connection, path)
    except BaseException as error:
        if connection is not None:
            connection.close()
        if isinstance(error, sqlite3.Error):
            raise told(path, error) from error
        raise
    return connection


def _take_steps(connection: sqlite3.Connection, path: Path) -> None:
    taken = _steps_taken(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA cache_size = -16384")  # KiB: the system holds the rest
    if 0 < taken < len(STEPS):
        with closing(sqlite3.connect(path.with_name(f"{path.name}.backup-{taken}"))) as backup:
            connection.backup(backup)
    for number, step in enumerate(STEPS[taken:], start=taken + 1):
        mark = f"PRAGMA user_version = {number}; PRAGMA application_id = {APPLICATION_ID};"
        connection.executescript(f"BEGIN; {step} {mark} COMMIT;")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the library without a lock and without writing.

    Raises:
        UsageError: There is none yet.
        HomeError: It is damaged, newer, older (a build migrates it), or not a library.
    """
    try:
        exists = path.exists()
    except OSError as error:
        raise HomeError(f"`{path}` cannot be opened: {error.strerror}; name another home with `--home`") from error
    if not exists:
        raise UsageError(f"the library `{path}` is empty; fill it with `digest build PAGES…`")
    try:
        return _snapshot(path)
    except sqlite3.Error as error:
        raise told(path, error) from error


def _snapshot(path: Path) -> sqlite3.Connection:
    """Open a view of the library that later writing does not change."""
    address = path.absolute().as_uri()
    connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=5)
    try:
        try:
            taken = _steps_taken(connection, path)
        except sqlite3.OperationalError:
            # A WAL library in a folder that cannot be written has no place for its index file.
            connection.close()
            connection = sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
            taken = _steps_taken(connection, path)
        if taken < len(STEPS):
            raise HomeError(f"the library `{path}` is of an older digest; the next `digest build` brings it up to date")
        connection.create_function("folded", 1, folded, deterministic=True)
        connection.execute("BEGIN")
    except BaseException:
        connection.close()
        raise
    return connection


def folded(text: str | None) -> str:
    """Return the form in which names of people and venues are compared: without case, accents and double blanks.

    >>> folded("Bo  Müller")
    'bo muller'
    """
    plain = unicodedata.normalize("NFKD", text or "").casefold()
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())
