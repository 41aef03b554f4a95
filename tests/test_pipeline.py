"""The whole way with times and engines of the test's own."""

import asyncio
import gzip
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from agent.card import card_of
from agent.care import bring_in, correct, exported
from agent.compose import ComposeOptions, weekly_digest
from agent.extract.extractive.engine import ExtractiveEngine
from agent.keeping import Interrupted, Watch, records
from agent.pipeline import BuildRequest, Built, build, weekly
from agent.transfer import parse_line
from agent.write.markdown import render_markdown
from cache.find import Filters
from cache.home import Home
from cache.library import Library
from cache.lookup import Lookup
from schemas.errors import HomeError
from schemas.record import Correction
from schemas.taxonomy import load_taxonomy
from tests.builders import words

TAXONOMY = load_taxonomy()
FIRST = "We propose Mossgate, a stopping rule. On FenQA it needs 52% fewer calls than a fixed budget."
SECOND = "We propose Mossgate, a stopping rule. On FenQA it needs 38% fewer calls than a fixed budget."
OTHER = f"Lamps of reeds burn longer in dry fens than in wet ones. {words(7000)}"


class Versioned(ExtractiveEngine):
    """The embedded engine under another version."""

    def __init__(self, version: str) -> None:
        super().__init__(TAXONOMY)
        self._version = version

    @property
    def version(self) -> str:
        """The version that the test gave."""
        return self._version


