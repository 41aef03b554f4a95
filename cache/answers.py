"""Answers: what models said, word for word, kept for ever; read as if an enemy had written it.

A diskcache in the folder `answers` of the home; `answer_disk` keeps it from doing what a planted row or setting says.
"""

import json
import os
import shlex
import sqlite3
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Self

import diskcache
from pydantic import ValidationError

from cache.answer_disk import (
    DATABASE,
    MOST_BYTES,
    ReadingStore,
    RowError,
    canonical_hash,
    connect_for_reading,
    is_key,
    open_store,
)
from schemas.errors import HomeError
from schemas.exchange import KeptAnswer, Message

_HALVES = "surrogatepass"  # a server may send half a character; what it said is kept as it was said
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


class Answers:
    """The kept answers of one home, for use in one thread."""

    def __init__(self, folder: Path, *, wait_s: float = 5, read_only: bool = False) -> None:
        """Open the answers; make their folder, readable for its owner alone, if it is not there.

        Args:
            folder: The folder in a home that has been made.
            wait_s: How long to wait while another program writes.
            read_only: Nothing is made or written: a lookup in a folder that may be read-only.

        Raises:
            HomeError: The folder cannot be used, others may write to it, or its file was not made by digest.
        """
        self.folder = folder.absolute()
        self._problems: dict[str, None] = {}
        if not read_only:
            _make(self.folder)
        _check_owner(self.folder)
        self._wait_s = wait_s
        self._store: diskcache.Cache | ReadingStore
        with self._telling():
            self._store = (ReadingStore if read_only else open_store)(self.folder, wait_s)

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
        if not is_key(key):
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
        for key in [key for key, text in texts.items() if len(text) > MOST_BYTES]:
            self._note(f"the answer `{key[:12]}` is not kept: it is larger than {MOST_BYTES} bytes")
            del texts[key]
        store = self._store
        if isinstance(store, ReadingStore):
            raise HomeError(f"the answers in `{self.folder}` are open for reading; nothing was written")
        with self._telling(), store.transact():
            for key, text in texts.items():
                store.set(key, text)

    def keys(self) -> Iterator[str]:
        """Yield the keys of all rows, sorted; a row with a key that is none of ours goes to `problems` instead.

        Raises:
            HomeError: The file cannot be read.
        """
        with self._telling(), closing(connect_for_reading(self.folder, self._wait_s)) as sql:
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
    return canonical_hash({**what, "model": model})


def _text(key: str, answer: KeptAnswer) -> bytes:
    """Return what is kept of an answer; its checksum holds for this key alone."""
    said = answer.model_dump()
    kept = {"checksum": canonical_hash({"key": key, "answer": said}), "answer": said}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(errors=_HALVES)


def _answer(key: str, text: bytes) -> KeptAnswer:
    """Return the answer in a text; `RowError` if it is not as `_text` makes it for that key."""
    try:
        kept: object = json.loads(text.decode(errors=_HALVES))
        if not isinstance(kept, dict) or kept.keys() != {"checksum", "answer"}:
            raise RowError("it has not the form of an answer")
        if kept["checksum"] != canonical_hash({"key": key, "answer": kept["answer"]}):
            raise RowError("its checksum differs: it was changed, or copied from another key")
        return KeptAnswer.model_validate(kept["answer"])
    except ValidationError as error:
        raise RowError(f"it has not the form of an answer ({error.errors()[0]['msg']})") from error
    except (ValueError, RecursionError) as error:
        raise RowError("it is no JSON") from error


def _make(folder: Path) -> None:
    """Make the folder if it is not there.

    Raises:
        HomeError: It cannot be made.
    """
    if os.path.expandvars(folder) != str(folder):
        raise HomeError(f"`{folder}` holds the name of a variable, which diskcache would replace; rename the folder")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise HomeError(f"`{folder}` cannot be used: {error.strerror}; name another home with `--home`") from error


def _check_owner(folder: Path) -> None:
    """Check that the folder and its files are its owner's alone to write.

    Raises:
        HomeError: Others may write to it, or it cannot be looked at.
    """
    try:
        files = (folder, *(folder / f"{DATABASE}{end}" for end in ("", "-wal", "-shm")))
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
