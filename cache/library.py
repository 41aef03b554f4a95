"""The library: papers with every source and version, what came of reading them, and the cards that lookups print.

Entries are never deleted; papers are a view of them that merging makes anew. All writing happens inside
`transaction()` under the home's lock; what a transaction has committed survives kill -9.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter
from pydantic_core import from_json

from cache.days import Days
from cache.entries import Entries
from cache.lookup import owners
from cache.tables import OpenLibrary, folded, open_for_reading, open_for_writing
from schemas.identity import abstract_version, text_hash, title_id
from schemas.outcome import Outcome
from schemas.paper import Paper
from schemas.record import FormerAbstract, Record
from schemas.sighting import Sighting

_OUTCOME: TypeAdapter[Outcome] = TypeAdapter(Outcome)


class Card(NamedTuple):
    """What lookups show of one paper, a person's word included; made when what is known of the paper changes."""

    title: str
    venue: str
    date: str
    """Empty if unknown, as `venue`."""
    json: str
    words: str
    """Names and topics, for the full-text index."""
    tags: tuple[tuple[str, str, str], ...]
    """(kind, value folded for comparing, label) for `find` and `list`."""


class Outline(NamedTuple):
    """Where a paper belongs."""

    categories: tuple[str, ...]
    predicted: tuple[str, ...]
    """Categories guessed from the text."""
    topics: tuple[tuple[str, ...], ...]
    """Paths."""


class Kept(NamedTuple):
    """One outcome as it is kept."""

    engine: str
    """`extractive`, or the model's name."""
    version: str
    at: str
    outcome: Outcome


_AGAIN = "again"  # in place of `failed`: the server failed, so the next build tries again


def _kind(outcome: Outcome) -> str:
    return _AGAIN if outcome.kind == "failed" and outcome.again else outcome.kind


