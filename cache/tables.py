"""The tables of the library and how they came to be: opening, checking and migrating `library.sqlite`.

SQLite in WAL mode; `application_id` marks the file as ours and `user_version` counts the steps it has taken.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Self

from schemas.errors import HomeError

LIBRARY = "library.sqlite"
APPLICATION_ID = 0x64696773  # "digs"

_PAPERS = """
CREATE TABLE page (name TEXT PRIMARY KEY, first_read TEXT NOT NULL, readings INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE abstract (id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, text TEXT NOT NULL);
CREATE TABLE paper (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, title TEXT NOT NULL, abstract INTEGER NOT NULL REFERENCES abstract,
  authors TEXT NOT NULL, venue TEXT NOT NULL, date TEXT NOT NULL, has_code INTEGER NOT NULL, text_hash TEXT NOT NULL,
  first_seen TEXT NOT NULL, abstract_first_seen TEXT NOT NULL, baseline INTEGER NOT NULL, json TEXT NOT NULL,
  card TEXT NOT NULL DEFAULT '', words TEXT NOT NULL DEFAULT '');
CREATE INDEX paper_cardless ON paper (name) WHERE card = '';
CREATE INDEX paper_date ON paper (date);
CREATE INDEX paper_first_seen ON paper (first_seen);
CREATE INDEX paper_abstract_first_seen ON paper (abstract_first_seen);
CREATE TABLE entry (
  id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, page TEXT NOT NULL, position INTEGER NOT NULL,
  abstract INTEGER NOT NULL REFERENCES abstract, first_seen TEXT NOT NULL, reading INTEGER NOT NULL,
  paper INTEGER REFERENCES paper, json TEXT NOT NULL);
CREATE INDEX entry_page ON entry (page, reading);
CREATE INDEX entry_paper ON entry (paper);
CREATE TABLE block (key INTEGER, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE sketch (key INTEGER, entry INTEGER, PRIMARY KEY (key, entry)) WITHOUT ROWID;
CREATE TABLE alias (alias TEXT, entry INTEGER, PRIMARY KEY (alias, entry)) WITHOUT ROWID;
CREATE TABLE possibly_same (one TEXT, other TEXT, PRIMARY KEY (one, other)) WITHOUT ROWID;
CREATE TABLE outcome (
  text_hash TEXT NOT NULL, engine TEXT NOT NULL, version TEXT NOT NULL, kind TEXT NOT NULL, at TEXT NOT NULL,
  json TEXT NOT NULL, PRIMARY KEY (text_hash, engine));
CREATE TABLE tag (
  kind TEXT, value TEXT, paper INTEGER, label TEXT NOT NULL, PRIMARY KEY (kind, value, paper)) WITHOUT ROWID;
CREATE INDEX tag_paper ON tag (paper);
"""

_SEARCH = """
CREATE VIEW searched AS SELECT paper.id AS id, title, abstract.text AS abstract, authors, words
  FROM paper JOIN abstract ON abstract.id = paper.abstract;
CREATE VIRTUAL TABLE search USING fts5 (
  title, abstract, authors, words, content='searched', content_rowid='id', tokenize='porter unicode61');
INSERT INTO search (search) VALUES ('rebuild');
"""

STEPS = (_PAPERS, _SEARCH)
"""Every library has taken a prefix of these steps; a new one takes them all."""


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
    connection.execute("PRAGMA cache_size = -65536")  # KiB
    if 0 < taken < len(STEPS):
        with closing(sqlite3.connect(path.with_name(f"{path.name}.backup-{taken}"))) as backup:
            connection.backup(backup)
    for number, step in enumerate(STEPS[taken:], start=taken + 1):
        mark = f"PRAGMA user_version = {number}; PRAGMA application_id = {APPLICATION_ID};"
        connection.executescript(f"BEGIN; {step} {mark} COMMIT;")


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the library without a lock and without writing.

    Raises:
        HomeError: It is damaged, newer, older (a build migrates it), or not a library.
    """
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
        connection.create_function("folded", 1, _folded, deterministic=True)
        connection.execute("BEGIN")
    except BaseException:
        connection.close()
        raise
    return connection


def _folded(text: str | None) -> str:
    return (text or "").casefold()
