"""Files that mean harm, or are none of what they look like: entries, problems, or a refusal, and nothing else."""

import gzip
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.read import Reading, read_bytes
from agent.read.files import FILE_KINDS
from agent.read.inflate import InflateError, inflate
from agent.read.records.record import Document, UnreadableError
from agent.read.text import clean
from schemas.errors import SourceError
from tests.test_read_records import FILES, TODAY
from tests.test_read_source import HF

TEXTS = {f"{path.parent.name}/{path.name}": path.read_text(encoding="utf-8") for path in FILES}
JSON_TEXTS = {name: text for name, text in TEXTS.items() if name.endswith((".json", ".jsonl"))}
XML_TEXTS = {name: text for name, text in TEXTS.items() if name.endswith(".xml")}
PIECES = sorted(
    {line for text in TEXTS.values() for line in text.split("\n")} | {"", "{", "}", "[", "]", "\\\\", "<a>", '"'}
)


def read(data: bytes, max_bytes: int = 1 << 24) -> Reading | None:
    try:
        return read_bytes(data, "any", today=TODAY, max_bytes=max_bytes)
    except SourceError:
        return None


def every_reader_holds(text: str) -> None:
    """Have every reader read it, whether it would be asked or not."""
    document = Document(text)
    for kind in FILE_KINDS:
        kind.knows(document)
        try:
            records = kind.read(document)
        except UnreadableError:
            continue
        assert records.skipped >= len(records.problems)
        assert all(paper.title and paper.title == clean(paper.title) for paper in records.papers)
    read(text.encode("utf-8", "surrogatepass"))


@settings(max_examples=60)
@given(st.binary(max_size=2000))
def test_any_bytes_give_entries_problems_or_a_refusal(data: bytes) -> None:
    every_reader_holds(data.decode("utf-8", "replace"))
    read(data)
    read(gzip.compress(data))
    read(b"\x1f\x8b\x08" + data)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_any_damage_to_a_good_file_gives_entries_problems_or_a_refusal(name: str, data: st.DataObject) -> None:
    text = TEXTS[name]
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 200)))
        put = data.draw(st.text(max_size=8) | st.sampled_from(PIECES) | st.just(text[end : end + 300]))
        text = text[:start] + put + text[end:]
    every_reader_holds(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_mixture_of_lines_gives_entries_problems_or_a_refusal(lines: list[str]) -> None:
    every_reader_holds("\n".join(lines))


WRONG = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.just("2406.91001"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def places(value: object) -> list[tuple[dict[str, object] | list[object], str | int]]:
    """Return every place of a JSON value at which something stands."""
    if isinstance(value, dict):
        return [spot for key, inner in value.items() for spot in [(value, key), *places(inner)]]
    if isinstance(value, list):
        return [spot for key, inner in enumerate(value) for spot in [(value, key), *places(inner)]]
    return []


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(JSON_TEXTS)), st.data())
def test_wrong_types_everywhere_never_crash(name: str, data: st.DataObject) -> None:
    lines = JSON_TEXTS[name].strip().split("\n") if name.endswith(".jsonl") else [JSON_TEXTS[name]]
    values = [json.loads(line) for line in lines]
    for _ in range(data.draw(st.integers(1, 3))):
        holder, key = data.draw(st.sampled_from(places(values)))
        wrong = data.draw(WRONG)
        holder[key] = wrong  # type: ignore[index]  # the key fits its holder, which types cannot say
    every_reader_holds("\n".join(json.dumps(value) for value in values))


def test_huge_numbers_and_deep_nesting_are_problems() -> None:
    good = '{"id": "2406.91001", "title": "Lamps", "update_date": "2024-06-03"}'
    for bad in ('{"id": ' + "9" * 5000 + "}", '{"id": ' + "[" * 100_000 + "}", '{"id": ' + '{"a":' * 100_000 + "}"):
        reading = read(f"{good}\n{bad}\n".encode())
        assert reading is not None
        assert (len(reading.entries), reading.problems[0].place) == (1, "line 2")
    read(("[" * 200_000).encode())


def test_places_of_words_that_are_none_do_no_harm() -> None:
    index = {"We": [0, -1, True, 10**30, 2.5, "3", None], "light.": 1, "lamps": [1], "": [2]}
    work = {"id": "W1", "title": "Lamps", "authorships": [], "abstract_inverted_index": index}
    reading = read(json.dumps(work).encode())
    assert reading is not None
    assert reading.entries[0].abstract == "We lamps"