class Library(OpenLibrary):
    """A library, open for reading and writing or for reading one state of it."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        super().__init__(path, open_for_reading(path) if read_only else open_for_writing(path))
        self.entries = Entries(self._sql)
        self.days = Days(self._sql)

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Take back all that is written in the block, its transactions included."""
        self._sql.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            self._sql.execute("ROLLBACK")

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Commit all of the block's writing at its end, or nothing of it; a transaction in another is a part of it."""
        begin, end, undo = "BEGIN IMMEDIATE", "COMMIT", ["ROLLBACK"]
        if self._sql.in_transaction:
            begin, end, undo = "SAVEPOINT part", "RELEASE part", ["ROLLBACK TO part", "RELEASE part"]
        self._sql.execute(begin)
        try:
            yield
            self._sql.execute(end)
        except BaseException:
            if self._sql.in_transaction:
                for statement in undo:
                    self._sql.execute(statement)
            raise

    # ── papers ──

    def replace_papers(self, papers: Sequence[tuple[Paper, Sequence[int]]]) -> None:
        """Put papers, each with the numbers of its entries, in the place of those that the entries belonged to.

        They are found by words when their cards are made, with `show`, in the same transaction.
        """
        former = self._papers_of(number for _, numbers in papers for number in numbers)
        for row in former.values():
            self._unindex(row)
        kept = {paper.id for paper, _ in papers}
        for name, row in former.items():
            if name not in kept:
                self._sql.execute("DELETE FROM paper WHERE id = ?", (row,))
                self._sql.execute("DELETE FROM tag WHERE paper = ?", (row,))
        for paper, numbers in papers:
            self._put_paper(paper, numbers, former.get(paper.id))

    def _papers_of(self, numbers: Iterable[int]) -> dict[str, int]:
        query = "SELECT paper.name, paper.id FROM entry JOIN paper ON paper.id = entry.paper WHERE entry.id = ?"
        return dict(row for number in numbers for row in self._sql.execute(query, (number,)))

    def _put_paper(self, paper: Paper, numbers: Sequence[int], row: int | None) -> None:
        seen = list(self.entries.sightings(numbers).values())
        first_seen = min(one.first_seen for one in seen)
        version = abstract_version(paper.abstract)
        same_text = [one.first_seen for one in seen if abstract_version(one.entry.abstract) == version]
        baseline = any(
            one.first_seen == first_seen and self.entries.first_read(one.entry.page) == first_seen for one in seen
        )
        values = {
            "name": paper.id,
            "title": paper.title,
            "abstract": self.entries.abstract_number(paper.abstract),
            "authors": "; ".join(paper.authors),
            "venue": paper.venue or "",
            "date": paper.date or "",
            "has_code": paper.has_code,
            "text_hash": text_hash(paper.title, paper.abstract),
            "first_seen": first_seen,
            "abstract_first_seen": min(same_text, default=first_seen),
            "baseline": baseline,
            "card": "",
            "json": paper.model_dump_json(exclude={"abstract", "sources"}, exclude_defaults=True),
        }
        columns = ", ".join(values)
        if row is None:
            places = ", ".join(f":{name}" for name in values)
            row = int(self._sql.execute(f"INSERT INTO paper ({columns}) VALUES ({places})", values).lastrowid or 0)  # noqa: S608
        else:
            changes = ", ".join(f"{name} = :{name}" for name in values)
            self._sql.execute(f"UPDATE paper SET {changes} WHERE id = :row", {**values, "row": row})  # noqa: S608
        self._sql.executemany("UPDATE entry SET paper = ? WHERE id = ?", [(row, number) for number in numbers])
        names = {paper.id, *paper.ids, *(title_id(one.entry.title) for one in seen)}
        aliases = [(name, number) for name in sorted(names) for number in numbers]
        self._sql.executemany("INSERT OR IGNORE INTO alias VALUES (?, ?)", aliases)

    def _index(self, row: int) -> None:
        self._sql.execute(
            "INSERT INTO search (rowid, title, abstract, authors, words)"
            " SELECT id, title, abstract, authors, words FROM searched WHERE id = ?",
            (row,),
        )

    def _unindex(self, row: int) -> None:
        """Take a paper out of the index, if it stands there: it does from its card on until it is replaced."""
        if self._sql.execute("SELECT 1 FROM search_docsize WHERE id = ?", (row,)).fetchone() is None:
            return
        self._sql.execute(
            "INSERT INTO search (search, rowid, title, abstract, authors, words)"
            " SELECT 'delete', id, title, abstract, authors, words FROM searched WHERE id = ?",
            (row,),
        )

    def note_possibly_same(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keep pairs of ids that overlap without enough evidence."""
        self._sql.executemany("INSERT OR IGNORE INTO possibly_same VALUES (?, ?)", pairs)

    def possibly_same(self, names: frozenset[str]) -> tuple[tuple[str, str], ...]:
        """Return the pairs of given papers that overlap and are still two papers, sorted."""
        pairs = set()
        for one, other in self._sql.execute("SELECT one, other FROM possibly_same"):
            now = [owners[0] for name in (one, other) if len(owners := self.owners(name)) == 1]
            if len(set(now)) == 2 and names.issuperset(now):
                pairs.add((min(now), max(now)))
        return tuple(sorted(pairs))

    def owners(self, alias: str) -> tuple[str, ...]:
        """Return the ids of the papers that an id, present or former, leads to: one, none, or several."""
        return owners(self._sql, alias)

    # ── outcomes and cards ──

    def keep(self, name: str, kept: Kept) -> None:
        """Keep what an engine made of the present text of a paper, in place of what it made before."""
        self._sql.execute(
            "INSERT OR REPLACE INTO outcome SELECT text_hash, ?, ?, ?, ?, ? FROM paper WHERE name = ?",
            (kept.engine, kept.version, _kind(kept.outcome), kept.at, kept.outcome.model_dump_json(), name),
        )
        self._sql.execute("UPDATE paper SET card = '' WHERE name = ?", (name,))

    def keep_former(self, title: str, abstract: str, kept: Kept) -> None:
        """Keep what an engine made of another version of a paper's text."""
        hashed, outcome = text_hash(title, abstract), kept.outcome
        self._sql.execute(
            "INSERT OR IGNORE INTO outcome VALUES (?, ?, ?, ?, ?, ?)",
            (hashed, kept.engine, kept.version, _kind(outcome), kept.at, outcome.model_dump_json()),
        )

    def undone(self, names: Collection[str], engine: str, version: str | None) -> list[str]:
        """Return which of the papers have no outcome for their present text, or one to try again, newest first.

        Args:
            names: Ids of papers.
            engine: `extractive`, or a model's name.
            version: An outcome of another version counts as none; None: any version will do.
        """
        query = (
            "SELECT paper.name, date FROM paper LEFT JOIN outcome ON outcome.text_hash = paper.text_hash"
            " AND engine = ? AND version = coalesce(?, version)"
            " WHERE paper.name = ? AND (outcome.kind IS NULL OR outcome.kind = ?)"
        )
        rows = [row for name in names for row in self._sql.execute(query, (engine, version, name, _AGAIN))]
        return [name for name, _ in sorted(sorted(rows), key=lambda row: str(row[1]), reverse=True)]

    def stale(self, names: Collection[str], engine: str, version: str) -> list[str]:
        """Return which of the papers have an extraction that an engine made in another version of itself, sorted."""
        query = (
            "SELECT 1 FROM paper JOIN outcome ON outcome.text_hash = paper.text_hash"
            " WHERE name = ? AND engine = ? AND version != ? AND kind = 'extracted'"
        )
        return [name for name in sorted(names) if self._sql.execute(query, (name, engine, version)).fetchone()]

    def failed(self, names: Collection[str], engine: str) -> list[str]:
        """Return which of the papers an engine failed at, or would not speak about, for good, sorted."""
        query = (
            "SELECT 1 FROM paper JOIN outcome ON outcome.text_hash = paper.text_hash"
            " WHERE name = ? AND engine = ? AND kind IN ('failed', 'refused')"
        )
        return [name for name in sorted(names) if self._sql.execute(query, (name, engine)).fetchone()]

    def outcome_of(self, name: str, engine: str) -> Outcome | None:
        """Return what an engine made of the present text of a paper; None if it made nothing of it yet."""
        row = self._sql.execute(
            "SELECT outcome.json FROM paper JOIN outcome ON outcome.text_hash = paper.text_hash"
            " WHERE name = ? AND engine = ?",
            (name, engine),
        ).fetchone()
        return _OUTCOME.validate_json(row[0]) if row else None

    def newest_outcomes(self, engine: str, most: int) -> list[Outcome]:
        """Return the newest outcomes of an engine, newest first."""
        query = "SELECT json FROM outcome WHERE engine = ? AND kind = 'extracted' ORDER BY at DESC LIMIT ?"
        return [_OUTCOME.validate_json(row[0]) for row in self._sql.execute(query, (engine, most))]

    def show(self, name: str, card: Card) -> None:
        """Put the card of a paper, its tags and its words in the index in place of the former ones."""
        (row,) = self._sql.execute("SELECT id FROM paper WHERE name = ?", (name,)).fetchone()
        self._unindex(row)
        shown = (card.title, card.venue, card.date, card.json, card.words, row)
        self._sql.execute("UPDATE paper SET title = ?, venue = ?, date = ?, card = ?, words = ? WHERE id = ?", shown)
        self._sql.execute(
            "INSERT OR IGNORE INTO alias SELECT ?, id FROM entry WHERE paper = ?", (title_id(card.title), row)
        )
        self._index(row)
        self._put_tags(row, card)

    def _put_tags(self, row: int, card: Card) -> None:
        """Put the tags of a card, and its venue, in place of the former ones; triggers keep the counts."""
        wanted: dict[tuple[str, str], str] = {}
        for kind, value, label in card.tags:
            wanted.setdefault((kind, value), label)
        if card.venue:
            wanted["venue", folded(card.venue)] = card.venue
        known = self._sql.execute("SELECT kind, value, label FROM tag WHERE paper = ?", (row,)).fetchall()
        gone = [(kind, value, row) for kind, value, label in known if wanted.get((kind, value)) != label]
        kept = {(kind, value) for kind, value, label in known if wanted.get((kind, value)) == label}
        new = [(kind, value, row, label) for (kind, value), label in wanted.items() if (kind, value) not in kept]
        self._sql.executemany("DELETE FROM tag WHERE kind = ? AND value = ? AND paper = ?", gone)
        self._sql.executemany("INSERT INTO tag VALUES (?, ?, ?, ?)", new)

    # ── what is known ──

    def papers_of(self, numbers: Iterable[int]) -> list[str]:
        """Return the ids of the papers that entries belong to, sorted."""
        return sorted(self._papers_of(numbers))

    def all_papers(self) -> list[str]:
        """Return the ids of all papers, sorted."""
        return [row[0] for row in self._sql.execute("SELECT name FROM paper ORDER BY name")]

    def cardless(self) -> list[str]:
        """Return the ids of the papers that changed since their card was made, sorted."""
        return [row[0] for row in self._sql.execute("SELECT name FROM paper WHERE card = '' ORDER BY name")]

    def record(self, name: str, engine: str | None = None) -> Record:
        """Return all that is known of the paper with that present id, but for a person's corrections.

        Args:
            name: The present id.
            engine: The engine whose outcome is shown if there is one; else the newest model's, else the embedded one's.
        """
        row = self._sql.execute(
            "SELECT paper.id, text, first_seen, baseline, abstract_first_seen, json, text_hash FROM paper"
            " JOIN abstract ON abstract.id = paper.abstract WHERE name = ?",
            (name,),
        ).fetchone()
        number, abstract, first_seen, baseline, abstract_first_seen, json, hashed = row
        numbers = [one for (one,) in self._sql.execute("SELECT id FROM entry WHERE paper = ?", (number,))]
        seen = sorted(self.entries.sightings(numbers).values(), key=lambda one: (one.entry.page, one.entry.position))
        sources = tuple(one.entry for one in seen)
        stored = Paper.model_validate({**from_json(json), "abstract": abstract, "sources": sources})
        outcome, at = self._outcome(hashed, engine)
        return Record(
            paper=stored,
            first_seen=first_seen,
            baseline=bool(baseline),
            abstract_first_seen=abstract_first_seen,
            outcome=outcome,
            outcome_at=at,
            failure=self._failure(hashed, engine, outcome),
            former=tuple(self._former(stored, seen, engine)),
        )

    def outline(self, name: str, engine: str | None) -> Outline | None:
        """Return where the paper with that present id belongs, of the extraction that `record` gives; None: no such."""
        query = "SELECT json, text_hash FROM paper WHERE name = ?"
        json, hashed = self._sql.execute(query, (name,)).fetchone()
        found = self._chosen(hashed, engine)
        outcome = from_json(found[0]) if found else {}
        if outcome.get("kind") != "extracted":
            return None
        extraction = outcome["extraction"]
        return Outline(
            categories=tuple(from_json(json).get("categories", ())),
            predicted=tuple(extraction["predicted_categories"]),
            topics=tuple(tuple(topic["path"]) for topic in extraction["topics"]),
        )

    def sightings_of(self, name: str) -> list[Sighting]:
        """Return the entries of a paper with their times, by page and position."""
        query = "SELECT entry.id FROM entry JOIN paper ON paper.id = entry.paper WHERE name = ?"
        numbers = [row[0] for row in self._sql.execute(query, (name,))]
        return sorted(self.entries.sightings(numbers).values(), key=lambda one: (one.entry.page, one.entry.position))

    def _former(self, paper: Paper, seen: Sequence[Sighting], engine: str | None) -> Iterator[FormerAbstract]:
        for abstract in paper.other_abstracts:
            version = abstract_version(abstract)
            times = [one.first_seen for one in seen if abstract_version(one.entry.abstract) == version]
            titles = sorted({one.entry.title for one in seen if one.entry.abstract == abstract} | {paper.title})
            outcomes = [self._outcome(text_hash(title, abstract), engine)[0] for title in titles]
            extractions = [outcome.extraction for outcome in outcomes if outcome and outcome.kind == "extracted"]
            yield FormerAbstract(
                abstract=abstract, first_seen=min(times), extraction=extractions[0] if extractions else None
            )

    def _failure(self, hashed: str, engine: str | None, shown: Outcome | None) -> Outcome | None:
        """Return what the configured engine failed with, where the extraction of another one is shown."""
        query = "SELECT json FROM outcome WHERE text_hash = ? AND engine = ? AND kind NOT IN ('extracted', 'skipped')"
        row = self._sql.execute(query, (hashed, engine)).fetchone()
        return _OUTCOME.validate_json(row[0]) if row and shown and shown.kind == "extracted" else None

    def _outcome(self, hashed: str, engine: str | None) -> tuple[Outcome | None, str | None]:
        row = self._chosen(hashed, engine)
        return (_OUTCOME.validate_json(row[0]), row[1]) if row else (None, None)

    def _chosen(self, hashed: str, engine: str | None) -> tuple[str, str] | None:
        row: tuple[str, str] | None = self._sql.execute(
            "SELECT json, at FROM outcome WHERE text_hash = ?"
            " ORDER BY kind = 'extracted' DESC, engine = ? DESC, engine != 'extractive' DESC, at DESC, engine LIMIT 1",
            (hashed, engine),
        ).fetchone()
        return row
