"""The command line on invented pages."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.cli import app

PAGE = """\
Mossgate: Knowing When to Stop Retrieving
Ada Quillfeather, Bo Lanternwick
19 May 2026

Retrieval-augmented generation often fetches more passages than a question needs. We propose Mossgate, a stopping rule
that watches the answer of the model itself. On FenQA, a new set of 4,200 questions, it needs 52% fewer retrieval calls
than a fixed budget of ten passages. However, it brings no gain on questions that need more than three documents. The
rule costs one short prompt for each passage and needs no training. It can be switched on for any reader that states how
sure it is, and it was tried with readers of three sizes.

Fenlight: Distilling Small Readers
Cy Marshwood
20 May 2026

Knowledge distillation makes small readers cheap to run. We introduce Fenlight, a method that distils a reader from
rankings of passages. Experiments show that Fenlight improves accuracy by 3.1 points over the strongest baseline.
"""


class Shell:
    """A folder with a home, and the commands run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        (folder / "page.txt").write_text(PAGE, encoding="utf-8")

    def __call__(self, *arguments: str, code: int = 0, stdin: str | None = None) -> str:
        """Run a command in the folder; return stdout, and stderr after it if the code is not 0."""
        former = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner().invoke(app, arguments, input=stdin, env={"DIGEST_HOME": str(self.home)})
        finally:
            os.chdir(former)
        assert result.exit_code == code, result.output + repr(result.exception)
        return result.stdout if code == 0 else result.stdout + result.stderr


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


@pytest.fixture
def built(shell: Shell) -> Shell:
    shell("build", "page.txt")
    return shell


def test_build_writes_a_digest_that_names_its_sentences(built: Shell) -> None:
    text = (built.folder / "digest.md").read_text(encoding="utf-8")
    assert "Mossgate: Knowing When to Stop Retrieving" in text
    assert "52% fewer retrieval calls" in text
    assert "(s3" in text


def test_second_build_computes_nothing_and_writes_the_same_bytes(built: Shell) -> None:
    before = (built.folder / "digest.md").read_bytes()
    report = json.loads(built("build", "page.txt", "--json"))
    assert (report["new"], report["seen"]) == (0, 2)
    assert (built.folder / "digest.md").read_bytes() == before


def test_report_holds_every_figure(shell: Shell) -> None:
    shell("build", "page.txt", "--report", "report.json", "--no-digest")
    report = json.loads((shell.folder / "report.json").read_text(encoding="utf-8"))
    assert report["entries"] - report["merged"] == report["papers"] == report["new"] + report["seen"] == 2
    assert report["sources"][0]["kinds"] == ["plain"]
    assert not (shell.folder / "digest.md").exists()


def test_digest_goes_to_stdout_for_a_dash(shell: Shell) -> None:
    assert shell("build", "page.txt", "-o", "-").startswith("---\ngenerator:")


def test_foreign_file_is_not_written_over_without_force(shell: Shell) -> None:
    notes = shell.folder / "digest.md"
    notes.write_text("my notes", encoding="utf-8")
    assert "--force" in shell("build", "page.txt", code=2)
    assert notes.read_text(encoding="utf-8") == "my notes"
    shell("build", "page.txt", "--force")
    shell("build", "page.txt")


@pytest.mark.parametrize("output", ["digest.docx", "missing/digest.md", "home"])
def test_output_that_cannot_be_written_is_refused_before_any_work(shell: Shell, output: str) -> None:
    shell.home.mkdir()
    assert output in shell("build", "page.txt", "-o", output, code=2)
    assert not list(shell.home.iterdir())


def test_bad_source_among_good_ones_is_listed_and_the_rest_done(shell: Shell) -> None:
    (shell.folder / "empty.txt").write_bytes(b"")
    assert "empty.txt" in shell("build", "page.txt", "empty.txt", "missing.txt", code=3)
    assert (shell.folder / "digest.md").exists()


