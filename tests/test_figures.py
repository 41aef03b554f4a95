"""The figures of an overview, and the abstracts that only some documents show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.compose import ComposeOptions, compose, weekly_digest
from agent.write.figures import sparkline, trend, whole_trend
from schemas.digest import Digest
from tests.composed import SENTENCES, TAXONOMY, extraction, only_entry, record


def dated(*dates: str | None) -> Digest:
    told = extraction(topics=("qa",))
    return compose([record(number, told, printed=date) for number, date in enumerate(dates)], TAXONOMY)


@pytest.mark.parametrize(
    ("dates", "periods", "spread"),
    [
        (["2026-12-29", "2027-01-04", "2027-01-12"], ["2026-W53", "2027-W01", "2027-W02"], [1, 1, 1]),
        (["2026-01-01", "2026-03-31", "2026-03"], ["2026-01", "2026-02", "2026-03"], [1, 0, 2]),
        (["2026-12", "2027-01-01"], ["2026-12", "2027-01"], [1, 1]),
        (["2024", "2026-05-19", None], ["2024", "2025", "2026"], [1, 0, 1]),
        (["1999", "2019", "2026-01-01"], [str(year) for year in range(2019, 2027)], [1, 0, 0, 0, 0, 0, 0, 1]),
        (["2026-05-19", "2026-05-20"], [], []),  # one week says nothing of time
        ([None, None], [], []),
        (["9999-12-20", "9999-12-31"], ["9999-W51", "9999-W52"], [1, 1]),
    ],
)
def test_papers_spread_over_weeks_else_months_else_the_last_years(
    dates: list[str | None], periods: list[str], spread: list[int]
) -> None:
    digest = dated(*dates)
    assert list(digest.periods) == periods
    assert {row.spread for row in digest.glance} == {tuple(spread)}


def test_few_dates_without_a_day_do_not_make_the_weeks_months() -> None:
    digest = dated(*["2026-05-19"] * 10, *["2026-05-26"] * 8, "2026-05")
    assert (digest.periods, digest.glance[0].spread) == (("2026-W21", "2026-W22"), (10, 8))


def test_trend_of_a_week_ends_with_the_week_itself() -> None:
    told = extraction(topics=("qa",))
    records = [record(1, told, printed="2026-05-12", seen="2026-05-13T07:00:00Z"), record(2, told)]
    digest = weekly_digest(records, "2026-W21", TAXONOMY)
    assert digest.periods == ()
    shown = trend(digest, digest.glance[0])
    assert (shown.periods, shown.counts) == (
        ("2026-W17", "2026-W18", "2026-W19", "2026-W20", "2026-W21"),
        (0, 0, 0, 1, 1),
    )
    assert whole_trend(digest) == shown


def test_contributions_and_models_are_counted_over_all_papers() -> None:
    other = extraction(models=("Fen 8B",)).model_copy(update={"contribution": "survey"})
    told = extraction(models=("fen 8b", "Bog 1B"))
    digest = compose([record(1, told), record(2, other), record(3, told)], TAXONOMY)
    assert digest.contributions == (("method", 2), ("survey", 1))
    assert digest.models_used == (("fen 8b", 3), ("Bog 1B", 2))


@given(st.lists(st.integers(0, 10**6)))
def test_sparkline_keeps_order_and_shows_what_is_there(counts: list[int]) -> None:
    blocks = sparkline(counts)
    assert len(blocks) == len(counts)
    assert [block == "▁" for block in blocks] == [count == 0 for count in counts]
    for count, block in zip(counts, blocks, strict=True):
        assert all(block >= lower for other, lower in zip(counts, blocks, strict=True) if other <= count)


def test_abstracts_come_along_only_if_they_are_asked_for() -> None:
    records = [record(1, extraction())]
    assert only_entry(compose(records, TAXONOMY)).sentences == ()
    entry = only_entry(compose(records, TAXONOMY, ComposeOptions(sentences=True)))
    assert [(one.number, one.text) for one in entry.sentences] == list(enumerate(SENTENCES, 1))


def test_sentences_of_another_text_never_come_along() -> None:
    records = [record(1, extraction(), sentences=10)]
    assert only_entry(compose(records, TAXONOMY, ComposeOptions(sentences=True))).sentences == ()


def test_longer_documents_stay_full_for_longer() -> None:
    records = [record(number, extraction()) for number in range(301)]
    assert compose(records, TAXONOMY, ComposeOptions(full_at_most=301)).detail == "full"
    assert compose(records, TAXONOMY, ComposeOptions(full_at_most=301, detail="brief")).detail == "brief"
