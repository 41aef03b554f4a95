"""Weeks in a folder: their names and shapes, an index over them, years of them at once, and nothing that changes."""

import json
from pathlib import Path

import feedparser
import pytest
from markdown_it import MarkdownIt
from typer.testing import CliRunner

from agent.cli import app
from agent.weeklies import written_weeks
from agent.write.week_index import render_index_html, render_index_markdown
from schemas.digest import WeekIndex, WeekRow
from tests.builders import words
from tests.test_cli import Shell

SETTINGS = '[weekly]\nfolder = "weekly"\nformats = ["md", "html", "xml"]\n'


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    (tmp_path / "digest.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "older.txt").write_text(f"Peat: A Study\nAda Quillfeather\n12 May 2026\n\n{words(1)}\n", "utf-8")
    shell("build", "page.txt", "older.txt", "--no-digest")
    return shell


def test_weeks_stand_in_their_folder_in_every_shape(shell: Shell) -> None:
    shell("weekly", "--since", "2026-W20", "--week", "2026-W21")
    folder = shell.folder / "weekly"
    assert sorted(path.name for path in folder.iterdir()) == [
        *(f"2026-W2{week}.{ending}" for week in "01" for ending in ("html", "md", "xml")),
        *("index.html", "index.md"),
    ]
    assert len(feedparser.parse((folder / "2026-W21.xml").read_text()).entries) == 2


def test_empty_weeks_among_several_are_not_written(shell: Shell) -> None:
    shell("weekly", "--since", "2026-W15", "--week", "2026-W22")
    weeks = {path.stem for path in (shell.folder / "weekly").iterdir()}
    assert weeks == {"2026-W20", "2026-W21", "index"}
    shell("weekly", "--week", "2026-W22")
    assert (shell.folder / "weekly" / "2026-W22.md").exists()


def test_writing_weeks_again_changes_nothing(shell: Shell) -> None:
    command = ("weekly", "--since", "2026-W19", "--week", "2026-W21")
    shell(*command)
    before = {path.name: path.read_bytes() for path in (shell.folder / "weekly").iterdir()}
    shell("build", "page.txt", "--no-digest")
    shell(*command)
    assert before == {path.name: path.read_bytes() for path in (shell.folder / "weekly").iterdir()}


def test_index_leads_to_every_week_with_its_counts(shell: Shell) -> None:
    shell("weekly", "--since", "2026-W20", "--week", "2026-W21")
    index = (shell.folder / "weekly" / "index.md").read_text(encoding="utf-8")
    assert (
        "[2026-W21](2026-W21.md) ([html](2026-W21.html), [xml](2026-W21.xml)), 18–24 May 2026 | 2 | 2 · 0 · 0" in index
    )
    assert index.index("2026-W21") < index.index("2026-W20")
    assert 'href="2026-W20.md"' in (shell.folder / "weekly" / "index.html").read_text(encoding="utf-8")


def test_index_passes_over_files_that_are_not_ours(shell: Shell) -> None:
    shell("weekly", "--week", "2026-W21")
    folder = shell.folder / "weekly"
    for name in ("2026-W20.md", "2026-W99.md", "notes.md", "2026-w19.md"):
        (folder / name).write_text("mine", encoding="utf-8")
    assert written_weeks(folder) == {"2026-W21": ("2026-W21.md", "2026-W21.html", "2026-W21.xml")}
    assert written_weeks(shell.folder / "missing") == {}


def test_foreign_index_is_not_written_over(shell: Shell) -> None:
    (shell.folder / "weekly").mkdir()
    (shell.folder / "weekly" / "index.md").write_text("mine", encoding="utf-8")
    assert "index.md" in shell("weekly", "--week", "2026-W21", code=2)
    shell("weekly", "--week", "2026-W21", "--force")


def test_folder_of_the_command_line_wins_and_a_file_needs_none(shell: Shell) -> None:
    shell("weekly", "--week", "2026-W21", "--folder", "deep/other")
    assert (shell.folder / "deep/other/index.md").exists()
    shell("weekly", "--week", "2026-W21", "-o", "one.md")
    assert not (shell.folder / "weekly").exists()
    assert json.loads(shell("weekly", "--week", "2026-W21", "--json", "-o", "one.md"))["papers"] == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--since", "2026-W20", "--week", "2026-W21", "-o", "one.md"),
        ("--since", "2026-W22", "--week", "2026-W21"),
        ("--since", "May"),
        ("--week", "2999-W01"),
        ("--folder", "page.txt"),
        ("--folder", "x", "-o", "one.md"),
    ],
)
def test_weeks_that_cannot_be_written_end_with_2(shell: Shell, words: tuple[str, ...]) -> None:
    shell("weekly", *words, code=2)


def test_setting_of_an_unknown_shape_ends_with_2(shell: Shell) -> None:
    (shell.folder / "digest.toml").write_text('[weekly]\nfolder = "weekly"\nformats = ["doc"]\n', encoding="utf-8")
    assert ".doc" in shell("weekly", "--week", "2026-W21", code=2)


def test_names_met_for_the_first_time_are_told_once(shell: Shell) -> None:
    later = "Peatlamp: A Study of FenQA\nCy Marshwood\n27 May 2026\n\n" + (
        "Readers are slow at dusk. We propose Peatlamp, a method that reads by lamp light. On FenQA and on the MireSet "
        "dataset Peatlamp answers 12% more questions than the strongest baseline, and it needs no training at all.\n"
    )
    (shell.folder / "later.txt").write_text(later, encoding="utf-8")
    shell("build", "later.txt", "--no-digest")
    weeks = [shell("weekly", "--week", f"2026-W{week}", "-o", "-") for week in (21, 22)]
    met = [line for text in weeks for line in text.splitlines() if "for the first time" in line]
    assert "Mossgate" in met[0]
    assert "MireSet" in met[1]
    assert "FenQA" not in met[1]
    assert "Peatlamp" in met[1]


def test_no_name_breaks_the_index() -> None:
    row = WeekRow(
        week="2026-W21",
        days="x",
        papers=1,
        new=1,
        updated=0,
        late=0,
        topics=(("a|b <script>", 1),),
        files=("2026-W21.md",),
    )
    index = WeekIndex(weeks=(row,))
    tokens = MarkdownIt("commonmark").enable("table").parse(render_index_markdown(index).partition("---\n# ")[2])
    assert sum(token.type == "td_open" for token in tokens) == 4
    assert "<script" not in render_index_html(index)


def test_topics_to_follow_that_no_topic_answers_to_are_told_with_the_nearest_name(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    topics = '["Retreival-augmented generation", "RAG", "Question answering", "cs.CL", "marsh lamps of the fen"]'
    (shell.folder / "digest.toml").write_text(f"[follow]\ntopics = {topics}\n", encoding="utf-8")
    monkeypatch.chdir(shell.folder)

    def told(*words: str) -> str:
        return CliRunner().invoke(app, words, env={"DIGEST_HOME": str(shell.home)}).stderr

    said = told("weekly", "--week", "2026-W21").splitlines()
    assert [line for line in said if "`follow`" in line] == [
        "digest: `follow` names the topic `Retreival-augmented generation`, which no topic answers to: only that free"
        " term is looked for; did you mean “Retrieval-augmented generation”?",
        "digest: `follow` names the topic `RAG`, which is another name of “Retrieval-augmented generation”: write that",
        "digest: `follow` names the topic `marsh lamps of the fen`, which no topic answers to: only that free term is"
        " looked for",
    ]
    assert "`follow`" not in told("build", "page.txt", "--quiet")
    assert "did you mean" in told("build", "page.txt")
