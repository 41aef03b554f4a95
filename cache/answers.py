"""Answers: what models said, word for word, kept for ever; read as if an enemy had written it.

A diskcache in the folder `answers` of the home. By itself diskcache unpickles what a row calls pickled (CVE-2025-69872,
its `JSONDisk` included), reads and unlinks any file that a row names, obeys settings that stand in the file, and
evicts at 1 GiB. `AnswerDisk` knows one form of row, and `Answers` inspects the file before diskcache opens it.
"""

import hashlib
import json
import os
import shlex
import sqlite3
import stat
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NoReturn, Self

import diskcache
from pydantic import ValidationError

from schemas.errors import HomeError
from schemas.exchange import KeptAnswer, Message

_DATABASE = "cache.db"
_RAW = 1  # diskcache's mode of a value that stands in its row
_MOST_BYTES = 8 * 2**20  # of one answer's text: four replies of at most 1 MiB, three of them sent back once
_HALVES = "surrogatepass"  # a server may send half a character; what it said is kept as it was said
_SETTINGS: dict[str, int | str] = {
    **diskcache.DEFAULT_SETTINGS,  # said by us, so that none is taken from the file
    "eviction_policy": "none",
    "size_limit": 2**62,  # bytes
    "cull_limit": 0,
    "statistics": 0,
    "tag_index": 0,
    "sqlite_journal_mode": "wal",
    "sqlite_mmap_size": 0,  # bytes; a mapped file that someone cuts short kills its readers
    "sqlite_synchronous": 2,  # FULL: what was acknowledged survives a power cut
}
_OBJECTS = (  # `_hash`, 16 digits of it, of the SQL of each table, index and trigger that diskcache makes
    "de4dc5ecbf4626bd b7e807c8245f8b0c 511dc572bf9f8e8e 75a49f59665fd8f1 259a329907e47155"
    " 0cdec51d71700f34 cb5a099076a4e03b 7cf163ccc86058e3 6f4d62f36e552615"
).split()
_KEYS = (  # SQLite judges the keys: no planted one becomes a value of Python
    "SELECT CASE WHEN raw IS 1 AND typeof(key) = 'text' AND length(CAST(key AS BLOB)) = 64"
    " AND key NOT GLOB '*[^0-9a-f]*' THEN key END, hex(substr(key, 1, 12)) FROM Cache ORDER BY key"
)
_MEANINGS = (  # of what SQLite says
    ("locked", "are locked by another program; try again when it has ended"),
    ("disk is full", "cannot be written; make room and run the command again"),
    ("disk I/O", "cannot be written; make room and run the command again"),
    ("readonly", "cannot be written; check the permissions of the folder"),
    ("unable to open", "cannot be opened; check the permissions of the folder"),
)
_DAMAGED = "are damaged; put a backup of the folder in its place, or move it away: the models are then asked anew"


class RowError(Exception):
    """A row is not as we write it. No OSError: diskcache takes that for a row that has just gone."""


class AnswerDisk(diskcache.Disk):  # type: ignore[misc]  # diskcache ships no types
    """How an answer becomes a row: a text, compressed, in the row itself; no pickle, no file, whatever a row says."""

    def put(self, key: str) -> tuple[str, bool]:
        """Return a key as it stands in its row; `ValueError` if `answer_key` did not make it."""
        if not _is_key(key):
            raise ValueError(f"{key!a:.40} was not made by `answer_key`")
        return key, True

    def get(self, key: object, raw: object) -> str:
        """Return the key of a row; `RowError` if it is none of ours."""
        if raw != 1 or not isinstance(key, str) or not _is_key(key):
            raise RowError("its key is not one that digest makes")
        return key

    def store(self, value: bytes, _read: object, **_key: object) -> tuple[int, int, None, bytes]:
        """Return size, mode, file name and value of the row that keeps a text."""
        return 0, _RAW, None, zlib.compress(value)

    def fetch(self, mode: object, filename: object, value: object, read: object) -> bytes:
        """Return the text that a row keeps; `RowError` if it is not as `store` makes it."""
        if mode != _RAW or filename is not None or read or not isinstance(value, bytes):
            raise RowError("its row is not of the form that digest writes")
        inflating = zlib.decompressobj()
        try:
            text = inflating.decompress(value, _MOST_BYTES + 1)
            if len(text) > _MOST_BYTES:
                raise RowError(f"it is larger than {_MOST_BYTES} bytes")
            if not inflating.eof or inflating.unused_data:
                raise RowError("it is damaged (its end is missing, or more follows)")
        except zlib.error as error:
            raise RowError(f"it is damaged ({error})") from error
        return text

    def filename(self, *_of: object, **_named: object) -> NoReturn:
        """Refuse: no answer has a file."""
        raise RowError("no answer has a file of its own")

    _write = filename

    def remove(self, file_path: object) -> None:
        """Unlink nothing: a file that a row names is not ours."""


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


