"""`digest export` in every form, and the same papers again from what it wrote."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.test_cli import Shell

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(str(page) for page in (ROOT / "examples").glob("*.txt"))
ENDINGS = ("jsonl", "bib", "ris", "csv")
Told = dict[str, tuple[object, ...]]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell("build", *EXAMPLES, "--no-digest")
    return shell


def papers(export: str) -> Told:
    """Return what an export in lines of JSON tells of each paper, by id."""
    found = [json.loads(line)["paper"] for line in export.splitlines()]
    return {
        paper["id"]: (
            *(paper[name] for name in ("ids", "title", "abstract", "authors", "authors_truncated", "date", "venue")),
            sorted(paper["categories"]),
        )
        for paper in found
    }


def again(shell: Shell, name: str, folder: Path) -> Told:
    """Read a file into an empty home and return what is told of its papers."""
    other = Shell(folder)
    other("build", str(shell.folder / name), "--no-digest")
    return papers(other("export"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_brings_the_same_papers_into_an_empty_home(shell: Shell, ending: str, tmp_path: Path) -> None:
    shell("export", "-o", f"papers.{ending}")
    (tmp_path / "other").mkdir()
    assert again(shell, f"papers.{ending}", tmp_path / "other") == papers(shell("export"))


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_form_keeps_the_real_pages(ending: str, shared: Path, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell("build", *map(str, sorted((shared / "seeds").glob("*.txt"))), "--no-digest")
    shell("export", "-o", f"papers.{ending}")
    (tmp_path / "other").mkdir()
    assert again(shell, f"papers.{ending}", tmp_path / "other") == papers(shell("export"))


def test_the_same_library_gives_the_same_bytes(shell: Shell) -> None:
    for form in ("jsonl", "bibtex", "ris", "csv"):
        assert shell("export", "--format", form) == shell("export", "--format", form, "-o", "-")


def test_filters_leave_the_papers_that_find_lists(shell: Shell) -> None:
    found = json.loads(shell("find", "--topic", "federated learning", "--json"))["papers"]
    assert 0 < len(found) < 24
    written = shell("export", "--topic", "federated learning", "--format", "csv")
    assert [row["id"] for row in csv.DictReader(io.StringIO(written))] == sorted(paper["id"] for paper in found)
    assert shell("export", "--since", "2026-05-18", "--format", "ris").count("TY  - ") == 15
    assert "no paper" in shell("export", "--topic", "beekeeping", code=2)


def test_form_is_told_by_the_ending_or_asked_for(shell: Shell) -> None:
    assert (
        shell("export", "-o", "papers.BIB", "--json")
        == json.dumps({"output": "papers.BIB", "papers": 24}, indent=2) + "\n"
    )
    assert (shell.folder / "papers.BIB").read_text().startswith("@")
    assert ".bib" in shell("export", "-o", "papers.docx", code=2)
    shell("export", "-o", "papers.txt", "--format", "ris")
    assert "--format" in shell("export", "--format", "docx", code=2)
    assert "--force" in shell("export", "-o", "papers.txt", "--format", "csv", code=2)


def test_file_of_csv_begins_with_the_mark_that_excel_needs_and_stdout_does_not(shell: Shell) -> None:
    shell("export", "-o", "papers.csv")
    assert (shell.folder / "papers.csv").read_bytes().startswith(b'\xef\xbb\xbf"id","ids","title"')
    assert shell("export", "--format", "csv").startswith('"id"')


def test_a_persons_word_is_exported(shell: Shell) -> None:
    shell("fix", "mossgate", "--add-tag", "reading group", "--set", "venue=Fen Letters 3")
    entry = next(one for one in shell("export", "--format", "bibtex").split("\n\n") if "{Mossgate:}" in one)
    assert "journal = {Fen Letters 3}" in entry
    assert "reading group" in entry.partition("keywords = ")[2].partition("\n")[0]


def test_import_says_what_reads_the_other_forms(shell: Shell) -> None:
    shell("export", "-o", "papers.bib")
    assert "digest build papers.bib" in shell("import", "papers.bib", code=2)
