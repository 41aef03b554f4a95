"""Dates as printed, and the rule for the year that is left out."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.read.dates import PrintedDate, SettledDate, parse_date, settle

TODAY = date(2026, 11, 21)
NOTHING = SettledDate(None, False)


def settle_texts(*texts: str, as_of: date | None = None, today: date = TODAY, rule: bool = True) -> list[SettledDate]:
    return settle([parse_date(text) for text in texts], today=today, as_of=as_of, omits_current_year=rule)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("May 19", (None, 5, 19)),
        ("May 19, 2025", (2025, 5, 19)),
        ("Sept. 3, 2024", (2024, 9, 3)),
        ("3 December 2021", (2021, 12, 3)),
        ("March 2020", (2020, 3, None)),
        ("2024-05-01", (2024, 5, 1)),
        ("2024-05", (2024, 5, None)),
        ("2024-05-01T10:00:00Z", (2024, 5, 1)),
        ("2024", (2024, None, None)),
    ],
)
def test_printed_dates_are_read_as_exactly_as_they_are(text: str, parts: tuple[int | None, ...]) -> None:
    assert parse_date(text) == PrintedDate(text, *parts)


@pytest.mark.parametrize("text", ["", "May", "19", "May be 3", "Marching 3", "4 authors", "x" * 99])
def test_other_text_is_no_date(text: str) -> None:
    assert parse_date(text) is None


def test_the_year_left_out_is_the_one_after_the_newest_printed() -> None:
    assert settle_texts("May 19", "Dec 4, 2025", "Jan 1, 2021")[0] == SettledDate("2026-05-19", True)


def test_a_page_without_years_gives_none() -> None:
    assert settle_texts("May 19", "May 20") == [NOTHING, NOTHING]


def test_the_day_of_capture_gives_a_year() -> None:
    assert settle_texts("May 19", as_of=date(2024, 6, 1)) == [SettledDate("2024-05-19", True)]
    assert settle_texts("May 19", "Jan 2, 2021", as_of=date(2024, 6, 1))[0].iso == "2024-05-19"


def test_a_day_of_capture_that_contradicts_the_page_is_not_used() -> None:
    assert settle_texts("May 19", "Jan 2, 2025", as_of=date(2025, 6, 1))[0].iso == "2026-05-19"
    assert settle_texts("May 19", as_of=date(2024, 5, 18)) == [NOTHING]


def test_no_year_is_inferred_that_lies_after_today() -> None:
    assert settle_texts("Dec 1", "Dec 4, 2025")[0] == NOTHING
    assert settle_texts("Jan 1", "Jan 1, 2026")[0] == NOTHING


def test_29_february_exists_only_in_leap_years() -> None:
    assert settle_texts("Feb 29", "Jan 1, 2023")[0].iso == "2024-02-29"
    assert settle_texts("Feb 29", "Jan 1, 2024")[0] == NOTHING
    assert settle_texts("Feb 30, 2024") == [NOTHING]


def test_the_rule_holds_only_for_sites_that_follow_it() -> None:
    assert settle_texts("May 19", "Dec 4, 2025", rule=False)[0] == NOTHING


def test_bare_years_and_months_stay_as_exact_as_printed() -> None:
    assert [day.iso for day in settle_texts("2024", "March 2020")] == ["2024", "2020-03"]


@given(
    st.lists(
        st.builds(PrintedDate, st.none(), st.none() | st.integers(1990, 2026), st.integers(0, 13), st.integers(0, 32))
    )
)
def test_inferred_days_exist_and_are_not_after_today(dates: list[PrintedDate]) -> None:
    for day in settle(dates, today=TODAY, as_of=None, omits_current_year=True):
        assert not day.inferred or (day.iso is not None and date.fromisoformat(day.iso) <= TODAY)