@pytest.mark.parametrize(
    "content", [None, b"", b"\x7fELF\x00\x01\x02" * 40, b"<html><body><p>Hello</p></body></html>", b"just a note"]
)
def test_bad_source_alone_is_told_in_one_line(shell: Shell, content: bytes | None) -> None:
    if content is not None:
        (shell.folder / "bad.txt").write_bytes(content)
    told = shell("build", "bad.txt", code=2)
    assert "bad.txt" in told
    assert told.count("\n") == 1


def test_file_over_the_limit_is_refused(shell: Shell) -> None:
    assert "--max-bytes" in shell("build", "page.txt", "--max-bytes", "100", code=2)


def test_build_without_sources_takes_those_of_the_settings(shell: Shell) -> None:
    assert "digest build" in shell("build", code=2)
    (shell.folder / "digest.toml").write_text('sources = ["page.txt"]\n', encoding="utf-8")
    assert json.loads(shell("build", "--json"))["papers"] == 2


@pytest.mark.parametrize(
    "line", ['colour = "red"', "sources = 3", "[follow]\nmoods = []", 'search = "http://x"', "= ="]
)
def test_wrong_setting_is_named(shell: Shell, line: str) -> None:
    (shell.folder / "digest.toml").write_text(line, encoding="utf-8")
    assert "digest.toml" in shell("build", "page.txt", code=2)


def test_tags_print_one_line_a_kind(built: Shell) -> None:
    text = built("tags", "mossgate")
    assert "method     Mossgate (s2" in text
    assert "FenQA (introduced, s3)" in text
    assert "embedded engine" in text


def test_tags_as_json_name_the_sentences(built: Shell) -> None:
    card = json.loads(built("tags", "mossgate", "--json"))
    assert card["datasets"] == [{"name": "FenQA", "role": "introduced", "sentences": [3]}]
    assert card["engine"]["name"] == "extractive"


def test_tags_of_a_text_keep_nothing(shell: Shell) -> None:
    abstract = PAGE.split("\n\n")[1]
    assert "Mossgate" in shell("tags", "--text", "-", stdin=abstract)
    assert not shell.home.exists()


@pytest.mark.parametrize("command", [["tags", "zebra"], ["show", "zebra"], ["fix", "zebra", "--add-tag", "x"]])
def test_unknown_paper_ends_with_2(built: Shell, command: list[str]) -> None:
    assert "zebra" in built(*command, code=2)


@pytest.mark.parametrize(
    "command", [["tags", "x"], ["find", "x"], ["list", "topics"], ["show", "x"], ["weekly"], ["export"]]
)
def test_empty_library_says_build(shell: Shell, command: list[str]) -> None:
    assert "digest build" in shell(*command, code=2)


def test_show_prints_sentences_and_sources(built: Shell) -> None:
    text = built("show", "mossgate")
    assert "s3   " in text
    assert "page.txt: paper 1, lines 1–" in text


def test_find_narrows_by_words_and_filters(built: Shell) -> None:
    assert "Mossgate" in built("find", "retrieval calls", "--dataset", "fenqa")
    assert built("find", "--author", "marshwood").count("\n") == 1
    assert built("find", "--since", "2026-05-20", "--json").count('"id"') == 1
    assert built("find", "--code") == ""


def test_find_knows_the_other_names_of_a_topic(built: Shell) -> None:
    assert built("find", "--topic", "RAG") == built("find", "--topic", "retrieval-augmented generation") != ""


def test_find_without_anything_says_what_it_takes(built: Shell) -> None:
    assert "digest find" in built("find", code=2)


def test_list_counts_papers(built: Shell) -> None:
    assert "     1  FenQA" in built("list", "datasets")
    assert "colours" in built("list", "colours", code=2)


def test_fix_adds_removes_sets_and_takes_back(built: Shell) -> None:
    built("fix", "mossgate", "--add-tag", "reading group", "--set", "task=stopping early")
    assert "yours      reading group" in built("tags", "mossgate")
    assert "stopping early" in built("show", "mossgate")
    assert built("find", "--topic", "reading group").count("\n") == 1
    built("build", "page.txt")
    assert "reading group" in built("tags", "mossgate")
    built("fix", "mossgate", "--undo")
    assert "reading group" not in built("tags", "mossgate")


