"""Files of records that are broken, cut off or of another form: what is whole is read, the rest is named."""

import json

import pytest

from schemas.errors import SourceError
from tests.test_read_records import FIXTURES, read_text


def test_a_broken_line_is_named_and_the_others_are_read() -> None:
    good = '{"id": "2406.91001", "title": "Lamps", "abstract": "We light.", "update_date": "2024-06-03"}'
    reading = read_text("\n".join(['{"id": "24', good, "", "[1]", good.replace("91001", "91002")]))
    assert [one.ids for one in reading.entries] == [("arxiv:2406.91001",), ("arxiv:2406.91002",)]
    assert [tuple(problem) for problem in reading.problems] == [
        ("line 1", "no whole JSON object"),
        ("line 4", "no whole JSON object"),
    ]


def test_a_list_that_was_cut_off_gives_what_is_whole() -> None:
    whole = (FIXTURES / "hf-daily/daily.json").read_text()
    reading = read_text(whole[: whole.index("Bogs")])
    assert [one.title for one in reading.entries] == ["Lamps of the Fen"]
    assert reading.problems[0].place == "entry 2"
    assert "not read from there on" in reading.problems[0].reason


def test_an_answer_that_was_cut_off_gives_what_is_whole() -> None:
    whole = (FIXTURES / "openalex/works.json").read_text()
    assert [one.title for one in read_text(whole[:-40]).entries] == ["Lamps of the Fen"]


def test_a_feed_that_was_cut_off_gives_what_is_whole() -> None:
    whole = (FIXTURES / "arxiv-rss/rss.xml").read_text()
    reading = read_text(whole[: whole.index("We count bogs")])
    assert [one.title for one in reading.entries] == ["Lamps of the Fen: A Study"]
    assert reading.problems[0].reason.startswith("broken XML")


def test_many_broken_records_are_all_counted_and_the_first_thousand_named() -> None:
    lines = ['{"id": "2406.91001", "title": "Lamps", "update_date": "2024-06-03"}', *["x"] * 3000]
    reading = read_text("\n".join(lines))
    assert (len(reading.entries), len(reading.problems), reading.skipped) == (1, 1000, 3000)


def test_one_paper_by_itself_is_read() -> None:
    for path in ("hf-daily/daily.json", "semantic-scholar/batch.json", "csl-json/library.json"):
        first = json.loads((FIXTURES / path).read_text())[0]
        assert read_text(json.dumps(first, indent=2)).entries[0].title.startswith("Lamps")


def test_an_answer_of_crossref_is_read() -> None:
    item = {"type": "journal-article", "title": ["Lamps"], "container-title": ["J. Fens"], "DOI": "10.5555/fen.1"}
    for message in ({"items": [item]}, item):
        found = read_text(json.dumps({"status": "ok", "message": message})).entries[0]
        assert (found.title, found.venue, found.ids) == ("Lamps", "J. Fens", ("doi:10.5555/fen.1",))


def test_citations_of_semantic_scholar_are_read() -> None:
    answer = {"offset": 0, "data": [{"citingPaper": {"paperId": "0", "title": "Lamps", "year": 2024}}]}
    assert read_text(json.dumps(answer)).entries[0].date == "2024"


def test_our_own_lines_and_plain_ones_go_to_their_own_reader() -> None:
    for line in (
        '{"title": "Lamps", "abstract": "We light."}',
        '{"digest_export": 1, "paper": {"id": "t:0", "title": "Lamps", "abstract": "We light.", "sources": []}}',
        '{"title": "Lamps", "abstract": "We light.", "arxiv": "2406.91001", "date": "2024-06-03", "categories": []}',
    ):
        assert read_text(line).kinds == ("jsonl",)


def test_a_file_without_a_single_whole_record_is_refused_with_the_reason() -> None:
    with pytest.raises(SourceError, match=r"looks like csl-json and holds no paper: entry 1: no title"):
        read_text('[{"type": "article", "title": null, "DOI": "10.5555/x"}]')
