"""The file behind the answers: a diskcache that cannot be made to run, read or unlink anything.

By itself diskcache unpickles what a row calls pickled (CVE-2025-69872, its `JSONDisk` included), reads and unlinks any
file that a row names, obeys settings that stand in the file, and evicts at 1 GiB.
"""

import hashlib
import json
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import diskcache

from schemas.errors import DigestError, HomeError

DATABASE = "cache.db"
_RAW = 1  # diskcache's mode of a value that stands in its row
MOST_BYTES = 8 * 2**20  # of one answer's text: four replies of at most 1 MiB, three of them sent back once
_SETTINGS: dict[str, int | str] = {
    **diskcache.DEFAULT_SETTINGS,  # said by us, so that none is taken from the file
    "eviction_policy": "none",
    "size_limit": 2**62,  # bytes
    "cull_limit": 0,
    "statistics": 0,
    "tag_index": 0,
    "sqlite_journal_mode": "wal",
    "sqlite_cache_size": 512,  # pages of 4 KiB; diskcache's own fill 32 MiB
    "sqlite_mmap_size": 0,  # bytes; a mapped file that someone cuts short kills its readers
    "sqlite_synchronous": 2,  # FULL: what was acknowledged survives a power cut
}
_OBJECTS = (  # `canonical_hash`, 16 digits of it, of the SQL of each table, index and trigger that diskcache makes
    "de4dc5ecbf4626bd b7e807c8245f8b0c 511dc572bf9f8e8e 75a49f59665fd8f1 259a329907e47155"
    " 0cdec51d71700f34 cb5a099076a4e03b 7cf163ccc86058e3 6f4d62f36e552615"
).split()


class RowError(DigestError):
    """A row is not as we write it. No OSError: diskcache takes that for a row that has just gone."""


class AnswerDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache ships no types
    """How an answer becomes a row: a text, compressed, in the row itself; no pickle, no file, whatever a row says."""

    def put(self, key: str) -> tuple[str, bool]:
        """Return a key as it stands in its row; `ValueError` if `answer_key` did not make it."""
        if not is_key(key):
            raise ValueError(f"{key!a:.40} was not made by `answer_key`")
        return key, True

    def get(self, key: object, raw: object) -> str:
        """Return the key of a row; `RowError` if it is none of ours."""
        if raw != 1 or not isinstance(key, str) or not is_key(key):
            raise RowError("its key is not one that digest makes")
        return key

    def store(self, value: bytes, _read: object, **_key: object) -> tuple[int, int, None, bytes]:
        """Return size, mode, file name and value of the row that keeps a text."""
        return 0, _RAW, None, zlib.compress(value)

    def fetch(self, mode: object, filename: object, value: object, read: object) -> bytes:
        """Return the text that a row keeps; `RowError` if it is not as `store` makes it."""
        if read:
            raise RowError("no answer is a file")
        return _text(mode, filename, value)

    def filename(self, *_of: object, **_named: object) -> NoReturn:
        """Refuse: no answer has a file."""
        raise RowError("no answer has a file of its own")

    _write = filename

    def remove(self, file_path: object) -> None:
        """Unlink nothing: a file that a row names is not ours."""


def _text(mode: object, filename: object, value: object) -> bytes:
    if mode != _RAW or filename is not None or not isinstance(value, bytes):
        raise RowError("its row is not of the form that digest writes")
    inflating = zlib.decompressobj()
    try:
        text = inflating.decompress(value, MOST_BYTES + 1)
        if len(text) > MOST_BYTES:
            raise RowError(f"it is larger than {MOST_BYTES} bytes")
        if not inflating.eof or inflating.unused_data:
            raise RowError("it is damaged (its end is missing, or more follows)")
    except zlib.error as error:
        raise RowError(f"it is damaged ({error})") from error
    return text


def connect_for_reading(folder: Path, wait_s: float) -> sqlite3.Connection:
    """Open the file in a folder; nothing is written, so that the folder may be read-only.

    Raises:
        HomeError: It holds what diskcache does not make.
        sqlite3.Error: It cannot be read.
    """
    file = folder / DATABASE
    try:
        return _connected(file, "mode=ro", wait_s)
    except sqlite3.OperationalError as error:
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        return _connected(file, "immutable=1", wait_s)  # in WAL mode it wants a place for its index in the folder


