"""The prompts: files alone, all of them used, with an example that keeps its own rules."""

import ast
import json
import re
from pathlib import Path
from typing import get_args

import pytest

import prompts
from agent.extract.check import occurs
from agent.extract.derive import MOST_CLAIMS, MOST_KEY_CLAIMS, MOST_TASK_WORDS, MOST_TLDR_WORDS, MOST_TOPICS, derive
from agent.extract.model.talk import leaks
from agent.extract.model.wire import WireAnswer
from agent.extract.sentences import NumberedText
from prompts import CANARIES, Task, load_prompt
from schemas.answer import ClaimKind, DatasetRole
from schemas.extraction import Provenance
from schemas.taxonomy import load_taxonomy
from tests.talks import TEXT

ROOT = Path(__file__).resolve().parents[1]
TASKS: tuple[Task, ...] = get_args(Task)
EXTRACT = load_prompt("extract").text
EXAMPLE = EXTRACT.partition("Example:\n")[2].splitlines()
WORDS = EXTRACT.partition("Example:\n")[0]


def example_text() -> NumberedText:
    """Return the sentences of the example as a text."""
    sentences = [line.partition(" ")[2] for line in EXAMPLE[:-1]]
    starts = [sum(len(before) + 1 for before in sentences[:place]) for place in range(len(sentences))]
    spans = tuple((start, start + len(one)) for start, one in zip(starts, sentences, strict=True))
    return NumberedText("", " ".join(sentences), spans)


# ── the example ──


def test_the_example_is_an_answer_of_the_form_that_is_asked_for() -> None:
    said = WireAnswer.model_validate_json(EXAMPLE[-1])
    assert list(json.loads(EXAMPLE[-1])) == list(WireAnswer.model_fields)
    assert EXAMPLE[-1] == json.dumps(json.loads(EXAMPLE[-1]), separators=(",", ":"), ensure_ascii=False)
    assert all(getattr(said, name) for name in WireAnswer.model_fields)


def test_the_example_keeps_every_rule() -> None:
    answer = WireAnswer.model_validate_json(EXAMPLE[-1]).answer()
    found = derive(example_text(), (), answer, load_taxonomy(), Provenance(engine="model", engine_version="1"))
    assert found.dropped == ()
    assert found.tldr
    assert found.method
    assert found.task == "tree pruning"
    assert [claim.sentences for claim in found.claims] == [(2,)]
    assert [mention.name for mention in found.method_names] == ["Zorvex"]


def test_the_sentences_of_the_example_are_numbered() -> None:
    assert [line.partition(" ")[0] for line in EXAMPLE[:-1]] == ["1", "2"]


@pytest.mark.parametrize("canary", CANARIES)
def test_a_canary_is_a_name_of_the_example_alone(canary: str) -> None:
    assert occurs(canary, example_text()) is not None
    assert canary not in WORDS
    said = WireAnswer.model_validate_json(EXAMPLE[-1])
    assert canary in leaks(said, TEXT)
    assert leaks(said, example_text()) == ()


# ── the words ──


@pytest.mark.parametrize("field", WireAnswer.model_fields)
def test_every_field_is_described(field: str) -> None:
    assert re.search(rf"^{field}: ", WORDS, re.MULTILINE)


def test_the_fields_are_described_in_the_order_in_which_they_are_written() -> None:
    assert re.findall(r"^([a-z]+): ", WORDS, re.MULTILINE) == list(WireAnswer.model_fields)


@pytest.mark.parametrize("label", [*get_args(ClaimKind), *get_args(DatasetRole)])
def test_every_label_is_named(label: str) -> None:
    assert re.search(rf"\b{label}\b", WORDS)


def test_the_figures_of_the_prompt_are_those_of_the_rules() -> None:
    line = dict(re.findall(r"^([a-z]+): (.*)$", WORDS, re.MULTILINE))
    assert f"at most {MOST_TASK_WORDS} words" in line["task"]
    assert f"at most {MOST_CLAIMS} " in line["claims"]
    assert f"1 to {MOST_KEY_CLAIMS}" in line["key"]
    assert f"to {MOST_TOPICS} terms" in line["topics"]
    assert f"at most {MOST_TLDR_WORDS} words" in line["tldr"]


# ── the files ──


def test_every_file_is_a_task_and_every_task_is_used() -> None:
    assert sorted(path.stem for path in Path(prompts.__file__).parent.glob("*.md")) == sorted(TASKS)
    used = {
        call.args[0].value
        for path in (ROOT / "agent").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "load_prompt"
        and isinstance(call.args[0], ast.Constant)
    }
    assert used == set(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_a_prompt_depends_on_no_clock_and_no_machine(task: Task) -> None:
    text = load_prompt(task).text
    assert not re.search(r"\b(?:19|20)\d\d\b|/\w+/|[A-Za-z]:\\|https?:|localhost|\btoday\b|\bdate\b", text)
    assert text == text.strip()
    assert text.isascii()
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize(
    ("task", "names"),
    [("extract", []), ("repair", ["findings"]), ("schema", ["schema"]), ("probe", []), ("probe_told", ["schema"])],
)
def test_a_prompt_has_the_places_that_are_filled(task: Task, names: list[str]) -> None:
    prompt = load_prompt(task)
    assert re.findall(r"\$(\w*)", prompt.text) == names
    filled = prompt.filled(**dict.fromkeys(names, "$schema ${findings} $$"))
    assert filled.count("$schema ${findings} $$") == len(names)


def test_a_place_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_prompt("repair").filled()


def test_a_prompt_is_named_by_its_text() -> None:
    hashes = {load_prompt(task).hash for task in TASKS}
    assert len(hashes) == len(TASKS)
    assert all(re.fullmatch(r"[0-9a-f]{16}", one) for one in hashes)
