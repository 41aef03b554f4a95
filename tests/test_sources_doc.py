"""Every command of docs/sources.md, run on the invented files; what left-out records do to the exit code."""

import gzip
import json
import re
import shlex
from pathlib import Path

import pytest

from agent.read.files import FILE_KINDS
from tests.test_cli import Shell
from tests.test_read_records import FIXTURES

DOC = (Path(__file__).resolve().parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].removeprefix("$ ").strip()
    for block in re.findall(r"^```console\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
NAMED = {
    "papers.bib": "bibtex/library.bib",
    "export.ris": "ris/export.ris",
    "library.json": "csl-json/library.json",
    "answer.xml": "arxiv-atom/answer.xml",
    "feed.xml": "arxiv-rss/rss.xml",
    "daily.txt": "arxiv-mail/daily.txt",
    "listing.txt": "arxiv-list/new.txt",
    "search.json": "semantic-scholar/batch.json",
    "works.json": "openalex/works.json",
    "papers.json": "hf-daily/daily.json",
    "zotero.csv": "csv/zotero.csv",
    "list.json": "json/list.json",
    "daily.eml": "arxiv-mail/daily.txt",
    "arxiv_abs.html": "html/arxiv_abs.html",
    "acl_event.html": "html/acl_event.html",
    "hf_papers.html": "html/hf_papers.html",
    "highwire.html": "html/highwire.html",
    "snapshot.jsonl.gz": "arxiv-json/papers.jsonl",
    "volume.bib.gz": "bibtex/library.bib",
}
BROKEN = frozenset(
    "papers.bib volume.bib.gz export.ris library.json answer.xml search.json works.json list.json snapshot.jsonl.gz"
    " zotero.csv hf_papers.html".split()
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    for name, fixture in NAMED.items():
        data = (FIXTURES / fixture).read_bytes()
        (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    shell = Shell(tmp_path)
    shell("build", "daily.txt", "--no-digest")
    shell("export", "-o", "papers.csv")
    (tmp_path / "lines.jsonl").write_text('{"title": "Lamps", "abstract": "We light."}\n')
    return shell


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_on_sources_works(command: str, shell: Shell) -> None:
    program, *words = shlex.split(command)
    assert program == "digest"
    if any(word.endswith((".xml", ".json", ".bib", ".gz", ".ris", ".txt", ".csv", ".eml", ".html")) for word in words):
        assert any(word in NAMED or word == "papers.csv" for word in words), "a file that no fixture stands for"
    shell(*words, code=3 if BROKEN.intersection(words) else 0)


def test_the_page_on_sources_tells_every_kind_of_file_of_records() -> None:
    told = set(re.findall(r"^\| \[`([a-z-]+)`\]", DOC, re.MULTILINE))
    assert told == {kind.name for kind in FILE_KINDS} | {"html"}
    headings = {
        re.sub(r"[^a-z0-9 -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^## (.+)$", DOC, re.M)
    }
    assert set(re.findall(r"\]\(#([a-z0-9-]+)\)", DOC)) <= headings


def test_read_shows_what_was_left_out(shell: Shell) -> None:
    shown = shell("read", "papers.bib", code=3)
    assert "papers.bib: 3 papers · bibtex · utf-8\n  2 records left out\n" in shown
    assert "left out line 44: `untitled` has no title" in shown
    report = json.loads(shell("read", "--json", "papers.bib", code=3))["sources"][0]
    assert (report["entries"], report["skipped"], report["problems"][1]) == (3, 2, "line 44: `untitled` has no title")


def test_build_names_what_was_left_out_and_ends_with_3(shell: Shell) -> None:
    told = shell("build", "papers.bib", "--no-digest", "--report", "report.json", code=3)
    assert "digest: `papers.bib`, line 44: `untitled` has no title" in told
    assert json.loads((shell.folder / "report.json").read_text())["sources"][0]["skipped"] == 2
    shell("build", "daily.txt", "--no-digest")


def test_build_lists_ten_of_many_left_out(shell: Shell) -> None:
    good = '{"id": "2406.91001", "title": "Lamps", "abstract": "We light.", "update_date": "2024-06-03"}'
    (shell.folder / "many.jsonl").write_text("\n".join([good, *["x"] * 25]))
    told = shell("build", "many.jsonl", "--no-digest", code=3)
    assert told.count("no whole JSON object") == 10
    assert "`many.jsonl`: 15 more records left out; `digest read` names them" in told


def test_the_same_paper_in_files_of_several_kinds_is_one(shell: Shell) -> None:
    files = ("works.json", "search.json", "library.json", "export.ris")
    shell("build", *files, "--no-digest", "--report", "report.json", code=3)
    report = json.loads((shell.folder / "report.json").read_text())
    assert (report["entries"], report["merged"]) == (7, 4)
    assert json.loads(shell("tags", "doi:10.5555/fen.1", "--json"))["id"] == "arxiv:2406.91001"