class Answers:
    """The kept answers of one home, for use in one thread."""

    def __init__(self, folder: Path, *, wait_s: float = 5) -> None:
        """Open the answers; make their folder, readable for its owner alone, if it is not there.

        Args:
            folder: The folder in a home that has been made.
            wait_s: How long to wait while another program writes.

        Raises:
            HomeError: The folder cannot be used, others may write to it, or its file was not made by digest.
        """
        self.folder = folder.absolute()
        self._problems: dict[str, None] = {}
        _make(self.folder)
        with self._telling():
            _inspect(self.folder / _DATABASE, wait_s)
            self._store = _Store(self.folder, wait_s)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        with self._telling():
            self._store.close()

    @property
    def problems(self) -> list[str]:
        """A sentence for people for each row that cannot be used, in the order in which they were met."""
        return list(self._problems)

    def get(self, key: str) -> KeptAnswer | None:
        """Return the answer kept under a key, whoever gives it.

        Returns:
            None if there is none, or none that can be used: then `problems` says why.

        Raises:
            HomeError: The file cannot be read.
        """
        if not _is_key(key):
            return None
        with self._telling():
            try:
                text: bytes | None = self._store.get(key)
                return None if text is None else _answer(key, text)
            except (RowError, sqlite3.DataError) as error:  # the latter: larger than a connection of `_Store` may read
                self._note(f"the kept answer `{key[:12]}` cannot be used: {error}")
                return None

    def put(self, key: str, answer: KeptAnswer) -> None:
        """Keep an answer in place of what stands under its key; the disk has it when this returns.

        One that is larger than `get` accepts is not kept, and `problems` says so.

        Raises:
            HomeError: It cannot be written.
        """
        self.put_many([(key, answer)])

    def put_many(self, pairs: Iterable[tuple[str, KeptAnswer]]) -> None:
        """Keep answers as `put` does, in one transaction: all of them or none.

        Raises:
            HomeError: They cannot be written.
        """
        texts = {key: _text(key, answer) for key, answer in pairs}
        for key in [key for key, text in texts.items() if len(text) > _MOST_BYTES]:
            self._note(f"the answer `{key[:12]}` is not kept: it is larger than {_MOST_BYTES} bytes")
            del texts[key]
        with self._telling(), self._store.transact():
            for key, text in texts.items():
                self._store.set(key, text)

    def keys(self) -> Iterator[str]:
        """Yield the keys of all rows, sorted; a row with a key that is none of ours goes to `problems` instead.

        Raises:
            HomeError: The file cannot be read.
        """
        with self._telling(), closing(sqlite3.connect(self.folder / _DATABASE)) as sql:
            for key, start in sql.execute(_KEYS):
                if key is None:
                    self._note(f"a row among the kept answers has a foreign key, in hex {start} …: left out")
                else:
                    yield str(key)

    def _note(self, problem: str) -> None:
        self._problems[problem] = None  # a row is often met more than once

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, diskcache.Timeout) as error:
            raise _told(self.folder, error) from error


def answer_key(
    messages: Sequence[Message],
    schema_hash: str,
    model: str,
    sampling: Mapping[str, float | int | str | None],
    max_tokens: int,
) -> str:
    """Return the key of an answer, 64 hex digits: what was asked of which model, nothing of where, when or how."""
    asked = [message.model_dump(mode="json") for message in messages]
    what = {"messages": asked, "schema": schema_hash, "sampling": dict(sampling), "max_tokens": max_tokens}
    return _hash({**what, "model": model})