class Desk:
    """A folder with a home and pages; builds at times that the test names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = Home(folder / "home")

    def page(self, name: str, *papers: tuple[str, str], day: str = "19 May 2026") -> Path:
        """Write a typed page of (title, abstract) pairs."""
        path = self.folder / name
        text = "\n\n".join(f"{title}\nAda Quillfeather\n{day}\n\n{abstract}" for title, abstract in papers)
        path.write_text(text + "\n", encoding="utf-8")
        return path

    def build(self, *sources: Path, now: str = "2026-05-25T07:00:00Z", engine: ExtractiveEngine | None = None) -> Built:
        """Build from sources."""
        request = BuildRequest(sources, now, date(2026, 12, 31), None, 2**20, True, ComposeOptions())
        return build(request, self.home, engine or ExtractiveEngine(TAXONOMY), TAXONOMY, Watch())

    def shown(self) -> list[str]:
        """Return the abstracts that are shown now."""
        with Library(self.home.library, read_only=True) as library:
            return [library.record(name).paper.abstract for name in library.all_papers()]

    def week(self, week: str) -> str:
        """Return the digest of a week."""
        return render_markdown(weekly(week, self.home, ComposeOptions(), TAXONOMY))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_changed_abstract_is_updated_in_the_week_it_was_seen(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)), now="2026-05-25T07:00:00Z")
    desk.build(desk.page("a.txt", ("Mossgate", SECOND)), now="2026-06-08T07:00:00Z")
    text = desk.week("2026-W23")
    assert "1 updated" in text
    assert "52%" in text
    assert "38%" in text
    assert "1 new" in desk.week("2026-W21")


def test_mended_print_of_an_abstract_is_no_update(desk: Desk) -> None:
    damaged = FIRST.replace("52%", "52. 0%").replace("a fixed", "i. e. , a fixed")
    mended = FIRST.replace("52%", "52.0%").replace("a fixed", "i.e., a fixed")
    desk.build(desk.page("a.txt", ("Mossgate", damaged)), now="2026-05-25T07:00:00Z")
    desk.build(desk.page("b.txt", ("Mossgate", mended)), now="2026-06-08T07:00:00Z")
    assert "updated" not in desk.week("2026-W23")


def test_late_paper_belongs_to_the_week_before_it_was_seen(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Fenlight", OTHER)), now="2026-05-25T07:00:00Z")
    desk.build(desk.page("a.txt", ("Fenlight", OTHER), ("Mossgate", FIRST)), now="2026-06-22T07:00:00Z")
    assert "1 late" in desk.week("2026-W25")
    assert "Mossgate" not in desk.week("2026-W21")


@pytest.mark.parametrize("second", ["2026-05-25T07:00:00Z", "2026-05-24T07:00:00Z"])
def test_clock_that_stands_still_or_steps_back_loses_no_paper(desk: Desk, second: str) -> None:
    desk.build(desk.page("a.txt", ("Fenlight", OTHER), ("Reed", FIRST)), now="2026-05-25T07:00:00Z")
    built = desk.build(desk.page("a.txt", ("Mossgate", SECOND)), now=second)
    assert (built.report.papers, built.report.new) == (1, 1)
    assert built.digest is not None
    assert built.digest.sections[0].papers[0].title == "Mossgate"


def test_version_that_a_page_no_longer_prints_is_not_shown(desk: Desk) -> None:
    longer = FIRST + " It was taken back."
    desk.build(desk.page("a.txt", ("Mossgate", longer), ("Mossgate", FIRST)))
    assert desk.shown() == [longer]
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)), now="2026-06-01T07:00:00Z")
    assert desk.shown() == [FIRST]


def test_building_from_an_export_does_not_revive_former_versions(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST + " It was taken back.")))
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)), now="2026-06-01T07:00:00Z")
    with Library(desk.home.library, read_only=True) as library:
        (desk.folder / "export.jsonl").write_text("\n".join(exported(library, desk.home)) + "\n", encoding="utf-8")
    desk.build(desk.folder / "export.jsonl", now="2026-06-08T07:00:00Z")
    assert desk.shown() == [FIRST]


def test_imported_library_gives_the_same_weeks(desk: Desk, tmp_path: Path) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST), ("Gone", OTHER)), now="2026-05-25T07:00:00Z")
    desk.build(desk.page("a.txt", ("Mossgate", SECOND)), now="2026-06-08T07:00:00Z")
    with Library(desk.home.library, read_only=True) as library:
        lines = [parse_line(line, 1, "x") for line in exported(library, desk.home)]
    copy = Desk(tmp_path / "copy")
    engine = ExtractiveEngine(TAXONOMY)
    asyncio.run(bring_in(lines, copy.home, engine, TAXONOMY, "2026-07-01T07:00:00Z", Watch()))
    for week in ("2026-W21", "2026-W23"):
        assert copy.week(week) == desk.week(week)


def test_new_version_of_the_engine_reads_again_and_leaves_no_card_behind(desk: Desk) -> None:
    page = desk.page("a.txt", ("Mossgate", FIRST))
    desk.build(page, engine=Versioned("1"))
    assert desk.build(page, engine=Versioned("2")).report.remade == 1
    with Lookup(desk.home.library) as lookup:
        assert lookup.card(lookup.resolve("mossgate"))["engine"]["version"] == "2"


def test_stop_before_anything_is_extracted_leaves_papers_that_say_so(desk: Desk) -> None:
    page = desk.page("a.txt", ("Mossgate", FIRST))
    request = BuildRequest([page], "2026-05-25T07:00:00Z", date(2026, 12, 31), None, 2**20, True, None)
    asked = iter([False, False, True, True, True])
    with pytest.raises(Interrupted):
        build(request, desk.home, ExtractiveEngine(TAXONOMY), TAXONOMY, Watch(stopped=lambda: next(asked)))
    with Lookup(desk.home.library) as lookup:
        assert "digest build" in lookup.card(lookup.resolve("mossgate"))["note"]
    assert desk.build(page).report.new == 1


def test_papers_with_one_arxiv_id_and_two_dois_are_both_found(desk: Desk) -> None:
    lines = [
        f'{{"title": "Mossgate", "abstract": "{FIRST}", "arxiv": "2605.00001", "doi": "10.1000/{letter}"}}'
        for letter in "ab"
    ]
    (desk.folder / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
    built = desk.build(desk.folder / "a.jsonl")
    assert built.digest is not None
    ids = [paper.id for section in built.digest.sections for paper in section.papers]
    assert len(set(ids)) == 2
    assert all(name.startswith("t:") for name in ids)
    with Lookup(desk.home.library) as lookup:
        assert [lookup.resolve(name) for name in ids] == ids


def test_damaged_pages_of_the_library_are_told_by_every_command(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)))
    with sqlite3.connect(desk.home.library) as sql:
        sql.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = sql.execute("SELECT rootpage FROM sqlite_master WHERE name = 'outcome'").fetchone()
        (size,) = sql.execute("PRAGMA page_size").fetchone()
    sql.close()
    with desk.home.library.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xaa" * size)
    before = desk.home.library.read_bytes()
    with pytest.raises(HomeError, match="damaged"):
        desk.week("2026-W21")
    with pytest.raises(HomeError, match="damaged"):
        desk.build(desk.page("b.txt", ("Fenlight", OTHER)))
    assert len(before) == desk.home.library.stat().st_size


def test_lookup_sees_one_state_while_a_build_goes_on(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)))
    with Lookup(desk.home.library) as lookup:
        name = lookup.resolve("mossgate")
        (desk.folder / "b.jsonl").write_text(
            f'{{"title": "Mossgate", "abstract": "{FIRST}", "arxiv": "2605.00001"}}', encoding="utf-8"
        )
        desk.build(desk.folder / "b.jsonl")
        assert lookup.card(name)["id"] == name
    with Lookup(desk.home.library) as lookup:
        assert lookup.resolve(name) == "arxiv:2605.00001"


def test_page_on_which_a_paper_changed_has_one_entry_of_it(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST)))
    built = desk.build(desk.page("a.txt", ("Mossgate", SECOND)), now="2026-06-01T07:00:00Z")
    assert built.digest is not None
    assert (built.digest.counts.entries, built.digest.counts.papers) == (1, 1)


def test_page_name_that_is_no_text_is_read(desk: Desk) -> None:
    page = desk.page("good.txt", ("Mossgate", FIRST))
    odd = desk.folder / b"bad\xff.txt".decode("utf-8", "surrogateescape")
    shutil.copy(page, odd)
    assert desk.build(odd, page).report.papers == 1


def test_card_of_a_paper_without_words_is_made(desk: Desk) -> None:
    desk.build(desk.page("a.txt", ("Mossgate", FIRST), ("Bare Title of Reeds", "")))
    with Library(desk.home.library, read_only=True) as library:
        notes = [card_of(library.record(name)).json for name in library.all_papers()]
    assert sum("no abstract" in note for note in notes) == 1


def test_search_index_is_whole_after_many_changes(desk: Desk) -> None:
    for text in (FIRST, SECOND, FIRST):
        desk.build(desk.page("a.txt", ("Mossgate", text), ("Fenlight", OTHER)))
    with sqlite3.connect(desk.home.library) as sql:
        sql.execute("INSERT INTO search (search) VALUES ('integrity-check')")
    sql.close()
    with Lookup(desk.home.library) as lookup:
        assert lookup.find(["mossgate"], Filters(), 5)[1] >= 1


def test_a_week_read_from_the_library_is_that_of_all_its_records(desk: Desk) -> None:
    pages = [
        desk.page("a.txt", ("Mossgate", FIRST), ("Fenlight", OTHER)),
        desk.page("b.txt", ("Dayless", words(9000)), day="2026"),
    ]
    desk.build(*pages, now="2026-05-25T07:00:00Z")
    late = desk.page("a.txt", ("Mossgate", SECOND), ("Late Reeds", words(3000)), ("Bare", ""), day="5 May 2026")
    desk.build(late, now="2026-06-08T07:00:00Z")
    said = [Correction(paper="t:" + "0" * 12, action="add-tag", value="x", at="2026-06-08T07:00:00Z")]
    with Library(desk.home.library, read_only=True) as library:
        said += [
            Correction(paper=name, action=action, value=value, field=field, at="2026-06-08T07:00:00Z")
            for name in library.all_papers()[:2]
            for action, field, value in (("remove-tag", None, "pruning"), ("set", "date", "2026-05-13"))
        ]
    correct(desk.home, said, lambda _sentence: None)
    for week in ("2026-W18", "2026-W19", "2026-W20", "2026-W21", "2026-W22", "2026-W23", "2026-W24"):
        with Library(desk.home.library, read_only=True) as library:
            known = list(records(library, library.all_papers(), said))
        told = weekly(week, desk.home, ComposeOptions(), TAXONOMY)
        met = {"datasets_first_met": told.datasets_first_met, "methods_first_met": told.methods_first_met}
        assert told == weekly_digest(known, week, TAXONOMY).model_copy(update=met)


def test_what_a_killed_run_left_unmerged_is_merged_by_the_next(desk: Desk) -> None:
    page, other = desk.page("a.txt", ("Mossgate", FIRST)), desk.page("b.txt", ("Fenlight", OTHER))
    asked = iter([False, True])
    request = BuildRequest([page], "2026-05-25T07:00:00Z", date(2026, 12, 31), None, 2**20, True, None)
    with pytest.raises(Interrupted):
        build(request, desk.home, ExtractiveEngine(TAXONOMY), TAXONOMY, Watch(stopped=lambda: next(asked)))
    assert desk.shown() == []
    desk.build(other)
    assert len(desk.shown()) == 2
    assert desk.build(page).report.new == 1


def test_of_a_source_that_breaks_off_nothing_is_kept(desk: Desk) -> None:
    lines = [f'{{"title": "Work {number}", "abstract": "{words(90 * number)}"}}' for number in range(700)]
    whole = gzip.compress("\n".join(lines).encode())
    (desk.folder / "cut.jsonl").write_bytes(whole[:-9])
    built = desk.build(desk.folder / "cut.jsonl", desk.page("a.txt", ("Mossgate", FIRST)))
    assert [error.source for error in built.errors] == ["cut.jsonl"]
    assert (built.report.entries, len(desk.shown())) == (1, 1)


def test_two_sources_of_one_name_are_one_reading(desk: Desk) -> None:
    (desk.folder / "other").mkdir()
    page = desk.page("a.txt", ("Mossgate", FIRST))
    other = desk.page("other/a.txt", ("Fenlight", OTHER))
    desk.build(page, other)
    assert desk.build(page, other, now="2026-06-01T07:00:00Z").report.papers == 2
    with Library(desk.home.library, read_only=True) as library:
        assert library.entries.readings("a.txt") == 2
