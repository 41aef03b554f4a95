"""What every page printed, and when: the part of the library that only ever grows."""

import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from pydantic_core import from_json

from schemas.paper import Entry
from schemas.sighting import Sighting

CROWD = 64  # entries behind one key of a text; more of them share a phrase, not a text


class Keys(NamedTuple):
    """Numbers by which entries that may be the same paper find each other; 64-bit signed."""

    exact: frozenset[int]
    """Of ids and the normalized title: sharing one always proposes a pair."""
    sketch: frozenset[int]
    """Of the abstract: sharing one proposes a pair unless a crowd shares it."""


class Occurrence(NamedTuple):
    """An entry, when it was read, and how merging finds it."""

    seen: Sighting
    content: str
    """Hash of what was printed of the work, whatever the page."""
    keys: Callable[[], Keys]
    """Asked once, for an entry that is new."""


class Noted(NamedTuple):
    """What became of an entry that was noted."""

    number: int
    """Of the entry, for ever."""
    is_fresh: bool
    """It is new, older than was known, or back on its page."""


class Entries:
    """The entries of an open library."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def begin_reading(self, page: str, now: str) -> int:
        """Note that a page is read (again); return the number of this reading."""
        self._sql.execute(
            "INSERT INTO page VALUES (?, ?, 1) ON CONFLICT (name) DO UPDATE SET readings = readings + 1", (page, now)
        )
        return self.readings(page)

    def know_page(self, page: str, first_read: str, readings: int) -> None:
        """Note that another library read a page; what is known of it here stands, but for an earlier first reading."""
        self._sql.execute(
            "INSERT INTO page VALUES (?1, ?2, ?3) ON CONFLICT (name) DO UPDATE SET first_read = min(first_read, ?2)",
            (page, first_read, readings),
        )

    def readings(self, page: str) -> int:
        """Return how often a page was read; 0: never."""
        row = self._sql.execute("SELECT readings FROM page WHERE name = ?", (page,)).fetchone()
        return row[0] if row else 0

    def first_read(self, page: str) -> str | None:
        """Return when a page was read for the first time; None: never."""
        row = self._sql.execute("SELECT first_read FROM page WHERE name = ?", (page,)).fetchone()
        return row[0] if row else None

    def gone(self, page: str) -> list[int]:
        """Return the numbers of the entries that the last but one reading of a page printed, and the last did not."""
        query = "SELECT id FROM entry WHERE page = ?1 AND reading = (SELECT readings FROM page WHERE name = ?1) - 1"
        return [row[0] for row in self._sql.execute(query, (page,))]

    def note(self, occurrence: Occurrence, reading: int | None) -> Noted:
        """Keep an entry.

        Args:
            occurrence: Its page is known. `seen.reading` is not looked at.
            reading: In which reading of its page it was seen; None: another library has it, what is known stands.
        """
        entry, first_seen, _ = occurrence.seen
        name = hashlib.sha256(f"{entry.page}\n{entry.kind}\n{occurrence.content}".encode()).hexdigest()
        known = self._sql.execute("SELECT id, first_seen, reading FROM entry WHERE hash = ?", (name,)).fetchone()
        if known is None:
            return Noted(self._add(occurrence, name, reading or self.readings(entry.page)), is_fresh=True)
        number, known_first, known_reading = known
        if reading is None:
            self._sql.execute("UPDATE entry SET first_seen = min(first_seen, ?) WHERE id = ?", (first_seen, number))
            return Noted(number, is_fresh=first_seen < known_first)
        changed = (entry.position, reading, _printed_json(entry), number)
        self._sql.execute("UPDATE entry SET position = ?, reading = ?, json = ? WHERE id = ?", changed)
        return Noted(number, is_fresh=known_reading < reading - 1)

    # ── what is to be merged, and what is put aside ──

    def await_merging(self, numbers: Iterable[int]) -> None:
        """Note that the papers of entries have to be made anew; that outlives the end of a run."""
        self._sql.executemany("INSERT OR IGNORE INTO unmerged VALUES (?)", ((number,) for number in numbers))

    def awaiting(self, most: int) -> list[int]:
        """Return the first entries whose papers have to be made anew."""
        return [row[0] for row in self._sql.execute("SELECT entry FROM unmerged ORDER BY entry LIMIT ?", (most,))]

    def waiting(self) -> int:
        """Return the number of entries whose papers have to be made anew."""
        return int(self._sql.execute("SELECT count(*) FROM unmerged").fetchone()[0])

    def merged(self, numbers: Iterable[int]) -> None:
        """Note that the papers of entries were made anew."""
        self._sql.executemany("DELETE FROM unmerged WHERE entry = ?", ((number,) for number in numbers))

    def put_aside(self, entry: Entry) -> None:
        """Keep an entry, on disk, until `take_aside` or the end of this connection."""
        self._sql.execute("CREATE TEMP TABLE IF NOT EXISTS aside (id INTEGER PRIMARY KEY, json TEXT)")
        self._sql.execute("INSERT INTO aside (json) VALUES (?)", (entry.model_dump_json(),))

    def take_aside(self, most: int) -> list[Entry]:
        """Return, and forget, the first entries that were put aside."""
        self._sql.execute("CREATE TEMP TABLE IF NOT EXISTS aside (id INTEGER PRIMARY KEY, json TEXT)")
        rows = self._sql.execute("SELECT id, json FROM aside ORDER BY id LIMIT ?", (most,)).fetchall()
        self._sql.executemany("DELETE FROM aside WHERE id = ?", (row[:1] for row in rows))
        return [Entry.model_validate_json(row[1]) for row in rows]

    def _add(self, occurrence: Occurrence, name: str, reading: int) -> int:
        entry, first_seen, _ = occurrence.seen
        abstract = self.abstract_number(entry.abstract)
        cursor = self._sql.execute(
            "INSERT INTO entry (hash, page, position, abstract, first_seen, reading, json)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (name, entry.page, entry.position, abstract, first_seen, reading, _printed_json(entry)),
        )
        number, keys = int(cursor.lastrowid or 0), occurrence.keys()
        self._sql.executemany("INSERT INTO block VALUES (?, ?)", [(key, number) for key in keys.exact])
        self._sql.executemany("INSERT INTO sketch VALUES (?, ?)", [(key, number) for key in keys.sketch])
        return number

    def abstract_number(self, text: str) -> int:
        """Keep a text once and return its number."""
        name = hashlib.sha256(text.encode()).hexdigest()[:32]
        self._sql.execute("INSERT OR IGNORE INTO abstract (hash, text) VALUES (?, ?)", (name, text))
        return int(self._sql.execute("SELECT id FROM abstract WHERE hash = ?", (name,)).fetchone()[0])

    def near(self, exact: Iterable[int], sketch: Iterable[int]) -> set[int]:
        """Return the numbers of the entries that share a key; keys of texts that a crowd shares propose nobody."""
        found: set[int] = set()
        for key in exact:
            found.update(row[0] for row in self._sql.execute("SELECT entry FROM block WHERE key = ?", (key,)))
        for key in sketch:
            query = "SELECT entry FROM sketch WHERE key = ? LIMIT ?"
            rows = self._sql.execute(query, (key, CROWD + 1)).fetchall()
            if len(rows) <= CROWD:
                found.update(row[0] for row in rows)
        return found

    def mates(self, numbers: Collection[int]) -> set[int]:
        """Return the numbers of all entries of the papers that the given entries belong to now."""
        found: set[int] = set()
        for number in numbers:
            query = "SELECT id FROM entry WHERE paper = (SELECT paper FROM entry WHERE id = ?)"
            found.update(row[0] for row in self._sql.execute(query, (number,)))
        return found

    def sightings(self, numbers: Iterable[int]) -> dict[int, Sighting]:
        """Return entries with their times, by number."""
        query = (
            "SELECT entry.id, page, position, text, first_seen, reading, json FROM entry"
            " JOIN abstract ON abstract.id = entry.abstract WHERE entry.id = ?"
        )
        return {row[0]: _sighting(row[1:]) for number in sorted(numbers) for row in self._sql.execute(query, (number,))}


def _printed_json(entry: Entry) -> str:
    return entry.model_dump_json(exclude={"page", "position", "abstract"}, exclude_defaults=True)


def _sighting(row: tuple[str, int, str, str, int, str]) -> Sighting:
    page, position, abstract, first_seen, reading, json = row
    printed = {**from_json(json), "page": page, "position": position, "abstract": abstract}
    return Sighting(Entry.model_validate(printed), first_seen, reading)