def _connected(file: Path, how: str, wait_s: float) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, isolation_level=None, timeout=wait_s)
    try:
        connection.text_factory = _decoded
        _refuse_foreign(connection, file)
    except BaseException:
        connection.close()
        raise
    return connection


class ReadingStore:
    """The rows of the file in a folder, for reading alone."""

    def __init__(self, folder: Path, wait_s: float) -> None:
        """Open the file as `connect_for_reading` does."""
        self._sql = _guarded(connect_for_reading(folder, wait_s))

    def get(self, key: str) -> bytes | None:
        """Return the text under a key; None if there is none; `RowError` if its row is not as `AnswerDisk` makes it."""
        query = "SELECT mode, filename, value FROM Cache WHERE key = ? AND raw = 1"
        row = self._sql.execute(query, (key,)).fetchone()
        return None if row is None else _text(*row)

    def close(self) -> None:
        """Close the file."""
        self._sql.close()


class _Store(diskcache.Cache):  # type: ignore[misc]  # diskcache ships no types
    def __init__(self, folder: Path, wait_s: float) -> None:
        try:
            super().__init__(str(folder), timeout=wait_s, disk=AnswerDisk, **_SETTINGS)
        except BaseException:
            self.close()
            raise

    @property
    def _con(self) -> sqlite3.Connection:
        return _guarded(super()._con)


def open_store(folder: Path, wait_s: float) -> diskcache.Cache:
    """Open the file in a folder, after taking away what would govern diskcache.

    Args:
        folder: It exists.
        wait_s: How long to wait while another program writes.

    Raises:
        HomeError: It holds what diskcache does not make.
        sqlite3.Error: It cannot be read or written.
    """
    _inspect(folder / DATABASE, wait_s)
    return _Store(folder, wait_s)


def canonical_hash(value: object) -> str:
    """Return the SHA-256, in hex, of a value as canonical JSON."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def is_key(key: str) -> bool:
    """Say whether a key is 64 hex digits."""
    return len(key) == 64 and set("0123456789abcdef").issuperset(key)


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection, on which no planted text fails to be read and none fills the memory."""
    connection.text_factory = _decoded
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_BYTES + 2**16)  # what zlib cannot shorten grows a little
    return connection


def _inspect(file: Path, wait_s: float) -> None:
    """Take away the rows of a file that would govern diskcache.

    Raises:
        HomeError: It holds a table, index, trigger or view that diskcache does not make.
    """
    with closing(sqlite3.connect(file, isolation_level=None, timeout=wait_s)) as sql:
        _guarded(sql).execute("BEGIN IMMEDIATE")  # for which diskcache would wait a minute
        made = _refuse_foreign(sql, file)
        if any(text.startswith("CREATE TABLE Settings ") for text in made):  # diskcache writes ours in their place
            for row, key, value in sql.execute("SELECT rowid, key, value FROM Settings").fetchall():
                if key not in diskcache.core.METADATA and (key, value) not in _SETTINGS.items():
                    sql.execute("DELETE FROM Settings WHERE rowid = ?", (row,))
        if any(text.startswith("CREATE TABLE Cache ") for text in made):  # diskcache would hide them without a word
            sql.execute("UPDATE Cache SET expire_time = NULL WHERE expire_time IS NOT NULL")
        sql.execute("COMMIT")


def _refuse_foreign(sql: sqlite3.Connection, file: Path) -> list[str]:
    """Return the SQL of all tables, indexes and triggers.

    Raises:
        HomeError: One of them, or a view, is none that diskcache makes.
    """
    made = [text for (text,) in sql.execute("SELECT CAST(sql AS TEXT) FROM sqlite_master") if text]
    for text in made:
        if canonical_hash(text)[:16] not in _OBJECTS:
            raise HomeError(
                f"`{file}` holds what digest does not make ({text[:40]!a}); nothing was changed:"
                " put a backup of the folder in its place, or move it away"
            )
    return made
