"""A library made many times as large: its papers again, under other ids, titles, days and texts' hashes.

One paper written through the library's functions takes about 2 ms, which for a million is more than half an hour.
Copying in SQL keeps the tables, the indexes and the full-text index what they would be, in a quarter of that time.
"""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from cache.tables import open_for_writing
from schemas.identity import title_id

FIRST_DAY = "2006-01-02"
DAYS = 20 * 364
NUMBERS = 400  # ids of a month that the first papers use at most
STEP_DAYS = 581  # between the days of a paper and of its copy

_KEPT = ("abstract", "paper", "entry", "outcome", "tag", "block", "sketch")
_NAME = f"substr(name, 1, 11) || printf('%05d', CAST(substr(name, 12) AS INTEGER) + :copy * {NUMBERS})"
_DAY = (
    f"date('{FIRST_DAY}', '+' || (CAST(julianday(date) - julianday('{FIRST_DAY}') + :copy * {STEP_DAYS} AS INTEGER)"
    f" % {DAYS}) || ' days')"
)
_HASH = "substr(text_hash, 1, 24) || printf('%08x', 4000000000 + :copy)"
# Every piece is a text of this module.
_COPY = (
    "INSERT INTO abstract SELECT id + :shift, hash || :copy, text FROM first.abstract",
    "INSERT INTO paper SELECT id + :shift, "  # noqa: S608
    f"{_NAME}, :word || ' ' || title, abstract + :shift, authors, venue, {_DAY}, has_code, {_HASH}, first_seen,"
    f" abstract_first_seen, baseline, replace(replace(json, name, {_NAME}), date, {_DAY}),"
    f" replace(card, name, {_NAME}), words FROM first.paper",
    "INSERT INTO entry SELECT id + :shift, hash || :copy, page, position + :shift, abstract + :shift, first_seen,"
    " reading, paper + :shift, json FROM first.entry",
    f"INSERT INTO outcome SELECT {_HASH}, engine, version, kind, at, replace(json, text_hash, {_HASH})"  # noqa: S608
    " FROM first.outcome",
    "INSERT INTO tag SELECT kind, value || CASE kind WHEN 'term' THEN ' ' || :copy ELSE '' END, paper + :shift,"
    " label || CASE kind WHEN 'term' THEN ' ' || :copy ELSE '' END FROM first.tag ORDER BY 1, 2, 3",
    "INSERT INTO block SELECT key / 4096 + :copy * 4503599627370496, entry + :shift FROM first.block ORDER BY 1, 2",
    "INSERT INTO sketch SELECT key / 4096 + :copy * 4503599627370496, entry + :shift FROM first.sketch ORDER BY 1, 2",
    "INSERT INTO alias SELECT name, id FROM paper WHERE id > :shift AND id <= :shift + :size",
    "INSERT INTO alias SELECT title_id(title), id FROM paper WHERE id > :shift AND id <= :shift + :size",
    "INSERT INTO search (rowid, title, abstract, authors, words) SELECT id, title, abstract, authors, words"
    " FROM searched WHERE id > :shift AND id <= :shift + :size",
)
_COUNT = (
    "DELETE FROM tally",
    "DELETE FROM label",
    "INSERT INTO label SELECT kind, value, label, count(*) FROM tag GROUP BY kind, value, label",
    "INSERT INTO tally SELECT kind, value, min(label), sum(papers) FROM label GROUP BY kind, value",
    "DELETE FROM tallied",
    "INSERT INTO tallied SELECT kind, count(*) FROM tally GROUP BY kind",
)


def multiply(path: Path, size: int, copies: int, words: Sequence[str]) -> None:
    """Add copies of all papers of a library.

    Args:
        path: Of the library, whose papers and entries have the numbers 1 to `size`.
        size: Number of its papers.
        copies: How often each paper stands in it afterwards, once included.
        words: As many as there are copies; each begins the titles of one copy.
    """
    with closing(open_for_writing(path)) as sql:
        sql.create_function("title_id", 1, title_id, deterministic=True)
        sql.execute("PRAGMA synchronous = OFF")
        sql.execute("ATTACH ':memory:' AS first")
        for table in _KEPT:
            sql.execute(f"CREATE TABLE first.{table} AS SELECT * FROM main.{table}")  # noqa: S608
        triggers = sql.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _ in triggers:
            sql.execute(f"DROP TRIGGER {name}")
        for copy in range(1, copies):
            _run(sql, _COPY, {"copy": copy, "shift": copy * size, "size": size, "word": words[copy]})
        _run(sql, (*_COUNT, *(text for _, text in triggers)), {})


def _run(sql: sqlite3.Connection, statements: Sequence[str], values: dict[str, int | str]) -> None:
    sql.execute("BEGIN")
    for statement in statements:
        sql.execute(statement, values)
    sql.execute("COMMIT")
