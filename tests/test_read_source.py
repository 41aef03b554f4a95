"""Files: encodings, line ends, pages glued together, refusals; no line is lost whatever the bytes are."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.read import Reading, read_bytes, read_file
from schemas.errors import SourceError

TODAY = date(2026, 11, 21)
ABSTRACT = "We study lamps – bright ones – in the fen. They stay “bright” for three nights, and so do ours."
HF = f"""new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Jun 1

Lamps of the Fen

{ABSTRACT}

  • 3 authors
·
May 19

Reeds of the Fen

{ABSTRACT}

  • 1 authors
·
May 19, 2025"""
PROFILE = f"""h-index3
2papers

2 Papers

CLJun 3Code
Bogs of the Fen

Ada Quillfeather, Bo Tarn et al.

{ABSTRACT}

CVMay 1, 2022
Moors of the Fen

Bo Tarn

{ABSTRACT}"""
ARROW = f"""Arrow Research search

Author name cluster

Ada Quillfeather

1 papers

TMLR Journal 2024 Journal Article

Peat of the Fen

  • Ada Quillfeather

{ABSTRACT}"""
ACL = f"""Ada Quillfeather
2024
Mud of the Fen
Ada Quillfeather
|
Bo Tarn
Findings of the Association for Computational Linguistics: ACL 2024
{ABSTRACT}
Search
Fix author
Co-authors
- Bo Tarn 1
- show all..."""
JSONL = '{"title": "Oil of the Fen", "abstract": "We burn oil."}'
PAGES = {"hf-papers": HF, "author-profile": PROFILE, "arrow-cluster": ARROW, "acl-author": ACL, "jsonl": JSONL}


def read(text: str, encoding: str = "utf-8") -> Reading:
    return read_bytes(text.encode(encoding), "page.txt", today=TODAY)


def titles(reading: Reading) -> list[str]:
    return [entry.title for entry in reading.entries]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_papers(encoding: str, line_end: str) -> None:
    reading = read(HF.replace("\n", line_end), encoding)
    assert reading.entries == read(HF + "\n").entries
    assert reading.entries[0].abstract == ABSTRACT


def test_blanks_that_are_no_spaces_change_nothing() -> None:
    messy = "\ufeff" + HF.replace("\n\n", " \t\n\u200b\n\x0c\n").replace(" ", "\u00a0 ")
    assert [entry.abstract for entry in read(messy).entries] == [ABSTRACT, ABSTRACT]


@pytest.mark.parametrize("first", PAGES)
@pytest.mark.parametrize("second", PAGES)
@pytest.mark.parametrize("between", ["", "\n", "\n\n"])
def test_pages_glued_together_are_read_as_two(first: str, second: str, between: str) -> None:
    if "jsonl" in (first, second) and not between:
        pytest.skip("a line of JSON glued to other text is no JSON")
    reading = read(PAGES[first] + between + PAGES[second])
    assert titles(reading) == titles(read(PAGES[first])) + titles(read(PAGES[second]))
    assert reading.kinds == tuple(dict.fromkeys((first, second)))
    assert [entry.position for entry in reading.entries] == list(range(len(reading.entries)))
    assert "unread" not in reading.marks


def test_each_page_infers_years_from_its_own_dates() -> None:
    reading = read(HF + "\n" + PROFILE)
    assert [entry.date for entry in reading.entries] == ["2026-05-19", "2025-05-19", "2023-06-03", "2022-05-01"]


def test_the_day_of_capture_gives_the_year() -> None:
    reading = read_bytes(HF.replace(", 2025", "").encode(), "page.txt", today=TODAY, as_of=date(2024, 6, 1))
    assert [(entry.date, entry.date_inferred) for entry in reading.entries] == [("2024-05-19", True)] * 2


def test_the_name_says_nothing_about_the_kind() -> None:
    assert read_bytes(HF.encode(), "h-index39.jsonl", today=TODAY).kinds == ("hf-papers",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b" \r\n\t\xef\xbb\xbf\n", "is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is not text"),
        (bytes(range(256)) * 8, "is not text"),
        (b"<!DOCTYPE html><html><body>Lamps</body></html>", "HTML"),
        (b"<div>\n<p>We propose lamps.</p>\n</div>\n", "HTML"),
        (b"The lamps are lit.\n", "unknown layout"),
        (b"  \xe2\x80\xa2 3 authors\n\xc2\xb7\nMay 19, 2025\n", "unknown layout"),
        (b"Lamps of the Fen\n\n  \xe2\x80\xa2 3 authors\n\xc2\xb7\nMay 19, 2025\n", "no abstract"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        read_bytes(data, "fen\n.txt", today=TODAY)
    assert "\n" not in caught.value.message
    assert "expected" in caught.value.message
    assert caught.value.source == "fen .txt"


def test_too_large_a_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(HF, encoding="utf-8")
    with pytest.raises(SourceError, match="--max-bytes"):
        read_file(path, today=TODAY, max_bytes=100)
    assert titles(read_file(path, today=TODAY)) == titles(read(HF))


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        read_file(tmp_path / "none.txt", today=TODAY)
    with pytest.raises(SourceError, match="is a folder"):
        read_file(tmp_path, today=TODAY)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind this user")
def test_an_unreadable_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.touch(mode=0)
    with pytest.raises(SourceError, match="cannot be read"):
        read_file(path, today=TODAY)


def holds_every_line(data: bytes) -> None:
    try:
        reading = read_bytes(data, "any", today=TODAY)
    except SourceError:
        return
    assert len(reading.marks) == len(reading.lines)
    assert all((mark == "blank") == (not line) for mark, line in zip(reading.marks, reading.lines, strict=True))
    for entry in reading.entries:
        if entry.kind != "jsonl":
            assert entry.lines is not None
            assert reading.marks[entry.lines[0] - 1] == "paper"


@given(st.binary(max_size=2000))
def test_any_bytes_give_a_reading_or_a_refusal(data: bytes) -> None:
    holds_every_line(data)


FRAGMENTS = [line for page in PAGES.values() for line in page.split("\n")] + [
    "2024",
    "May 3",
    "·",
    "|",
    "CL",
    "{}",
    "a" * 400,
]


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=20), max_size=40), st.sampled_from(["\n", "\n\n", "\r\n"])
)
def test_any_mixture_of_page_lines_gives_a_reading_or_a_refusal(lines: list[str], line_end: str) -> None:
    holds_every_line(line_end.join(lines).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("unit", ["a", "(", "• ", ". ", "A B ", '{"', "https://a.b/)"])
def test_a_long_line_of_one_pattern_is_refused(unit: str) -> None:
    with pytest.raises(SourceError):
        read(unit * (2**20 // len(unit)))