@pytest.mark.parametrize("words", [[], ["--set", "mood=good"], ["--set", "date=soon"], ["--add-tag", " "]])
def test_fix_refuses_what_cannot_be_applied(built: Shell, words: list[str]) -> None:
    built("fix", "mossgate", *words, code=2)
    assert not (built.home / "corrections.jsonl").exists()


def test_find_sees_what_a_person_set(built: Shell) -> None:
    built("fix", "mossgate", "--set", "title=Brandnew Lamps", "--set", "date=2025-01-01")
    assert "Brandnew Lamps · 2025-01-01" in built("find", "brandnew")
    assert "Brandnew" not in built("find", "--since", "2026")
    assert "Mossgate" in built("tags", "brandnew", "lamps")
    built("fix", "brandnew", "--undo")
    assert "Mossgate: Knowing" in built("find", "--since", "2026")


@pytest.mark.parametrize("tag", ["line\u2028separator", "with\x1b[2J escape"])
def test_odd_characters_of_a_tag_do_no_harm(built: Shell, tag: str) -> None:
    built("fix", "mossgate", "--add-tag", tag)
    built("fix", "mossgate", "--add-tag", "second")
    assert "second" in built("tags", "mossgate")


@pytest.mark.parametrize(
    "words", [["!!!"], [""], ["--author", ""], ["x", "--topic", "*"], ["x", "--since", "2026-99-99"]]
)
def test_find_refuses_what_holds_nothing_to_look_for(built: Shell, words: list[str]) -> None:
    built("find", *words, code=2)


def test_author_is_found_whatever_the_case(shell: Shell) -> None:
    (shell.folder / "page.txt").write_text(PAGE.replace("Cy Marshwood", "Cy Müller"), encoding="utf-8")
    shell("build", "page.txt")
    assert "Fenlight" in shell("find", "--author", "MÜLLER")


def test_report_never_goes_over_a_source_or_a_foreign_file(shell: Shell) -> None:
    (shell.folder / "notes.txt").write_text("my notes", encoding="utf-8")
    for report in ("page.txt", "notes.txt", "missing/report.json"):
        shell("build", "page.txt", "--report", report, code=2)
    shell("build", "page.txt", "--report", "page.txt", "--force", code=2)
    shell("build", "page.txt", "--report", "report.json")
    shell("build", "page.txt", "--report", "report.json")
    assert (shell.folder / "page.txt").read_text(encoding="utf-8") == PAGE


def test_json_and_a_digest_on_stdout_are_refused_together(built: Shell) -> None:
    built("build", "page.txt", "-o", "-", "--json", code=2)
    built("weekly", "-o", "-", "--json", code=2)


def test_export_and_import_give_the_same_library(built: Shell, tmp_path: Path) -> None:
    built("fix", "mossgate", "--add-tag", "reading group")
    exported = built("export")
    (built.folder / "library.jsonl").write_text(exported, encoding="utf-8")
    built("import", "library.jsonl", "--home", str(tmp_path / "other"))
    assert built("export", "--home", str(tmp_path / "other")) == exported
    built("import", "library.jsonl", "--home", str(tmp_path / "other"))
    assert built("export", "--home", str(tmp_path / "other")) == exported


def test_import_names_the_line_that_is_no_export(shell: Shell) -> None:
    (shell.folder / "bad.jsonl").write_text('{"digest_export": 1}\n', encoding="utf-8")
    assert "line 1" in shell("import", "bad.jsonl", code=2)


def test_exported_library_can_be_built_from(built: Shell) -> None:
    built("export", "-o", "library.jsonl")
    assert json.loads(built("build", "library.jsonl", "--json"))["seen"] == 2


def test_weekly_writes_the_week_of_a_date(built: Shell) -> None:
    text = built("weekly", "--week", "2026-W21", "-o", "-")
    assert "18–24 May 2026 (2026-W21)" in text
    assert "Fenlight" in text


def test_weekly_of_an_empty_week_says_so(built: Shell) -> None:
    assert "2020-W01" in built("weekly", "--week", "2020-W01", "-o", "-")
    assert "2026-W99" in built("weekly", "--week", "2026-W99", code=2)


