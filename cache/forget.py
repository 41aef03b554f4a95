"""Taking out of a home what it knows of entries, so that no byte of their text is left in its files.

SQLite keeps what was deleted: in free pages, in the index of words, in the log beside the file. Here pages are written
over as they become free (`secure_delete`), the index is made anew, and the file is rewritten whole (`VACUUM`).
"""

import os
import secrets
import sqlite3
from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

from cache.answer_disk import DATABASE
from cache.answers import Answers
from cache.library import Library
from schemas.errors import HomeError
from schemas.identity import text_hash
from schemas.record import Correction

_WIPE = "PRAGMA secure_delete = ON"


class ForgetfulLibrary(Library):
    """A library from which entries can be taken."""

    def knows_page(self, name: str) -> bool:
        """Say whether a page of that name was read."""
        return self.entries.readings(name) > 0

    def entries_of_page(self, page: str) -> frozenset[int]:
        """Return the numbers of all entries that a page ever printed."""
        return frozenset(row[0] for row in self._sql.execute("SELECT id FROM entry WHERE page = ?", (page,)))

    def entries_of_paper(self, name: str) -> frozenset[int]:
        """Return the numbers of all entries of a paper."""
        query = "SELECT entry.id FROM entry JOIN paper ON paper.id = entry.paper WHERE name = ?"
        return frozenset(row[0] for row in self._sql.execute(query, (name,)))

    def title(self, name: str) -> str:
        """Return the title under which a paper is shown."""
        return str(self._sql.execute("SELECT title FROM paper WHERE name = ?", (name,)).fetchone()[0])

    def texts(self, numbers: Collection[int]) -> frozenset[str]:
        """Return the hash of every text that an engine may have read of entries of one paper."""
        seen = [one.entry for one in self.entries.sightings(numbers).values()]
        titles, abstracts = {one.title for one in seen}, {one.abstract for one in seen}
        return frozenset(text_hash(title, abstract) for title in titles for abstract in abstracts)

    def names(self, numbers: Collection[int]) -> frozenset[str]:
        """Return all ids, present and former, under which entries are found."""
        wanted = frozenset(numbers)
        return frozenset(name for name, entry in self._sql.execute("SELECT alias, entry FROM alias") if entry in wanted)

    def remove(self, numbers: Collection[int], papers: Iterable[str], texts: Iterable[str]) -> None:
        """Delete entries, the papers of which no entry is left, and what engines made of texts; in a transaction."""
        for name in papers:
            (row,) = self._sql.execute("SELECT id FROM paper WHERE name = ?", (name,)).fetchone()
            self._unindex(row)
            self._sql.execute("DELETE FROM paper WHERE id = ?", (row,))
            self._sql.execute("DELETE FROM tag WHERE paper = ?", (row,))
        self._sql.execute("CREATE TEMP TABLE leaving (entry INTEGER PRIMARY KEY)")
        self._sql.executemany("INSERT INTO leaving VALUES (?)", [(number,) for number in numbers])
        pages = "SELECT page FROM entry WHERE id IN leaving"
        left = [row[0] for row in self._sql.execute(f"SELECT DISTINCT page FROM ({pages})")]  # noqa: S608
        for table, column in (("block", "entry"), ("sketch", "entry"), ("alias", "entry"), ("entry", "id")):
            self._sql.execute(f"DELETE FROM {table} WHERE {column} IN leaving")  # noqa: S608
        self._sql.execute("DROP TABLE leaving")
        empty = "DELETE FROM page WHERE name = ?1 AND NOT EXISTS (SELECT 1 FROM entry WHERE page = ?1)"
        self._sql.executemany(empty, [(page,) for page in left])
        self._sql.executemany("DELETE FROM outcome WHERE text_hash = ?", [(text,) for text in texts])

    def tidy(self) -> None:
        """Delete what belongs to no entry any more and make the index of words anew; in a transaction."""
        self._sql.execute(
            "DELETE FROM abstract WHERE id NOT IN (SELECT abstract FROM entry UNION SELECT abstract FROM paper)"
        )
        self._sql.execute(
            "DELETE FROM possibly_same WHERE one NOT IN (SELECT alias FROM alias) OR other NOT IN"
            " (SELECT alias FROM alias)"
        )
        self._sql.execute("INSERT INTO search (search) VALUES ('rebuild')")

    def begin_wiping(self) -> None:
        """Have whatever is deleted from here on written over."""
        self._sql.execute(_WIPE)

    def rewrite(self) -> bool:
        """Rewrite the file without what was deleted; False: another program reads its former state still."""
        return _rewrite(self._sql)


class ForgetfulAnswers(Answers):
    """Kept answers from which some can be taken."""

    def about(self, texts: Collection[str], papers: Collection[str]) -> list[str]:
        """Return the keys of the answers about texts, given by hash, or about papers, given by any id."""
        kept = ((key, self.get(key)) for key in self.keys())
        return [key for key, one in kept if one and (one.text_hash in texts or one.paper in papers)]

    def erase(self, keys: Collection[str]) -> bool:
        """Delete answers and rewrite the file; False: another program reads its former state still.

        Raises:
            HomeError: The file cannot be written.
        """
        with self._telling(), closing(sqlite3.connect(self.folder / DATABASE, isolation_level=None)) as sql:
            sql.execute(_WIPE)
            sql.execute("BEGIN IMMEDIATE")
            sql.executemany("DELETE FROM Cache WHERE key = ?", [(key,) for key in keys])
            sql.execute("COMMIT")
            return _rewrite(sql)


def _rewrite(sql: sqlite3.Connection) -> bool:
    sql.execute("VACUUM")
    busy, _, _ = sql.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def rewrite_corrections(path: Path, said: Iterable[Correction]) -> None:
    """Put corrections in the place of all that are kept; the caller holds the home's lock.

    Raises:
        HomeError: The file cannot be written; it is as it was.
    """
    beside = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    lines = b"".join(correction.model_dump_json(exclude_none=True).encode() + b"\n" for correction in said)
    try:
        with beside.open("xb") as file:
            os.chmod(beside, path.stat().st_mode & 0o777)  # noqa: PTH101
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise HomeError(f"`{path}` cannot be written: {error.strerror}; nothing was forgotten") from error


def backups(library: Path) -> tuple[Path, ...]:
    """Return the copies of a library that were made before it was brought up to date, sorted."""
    return tuple(sorted(library.parent.glob(f"{library.name}.backup-*")))