def test_overlong_titles_and_abstracts_are_problems() -> None:
    lines = [
        {"id": "2406.91001", "title": title, "abstract": abstract, "update_date": "2024-06-03"}
        for title, abstract in (("Lamps", "We light."), ("x" * 2000, ""), ("Bogs", "y " * 60_000))
    ]
    reading = read("\n".join(map(json.dumps, lines)).encode())
    assert reading is not None
    assert [problem.reason for problem in reading.problems] == [
        "its title has 2,000 characters",
        "its abstract has 119,999 characters",
    ]


BOMB = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPES = {
    "billion laughs": f'<!DOCTYPE feed [<!ENTITY l0 "lol">{BOMB}]>',
    "quadratic": f'<!DOCTYPE feed [<!ENTITY l9 "{"a" * 100_000}">]>',
    "external": '<!DOCTYPE feed [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    "parameter": '<!DOCTYPE feed [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>',
    "dtd": '<!DOCTYPE feed SYSTEM "http://127.0.0.1/x.dtd">',
}


@pytest.mark.parametrize("doctype", DOCTYPES.values(), ids=list(DOCTYPES))
@pytest.mark.parametrize("name", sorted(XML_TEXTS))
def test_document_types_and_entities_are_refused(doctype: str, name: str) -> None:
    declaration, text = XML_TEXTS[name].split("\n", 1)
    attacked = f"{declaration}\n{doctype}\n{text}".replace("Lamps of the Fen", "&l9;")
    kind = next(kind for kind in FILE_KINDS if kind.name == name.partition("/")[0])
    with pytest.raises(UnreadableError, match="document type or entities"):
        kind.read(Document(attacked))
    with pytest.raises(SourceError):
        read_bytes(attacked.encode(), "any", today=TODAY)


def test_markup_without_end_is_refused_or_named() -> None:
    head = '<feed xmlns="http://www.w3.org/2005/Atom"><id>http://arxiv.org/api/x</id>'
    for inside in ("<a>" * 100_000, "<entry>" + "<b/>" * 100_000, "<entry><title>" + "x" * 10**6):
        assert read((head + inside).encode()) is None


def test_bombs_are_refused_before_they_are_whole() -> None:
    flat = gzip.compress(b"a" * 2**26)
    assert len(flat) < 2**17
    with pytest.raises(SourceError, match="only a bomb does"):
        read_bytes(flat, "any", today=TODAY, max_bytes=2**30)
    with pytest.raises(SourceError, match="more than 1000 bytes when inflated"):
        read_bytes(gzip.compress(bytes(range(256)) * 8), "any", today=TODAY, max_bytes=1000)
    with pytest.raises(InflateError, match="only a bomb does"):
        inflate(gzip.compress(b"a" * 2**22) * 20, 2**30)
    assert read(gzip.compress(gzip.compress(TEXTS["bibtex/library.bib"].encode()))) is None


def test_damaged_and_shortened_gzip_is_refused() -> None:
    whole = gzip.compress(TEXTS["bibtex/library.bib"].encode())
    for data, reason in (
        (whole[:-9], "was cut off"),
        (whole[:40] + b"\0" + whole[41:], "damaged"),
        (whole + b"more", "other bytes"),
    ):
        with pytest.raises(SourceError, match=reason):
            read_bytes(data, "any", today=TODAY)


def test_gzip_of_several_members_and_padding_is_read() -> None:
    text = TEXTS["ris/export.ris"].encode()
    half = len(text) // 2
    assert inflate(gzip.compress(text[:half]) + gzip.compress(text[half:]) + b"\0" * 100, 1 << 20) == text


def test_other_compressed_files_are_refused_as_binary() -> None:
    assert read(zlib.compress(b"abc" * 1000)) is None


@pytest.mark.parametrize(
    "unit", ["@a{", "@article{a,", "TY  - J\n", "\\\\\narXiv:1\n", "{", "[1] arXiv:1 [pdf]\n", "<a>"]
)
def test_one_pattern_over_and_over_is_read_in_no_time(unit: str) -> None:
    read((unit * (2**18 // len(unit))).encode())


def test_a_page_of_abstracts_that_speaks_of_formats_stays_a_page() -> None:
    page = HF.replace("We study lamps", "We study @article{x, title = {Lamps}} and TY  - JOUR")
    assert read_bytes(page.encode(), "x.bib", today=TODAY).kinds == ("hf-papers",)
