"""Our own export and other JSON lines."""

import json
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from agent.read import Reading, occurrence, read_bytes
from schemas.errors import SourceError
from schemas.paper import Entry

ENTRY = Entry(
    page="fen.txt",
    position=7,
    kind="hf-papers",
    lines=(3, 9),
    title="Lamps of the Fen",
    abstract="We light lamps. See https://example.org/fen",
    date="2026-05-06",
    date_text="May 6",
    date_inferred=True,
    n_authors=3,
    urls=("https://example.org/fen",),
)


def read(*lines: object) -> Reading:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_bytes(text.encode(), "in.jsonl", today=date(2026, 11, 21))


def test_an_export_gives_back_the_entries_with_their_own_page() -> None:
    paper = {"id": "t:0123456789ab", "title": "Lamps of the Fen", "sources": [ENTRY.model_dump(mode="json")]}
    reading = read({"digest_export": 1, "paper": paper, "extraction": None})
    assert reading.entries == (ENTRY,)
    assert reading.kinds == ("jsonl",)


def test_lines_of_read_give_the_same_lines_again() -> None:
    line = occurrence(ENTRY)
    assert [occurrence(entry) for entry in read(line).entries] == [line]


def test_a_minimal_object_is_enough() -> None:
    reading = read(
        {
            "title": "Lamps of the Fen",
            "abstract": "We light\nlamps.",
            "authors": "Ada Quillfeather and Bo Tarn",
            "arxiv": "2405.01234v2",
            "date": "2024-05-01",
            "categories": ["cs.CL"],
            "venue": "FEN 2024",
        }
    )
    paper = reading.entries[0]
    assert (paper.page, paper.position, paper.abstract) == ("in.jsonl", 0, "We light lamps.")
    assert (paper.authors, paper.ids) == (("Ada Quillfeather", "Bo Tarn"), ("arxiv:2405.01234",))
    assert (paper.date, paper.categories, paper.venue) == ("2024-05-01", ("cs.CL",), "FEN 2024")


def test_broken_lines_are_unread_and_the_others_kept() -> None:
    reading = read('{"title": "Lamps', {"title": "Lamps", "abstract": "We light."}, {"title": 5}, "[1]", {"a": "b"})
    assert [entry.title for entry in reading.entries] == ["Lamps"]
    assert reading.marks == ("unread", "paper", "unread", "unread", "unread")


def test_texts_are_cleaned_as_those_of_a_page() -> None:
    stored = ENTRY.model_dump(mode="json") | {"title": "La\u200bmps", "authors": ["A\tB"]}
    entry = read({"paper": {"sources": [stored]}}).entries[0]
    assert (entry.title, entry.authors) == ("Lamps", ("A B",))


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=5)


@given(st.dictionaries(st.sampled_from([*occurrence(ENTRY), "id", "doi", "paper", "summary"]), JSON))
def test_fields_of_wrong_types_never_crash(record: dict[str, object]) -> None:
    try:
        reading = read(record, {"title": "Lamps", "abstract": "We light."})
    except SourceError:
        return
    assert len(reading.marks) == 2
