"""Every command of docs/taxonomy.md, run; where a file of topics is set; what a change of it makes anew."""

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from agent.settings import load_settings
from schemas.errors import EXIT_USAGE
from schemas.taxonomy import load_taxonomy, read_taxonomy_file
from tests.asked import PAPERS, Desk
from tests.servers import FakeServer
from tests.test_cli import PAGE, Shell

ROOT = Path(__file__).resolve().parents[1]
DOC = (ROOT / "docs" / "taxonomy.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].removeprefix("$ ").strip()
    for block in re.findall(r"^```console\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
MINE = next(block for block in re.findall(r"^```toml\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL) if "extends" in block)
SOIL = ROOT / "examples" / "soil-science.toml"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "mine.toml").write_text(MINE, encoding="utf-8")
    shutil.copy(SOIL, tmp_path)
    (tmp_path / "pages.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "abstract.txt").write_text(PAGE.split("\n\n")[1], encoding="utf-8")
    return Shell(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_page_on_the_taxonomy_works(command: str, shell: Shell) -> None:
    program, *words = shlex.split(command)
    assert program == "digest"
    shell("build", "pages.txt", "--no-digest")
    shell(*words)


def test_page_counts_the_packaged_topics() -> None:
    assert f"has {len(load_taxonomy().topics)} topics" in DOC


def test_example_of_another_field_has_no_problem_and_tags_its_texts(shell: Shell) -> None:
    assert read_taxonomy_file(SOIL).problems == ()
    (shell.folder / "soil.txt").write_text(
        "Liming acid soils raises their soil pH, and earthworms return within a year. Soil erosion was not seen there. "
        "In the second year earthworms were many, and soil acidity had gone.",
        encoding="utf-8",
    )
    card = json.loads(shell("tags", "--text", "soil.txt", "--taxonomy", "soil-science.toml", "--json"))
    assert [one["path"] for one in card["topics"]] == [["soil.CH", "Soil acidity"], ["soil.BI", "Earthworms"]]


def test_wrong_file_ends_with_2_and_names_line_and_advice(shell: Shell) -> None:
    (shell.folder / "wrong.toml").write_text("['cs.CL']\ngulls = 'Gulls; ;'\n", encoding="utf-8")
    assert "wrong.toml:2: topic `gulls`: a name is empty" in shell("taxonomy", "check", "wrong.toml", code=EXIT_USAGE)
    assert "wrong.toml, line 2: " in shell("build", "pages.txt", "--taxonomy", "wrong.toml", code=EXIT_USAGE)
    assert "check FILE" in shell("taxonomy", "mend", code=EXIT_USAGE)


def test_flag_goes_before_environment_and_that_before_the_file(tmp_path: Path) -> None:
    assert load_settings(None, {}, tmp_path).taxonomy is None
    (tmp_path / "digest.toml").write_text('taxonomy = "c.toml"\n', encoding="utf-8")
    assert load_settings(None, {}, tmp_path).taxonomy == tmp_path / "c.toml"
    assert load_settings(None, {"DIGEST_TAXONOMY": "b.toml"}, tmp_path).taxonomy == Path("b.toml")
    assert load_settings(None, {"DIGEST_TAXONOMY": "b.toml"}, tmp_path, Path("a.toml")).taxonomy == Path("a.toml")


def test_changed_taxonomy_makes_tags_of_the_embedded_engine_anew(shell: Shell) -> None:
    shell("build", "pages.txt", "--no-digest")
    assert "Knowledge distillation" in shell("tags", "fenlight")
    (shell.folder / "few.toml").write_text("['cs.CL']\nsmall-readers = 'Small readers'\n", encoding="utf-8")
    shell("build", "pages.txt", "--no-digest", "--taxonomy", "few.toml")
    assert "cs.CL › Small readers" in shell("tags", "fenlight")
    assert "Knowledge distillation" not in shell("list", "topics")


def test_changed_taxonomy_makes_tags_of_a_model_anew_from_kept_replies(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    few = tmp_path / "few.toml"
    few.write_text("['cs.CL']\ngulls = 'Gulls'\n", encoding="utf-8")
    with FakeServer() as server:
        desk.build(server, "good")
        asked = len(server.requests)
        report = desk.build(server, "good", "--taxonomy", str(few)).report
        assert len(server.requests) == asked
    assert (report.remade, report.requests) == (len(PAPERS), 0)
