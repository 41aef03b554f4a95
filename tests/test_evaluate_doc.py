"""The page on one's own figures: its commands work on annotations that a person made of the template."""

import json
import re
import shlex
from pathlib import Path

import pytest

from agent.evaluate.annotations import Annotation, EditedClaim
from tests.servers import FakeServer
from tests.test_cli import Shell

DOC = (Path(__file__).resolve().parents[1] / "docs" / "evaluate.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].removeprefix("$ ").strip()
    for block in re.findall(r"^```console\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
EXAMPLES = re.findall(r"^```json\n(.*?)^```", DOC, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    (tmp_path / "pages.txt").write_text((tmp_path / "page.txt").read_text(encoding="utf-8"), encoding="utf-8")
    return shell


def _annotate(shell: Shell) -> None:
    """Do what the page asks a person to do: fill the template in, and write claims of which one knows the answer."""
    lines = [json.loads(line) for line in (shell.folder / "gold.jsonl").read_text(encoding="utf-8").splitlines()]
    assert all(line["contribution"] is None for line in lines)
    lines[0] |= {"contribution": ["method"], "claims": [{"sentence": 2, "kind": "result"}]}
    (shell.folder / "gold.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    claim = {"paper": lines[0]["id"], "cited": [2], "claim": "It needs 99% fewer calls.", "label": "unsupported"}
    (shell.folder / "claims.jsonl").write_text(json.dumps(claim), encoding="utf-8")


def test_every_command_of_the_page_works_in_its_order(shell: Shell) -> None:
    for command in COMMANDS:
        program, *words = shlex.split(command)
        assert program == "digest"
        shown = shell(*words)
        if "--gold-template" in words:
            _annotate(shell)
        if words[:2] == ["eval", "gold"]:
            assert "contribution" in shown
        if words[:2] == ["eval", "claims"]:
            assert "unsorted: caught" in shown


def test_examples_of_the_page_are_what_is_read() -> None:
    annotation, claim = map(json.loads, EXAMPLES)
    assert set(annotation) - {"text"} == set(Annotation.model_fields)
    assert Annotation.model_validate(annotation).claims
    assert set(EditedClaim.model_validate(claim).model_dump()) == set(claim)


def test_template_holds_what_a_person_said(shell: Shell) -> None:
    shell("build", "page.txt", "--no-digest")
    said = ("--set", "contribution=system", "--add", "dataset:trained=MireSet", "--add-tag", "Dusk reading")
    shell("fix", "mossgate", *said)
    found = [json.loads(line) for line in shell("export", "--gold-template").splitlines()]
    (line,) = (line for line in found if "Mossgate" in line["title"])
    assert line["contribution"] == ["system"]
    assert {"names": ["MireSet"], "role": "trained"} in line["datasets"]
    assert line["topics"] == [{"names": ["dusk reading"]}]
    assert line["models"] is None
    assert Annotation.model_validate(line).sentences


def test_engines_stand_side_by_side_and_answers_are_paid_for_once(shell: Shell) -> None:
    shell("build", "page.txt", "--no-digest")
    shell("export", "-o", "papers.jsonl")
    shell("export", "--gold-template", "-o", "gold.jsonl")
    _annotate(shell)
    command = ("eval", "gold", "gold.jsonl", "--papers", "papers.jsonl", "--engine", "extractive", "--json")
    with FakeServer() as server:
        asked = (*command, "--model", "good", "--base-url", server.base_url)
        first = json.loads(shell(*asked))
        requests = len(server.requests)
        again = json.loads(shell(*asked))
        assert requests == len(server.requests)
    assert first == again
    assert set(first["figures"]["contribution"]) == {"extractive", "good"}
    assert first["figures"]["contribution"]["extractive"]["value"] == 1


def test_unknown_engine_and_missing_files_end_with_2(shell: Shell) -> None:
    (shell.folder / "gold.jsonl").write_text('{"id": "x"}')
    assert "--model" in shell("eval", "gold", "gold.jsonl", "--papers", "gold.jsonl", "--engine", "big", code=2)
    assert "none.jsonl" in shell("eval", "claims", "none.jsonl", "--papers", "gold.jsonl", code=2)


def test_a_template_that_nobody_filled_in_is_told_for_what_it_is(shell: Shell) -> None:
    shell("build", "page.txt", "--no-digest")
    shell("export", "-o", "papers.jsonl")
    shell("export", "--gold-template", "-o", "gold.jsonl")
    told = shell("eval", "gold", "gold.jsonl", "--papers", "papers.jsonl", code=2)
    assert "nothing is annotated in `gold.jsonl` yet" in told
    assert "fill in those to be scored" in told
