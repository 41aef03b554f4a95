"""A library fed week by week: each paper is news in one week, and trends are the counts that a hand would make."""

import gzip
import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from agent.compose import ComposeOptions
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Watch
from agent.pipeline import BuildRequest, build, weekly
from agent.weeks import bounds, week_of, weeks_before
from cache.home import Home
from schemas.digest import Digest
from schemas.taxonomy import load_taxonomy

LAST = "2016-W21"
WEEKS = (*weeks_before(LAST, 7), LAST)
LATE_EVERY, UPDATED_EVERY = 9, 11  # of the papers of a week: those that are read three weeks later, or get a new text
RETITLED = "Of Lamps and Marshes, Retold"
Row = dict[str, Any]


def _day(row: Row) -> str:
    created = row["versions"][0]["created"] if "versions" in row else row["created"]
    return created[:10] if created[4] == "-" else parsedate_to_datetime(created).date().isoformat()


@pytest.fixture(scope="module")
def rows(shared: Path) -> dict[str, list[Row]]:
    """Real records by the week of their first version."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    with gzip.open(shared / "bench/arxiv/metadata_2013_2017.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            week = week_of(date.fromisoformat(_day(row)))
            if week in WEEKS:
                found[week].append(row)
    return found


class _Fed:
    """What was read when, and what a hand would count."""

    def __init__(self, rows: dict[str, list[Row]], folder: Path) -> None:
        self.home, self.taxonomy = Home(folder / "home"), load_taxonomy()
        self.news: Counter[str] = Counter()
        self.late: defaultdict[str, set[str]] = defaultdict(set)
        self.updated: defaultdict[str, set[str]] = defaultdict(set)
        held: defaultdict[str, list[Row]] = defaultdict(list)
        for place, week in enumerate(WEEKS):
            page = list(held.pop(week, []))
            for number, row in enumerate(rows[week]):
                if number % LATE_EVERY == 1 and place + 3 < len(WEEKS):
                    held[WEEKS[place + 3]].append(row)
                    self.late[WEEKS[place + 3]].add(row["id"])
                    continue
                page.append(row)
                self.news[week] += 1
                if number % UPDATED_EVERY == 2 and place + 2 < len(WEEKS):
                    again = WEEKS[place + 2]
                    held[again].append({**row, "abstract": row["abstract"] + " We add a section on marsh lamps."})
                    self.updated[again].add(row["id"])
            if place == 4:  # one that stood on an earlier page comes again under another title and without its id
                first = rows[WEEKS[1]][0]
                page.append({**first, "id": "", "title": RETITLED})
            self._read(page, week, folder)

    def _read(self, page: list[Row], week: str, folder: Path) -> None:
        source = folder / "page.jsonl"  # the same page, read anew every Monday
        source.write_text("".join(json.dumps(row) + "\n" for row in page), encoding="utf-8")
        monday = bounds(week)[1] + timedelta(days=1)
        request = BuildRequest([source], f"{monday}T07:00:00Z", monday, None, 2**26, True, None)
        build(request, self.home, ExtractiveEngine(self.taxonomy), self.taxonomy, Watch())

    def digest(self, week: str) -> Digest:
        return weekly(week, self.home, ComposeOptions(), self.taxonomy)


@pytest.fixture(scope="module")
def fed(rows: dict[str, list[Row]], tmp_path_factory: pytest.TempPathFactory) -> _Fed:
    return _Fed(rows, tmp_path_factory.mktemp("fed"))


def _marked(digest: Digest, mark: str) -> set[str]:
    return {paper.id for section in digest.sections for paper in section.papers if paper.mark == mark}


def test_every_paper_is_new_or_late_in_exactly_one_week(fed: _Fed, rows: dict[str, list[Row]]) -> None:
    seen: Counter[str] = Counter()
    for week in WEEKS:
        digest = fed.digest(week)
        seen.update(_marked(digest, "new") | _marked(digest, "late"))
    assert set(seen.values()) == {1}
    assert set(seen) == {f"arxiv:{row['id']}" for week in WEEKS for row in rows[week]}


def test_counts_are_those_made_by_hand(fed: _Fed) -> None:
    for week in WEEKS[1:]:  # the first reading of a page is its baseline
        counts = fed.digest(week).counts
        assert (counts.new, counts.late, counts.updated) == (
            fed.news[week],
            len(fed.late[week]),
            len(fed.updated[week]),
        ), week


def test_late_and_updated_papers_are_those_that_were_made_so(fed: _Fed) -> None:
    for week in WEEKS:
        digest = fed.digest(week)
        assert _marked(digest, "late") == {f"arxiv:{name}" for name in fed.late[week]}
        assert _marked(digest, "updated") == {f"arxiv:{name}" for name in fed.updated[week]}


def test_a_retitled_copy_is_no_news(fed: _Fed, rows: dict[str, list[Row]]) -> None:
    told = {
        week: [paper.id for section in fed.digest(week).sections for paper in section.papers if paper.title == RETITLED]
        for week in WEEKS
    }
    assert {week: ids for week, ids in told.items() if ids} == {WEEKS[1]: [f"arxiv:{rows[WEEKS[1]][0]['id']}"]}


def test_trends_are_the_papers_of_the_weeks_before(fed: _Fed) -> None:
    digests = {week: fed.digest(week) for week in WEEKS}
    present = {week: {(row.label, row.name): row.papers for row in digest.glance} for week, digest in digests.items()}
    last = digests[LAST]
    assert last.weeks_before == WEEKS[-5:-1]
    for row in last.glance:
        if row.name is not None:  # a category has a row in every week in which a paper is of it
            counted = tuple(present[week].get((row.label, row.name), 0) for week in last.weeks_before)
            assert row.before == counted, row.label


def test_names_are_met_for_the_first_time_once(fed: _Fed) -> None:
    met = Counter(name.casefold() for week in WEEKS for name in fed.digest(week).datasets_first_met)
    assert met
    assert set(met.values()) == {1}


def test_a_week_written_again_is_the_same(fed: _Fed) -> None:
    assert fed.digest(WEEKS[3]) == fed.digest(WEEKS[3])
