"""The week of a paper follows from its date and first sight alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.weeks import (
    Times,
    bounds,
    home,
    is_unplaced,
    last_complete_week,
    mark,
    parse_week,
    times_of,
    week_before,
    week_of,
    week_text,
    weeks_before,
)
from schemas.errors import UsageError
from schemas.paper import Entry, Paper
from schemas.record import Record

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
PRINTED = st.one_of(
    st.none(),
    DAYS.map(str),
    DAYS.map(lambda day: str(day)[:7]),
    DAYS.map(lambda day: str(day)[:4]),
)
WEEKS = [week_of(date(2023, 12, 4) + timedelta(weeks=number)) for number in range(175)]


def record(printed: str | None, seen: date, *, baseline: bool = False, abstract_seen: date | None = None) -> Times:
    entry = Entry(page="a.txt", position=0, kind="plain", title="Mossgate", abstract="It stops.", date=printed)
    paper = Paper(id="arxiv:2605.99999", title="Mossgate", abstract="It stops.", date=printed, sources=(entry,))
    made = Record(
        paper=paper,
        first_seen=f"{seen}T07:00:00Z",
        baseline=baseline,
        abstract_first_seen=f"{abstract_seen or seen}T07:00:00Z",
    )
    return times_of(made)


def test_week_is_parsed_whatever_its_case_and_blanks() -> None:
    assert parse_week(" 2026-w21 ") == "2026-W21"


@pytest.mark.parametrize("text", ["2026", "2026-21", "2026-W00", "2026-W54", "2025-W53", "week 21", "0000-W01", ""])
def test_what_is_no_week_is_refused_with_the_form_that_is_expected(text: str) -> None:
    with pytest.raises(UsageError, match="2026-W21"):
        parse_week(text)


@given(st.dates())
def test_week_of_a_day_contains_the_day(day: date) -> None:
    week = week_of(day)
    try:
        first, last = bounds(week)
    except UsageError:
        assert day >= date(9999, 12, 27)  # the calendar ends within this week
    else:
        assert first <= day <= last
        assert (first.isoweekday(), last.isoweekday()) == (1, 7)


def test_days_of_a_week_are_written_with_what_differs() -> None:
    assert week_text("2026-W21") == "18–24 May 2026"
    assert week_text("2026-W18") == "27 April – 3 May 2026"
    assert week_text("2026-W53") == "28 December 2026 – 3 January 2027"


def test_week_is_complete_when_its_sunday_is_over() -> None:
    assert last_complete_week(date(2026, 5, 24)) == "2026-W20"
    assert last_complete_week(date(2026, 5, 25)) == "2026-W21"
    assert last_complete_week(date(2027, 1, 4)) == "2026-W53"


def test_weeks_before_cross_the_year_and_stop_at_the_first() -> None:
    assert weeks_before("2027-W02") == ("2026-W51", "2026-W52", "2026-W53", "2027-W01")
    assert weeks_before("0001-W02") == ("0001-W01",)


def test_paper_seen_by_the_end_of_the_next_week_is_new_in_the_week_of_its_day() -> None:
    paper = record("2026-05-18", date(2026, 5, 31))
    assert home(paper) == ("2026-W21", "new")
    assert mark(paper, "2026-W21") == "new"
    assert mark(paper, "2026-W20") is None


def test_paper_seen_later_is_late_in_the_last_complete_week_at_that_time() -> None:
    paper = record("2026-05-24", date(2026, 6, 1))
    assert home(paper) == ("2026-W22", "late")
    assert mark(paper, "2026-W21") is None


def test_paper_of_a_baseline_is_new_in_the_week_of_its_day_however_long_ago() -> None:
    assert home(record("2024-02-29", date(2026, 6, 1), baseline=True)) == ("2024-W09", "new")


def test_paper_dated_after_it_was_seen_is_new_in_the_week_of_its_day() -> None:
    assert home(record("2026-06-10", date(2026, 6, 1))) == ("2026-W24", "new")


def test_undated_paper_is_new_in_the_last_complete_week_unless_it_is_of_a_baseline() -> None:
    assert home(record(None, date(2026, 6, 1))) == ("2026-W22", "new")
    assert home(record(None, date(2026, 6, 1), baseline=True)) is None


def test_paper_with_only_a_year_or_month_is_late_if_all_of_it_is_long_over() -> None:
    assert home(record("2026", date(2026, 6, 1))) == ("2026-W22", "new")
    assert home(record("2026-05", date(2026, 6, 7))) == ("2026-W22", "new")
    assert home(record("2026-05", date(2026, 6, 8))) == ("2026-W23", "late")
    assert home(record("2025", date(2026, 6, 1))) == ("2026-W22", "late")
    assert home(record("2025", date(2026, 6, 1), baseline=True)) is None


def test_known_paper_with_a_new_abstract_is_updated_in_the_last_complete_week_at_that_time() -> None:
    paper = record("2026-05-05", date(2026, 5, 12), abstract_seen=date(2026, 5, 26))
    assert mark(paper, "2026-W19") == "new"
    assert mark(paper, "2026-W21") == "updated"
    assert mark(paper, "2026-W22") is None


def test_abstract_that_changed_before_the_week_was_told_is_no_update() -> None:
    paper = record("2026-05-18", date(2026, 5, 20), abstract_seen=date(2026, 5, 22))
    assert [week for week in WEEKS if mark(paper, week)] == ["2026-W21"]


def test_undated_paper_of_a_baseline_can_be_updated_later() -> None:
    paper = record(None, date(2026, 5, 12), baseline=True, abstract_seen=date(2026, 5, 26))
    assert [week for week in WEEKS if mark(paper, week)] == ["2026-W21"]


def test_undated_papers_of_a_baseline_are_counted_where_they_may_belong() -> None:
    seen = date(2026, 5, 26)
    papers = [record(printed, seen, baseline=True) for printed in (None, "2026", "2026-05", "2026-04", "2026-05-19")]
    assert sum(is_unplaced(paper, "2026-W21") for paper in papers) == 3
    assert sum(is_unplaced(paper, "2026-W22") for paper in papers) == 3
    assert sum(is_unplaced(paper, "2026-W23") for paper in papers) == 0
    assert not is_unplaced(record(None, seen), "2026-W21")


@given(PRINTED, DAYS, st.booleans(), st.integers(0, 200))
def test_each_paper_is_news_in_exactly_one_week_unless_nothing_tells_it(
    printed: str | None, seen: date, baseline: bool, later: int
) -> None:
    abstract_seen = min(seen + timedelta(days=later), date(2026, 12, 31))
    paper = record(printed, seen, baseline=baseline, abstract_seen=abstract_seen)
    marks = [(week, found) for week in WEEKS if (found := mark(paper, week))]
    news = [week for week, found in marks if found != "updated"]
    placed = not baseline or (printed is not None and len(printed) == 10)
    assert len(news) == placed
    updates = [week for week, found in marks if found == "updated"]
    assert updates in ([], [week_before(paper.abstract_first_seen)])
    assert all(one > other for one in updates for other in news)
