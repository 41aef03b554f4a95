"""Which papers a week may tell of: by when they are dated and when they were first seen."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Dated(NamedTuple):
    """A paper and all that tells its week."""

    name: str
    date: str
    """A person's, else the printed one; empty if none is known."""
    first_seen: str
    abstract_first_seen: str
    baseline: bool


class Days:
    """The days of the papers of an open library."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql

    def between(self, first_day: str, last_day: str, seen_to: str) -> Iterator[Dated]:
        """Yield the papers that a digest of these days may speak of, by name.

        A paper that was on its page from the first reading on goes by its day alone; where it has none, no digest
        speaks of it unless its abstract changes.

        Args:
            first_day: `YYYY-MM-DD`; papers dated or (they or a changed abstract) first seen from then on.
            last_day: `YYYY-MM-DD`; and dated until then.
            seen_to: `YYYY-MM-DD`; or first seen before that day.
        """
        fields = "SELECT name, date, first_seen, abstract_first_seen, baseline FROM paper"
        query = (
            f"{fields} WHERE date BETWEEN ?1 AND ?2 UNION"
            f" {fields} WHERE NOT baseline AND first_seen >= ?1 AND first_seen < ?3 UNION"
            f" {fields} WHERE abstract_first_seen > first_seen"
            " AND abstract_first_seen >= ?1 AND abstract_first_seen < ?3 ORDER BY name"
        )
        for name, date, first_seen, abstract_first_seen, baseline in self._sql.execute(
            query, (first_day, last_day, seen_to)
        ):
            yield Dated(name, date, first_seen, abstract_first_seen, bool(baseline))

    def names(self, papers: Iterable[str], kind: str) -> list[tuple[str, str]]:
        """Return the tags of a kind that papers bear, each once: how tags are compared, and one label; by label."""
        query = "SELECT value, label FROM tag JOIN paper ON paper.id = tag.paper WHERE paper.name = ? AND tag.kind = ?"
        found = {value: label for name in papers for value, label in self._sql.execute(query, (name, kind))}
        return sorted(found.items(), key=lambda one: (one[1].casefold(), one[1]))

    def bearing(self, kind: str, value: str) -> Iterator[Dated]:
        """Yield the papers that bear a tag, those with the earliest dates first."""
        query = (
            "SELECT name, date, first_seen, abstract_first_seen, baseline FROM tag JOIN paper ON paper.id = tag.paper"
            " WHERE tag.kind = ? AND tag.value = ? ORDER BY date, name"
        )
        for name, date, first_seen, abstract_first_seen, baseline in self._sql.execute(query, (kind, value)):
            yield Dated(name, date, first_seen, abstract_first_seen, bool(baseline))

    def dayless(self, dates: Iterable[str], seen_from: str) -> int:
        """Return the number of papers that were on their page from its first reading on and have no day.

        Args:
            dates: Of the papers that are counted: `YYYY`, `YYYY-MM`, or empty for those that have none.
            seen_from: `YYYY-MM-DD`; first seen then or later.
        """
        query = "SELECT count(*) FROM paper WHERE baseline AND length(date) < 10 AND date = ? AND first_seen >= ?"
        return sum(self._sql.execute(query, (date, seen_from)).fetchone()[0] for date in dates)
