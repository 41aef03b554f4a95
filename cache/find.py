"""What `digest find` asks the library: the rarest condition is gathered first, and no question reads every paper.

Words and authors are found by the full-text index, topics, datasets, models and venues by the tags of a paper. A tag
that many papers have is looked for from the newest paper on, which ends as soon as enough are found.
"""

import json
import re
import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from cache.tables import folded

MANY = 20_000  # papers: with more of one tag, the newest papers are asked for it instead
MOST_RANKED = 50_000  # papers: what more of them have in common ranks none, and the newest are told first
MANY_VALUES = 50  # tags behind one filter: with more, their papers are gathered in any case
TIES = 4  # times as many papers as wanted are ranked, so that papers of one rank are told in a fixed order

_WORD = re.compile(r"\w+")
_STEM_CHARS = 3  # stemming leaves these of a word


class Filters(NamedTuple):
    """What `find` narrows by; None: not at all."""

    topic: str | None = None
    """Words that stand together in a tag, case folded; as for dataset and model."""
    dataset: str | None = None
    model: str | None = None
    author: str | None = None
    """Words of an author's name, the last one perhaps cut short; without case and accents."""
    venue: str | None = None
    """Part of a venue, without case and accents."""
    since: str | None = None
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`: dated then or later."""
    code: bool = False


class Hit(NamedTuple):
    """One found paper."""

    id: str
    title: str
    date: str
    """Empty if unknown."""
    venue: str


class _Tagged(NamedTuple):
    """The tags that one filter stands for."""

    values: str
    """JSON: a list of [kind, value]."""
    tags: int
    """Number of tags."""
    papers: int
    """At most so many papers have one of them."""


class _Where(NamedTuple):
    """Conditions that all hold; the clauses are texts of this module, what the user typed stands in the values."""

    clauses: tuple[str, ...] = ()
    values: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " AND ".join(self.clauses) or "1"

    def also(self, clause: str, *values: str) -> "_Where":
        """Return these conditions and another one."""
        return _Where((*self.clauses, clause), (*self.values, *values))


def find(sql: sqlite3.Connection, words: Sequence[str], filters: Filters, limit: int) -> tuple[list[Hit], int]:
    """Return up to `limit` papers and the number of all that fit; see `Lookup.find`."""
    tagged = sorted(_tagged(sql, filters), key=lambda one: one.papers)
    if any(not one.tags for one in tagged):
        return [], 0
    dated = _dated(filters)
    if filters.author is None and not _match(words):
        return _newest(sql, dated, tagged, limit)
    match = _match(words)
    common = bool(match) and _counted(sql, _Where().also("search MATCH ?", match)) > MANY
    where = _Where()
    for one in tagged:
        where = where.also(f"+search.rowid IN ({_GATHERED})", one.values)
    if dated.clauses and common:
        where = where.also(f"+search.rowid IN (SELECT id FROM paper WHERE {dated})", *dated.values)  # noqa: S608
    elif dated.clauses:
        where = where.also(f"EXISTS (SELECT 1 FROM paper WHERE paper.id = search.rowid AND {dated})", *dated.values)  # noqa: S608
    if filters.author is None:
        return _ranked(sql, where.also("search MATCH ?", match), limit)
    found, total = _of_author(sql, words, filters.author, where, limit, cut=False)
    return (found, total) if total else _of_author(sql, words, filters.author, where, limit, cut=True)


def _dated(filters: Filters) -> _Where:
    where = _Where()
    if filters.since is not None:
        where = where.also("date >= ?", filters.since)
    return where.also("has_code") if filters.code else where


# ── by tag, newest first ──

_EACH = (
    "json_each(?) AS one CROSS JOIN tag ON tag.kind = json_extract(one.value, '$[0]')"
    " AND tag.value = json_extract(one.value, '$[1]')"
)
_GATHERED = f"SELECT tag.paper FROM {_EACH}"  # noqa: S608
_WALKED = f"EXISTS (SELECT 1 FROM {_EACH} AND tag.paper = paper.id)"  # noqa: S608


def _tagged(sql: sqlite3.Connection, filters: Filters) -> list[_Tagged]:
    """Return the tags of each filter; the names of tags are read for it, not the papers that have them."""
    found = []
    for kinds, wanted in (
        (("topic", "term", "category", "person"), filters.topic),
        (("dataset",), filters.dataset),
        (("model",), filters.model),
    ):
        if wanted is not None:
            found.append(_values(sql, kinds, "instr(' ' || value || ' ', ' ' || ? || ' ')", fold(wanted)))
    if filters.venue is not None:
        found.append(_values(sql, ("venue",), "instr(value, ?)", folded(filters.venue)))
    return found


def _values(sql: sqlite3.Connection, kinds: Sequence[str], clause: str, value: str) -> _Tagged:
    query = f"SELECT kind, value, papers FROM tally WHERE kind = ? AND {clause}"  # noqa: S608
    rows = [row for kind in kinds for row in sql.execute(query, (kind, value))]
    return _Tagged(json.dumps([row[:2] for row in rows]), len(rows), sum(row[2] for row in rows))


def _newest(sql: sqlite3.Connection, dated: _Where, tagged: Sequence[_Tagged], limit: int) -> tuple[list[Hit], int]:
    gathered = walked = dated
    for one in tagged:
        gathered = gathered.also(f"paper.id IN ({_GATHERED})", one.values)
        walked = walked.also(_WALKED, one.values)
    many = bool(tagged) and tagged[0].papers > MANY and all(one.tags <= MANY_VALUES for one in tagged)
    where = walked if many else gathered
    rows = sql.execute(
        f"SELECT name, title, date, venue FROM paper WHERE {where} ORDER BY date DESC, name LIMIT ?",  # noqa: S608
        (*where.values, limit),
    ).fetchall()
    if not dated.clauses and [one.tags for one in tagged] == [1]:
        total = tagged[0].papers
    else:
        (total,) = sql.execute(f"SELECT count(*) FROM paper WHERE {gathered}", gathered.values).fetchone()  # noqa: S608
    return [Hit(*row) for row in rows], int(total)


# ── by words, best first ──


def _match(words: Sequence[str]) -> str:
    """Return the words as an FTS5 query in which nothing is an operator; empty if there is no word."""
    phrases = (" ".join(_WORD.findall(word)) for word in words)
    return " AND ".join(f'"{phrase}"' for phrase in phrases if phrase)


def _counted(sql: sqlite3.Connection, where: _Where) -> int:
    return int(sql.execute(f"SELECT count(*) FROM search WHERE {where}", where.values).fetchone()[0])  # noqa: S608


def _ranked(sql: sqlite3.Connection, where: _Where, limit: int) -> tuple[list[Hit], int]:
    total = _counted(sql, where)
    if total > MOST_RANKED:
        return _walked(sql, where, limit), total
    # Ordered by its own `rank`, the index ranks every match before any other condition is looked at.
    rank = "rank" if len(where.clauses) == 1 else "bm25(search)"
    ranked = sql.execute(
        f"SELECT rowid, {rank} FROM search WHERE {where} ORDER BY 2 LIMIT ?",  # noqa: S608
        (*where.values, limit * TIES),
    ).fetchall()
    if len(ranked) > limit and len(ranked) < total and ranked[-1][1] == ranked[limit - 1][1]:
        return _joined(sql, where, "rank, date DESC, name", limit), total
    rows = []
    for number, rank in ranked:
        query = "SELECT name, title, date, venue FROM paper WHERE id = ?"
        rows.append((rank, Hit(*sql.execute(query, (number,)).fetchone())))
    rows.sort(key=lambda row: row[1].id)
    rows.sort(key=lambda row: row[1].date, reverse=True)
    rows.sort(key=lambda row: row[0])
    return [hit for _, hit in rows[:limit]], total


def _walked(sql: sqlite3.Connection, where: _Where, limit: int) -> list[Hit]:
    """Ask the newest papers on whether they fit: when very many do, that ends soon."""
    rows = sql.execute(
        "SELECT name, title, date, venue FROM paper INDEXED BY paper_newest"  # noqa: S608
        f" WHERE EXISTS (SELECT 1 FROM search WHERE search.rowid = paper.id AND {where})"
        " ORDER BY date DESC, name LIMIT ?",
        (*where.values, limit),
    )
    return [Hit(*row) for row in rows]


def _joined(sql: sqlite3.Connection, where: _Where, order: str, limit: int) -> list[Hit]:
    rows = sql.execute(
        "SELECT name, paper.title, date, venue FROM search CROSS JOIN paper ON paper.id = search.rowid"  # noqa: S608
        f" WHERE {where} ORDER BY {order} LIMIT ?",
        (*where.values, limit),
    )
    return [Hit(*row) for row in rows]


def _of_author(
    sql: sqlite3.Connection, words: Sequence[str], author: str, where: _Where, limit: int, *, cut: bool
) -> tuple[list[Hit], int]:
    """Find papers of an author.

    The index knows stems of words, and `Manni` is no beginning of the stem of `Manning`: it proposes, the names decide.

    Args:
        sql: The library.
        words: What else is looked for.
        author: Part of a name.
        where: Further conditions.
        limit: Of papers.
        cut: Look for all names that begin as the last word does: more is proposed, and it takes longer.
    """
    name = _WORD.findall(author)
    if cut and name:
        name[-1] = name[-1][:_STEM_CHARS]
    match = " AND ".join(filter(None, (_match(words), f'authors : "{" ".join(name)}" *')))
    where = where.also("search MATCH ?", match).also(
        "EXISTS (SELECT 1 FROM paper WHERE paper.id = search.rowid AND instr(folded(authors), ?))", folded(author)
    )
    if _match(words):
        return _ranked(sql, where, limit)
    return _joined(sql, where, "date DESC, name", limit), _counted(sql, where)


def fold(value: str) -> str:
    """Return the form in which tags are compared: lower case, words joined by one blank."""
    return " ".join(re.findall(r"[\w.+#]+", value.casefold()))
