"""The tables of the library and how they came to be: opening, checking and migrating `library.sqlite`.

SQLite in WAL mode; `application_id` marks the file as ours and `user_version` counts the steps it has taken.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from schemas.errors import HomeError

APPLICATION_ID = 0x64696773  # "digs"

_PAPERS = """
CREATE TABLE page (name TEXT PRIMARY KEY, first_read TEXT NOT NULL, last_read TEXT NOT NULL) WITHOUT ROWID;
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
  abstract INTEGER NOT NULL REFERENCES abstract, first_seen TEXT NOT NULL, last_seen TEXT NOT NULL,
  paper INTEGER REFERENCES paper, json TEXT NOT NULL);
CREATE INDEX entry_page ON entry (page, last_seen);
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


@contextmanager
def speaking_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ones that say what to do.

    Raises:
        HomeError: In place of any `sqlite3.Error`.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise HomeError(
                f"the library `{path}` is locked by another program; try again when it has ended"
            ) from error
        if "disk is full" in text or "disk I/O" in text:
            raise HomeError(
                f"the library `{path}` cannot be written: {text}; make room and run the command again"
            ) from error
        if "readonly" in text or "unable to open" in text:
            raise HomeError(f"the library `{path}` cannot be opened: {text}; check its permissions") from error
        raise HomeError(
            f"the library `{path}` is damaged ({text}); nothing was changed: move it away and build again,"
            " or put a backup in its place"
        ) from error


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
    with speaking_errors(path):
        connection = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            taken = _steps_taken(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -65536")  # KiB
            if 0 < taken < len(STEPS):
                with sqlite3.connect(path.with_name(f"{path.name}.backup-{taken}")) as backup:
                    connection.backup(backup)
                backup.close()
            for number, step in enumerate(STEPS[taken:], start=taken + 1):
                mark = f"PRAGMA user_version = {number}; PRAGMA application_id = {APPLICATION_ID};"
                connection.executescript(f"BEGIN; {step} {mark} COMMIT;")
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """Open the library without a lock and without writing.

    Raises:
        HomeError: It is damaged, newer, older (a build migrates it), or not a library.
    """
    with speaking_errors(path):
        address = path.absolute().as_uri()
        connection = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None, timeout=5)
        try:
            taken = _steps_taken(connection, path)
        except sqlite3.OperationalError:
            # A WAL library in a folder that cannot be written has no place for its index file.
            connection.close()
            connection = sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
            taken = _steps_taken(connection, path)
        if taken < len(STEPS):
            connection.close()
            raise HomeError(f"the library `{path}` is of an older digest; the next `digest build` brings it up to date")
    return connection
