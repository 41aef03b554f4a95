"""Records as people and other programs make them: JSON in several spellings, tables, volumes of bibliographies."""

import json
from pathlib import Path

import pytest

from agent.absorb import absorb, note_page
from agent.read import Reading
from cache.library import Library
from schemas.errors import SourceError
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, words
from tests.test_read_records import read_text


def titles(reading: Reading) -> list[str]:
    return [entry.title for entry in reading.entries]


@pytest.mark.parametrize("wrap", ["[{0}]", '{{"papers": [{0}]}}', '{{"data": [{0}], "total": 1}}'])
def test_list_of_objects_is_read_however_it_is_wrapped(wrap: str) -> None:
    paper = {"title": "Lamps", "abstract": "We light.", "authors": ["Ada Q"], "url": "https://arxiv.org/abs/2406.91001"}
    reading = read_text(wrap.format(json.dumps(paper)))
    assert reading.kinds == ("json",)
    assert reading.entries[0].ids == ("arxiv:2406.91001",)
    assert reading.entries[0].authors == ("Ada Q",)


def test_one_object_on_several_lines_is_read() -> None:
    assert titles(read_text(json.dumps({"Title": "Lamps", "Abstract": "We light."}, indent=2))) == ["Lamps"]


def test_list_that_breaks_off_says_from_where_it_is_not_read() -> None:
    reading = read_text(
        '[{"title": "Lamps", "abstract": "We light."},\n {"title": "Bogs" "abstract": ""}, {"title": 1}]'
    )
    assert titles(reading) == ["Lamps"]
    assert "line 2; the file is not read from there on" in reading.problems[0].reason


def test_lines_behind_a_broken_one_are_read() -> None:
    good = json.dumps({"title": "Lamps", "abstract": "We light."})
    reading = read_text("\n".join((good, '{"title": "Bogs', good.replace("Lamps", "Moors"))))
    assert titles(reading) == ["Lamps", "Moors"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_table_of_every_delimiter_is_read(delimiter: str) -> None:
    rows = (("Title", "Authors", "Abstract", "Year"), ("Lamps", "Ada Quillfeather", "We light.", "2024"))
    (entry,) = read_text("\n".join(delimiter.join(row) for row in rows)).entries
    assert (entry.title, entry.authors, entry.abstract, entry.date) == (
        "Lamps",
        ("Ada Quillfeather",),
        "We light.",
        "2024",
    )


def test_broken_rows_of_a_table_are_named_and_the_others_read() -> None:
    rows = ("title,abstract", "Lamps,We light.", "a,b,c", ",no title", 'Moors,"We, too"', 'Bogs,"never ended')
    reading = read_text("\n".join(rows))
    assert titles(reading) == ["Lamps", "Moors"]
    assert [tuple(problem) for problem in reading.problems] == [
        ("line 3", "3 cells under 2 names of columns"),
        ("line 4", "no title"),
        ("line 6", "broken CSV (unexpected end of data)"),
    ]


def test_cell_larger_than_any_abstract_is_named() -> None:
    reading = read_text(f"title,abstract\nLamps,We light.\nBogs,{'x' * 140_000}\nMoors,We cross.")
    assert titles(reading) == ["Lamps", "Moors"]
    assert "field larger than field limit" in reading.problems[0].reason


def test_volume_that_an_entry_refers_to_gives_venue_and_year() -> None:
    reading = read_text(
        "@inproceedings{a, title = {Lamps}, abstract = {We light.}, crossref = {V}}\n"
        "@inproceedings{b, title = {Bogs}, crossref = {V}, year = 2020}\n"
        "@inproceedings{c, title = {Moors}, crossref = {nowhere}}\n"
        "@inproceedings{d, title = {Fens}, crossref = {d}}\n"
        "@proceedings{V, title = {Proceedings of the 2024 Conference on Fens (FEN 2024)}, year = 2024}\n"
    )
    assert [(entry.title, entry.venue, entry.date) for entry in reading.entries] == [
        ("Lamps", "FEN 2024", "2024"),
        ("Bogs", "FEN 2024", "2020"),
        ("Moors", None, None),
        ("Fens", None, None),
    ]


def test_ids_of_different_namespaces_lead_to_one_paper(tmp_path: Path) -> None:
    abstract = words(0, 80)
    bibtex = f"@article{{a, title = {{Lamps of the Fen}}, abstract = {{{abstract}}}, doi = {{10.5555/fen.1}}}}"
    snapshot = {"id": "2406.91001", "title": "Lamps of the Fen", "abstract": abstract, "update_date": "2024-06-03"}
    with Library(tmp_path / "library.sqlite") as library, library.transaction():
        for text in (bibtex, json.dumps(snapshot)):
            reading = read_text(text, f"{len(text)}.txt")
            noticed = note_page(reading.name, reading.entries, library, NOW)
            absorb(noticed.changed, library, load_taxonomy())
        (name,) = library.all_papers()
        assert library.record(name).paper.ids == ("arxiv:2406.91001", "doi:10.5555/fen.1")


def test_what_only_looks_like_a_table_is_refused_or_read_as_text() -> None:
    with pytest.raises(SourceError, match="looks like csv and holds no paper"):
        read_text("title,abstract\n,\n,x\n")
