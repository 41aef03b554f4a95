"""Counts of tags are kept, not scanned: whatever happens to tags, the kept counts are those of a full count."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.absorb import absorb, note_page
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import show
from cache.find import Filters
from cache.library import Card, Kept, Library
from cache.lookup import Lookup, Tally
from cache.steps import STEPS
from schemas.record import Correction
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entry, words

TAXONOMY = load_taxonomy()
ENGINE = ExtractiveEngine(TAXONOMY)


def counted(sql: sqlite3.Connection) -> list[tuple[str, str, str, int]]:
    """Count all tags of all papers."""
    query = "SELECT kind, value, min(label), count(*) FROM tag GROUP BY kind, value ORDER BY kind, value"
    return sql.execute(query).fetchall()


def kept(sql: sqlite3.Connection) -> list[tuple[str, str, str, int]]:
    """Return the counts that are kept."""
    assert sql.execute("SELECT kind, tags FROM tallied WHERE tags ORDER BY kind").fetchall() == (
        sql.execute("SELECT kind, count(*) FROM tally GROUP BY kind ORDER BY kind").fetchall()
    )
    return sql.execute("SELECT kind, value, label, papers FROM tally ORDER BY kind, value").fetchall()


def check(path: Path) -> list[tuple[str, str, str, int]]:
    """Compare and return the counts."""
    sql = sqlite3.connect(path)
    try:
        assert kept(sql) == counted(sql)
        orphans = "SELECT count(*) FROM tag WHERE paper NOT IN (SELECT id FROM paper)"
        assert sql.execute(orphans).fetchone() == (0,)
        return kept(sql)
    finally:
        sql.close()


card_tags = st.lists(
    st.tuples(st.sampled_from(("topic", "term")), st.sampled_from("ab"), st.sampled_from(("A", "a", "Ä"))), max_size=5
)


@settings(max_examples=60, deadline=None)
@given(cards=st.lists(st.tuples(st.integers(0, 3), card_tags, st.sampled_from(("", "FenConf"))), max_size=12))
def test_counts_hold_whatever_cards_come(
    tmp_path_factory: pytest.TempPathFactory, cards: list[tuple[int, list[tuple[str, str, str]], str]]
) -> None:
    path = tmp_path_factory.mktemp("cards") / "library.sqlite"
    with Library(path) as library, library.transaction():
        noticed = note_page(
            "page.txt", [entry(f"Work {number}", words(9000 * number)) for number in range(4)], library, NOW
        )
        absorb(noticed.changed, library, TAXONOMY)
        names = library.all_papers()
        for number, tags, venue in cards:
            library.show(names[number], Card(f"Work {number}", venue, "", "{}", "", tuple(tags)))
    check(path)


def test_counts_hold_after_replaced_merged_corrected_and_lost_papers(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    text = "We propose Mossgate, a stopping rule for question answering. On FenQA it needs 52% fewer calls."
    pages = [
        ("a", [entry("Mossgate", text, "a"), entry("Reeds", words(9000), "a", position=1)]),
        ("b", [entry("Mossgate", text, "b", ids=["arxiv:2601.00001"], categories=["cs.CL"], venue="FenConf 2026")]),
        ("a", [entry("Reeds", words(9000) + " Question answering.", "a")]),
        ("b", []),
    ]
    shown = []
    with Library(path) as library:
        for page, entries in pages:
            with library.transaction():
                absorb(note_page(page, entries, library, NOW).changed, library, TAXONOMY)
                for name in library.all_papers():
                    outcome = ENGINE.kept(library.record(name).paper)
                    if outcome is not None:
                        library.keep(name, Kept("extractive", ENGINE.version, NOW, outcome))
                said = [Correction(paper=library.all_papers()[0], action="add-tag", value="marsh", at=NOW)]
                show(library, said, library.all_papers())
            shown.append(check(path))
    assert len({tuple(one) for one in shown}) > 2


def test_a_card_shown_anew_has_its_tags_and_no_others(tmp_path: Path) -> None:
    with Library(tmp_path / "library.sqlite") as library:
        with library.transaction():
            absorb(note_page("page.txt", [entry("Work", words(0))], library, NOW).changed, library, TAXONOMY)
            (name,) = library.all_papers()
            card = Card("Work", "FenConf", "", "{}", "", (("topic", "a", "A"),))
            library.show(name, card)
        with library.transaction():
            library.show(name, card._replace(tags=(("topic", "b", "B"),)))
    assert check(tmp_path / "library.sqlite") == [("topic", "b", "B", 1), ("venue", "fenconf", "FenConf", 1)]


def test_an_older_library_counts_its_tags_once(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite"
    sql = sqlite3.connect(path)
    sql.executescript(f"{STEPS[0]}{STEPS[1]} PRAGMA user_version = 2; PRAGMA application_id = {0x64696773};")
    sql.execute("INSERT INTO abstract VALUES (1, 'x', 'We propose reeds.')")
    for number, venue in ((1, "FénConf"), (2, "FENCONF"), (3, "")):
        sql.execute(
            "INSERT INTO paper (id, name, title, abstract, authors, venue, date, has_code, text_hash, first_seen,"
            " abstract_first_seen, baseline, json) VALUES (?1, 't:' || ?1, 'T', 1, '', ?2, '', 0, ?1, ?3, ?3, 1, '{}')",
            (number, venue, NOW),
        )
        sql.execute("INSERT INTO tag VALUES ('topic', 'a', ?, ?)", (number, "Aa"[number % 2]))
    sql.commit()
    sql.close()
    with Library(path):
        pass
    assert (tmp_path / "library.sqlite.backup-2").exists()
    assert check(path) == [("topic", "a", "A", 3), ("venue", "fenconf", "FENCONF", 2)]
    with Lookup(path) as lookup:
        assert lookup.tally("topic", 5) == ([Tally("A", 3)], 1)
        assert lookup.find((), Filters(venue="fenconf"), 5)[1] == 2


def test_a_tag_is_never_changed(tmp_path: Path) -> None:
    with Library(tmp_path / "library.sqlite") as library:
        library._sql.execute("INSERT INTO tag VALUES ('topic', 'a', 1, 'A')")
        with pytest.raises(sqlite3.IntegrityError, match="never changed"):
            library._sql.execute("UPDATE tag SET label = 'B'")
