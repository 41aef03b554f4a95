"""Which papers are to be read, over a real library."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.asking import Wish
from cache.library import Library
from schemas.errors import UsageError
from schemas.extraction import Extraction, Provenance
from schemas.identity import text_hash
from schemas.outcome import Extracted, Failed, Outcome, Refused, Skipped
from tests.shelf import DAYS, FORM, HERE, PROMPT, THERE, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    with Library(tmp_path / "library.sqlite") as opened:
        yield Shelf(opened)


def extracted(server: str = HERE, prompt: str = PROMPT, form: str = FORM) -> Extracted:
    """Return an extraction that a server gave to a prompt."""
    made = Provenance(engine="model", engine_version="1", server=server, prompt_hash=prompt, schema_hash=form)
    hashed = text_hash("title", "abstract")
    return Extracted(
        extraction=Extraction(text_hash=hashed, spans=(), contribution="method", status="complete", provenance=made)
    )


# ── which papers ──


def test_papers_are_read_newest_first_and_those_without_a_day_last(shelf: Shelf) -> None:
    assert shelf.wanted() == (["new", "mid", "old", "odd"], [], 0)


def test_what_is_done_is_not_read_again_whatever_came_of_it(shelf: Shelf) -> None:
    shelf.keep("new", extracted())
    shelf.keep("mid", Refused(detail="no"))
    shelf.keep("old", Failed(reason="unusable", detail="prose"))
    shelf.keep("odd", Skipped())
    assert shelf.wanted() == ([], [], 0)


def test_what_the_server_failed_at_is_read_again(shelf: Shelf) -> None:
    shelf.keep("mid", Failed(reason="timeout", detail="no answer", again=True))
    assert "mid" in shelf.wanted()[0]


def test_what_cost_something_stays_done_in_another_version(shelf: Shelf) -> None:
    for title in DAYS:
        shelf.keep(title, extracted(), version="0")
    assert shelf.wanted(asks=True)[0] == []
    assert shelf.wanted(asks=False)[0] == ["new", "mid", "old", "odd"]


@pytest.mark.parametrize(
    ("limit", "titles"), [(0, []), (1, ["new"]), (3, ["new", "mid", "old"]), (9, [*"new mid old odd".split()])]
)
def test_a_limit_takes_the_newest_and_counts_the_others(shelf: Shelf, limit: int, titles: list[str]) -> None:
    assert shelf.wanted(Wish(limit=limit)) == (titles, [], 4 - len(titles))


def test_only_what_is_kept_is_told_without_asking(shelf: Shelf) -> None:
    assert shelf.wanted(Wish(cached=True), mid=extracted(), odd=Skipped()) == (["mid", "odd"], [], 2)


REFRESHED: dict[str, Outcome] = {
    "new": extracted(),
    "mid": extracted(server=THERE),
    "old": extracted(prompt="prompt 0"),
    "odd": Failed(reason="unusable", detail="prose"),
}


@pytest.mark.parametrize(
    ("refresh", "titles"),
    [
        (None, []),
        ("all", ["new", "mid", "old", "odd"]),
        ("model", ["mid"]),
        ("prompt", ["old"]),
        ("failed", ["odd"]),
    ],
)
def test_a_refresh_takes_what_is_outdated_newest_first(shelf: Shelf, refresh: str | None, titles: list[str]) -> None:
    for title, outcome in REFRESHED.items():
        shelf.keep(title, outcome)
    assert shelf.wanted(Wish(refresh=refresh)) == (titles, sorted(titles), 0)


def test_another_form_of_answers_is_outdated_as_another_prompt_is(shelf: Shelf) -> None:
    shelf.keep("new", extracted(form="form 0"))
    assert shelf.wanted(Wish(refresh="prompt"))[1] == ["new"]


@pytest.mark.parametrize("refresh", ["all", "failed", "model", "prompt"])
def test_what_was_skipped_is_never_refreshed(shelf: Shelf, refresh: str) -> None:
    for title in DAYS:
        shelf.keep(title, Skipped())
    assert shelf.wanted(Wish(refresh=refresh)) == ([], [], 0)


def test_what_is_not_done_goes_before_what_is_refreshed(shelf: Shelf) -> None:
    shelf.keep("new", extracted())
    shelf.keep("old", extracted())
    assert shelf.wanted(Wish(refresh="all")) == (["mid", "odd", "new", "old"], ["new", "old"], 0)
    assert shelf.wanted(Wish(refresh="all", limit=3)) == (["mid", "odd", "new"], ["new"], 0)
    assert shelf.wanted(Wish(refresh="all", limit=1)) == (["mid"], [], 1)


def test_what_failed_and_is_not_done_is_read_once_and_anew(shelf: Shelf) -> None:
    shelf.keep("new", Failed(reason="timeout", detail="no answer", again=True))
    titles, anew, _ = shelf.wanted(Wish(refresh="failed"))
    assert (titles.count("new"), anew) == (1, ["new"])


def test_one_paper_is_refreshed_by_its_id(shelf: Shelf) -> None:
    for title in DAYS:
        shelf.keep(title, extracted())
    assert shelf.wanted(Wish(refresh=shelf.names["old"])) == (["old"], ["old"], 0)
    with pytest.raises(UsageError, match="not on the pages"):
        shelf.wanted(Wish(refresh="arxiv:2601.00001"))