def _hash(value: object) -> str:
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _is_key(key: str) -> bool:
    return len(key) == 64 and set("0123456789abcdef").issuperset(key)


def _text(key: str, answer: KeptAnswer) -> bytes:
    """Return what is kept of an answer; its checksum holds for this key alone."""
    said = answer.model_dump()
    kept = {"checksum": _hash({"key": key, "answer": said}), "answer": said}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(errors=_HALVES)


def _answer(key: str, text: bytes) -> KeptAnswer:
    """Return the answer in a text; `RowError` if it is not as `_text` makes it for that key."""
    try:
        kept: object = json.loads(text.decode(errors=_HALVES))
        if not isinstance(kept, dict) or kept.keys() != {"checksum", "answer"}:
            raise RowError("it has not the form of an answer")
        if kept["checksum"] != _hash({"key": key, "answer": kept["answer"]}):
            raise RowError("its checksum differs: it was changed, or copied from another key")
        return KeptAnswer.model_validate(kept["answer"])
    except ValidationError as error:
        raise RowError(f"it has not the form of an answer ({error.errors()[0]['msg']})") from error
    except (ValueError, RecursionError) as error:
        raise RowError("it is no JSON") from error


def _guarded(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return the connection, on which no planted text fails to be read and none fills the memory."""
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MOST_BYTES + 2**16)  # what zlib cannot shorten grows a little
    return connection


def _inspect(file: Path, wait_s: float) -> None:
    """Take away the rows of a file that would govern diskcache.

    Raises:
        HomeError: It holds a table, index, trigger or view that diskcache does not make.
    """
    with closing(sqlite3.connect(file, isolation_level=None, timeout=wait_s)) as sql:
        _guarded(sql).execute("BEGIN IMMEDIATE")  # for which diskcache would wait a minute
        made = [text for (text,) in sql.execute("SELECT CAST(sql AS TEXT) FROM sqlite_master") if text]
        for text in made:
            if _hash(text)[:16] not in _OBJECTS:
                raise HomeError(
                    f"`{file}` holds what digest does not make ({text[:40]!a}); nothing was changed:"
                    " put a backup of the folder in its place, or move it away"
                )
        if any(text.startswith("CREATE TABLE Settings ") for text in made):  # diskcache writes ours in their place
            for row, key, value in sql.execute("SELECT rowid, key, value FROM Settings").fetchall():
                if key not in diskcache.core.METADATA and (key, value) not in _SETTINGS.items():
                    sql.execute("DELETE FROM Settings WHERE rowid = ?", (row,))
        if any(text.startswith("CREATE TABLE Cache ") for text in made):  # diskcache would hide them without a word
            sql.execute("UPDATE Cache SET expire_time = NULL WHERE expire_time IS NOT NULL")
        sql.execute("COMMIT")


def _make(folder: Path) -> None:
    """Make the folder if it is not there.

    Raises:
        HomeError: It cannot be made, or others may write to it.
    """
    if os.path.expandvars(folder) != str(folder):
        raise HomeError(f"`{folder}` holds the name of a variable, which diskcache would replace; rename the folder")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        files = (folder, *(folder / f"{_DATABASE}{end}" for end in ("", "-wal", "-shm")))
        shared = [path for path in files if path.exists() and path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH)]
    except OSError as error:
        raise HomeError(f"`{folder}` cannot be used: {error.strerror}; name another home with `--home`") from error
    if shared and os.name == "posix":
        raise HomeError(
            f"others may write to `{shared[0]}`, so that what stands there may be no model's answer;"
            f" run `chmod -R go-w {shlex.quote(str(folder))}`, or name another home with `--home`"
        )


def _told(folder: Path, error: BaseException) -> HomeError:
    """Say what an error means and what to do; what diskcache raises may hide SQLite's own."""
    while isinstance(error.__context__, sqlite3.Error):
        error = error.__context__
    text = str(error)
    meaning = next((meaning for part, meaning in _MEANINGS if part in text), _DAMAGED)
    return HomeError(f"the answers in `{folder}` {meaning} ({text})")