def test_read_accounts_for_every_line(shell: Shell) -> None:
    text = shell("read", "page.txt")
    assert "2 papers" in text
    assert "16 lines" in text


def test_read_jsonl_prints_one_line_an_entry(shell: Shell) -> None:
    lines = [json.loads(line) for line in shell("read", "--jsonl", "page.txt").splitlines()]
    assert [(line["source"], line["index"], line["date"]) for line in lines] == [
        ("page.txt", 0, "2026-05-19"),
        ("page.txt", 1, "2026-05-20"),
    ]


def test_schema_prints_every_model_or_one(shell: Shell) -> None:
    assert {"Answer", "Digest", "Extraction", "Paper"} <= set(json.loads(shell("schema"))["$defs"])
    assert json.loads(shell("schema", "Answer"))["properties"]["claims"]
    assert "Answer" in shell("schema", "Nonsense", code=2)


def test_version_and_help_are_printed(shell: Shell) -> None:
    assert shell("--version").startswith("digest ")
    for command in ("build", "weekly", "tags", "show", "find", "list", "read", "fix", "export", "import", "schema"):
        assert "Example: digest" in " ".join(shell(command, "--help").split())


def test_control_characters_of_a_page_do_not_reach_the_terminal(shell: Shell) -> None:
    hostile = PAGE.replace("Mossgate: Knowing", "Moss\x1b]52;c;aGk=\x07gate: \x9b2JKnowing")
    (shell.folder / "page.txt").write_text(hostile, encoding="utf-8")
    shell("build", "page.txt")
    for command in (["tags", "t:"], ["find", "retrieval"], ["read", "page.txt", "-v"], ["list", "methods"]):
        printed = shell(*command, code=2) if command[0] == "tags" else shell(*command)
        assert not {"\x1b", "\x07", "\x9b"} & set(printed)


LOOKUPS = (["tags", "mossgate"], ["find", "retrieval"], ["list", "topics"], ["--version"])


@pytest.mark.parametrize("command", LOOKUPS)
def test_lookups_load_no_model_library(built: Shell, command: list[str]) -> None:
    heavy = ["openai", "instructor", "numpy", "pydantic", "agent.extract", "agent.pipeline"]
    script = (
        "import sys\nfrom agent.cli import app\n"
        f"try:\n    app({command!r})\nexcept SystemExit as end:\n    assert not end.code, end.code\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    environment = {**os.environ, "DIGEST_HOME": str(built.home)}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_build_and_weekly_write_a_page_where_the_file_is_to_be_one(shell: Shell) -> None:
    shell("build", "page.txt", "-o", "digest.html", "--quiet")
    page = (shell.folder / "digest.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "it needs 52% fewer retrieval calls" in page
    assert "However, it brings no gain on questions that need more than three documents." in page  # a whole abstract
    assert "digest build page.txt -o digest.html" in page
    shell("build", "page.txt", "-o", "digest.html", "--quiet")  # our own page is written over
    assert (shell.folder / "digest.html").read_text(encoding="utf-8") == page
    shell("weekly", "--week", "2026-W21", "-o", "week.htm", "--quiet")
    assert "digest weekly --week 2026-W21 -o week.htm" in (shell.folder / "week.htm").read_text(encoding="utf-8")


def test_saved_page_of_others_is_not_written_over(shell: Shell) -> None:
    saved = shell.folder / "saved.html"
    saved.write_text("<!doctype html>\n<html lang=en><title>Saved</title>", encoding="utf-8")
    assert "was not made by digest" in shell("build", "page.txt", "-o", "saved.html", code=2)
    assert "Saved" in saved.read_text(encoding="utf-8")


@pytest.mark.parametrize("command", [["list", "topics"], ["schema"], ["--version"]])
def test_a_reader_that_has_enough_ends_a_command_in_silence(built: Shell, command: list[str]) -> None:
    script = f"import sys; sys.argv = ['digest', *{command!r}]; from agent.cli import main; main()"
    environment = {**os.environ, "DIGEST_HOME": str(built.home)}
    process = subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    with process:
        assert process.stdout is not None
        process.stdout.close()
        _, said = process.communicate()
    assert (process.returncode, said) == (141, b"")
