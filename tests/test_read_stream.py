"""Files with one object a line: read piece by piece they give what they give when read as a whole."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.read import Reading, read_bytes, read_file
from agent.read.source import _read_whole, read_in_pieces
from agent.read.stream import PIECE_LINES
from schemas.errors import SourceError

TODAY = date(2026, 6, 15)
SIZE = 2**26
texts = st.text(max_size=12) | st.sampled_from(("We propose lamps.", "The fen\u2028 is\twide.", "{", "https://a.b/c"))
plain = st.fixed_dictionaries(
    {"title": texts},
    optional={"abstract": texts, "date": st.sampled_from(("2026-05-01", "May 3", "2026", "x")), "authors": texts},
)
arxiv = st.fixed_dictionaries(
    {"id": st.sampled_from(("2601.00001", "2601.00002", "x")), "title": texts, "abstract": texts},
    optional={"categories": st.just("cs.CL"), "created": st.just("2016-05-24"), "versions": st.just([])},
)
lines = st.one_of(
    st.lists(plain.map(json.dumps) | st.just(""), min_size=2, max_size=8),
    st.lists(arxiv.map(json.dumps) | st.sampled_from(("", "{", "no object", "[]")), min_size=2, max_size=8),
)


def whole(data: bytes) -> Reading | str:
    """Read as a whole, or return why not."""
    try:
        return _read_whole(data, "fen.jsonl", TODAY, None, SIZE)
    except SourceError as error:
        return error.message


def in_pieces(data: bytes) -> Reading | str:
    """Read as files are read, or return why not."""
    try:
        return read_bytes(data, "fen.jsonl", today=TODAY)
    except SourceError as error:
        return error.message


@settings(max_examples=300)
@given(printed=lines, end=st.sampled_from(("\n", "\r\n")), packed=st.booleans(), last=st.booleans())
def test_pieces_give_what_the_whole_gives(printed: list[str], end: str, packed: bool, last: bool) -> None:
    data = (end.join(printed) + (end if last else "")).encode()
    data = gzip.compress(data) if packed else data
    assert in_pieces(data) == whole(data)


def numbered(count: int, kind: str) -> bytes:
    """Return many records."""
    if kind == "arxiv":
        records = (
            {"id": f"26{1 + n // 9999:02}.{n % 9999 + 1:05}", "title": f"Work {n}", "abstract": f"We light {n} lamps."}
            | {"categories": "cs.CL", "update_date": "2026-05-01"}
            for n in range(count)
        )
    else:
        records = ({"title": f"Work {n}", "abstract": f"We light {n} lamps."} for n in range(count))
    return b"".join(json.dumps(one).encode() + b"\n" for one in records)


@pytest.mark.parametrize("kind", ["arxiv", "plain"])
def test_long_files_come_in_pieces_that_are_counted_on(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "fen.jsonl.gz"
    path.write_bytes(gzip.compress(numbered(PIECE_LINES * 2 + 7, kind)))
    pieces = list(read_in_pieces(path, today=TODAY, as_of=None, max_bytes=SIZE))
    assert [len(piece.entries) for piece in pieces] == [PIECE_LINES, PIECE_LINES, 7]
    reading = read_file(path, today=TODAY)
    assert whole(path.read_bytes()) == read_bytes(path.read_bytes(), "fen.jsonl", today=TODAY)
    assert [entry.position for entry in reading.entries] == list(range(PIECE_LINES * 2 + 7))
    assert [entry.lines for entry in reading.entries[-1:]] == [(PIECE_LINES * 2 + 7,) * 2]


@pytest.mark.parametrize(
    ("tail", "message"),
    [(b"x" * 30, "other bytes behind its end"), (b"", "cut off")],
)
def test_a_compressed_file_that_is_damaged_at_its_end_is_refused_at_its_beginning(
    tmp_path: Path, tail: bytes, message: str
) -> None:
    path = tmp_path / "fen.jsonl.gz"
    data = gzip.compress(numbered(PIECE_LINES * 2, "arxiv"))
    path.write_bytes(data + tail if tail else data[:-20])
    with pytest.raises(SourceError, match=message):
        next(read_in_pieces(path, today=TODAY, as_of=None, max_bytes=SIZE))


@pytest.mark.parametrize("odd", [b"\x00", b"\xff\xfe", b"a\rb", b"\x07"])
def test_lines_that_are_no_text_are_left_to_the_reader_of_whole_files(odd: bytes) -> None:
    data = numbered(3, "plain") + b'{"title": "' + odd + b'"}\n'
    assert in_pieces(data) == whole(data)


def test_lines_without_any_abstract_are_refused_after_they_came(tmp_path: Path) -> None:
    path = tmp_path / "fen.jsonl"
    path.write_text('{"title": "Work"}\n' * 3, encoding="utf-8")
    with pytest.raises(SourceError, match="no abstract for any of its 3 papers"):
        read_file(path, today=TODAY)
