"""Finding papers: the answers are those of a plain search through all papers, and no question reads every paper."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cache.find
from agent.absorb import absorb, note_page
from cache.days import Days
from cache.find import Filters, fold
from cache.library import Card, Library
from cache.lookup import Lookup
from cache.tables import folded
from schemas.identity import title_id
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entry

TAXONOMY = load_taxonomy()
_KINDS = ("Lamps", "Reeds", "Moors", "Bogs")
TITLES = [f"{first} {second} of the Fen" for first in _KINDS for second in ("Light", "Oil")]
AUTHORS = ("Ada Quillfeather", "Bo Müller", "Cy Manning", "Di van Mandal")
VENUES = ("FenConf 2026", "MoorConf 2025", "")


class Fen:
    """One paper of the test's library."""

    def __init__(self, number: int) -> None:
        self.title = TITLES[number % 8] + f" {number}"
        self.author = AUTHORS[number % 4]
        self.venue = VENUES[number % 3]
        self.date = f"2026-0{1 + number % 5}-{10 + number % 3}" if number % 7 else ""
        self.code = number % 4 == 1
        self.topics = [("topic", "answering", "Answering")] if number % 2 else [("topic", "question answering", "QA")]
        self.dataset = f"set {number % 5}"


FENS = [Fen(number) for number in range(40)]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("find") / "library.sqlite"
    with Library(made) as library, library.transaction():
        entries = [
            entry(fen.title, position=place, authors=[fen.author], has_code_badge=fen.code)
            for place, fen in enumerate(FENS)
        ]
        absorb(note_page("page.txt", entries, library, NOW).changed, library, TAXONOMY)
        for fen in FENS:
            tags = (*fen.topics, ("dataset", fen.dataset, fen.dataset))
            words = " ".join(label for _, _, label in tags)
            library.show(title_id(fen.title), Card(fen.title, fen.venue, fen.date, "{}", words, tags))
    return made


def fits(fen: Fen, words: Sequence[str], filters: Filters) -> bool:
    """Say whether a paper is to be found, the plain way."""
    text = f"{fen.title} {fen.author} {' '.join(label for _, _, label in fen.topics)} {fen.dataset}"
    tokens = re.findall(r"\w+", folded(text))
    return (
        all(folded(word) in tokens for word in words)
        and (not filters.topic or any(f" {fold(filters.topic)} " in f" {value} " for _, value, _ in fen.topics))
        and (not filters.dataset or fold(filters.dataset) == fen.dataset)
        and (not filters.author or f" {folded(filters.author)}" in f" {folded(fen.author)}")
        and (not filters.venue or folded(filters.venue) in folded(fen.venue))
        and (not filters.since or fen.date >= filters.since)
        and (not filters.code or fen.code)
    )


some_filters = st.builds(
    Filters,
    topic=st.sampled_from((None, "answering", "Question Answering", "question", "nothing")),
    dataset=st.sampled_from((None, "set 1", "set 4")),
    model=st.none(),
    author=st.sampled_from((None, "quill", "MULLER", "cy manning", "mannin", "man", "van mandal")),
    venue=st.sampled_from((None, "conf", "moorconf", "2026")),
    since=st.sampled_from((None, "2026", "2026-03", "2026-04-11")),
    code=st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(
    words=st.lists(st.sampled_from(("lamps", "light", "fen", "7")), max_size=2),
    filters=some_filters,
    limit=st.integers(1, 50),
)
def test_found_is_what_a_plain_search_finds(path: Path, words: list[str], filters: Filters, limit: int) -> None:
    wanted = sorted(fen.title for fen in FENS if fits(fen, words, filters))
    with Lookup(path) as lookup:
        hits, total = lookup.find(words, filters, limit)
        every, _ = lookup.find(words, filters, 100)
    assert (total, len(hits)) == (len(wanted), min(limit, len(wanted)))
    assert sorted(hit.title for hit in every) == wanted
    assert hits == every[:limit]
    if not words:
        assert [hit.date for hit in hits] == sorted((hit.date for hit in hits), reverse=True)


def test_a_tag_that_many_have_is_found_from_the_newest_on(path: Path) -> None:
    with Lookup(path) as lookup:
        gathered = lookup.find((), Filters(topic="answering", since="2026-02"), 7)
        tagged = cache.find._tagged(lookup._sql, Filters(topic="answering"))
        dated = cache.find._dated(Filters(since="2026-02"))
        walked = cache.find._newest(lookup._sql, dated, [one._replace(papers=10**6) for one in tagged], 7)
    assert walked == gathered


def test_words_that_very_many_have_are_told_newest_first(path: Path) -> None:
    with Lookup(path) as lookup:
        where = cache.find._Where().also("search MATCH ?", "fen")
        walked = cache.find._walked(lookup._sql, where, 9)
        joined = cache.find._joined(lookup._sql, where, "date DESC, name", 9)
    assert walked == joined
    assert len(walked) == 9


class Explained:
    """A connection that says how SQLite goes about every question, and asks none of them."""

    def __init__(self, sql: sqlite3.Connection) -> None:
        self._sql = sql
        self.steps: list[str] = []

    def execute(self, query: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Note the plan, then ask."""
        self.steps += [row[3] for row in self._sql.execute(f"EXPLAIN QUERY PLAN {query}", values)]
        return self._sql.execute(query, values)


@pytest.fixture
def explained(path: Path) -> Iterator[tuple[Lookup, Explained]]:
    with Lookup(path) as lookup:
        watched = Explained(lookup._sql)
        lookup._sql = watched  # type: ignore[assignment]  # it has what lookups call
        yield lookup, watched
        lookup._sql = watched._sql


def scanned(steps: Sequence[str]) -> list[str]:
    """Return the steps that read a whole table of papers, tags or names."""
    tables = re.compile(r"SCAN (?:paper|tag|tally|label|alias|entry|outcome|abstract)\b(?! USING INDEX paper_newest)")
    return [step for step in steps if tables.search(step)]


@settings(max_examples=150, deadline=None)
@given(words=st.lists(st.sampled_from(("lamps", "fen")), max_size=2), filters=some_filters)
def test_no_question_reads_all_papers(path: Path, words: list[str], filters: Filters) -> None:
    if not words and filters == Filters():
        return
    with Lookup(path) as lookup:
        watched = Explained(lookup._sql)
        cache.find.find(watched, words, filters, 5)  # type: ignore[arg-type]  # it has what `find` calls
    assert scanned(watched.steps) == []


def test_lookups_by_name_and_lists_use_indexes(explained: tuple[Lookup, Explained]) -> None:
    lookup, watched = explained
    for query in (title_id(TITLES[0] + " 0"), "Lamps Light of the Fen 0", "lamps 16"):
        assert lookup.card(lookup.resolve(query)) == {}
    lookup.tally("topic", 5)
    assert watched.steps
    assert scanned(watched.steps) == []
    assert not [step for step in watched.steps if "TEMP B-TREE FOR ORDER" in step and "tally" in step]


def test_a_week_is_looked_for_by_its_days(path: Path) -> None:
    with Library(path, read_only=True) as library:
        watched = Explained(library._sql)
        days = Days(watched)  # type: ignore[arg-type]  # it has what is called
        found = [one.name for one in days.between("2026-02-01", "2026-02-28", "2026-03-08")]
        days.dayless(("", "2026", "2026-02"), "2026-01-01")
    assert found == sorted(title_id(fen.title) for fen in FENS if fen.date.startswith("2026-02"))
    assert scanned(watched.steps) == []
    assert not [step for step in watched.steps if "SCAN paper" in step]
