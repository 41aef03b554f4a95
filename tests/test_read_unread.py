"""A file that holds no paper is told for what it is, with what to do."""

from datetime import date

import pytest

from agent.read import read_bytes
from schemas.errors import SourceError


def refusal(data: bytes) -> str:
    """Return what is said of a file."""
    with pytest.raises(SourceError) as caught:
        read_bytes(data, "fen", today=date(2026, 6, 15))
    return caught.value.message


@pytest.mark.parametrize(
    ("data", "fact", "remedy"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "is a PDF:", "save the page that shows the abstract"),
        (b"PK\x03\x04\x14\x00\x06\x00", "is a zip archive or an office document", "save the document as text"),
        (b"\x01\x02\x03\xff" * 9, "is not text:", "save the page as text (UTF-8)"),
        (
            b'{"title": "Fen" "abstract": "We light lamps."}',
            "broken JSON (Expecting ',' delimiter at line 1, col",
            "mend",
        ),
        (
            b'{"title": "Fen",\n "abstract": "We light',
            "broken JSON (Unterminated string starting at at line 2",
            "whole",
        ),
        (b'[{"titel": "Fen", "text": "We light lamps."}]', "no object has both a title and", "`title`, `abstract`"),
        (
            b"We light lamps in the fen.\n",
            "unknown layout",
            "6 words are too little for a title and an abstract: put the",
        ),
        (b"Fen\n", "unknown layout", "1 word is too little for a title and an abstract"),
        (b'{"titel": "Fen"}\n{"titel": "Reed"}\n', "no object has both a title and", "one object a paper"),
        (b"a " * 200, "has an unknown layout with no paper in it", "type or label its parts"),
        (b"[fen] " + b"a " * 200, "has an unknown layout with no paper in it", "type or label its parts"),
    ],
)
def test_a_file_without_papers_is_told_for_what_it_is(data: bytes, fact: str, remedy: str) -> None:
    said = refusal(data)
    assert fact in said
    assert remedy in said.partition("expected")[2]
