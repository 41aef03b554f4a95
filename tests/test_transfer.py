"""A library as lines of JSON, and back."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.absorb import absorb, note_page
from agent.care import bring_in, exported
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Watch, extract
from agent.transfer import parse_line
from cache.home import Home
from cache.library import Library
from schemas.errors import UsageError
from schemas.paper import Entry
from schemas.taxonomy import load_taxonomy
from tests.builders import NOW, entries_of_few_works

TAXONOMY = load_taxonomy()
ENGINE = ExtractiveEngine(TAXONOMY)
TIMES = (NOW, "2026-06-22T07:00:00Z")


def export(home: Home) -> list[str]:
    """Return the export lines of a home."""
    with Library(home.library, read_only=True) as library:
        return [line.rstrip("\n") for line in exported(library, home)]


def feed(home: Home, readings: Sequence[Sequence[Entry]]) -> None:
    """Read the pages of entries, one reading of all after the other."""
    home.make()
    with Library(home.library) as library:
        for now, entries in zip(TIMES, readings, strict=False):
            with library.transaction():
                for page in sorted({one.page for one in entries}):
                    noticed = note_page(page, [one for one in entries if one.page == page], library, now)
                    absorb(noticed.changed, library, TAXONOMY)
        asyncio.run(extract(library.all_papers(), library, ENGINE, (), NOW, Watch()))


@settings(max_examples=15, deadline=None)
@given(readings=st.lists(st.lists(entries_of_few_works, min_size=1, max_size=5), min_size=1, max_size=2))
def test_imported_export_is_exported_equal(
    tmp_path_factory: pytest.TempPathFactory, readings: list[list[Entry]]
) -> None:
    one, other = Home(tmp_path_factory.mktemp("one")), Home(tmp_path_factory.mktemp("other"))
    feed(one, readings)
    lines = [parse_line(line, 1, "x") for line in export(one)]
    for _ in range(2):
        asyncio.run(bring_in(lines, other, ENGINE, TAXONOMY, NOW, Watch()))
        assert export(other) == export(one)


@pytest.mark.parametrize(
    "text", ["", "[]", '{"digest_export": 1}', '{"digest_export": 2, "paper": {}, "seen": []}', '{"paper": "\\u0000"}']
)
def test_line_that_is_no_export_is_named(text: str) -> None:
    with pytest.raises(UsageError, match=r"line 7 of `x\.jsonl`"):
        parse_line(text, 7, "x.jsonl")


def test_line_with_an_impossible_time_or_a_foreign_id_is_refused(tmp_path: Path) -> None:
    home = Home(tmp_path)
    feed(home, [[Entry(page="a", position=0, kind="plain", title="Mossgate", ids=("arxiv:2601.00001",))]])
    (line,) = export(home)
    for good, bad in ((NOW, "2026-99-99T99:99:99Z"), ('"ids":["arxiv:2601.00001"]', '"ids":["t:abc"]')):
        with pytest.raises(UsageError, match="line 1"):
            parse_line(line.replace(good, bad), 1, "x.jsonl")
