"""The whole way on the five real pages, where they are at hand."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli import app
from cache.home import Home
from cache.library import Library


def run(*arguments: str | Path, home: Path | None = None, code: int = 0) -> str:
    """Run a command and return its standard output."""
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(app, words, env={"DIGEST_HOME": str(home)} if home else None)
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture(scope="module")
def pages(shared: Path) -> list[Path]:
    return sorted((shared / "seeds").glob("*.txt"))


@pytest.fixture(scope="module")
def truth(shared: Path) -> list[dict[str, object]]:
    text = (shared / "truth" / "papers.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture(scope="module")
def home(pages: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with all pages read, and the digest and the report beside it."""
    folder = tmp_path_factory.mktemp("real")
    run("build", *pages, "-o", folder / "digest.md", "--report", folder / "report.json", home=folder / "home")
    return folder / "home"


def test_readers_find_every_field_of_every_paper(shared: Path, pages: list[Path], tmp_path: Path) -> None:
    got = tmp_path / "got.jsonl"
    got.write_text(run("read", "--jsonl", *pages), encoding="utf-8")
    score = [sys.executable, str(shared / "truth" / "score.py"), str(shared / "truth" / "papers.jsonl"), str(got)]
    done = subprocess.run(score, capture_output=True, text=True, check=False)
    assert "differences: 0" in done.stdout, done.stdout


def test_no_line_of_the_real_pages_is_unread(pages: list[Path]) -> None:
    assert [source["unread_lines"] for source in json.loads(run("read", "--json", *pages))["sources"]] == [0] * 5


def test_exactly_the_ten_known_groups_are_merged(shared: Path, home: Path, truth: list[dict[str, object]]) -> None:
    groups = json.loads((shared / "truth" / "duplicates.json").read_text(encoding="utf-8"))["groups"]
    known = {frozenset((member["source"], member["index"]) for member in group["members"]) for group in groups}
    with Library(Home(home).library, read_only=True) as library:
        papers = [library.record(name).paper for name in library.all_papers()]
    merged = [frozenset((entry.page, entry.position) for entry in paper.sources) for paper in papers]
    assert {group for group in merged if len(group) > 1} == known
    assert len(papers) == len(truth) - sum(len(group) - 1 for group in known)


def test_figures_add_up_and_a_second_build_computes_nothing(home: Path, pages: list[Path]) -> None:
    report = json.loads((home.parent / "report.json").read_text(encoding="utf-8"))
    assert (report["entries"], report["merged"], report["papers"], report["new"]) == (133, 11, 122, 122)
    before = (home.parent / "digest.md").read_bytes()
    again = json.loads(run("build", *pages, "-o", home.parent / "digest.md", "--json", home=home))
    assert (again["new"], again["seen"]) == (0, 122)
    assert (home.parent / "digest.md").read_bytes() == before


def test_digest_does_not_depend_on_order_or_on_how_pages_are_spread_over_runs(
    home: Path, pages: list[Path], tmp_path: Path
) -> None:
    expected = (home.parent / "digest.md").read_bytes()
    shuffled = list(pages)
    random.Random(3).shuffle(shuffled)
    run("build", *shuffled, "-o", tmp_path / "shuffled.md", home=tmp_path / "one")
    for page in shuffled:
        run("build", page, "--no-digest", home=tmp_path / "two")
    run("build", *reversed(shuffled), "-o", tmp_path / "spread.md", home=tmp_path / "two")
    assert (tmp_path / "shuffled.md").read_bytes() == expected
    assert (tmp_path / "spread.md").read_bytes() == expected


def test_digest_is_the_same_under_other_hash_seeds_time_zones_and_locales(
    home: Path, pages: list[Path], tmp_path: Path
) -> None:
    script = "from agent.cli import main; main()"
    command = [sys.executable, "-c", script, "build", *map(str, pages), "-o", "d.md", "--home", "h", "--quiet"]
    surroundings = {**os.environ, "PYTHONHASHSEED": "77", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    subprocess.run(command, cwd=tmp_path, env=surroundings, check=True)
    assert (tmp_path / "d.md").read_bytes() == (home.parent / "digest.md").read_bytes()


def test_digest_has_at_most_half_the_words_of_its_abstracts(home: Path) -> None:
    with Library(Home(home).library, read_only=True) as library:
        words = sum(len(library.record(name).paper.abstract.split()) for name in library.all_papers())
    assert len((home.parent / "digest.md").read_text(encoding="utf-8").split()) <= 0.5 * words


def test_every_paper_has_a_tldr_and_a_topic(home: Path) -> None:
    lacking = []
    with Library(Home(home).library, read_only=True) as library:
        for name in library.all_papers():
            outcome = library.record(name).outcome
            assert outcome is not None
            assert outcome.kind == "extracted"
            extraction = outcome.extraction
            if extraction.tldr is None or not (extraction.topics or extraction.terms):
                lacking.append(name)
    assert lacking == []


def test_every_statement_names_sentences_that_exist(home: Path) -> None:
    with Library(Home(home).library, read_only=True) as library:
        for name in library.all_papers():
            outcome = library.record(name).outcome
            assert outcome is not None
            assert outcome.kind == "extracted"
            extraction = outcome.extraction
            told = [extraction.tldr, extraction.method, *extraction.claims]
            cited = {number for statement in told if statement for number in statement.sentences}
            assert cited <= set(range(1, len(extraction.spans) + 1))


def test_export_of_the_real_library_comes_back_equal(home: Path, tmp_path: Path) -> None:
    exported = run("export", home=home)
    (tmp_path / "library.jsonl").write_text(exported, encoding="utf-8")
    run("import", tmp_path / "library.jsonl", home=tmp_path / "other")
    assert run("export", home=tmp_path / "other") == exported
