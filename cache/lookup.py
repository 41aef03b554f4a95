"""Questions to the library that are answered at once: read-only, without a lock, standard library alone.

A paper's card is made when the paper is read; looking it up loads no model, no engine and no taxonomy.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple

from cache.find import Filters, Hit, find, fold
from cache.tables import OpenLibrary, open_for_reading
from schemas.errors import UnknownPaperError
from schemas.identity import canonical_id, normalized_title, title_id

NEAREST = 5  # candidates that an unknown or ambiguous query lists

_WORD = re.compile(r"\w+")


class Tally(NamedTuple):
    """A tag and the number of papers that have it."""

    label: str
    papers: int


def owners(sql: sqlite3.Connection, alias: str) -> tuple[str, ...]:
    """Return the ids of the papers that an id, present or former, leads to: one, none, or several."""
    if sql.execute("SELECT 1 FROM paper WHERE name = ?", (alias,)).fetchone():
        return (alias,)
    query = (
        "SELECT DISTINCT paper.name FROM alias JOIN entry ON entry.id = alias.entry"
        " JOIN paper ON paper.id = entry.paper WHERE alias = ? ORDER BY paper.name"
    )
    return tuple(row[0] for row in sql.execute(query, (alias,)))


class Lookup(OpenLibrary):
    """A library opened for looking."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, open_for_reading(path))

    def resolve(self, query: str) -> str:
        """Return the id of the one paper that an id, a former id, an address, words of a title or its method name.

        Raises:
            UnknownPaperError: None or several do; it lists the nearest titles.
        """
        query = " ".join(query.encode("utf-8", "ignore").decode().split())
        names = self._by_id(query) or self._by_title(query) or self._by_method(query)
        if len(names) == 1:
            return names[0]
        if names:
            shown = tuple((name, self._title(name)) for name in names[:NEAREST])
            more = f" (the first {NEAREST} of {len(names)})" if len(names) > NEAREST else ""
            raise UnknownPaperError(query, f"`{query}` fits several papers{more}; say which by its id", shown)
        raise UnknownPaperError(query, self._not_found(query), self._nearest(query))

    def _not_found(self, query: str) -> str:
        if self._sql.execute("SELECT 1 FROM paper LIMIT 1").fetchone() is None:
            return f"the library `{self.path}` holds no paper yet; fill it with `digest build PAGES…`"
        return f"no paper in the library is called `{query}`; the nearest titles" + (
            " are listed" if self._nearest(query) else ": none, try `digest find WORDS`"
        )

    def _by_id(self, query: str) -> tuple[str, ...]:
        named = canonical_id(query)
        return owners(self._sql, query) or (owners(self._sql, named) if named else ())

    def _by_title(self, query: str) -> tuple[str, ...]:
        if exact := owners(self._sql, title_id(query)):
            return exact
        words = _WORD.findall(query)
        if not words:
            return ()
        rows = self._titles(" AND ".join(f'"{word}"' for word in words))
        wanted = normalized_title(query)
        phrase = [name for name, title in rows if f" {wanted} " in f" {normalized_title(title)} "]
        return tuple(phrase or [name for name, _ in rows])

    def _by_method(self, query: str) -> tuple[str, ...]:
        sql = (
            "SELECT name FROM tag JOIN paper ON paper.id = tag.paper WHERE kind = 'method' AND value = ? ORDER BY name"
        )
        return tuple(name for (name,) in self._sql.execute(sql, (fold(query),)))

    def _title(self, name: str) -> str:
        return str(self._sql.execute("SELECT title FROM paper WHERE name = ?", (name,)).fetchone()[0])

    def _nearest(self, query: str) -> tuple[tuple[str, str], ...]:
        words = sorted({word for word in _WORD.findall(query) if len(word) > 2})[:20]
        if not words:
            return ()
        match = " OR ".join(f'"{word}"' for word in words) + " OR " + " OR ".join(f'"{word[:4]}"*' for word in words)
        rows = self._titles(match)
        wanted = normalized_title(query)
        rows.sort(key=lambda row: -SequenceMatcher(None, wanted, normalized_title(row[1])).ratio())
        return tuple((name, title) for name, title in rows[:NEAREST])

    def _titles(self, match: str) -> list[tuple[str, str]]:
        query = (
            "SELECT name, paper.title FROM search JOIN paper ON paper.id = search.rowid"
            " WHERE search MATCH ? ORDER BY rank LIMIT 50"
        )
        return self._sql.execute(query, (f"title : ({match})",)).fetchall()

    def papers(self) -> int:
        """Return the number of papers."""
        return int(self._sql.execute("SELECT count(*) FROM paper").fetchone()[0])

    def outcomes(self) -> list[tuple[str, str, int]]:
        """Return engine, kind of outcome and for how many papers, as they are now, there is one; sorted."""
        query = (
            "SELECT engine, kind, count(*) FROM paper JOIN outcome ON outcome.text_hash = paper.text_hash"
            " GROUP BY engine, kind ORDER BY engine, kind"
        )
        return self._sql.execute(query).fetchall()

    def card(self, name: str) -> dict[str, Any]:
        """Return what is shown of a paper: the JSON object that its card holds."""
        (text,) = self._sql.execute("SELECT card FROM paper WHERE name = ?", (name,)).fetchone()
        card: dict[str, Any] = json.loads(text or "{}")
        return card

    def find(self, words: Sequence[str], filters: Filters, limit: int) -> tuple[list[Hit], int]:
        """Return up to `limit` papers and the number of all that fit.

        Args:
            words: All must occur (as words, stemmed) in title, abstract, authors or
                tags; an item of several words is a phrase. None: any paper.
            filters: All must hold.
            limit: At least 1.

        Returns:
            Best match first if there are words and at most 50,000 papers fit, else newest first; ties newest first,
            then by id.
        """
        return find(self._sql, words, filters, limit)

    def tally(self, kind: str, limit: int) -> tuple[list[Tally], int]:
        """Return the tags of a kind with their numbers of papers, most papers first, and the number of all tags."""
        query = "SELECT label, papers FROM tally WHERE kind = ? ORDER BY papers DESC, value LIMIT ?"
        rows = self._sql.execute(query, (kind, limit)).fetchall()
        total = self._sql.execute("SELECT tags FROM tallied WHERE kind = ?", (kind,)).fetchone()
        return [Tally(*row) for row in rows], total[0] if total else 0
