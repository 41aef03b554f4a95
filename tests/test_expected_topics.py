"""Invented titles and fragments of abstracts are tagged as a person tags them; ordinary words are not."""

from pathlib import Path
from typing import NamedTuple

import pytest

from agent.extract.sentences import number_sentences
from agent.extract.topics import find_topics, map_terms
from schemas.taxonomy import load_taxonomy

FILE = Path(__file__).parent / "fixtures" / "topics" / "expected.txt"


class Row(NamedTuple):
    """A text, the ids it must be tagged with and those it must not."""

    title: str
    abstract: str
    wanted: frozenset[str]
    unwanted: frozenset[str]


def rows() -> list[Row]:
    lines = [line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    cells = [[cell.strip() for cell in line.split(" | ")] for line in lines]
    return [
        Row(title, abstract, *(frozenset(mark[1:] for mark in marks.split() if mark[0] == sign) for sign in "+-"))
        for title, abstract, marks in cells
    ]


ROWS = rows()


@pytest.mark.parametrize("row", ROWS, ids=[row.title for row in ROWS])
def test_text_is_tagged_as_expected(row: Row) -> None:
    taxonomy = load_taxonomy()
    text = number_sentences(row.title, row.abstract)
    tags = {tag.node for tag in map_terms(find_topics(text, taxonomy), text, taxonomy)[0]}
    assert row.wanted <= tags
    assert not row.unwanted & tags


def test_expected_topics_exist_and_cover_the_areas() -> None:
    taxonomy = load_taxonomy()
    named = {node for row in ROWS for node in row.wanted | row.unwanted}
    assert {node for node in named if taxonomy.topic(node) is None} == set()
    assert len(ROWS) >= 120
    homes = {taxonomy.path(node)[0] for row in ROWS for node in row.wanted}
    assert {"cs.CL", "cs.LG", "cs.CV", "cs.AI", "cs.IR", "cs.RO", "stat.ML"} <= homes
    assert sum(bool(row.unwanted) for row in ROWS) >= 25
