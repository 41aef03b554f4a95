"""The library on a real file."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.absorb import absorb, note_page
from agent.keeping import show
from agent.merge import merge
from cache.find import Filters, fold
from cache.library import Card, Library
from cache.lookup import Lookup
from cache.steps import STEPS
from schemas.errors import HomeError, UnknownPaperError, UsageError
from schemas.paper import Entry
from schemas.sighting import Sighting
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entries_of_few_works, entry, seen, words

TAXONOMY = load_taxonomy()
LATER = "2026-06-22T07:00:00Z"
TEXT = words(0, 80)
HALF = " ".join(TEXT.split()[:40]) + " " + words(5000, 40)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library.sqlite") as opened:
        yield opened


def take_in(library: Library, *sightings: Sighting) -> None:
    """Absorb sightings as one reading of their pages, and make the cards."""
    with library.transaction():
        for page in {one.entry.page for one in sightings}:
            entries = [one.entry for one in sightings if one.entry.page == page]
            noticed = note_page(page, entries, library, sightings[0].first_seen)
            absorb(noticed.changed, library, TAXONOMY)
        show(library, ())


def test_a_paper_is_kept_with_all_its_sources(library: Library) -> None:
    take_in(library, seen(entry("Mossgate", TEXT, "a")), seen(entry("Mossgate", TEXT, "b", venue="FenConf 2026")))
    (name,) = library.all_papers()
    record = library.record(name)
    assert [source.page for source in record.paper.sources] == ["a", "b"]
    assert record.paper == merge([seen(source) for source in record.paper.sources], TAXONOMY).papers[0]


def test_reading_a_page_again_changes_nothing_but_the_time(library: Library) -> None:
    take_in(library, seen(entry("Mossgate", TEXT)))
    before = library.record(library.all_papers()[0])
    take_in(library, seen(entry("Mossgate", TEXT, position=3), LATER))
    after = library.record(library.all_papers()[0])
    assert (after.first_seen, len(after.paper.sources)) == (before.first_seen, 1)


def test_baseline_is_the_first_reading_of_a_page(library: Library) -> None:
    take_in(library, seen(entry("Mossgate", TEXT)))
    take_in(library, seen(entry("Fenlight", words(9000)), LATER))
    marks = {record.paper.title: record.baseline for record in map(library.record, library.all_papers())}
    assert marks == {"Mossgate": True, "Fenlight": False}


def test_changed_abstract_of_a_page_is_shown_and_the_former_kept(library: Library) -> None:
    take_in(library, seen(entry("Mossgate", TEXT)))
    take_in(library, seen(entry("Mossgate", HALF), LATER))
    record = library.record(library.all_papers()[0])
    assert (record.paper.abstract, record.abstract_first_seen) == (HALF, LATER)
    assert [(former.abstract, former.first_seen) for former in record.former] == [(TEXT, NOW)]


def test_abstract_that_returns_is_shown_again(library: Library) -> None:
    for text, when in ((TEXT, NOW), (HALF, LATER), (TEXT, "2026-06-29T07:00:00Z")):
        take_in(library, seen(entry("Mossgate", text), when))
    assert library.record(library.all_papers()[0]).paper.abstract == TEXT


def test_former_id_leads_to_the_paper_for_ever(library: Library) -> None:
    take_in(library, seen(entry("Mossgate", TEXT, "a")))
    (former,) = library.all_papers()
    take_in(library, seen(entry("Knowing When to Stop", TEXT, "b", ids=["arxiv:2601.00001"], date="2026-06"), LATER))
    assert library.all_papers() == ["arxiv:2601.00001"]
    assert library.owners(former) == ("arxiv:2601.00001",)


def test_paper_that_joins_two_papers_makes_them_one(library: Library) -> None:
    left, right = words(0, 60), words(7000, 60)
    take_in(library, seen(entry("Left", left, "a")), seen(entry("Right", right, "b")))
    assert len(library.all_papers()) == 2
    take_in(library, seen(entry("Both", f"{left} {right}", "c"), LATER))
    assert len(library.all_papers()) == 1


ENTRIES = (
    entry("Mossgate", TEXT, "a", ids=["arxiv:2601.00001"]),
    entry("Mossgate", HALF, "b", ids=["arxiv:2601.00002"]),
    entry("Mossgate", "", "c"),
    entry("Knowing When to Stop", HALF, "d", date="2026-06-02"),
    entry("Fenlight", words(9000), "e"),
)


def papers_after(folder: Path, runs: Sequence[Sequence[Sighting]]) -> list[str]:
    """Return all papers, as JSON, of a library fed in runs."""
    with Library(folder / "library.sqlite") as library:
        for run in runs:
            take_in(library, *run)
        return [library.record(name).paper.model_dump_json() for name in library.all_papers()]


def test_order_of_runs_makes_no_difference(tmp_path: Path) -> None:
    results = set()
    for number, order in enumerate(permutations(ENTRIES)):
        folder = tmp_path / str(number)
        folder.mkdir()
        results.add(tuple(papers_after(folder, [[seen(one)] for one in order])))
    assert len(results) == 1


@settings(max_examples=25, deadline=None)
@given(entries=st.lists(st.tuples(entries_of_few_works, st.integers(0, 2)), min_size=1, max_size=8))
def test_spreading_pages_over_runs_makes_no_difference(
    tmp_path_factory: pytest.TempPathFactory, entries: list[tuple[Entry, int]]
) -> None:
    run_of = {one.page: run for one, run in entries}
    spread = [[seen(one) for one, _ in entries if run_of[one.page] == number] for number in range(3)]
    at_once = papers_after(tmp_path_factory.mktemp("at_once"), [[seen(one) for one, _ in entries]])
    assert papers_after(tmp_path_factory.mktemp("spread"), [run for run in spread if run]) == at_once


def test_nothing_of_a_failed_transaction_is_kept(library: Library) -> None:
    def absorb_and_fail() -> None:
        with library.transaction():
            absorb(note_page("page.txt", [entry("Mossgate", TEXT)], library, NOW).changed, library, TAXONOMY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        absorb_and_fail()
    assert library.all_papers() == []


def test_search_finds_words_of_the_present_text_only(library: Library, tmp_path: Path) -> None:
    take_in(library, seen(entry("Mossgate", "It stops retrieving early.", authors=["Ada Quillfeather"])))
    take_in(library, seen(entry("Mossgate", "It never begins.", authors=["Ada Quillfeather"]), LATER))
    with Lookup(tmp_path / "library.sqlite") as lookup:
        assert lookup.find(["retrieving"], Filters(), 10)[1] == 0
        assert lookup.find(["begins"], Filters(), 10)[1] == 1


@pytest.mark.parametrize(
    "query",
    [
        "arxiv:2601.00001",
        "arXiv:2601.00001v3",
        "https://arxiv.org/abs/2601.00001",
        "MOSSGATE",
        "when to stop",
        "Mossgate Knowing",
    ],
)
def test_paper_is_found_by_id_address_or_words_of_its_title(library: Library, tmp_path: Path, query: str) -> None:
    take_in(library, seen(entry("Mossgate: Knowing When to Stop", TEXT, ids=["arxiv:2601.00001"])))
    with Lookup(tmp_path / "library.sqlite") as lookup:
        assert lookup.resolve(query) == "arxiv:2601.00001"


def test_paper_is_found_by_its_methods_name_where_no_title_has_it(library: Library, tmp_path: Path) -> None:
    take_in(library, seen(entry("Knowing When to Stop", TEXT, ids=["arxiv:2601.00001"])))
    with library.transaction():
        library.show("arxiv:2601.00001", Card("", "", "", "{}", "", (("method", fold("Moss-Gate 2"), "Moss-Gate 2"),)))
    with Lookup(tmp_path / "library.sqlite") as lookup:
        assert lookup.resolve("moss-gate  2") == "arxiv:2601.00001"


def test_ambiguous_words_list_the_candidates(library: Library, tmp_path: Path) -> None:
    take_in(library, seen(entry("Mossgate One", TEXT, "a")), seen(entry("Mossgate Two", words(9000), "b")))
    with Lookup(tmp_path / "library.sqlite") as lookup, pytest.raises(UnknownPaperError, match="several") as caught:
        lookup.resolve("mossgate")
    assert {title for _, title in caught.value.candidates} == {"Mossgate One", "Mossgate Two"}


def test_unknown_paper_lists_the_nearest_titles(library: Library, tmp_path: Path) -> None:
    take_in(library, seen(entry("Mossgate: Knowing When to Stop", TEXT)))
    with Lookup(tmp_path / "library.sqlite") as lookup, pytest.raises(UnknownPaperError) as caught:
        lookup.resolve("mosgate stop knowing")
    assert caught.value.candidates[0][1] == "Mossgate: Knowing When to Stop"


@settings(max_examples=50, deadline=None)
@given(query=st.text(max_size=40))
def test_no_query_is_an_operator(tmp_path_factory: pytest.TempPathFactory, query: str) -> None:
    path = tmp_path_factory.getbasetemp() / "queries.sqlite"
    if not path.exists():
        with Library(path) as library:
            take_in(library, seen(entry("Mossgate", TEXT)))
    with Lookup(path) as lookup:
        lookup.find([query], Filters(topic=query, author=query), 5)
        with pytest.raises(UnknownPaperError):
            lookup.resolve(query + " zzzz9999")


def test_empty_library_says_build(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="digest build"):
        Lookup(tmp_path / "library.sqlite")


def test_damaged_library_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    path.write_bytes(b"no database at all" * 500)
    for opened in (Library, Lookup):
        with pytest.raises(HomeError, match="damaged"):
            opened(path)
    assert path.read_bytes() == b"no database at all" * 500


def test_newer_library_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "newer.sqlite"
    with sqlite3.connect(path) as sql:
        sql.executescript(
            f"PRAGMA application_id = {0x64696773}; PRAGMA user_version = {len(STEPS) + 1}; CREATE TABLE x (y);"
        )
    sql.close()
    before = path.read_bytes()
    for opened in (Library, Lookup):
        with pytest.raises(HomeError, match="newer"):
            opened(path)
    assert path.read_bytes() == before


def test_database_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as sql:
        sql.execute("CREATE TABLE bookmarks (url TEXT)")
    sql.close()
    with pytest.raises(HomeError, match="not a library"):
        Library(path)


def test_older_library_is_migrated_once_with_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    with sqlite3.connect(path) as sql:
        sql.executescript(f"{STEPS[0]} PRAGMA user_version = 1; PRAGMA application_id = {0x64696773};")
    sql.close()
    with pytest.raises(HomeError, match="older"):
        Lookup(path)
    with Library(path) as library:
        take_in(library, seen(entry("Mossgate", TEXT)))
    assert (tmp_path / "library.sqlite.backup-1").exists()
    with Lookup(path) as lookup:
        assert lookup.find(["mossgate"], Filters(), 5)[1] == 1


def test_lookup_neither_locks_nor_writes(library: Library, tmp_path: Path) -> None:
    take_in(library, seen(entry("Mossgate", TEXT)))
    with library.transaction(), Lookup(tmp_path / "library.sqlite") as lookup:
        assert lookup.resolve("mossgate")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_library_in_a_folder_that_cannot_be_written_is_readable(tmp_path: Path) -> None:
    folder = tmp_path / "team"
    folder.mkdir()
    with Library(folder / "library.sqlite") as library:
        take_in(library, seen(entry("Mossgate", TEXT)))
    copy = (folder / "library.sqlite").read_bytes()
    for leftover in folder.iterdir():
        leftover.unlink()
    (folder / "library.sqlite").write_bytes(copy)
    folder.chmod(0o500)
    try:
        with Lookup(folder / "library.sqlite") as lookup:
            assert lookup.resolve("mossgate")
    finally:
        folder.chmod(0o700)
