"""What every page printed, and when: the part of the library that only ever grows."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterable
from typing import NamedTuple

from pydantic_core import from_json

from schemas.paper import Entry
from schemas.sighting import Sighting

CROWD = 64  # entries behind one key of a text; more of them share a phrase, not a text


class Occurrence(NamedTuple):
    """An entry, when it was read, and how merging finds it."""

    seen: Sighting
    content: str
    """Hash of what was printed of the work, whatever the page."""
    exact: frozenset[int]
    sketch: frozenset[int]
    """Keys by which entries that may be the same paper find each other; 64-bit signed."""


class Entries:
    """The entries of an open library."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def note_page(self, name: str, first_read: str, last_read: str) -> None:
        """Note when a page was read; the earliest and the latest time are kept."""
        self._sql.execute(
            "INSERT INTO page VALUES (?1, ?2, ?3) ON CONFLICT (name)"
            " DO UPDATE SET first_read = min(first_read, ?2), last_read = max(last_read, ?3)",
            (name, first_read, last_read),
        )

    def note(self, occurrences: Iterable[Occurrence]) -> dict[int, Occurrence]:
        """Keep entries; return by number those that are new, older than known, or back after a reading without them."""
        fresh: dict[int, Occurrence] = {}
        for occurrence in occurrences:
            entry, first_seen, last_seen = occurrence.seen
            name = hashlib.sha256(f"{entry.page}\n{entry.kind}\n{occurrence.content}".encode()).hexdigest()
            known = self._sql.execute("SELECT id, first_seen, last_seen FROM entry WHERE hash = ?", (name,)).fetchone()
            if known is None:
                fresh[self._add_entry(occurrence, name)] = occurrence
                continue
            number, known_first, known_last = known
            self._sql.execute(
                "UPDATE entry SET position = ?, first_seen = ?, last_seen = ? WHERE id = ?",
                (entry.position, min(known_first, first_seen), max(known_last, last_seen), number),
            )
            if first_seen < known_first or self._was_gone(entry.page, known_last, last_seen):
                fresh[number] = occurrence
        return fresh

    def _was_gone(self, page: str, seen_last: str, now: str) -> bool:
        """Say whether the page was read without the entry since it was last seen."""
        query = "SELECT 1 FROM entry WHERE page = ? AND last_seen > ? AND last_seen < ? LIMIT 1"
        return self._sql.execute(query, (page, seen_last, now)).fetchone() is not None

    def _add_entry(self, occurrence: Occurrence, name: str) -> int:
        entry, first_seen, last_seen = occurrence.seen
        cursor = self._sql.execute(
            "INSERT INTO entry (hash, page, position, abstract, first_seen, last_seen, json)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                *(name, entry.page, entry.position, self.abstract_number(entry.abstract), first_seen, last_seen),
                entry.model_dump_json(exclude={"page", "position", "abstract"}, exclude_defaults=True),
            ),
        )
        number = int(cursor.lastrowid or 0)
        self._sql.executemany("INSERT INTO block VALUES (?, ?)", [(key, number) for key in occurrence.exact])
        self._sql.executemany("INSERT INTO sketch VALUES (?, ?)", [(key, number) for key in occurrence.sketch])
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
            "SELECT entry.id, page, position, text, first_seen, last_seen, json FROM entry"
            " JOIN abstract ON abstract.id = entry.abstract WHERE entry.id = ?"
        )
        return {row[0]: _sighting(row[1:]) for number in sorted(numbers) for row in self._sql.execute(query, (number,))}

    def first_read(self, page: str) -> str | None:
        """Return when a page was read for the first time; None: never."""
        row = self._sql.execute("SELECT first_read FROM page WHERE name = ?", (page,)).fetchone()
        return row[0] if row else None


def _sighting(row: tuple[str, int, str, str, str, str]) -> Sighting:
    page, position, abstract, first_seen, last_seen, json = row
    printed = {**from_json(json), "page": page, "position": position, "abstract": abstract}
    return Sighting(Entry.model_validate(printed), first_seen, last_seen)
