"""The wire form: statements on one line each, sentence numbers at their end, labels in front."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from agent.extract.model.wire import LONGEST_TEXT, MOST_ITEMS, WireAnswer, cited
from schemas.answer import Answer, ClaimAnswer, DatasetAnswer, MethodAnswer, TldrAnswer
from tests.talks import wire


def answer_of(**changes: object) -> Answer:
    """Return the answer that a model gives by the wire form."""
    return WireAnswer.model_validate_json(json.dumps(wire(**changes))).answer()


def claims_of(*lines: str, key: int = 0) -> tuple[ClaimAnswer, ...]:
    """Return the claims that lines state."""
    return answer_of(claims=lines, key=key).claims


# ── sentence numbers ──


@pytest.mark.parametrize(
    ("spelling", "numbers"),
    [
        ("[2]", (2,)),
        ("[2, 3]", (2, 3)),
        ("[3,2,3]", (2, 3)),
        ("[ 2 ; 3 ]", (2, 3)),
        ("[2 and 3]", (2, 3)),
        ("[1, 2, and 3]", (1, 2, 3)),
        ("[2 & 3]", (2, 3)),
        ("[s2]", (2,)),
        ("[S2, s4]", (2, 4)),
        ("(s2, s4)", (2, 4)),
        ("(s. 2)", (2,)),
        ("[sentence 2]", (2,)),
        ("(Sentences 2 and 3)", (2, 3)),
        ("[Sentence 2, Sentence 4]", (2, 4)),
        ("(sentence2)", (2,)),
        ("[1-3]", (1, 2, 3)),
        ("[1–3, 5]", (1, 2, 3, 5)),
        ("[s2-s4]", (2, 3, 4)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1], [2]", (1, 2)),
        ("[1] and [2].", (1, 2)),
        ("[2].", (2,)),
        ("[2] .", (2,)),
        ("[2];", (2,)),
        ("[002]", (2,)),
        ("[3-1]", (1, 3)),
        ("[1-200]", (1, 200)),
    ],
)
@pytest.mark.parametrize("text", ["It is 3x faster", "It is 3x faster.", "It is 3x faster (on average)"])
def test_numbers_at_the_end_are_read_in_every_spelling(text: str, spelling: str, numbers: tuple[int, ...]) -> None:
    assert cited(f"{text} {spelling}") == (text, numbers)
    assert cited(f" {text}{spelling}\n") == (text, numbers)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It is faster",
        "Scores lie in [0, 1]",
        "It was known (2024)",
        "It was known [2024]",
        "It costs [3.5]",
        "It has steps (1) and (2)",
        "It is Fen(s)",
        "See [a2]",
        "See [2, x]",
        "See [2",
        "See 2]",
        "It [2] is faster",
        "See (s2024)",
    ],
)
def test_other_brackets_belong_to_the_statement(text: str) -> None:
    assert cited(text) == (text, ())
    assert cited(f"{text} [2]") == (text, (2,))


def test_an_interval_before_the_numbers_belongs_to_the_statement() -> None:
    assert cited("Weights lie in [2, 3] [1]") == ("Weights lie in [2, 3]", (1,))
    assert cited("Scores lie in [0, 1] [2, 3]") == ("Scores lie in [0, 1]", (2, 3))


WORDS = st.text(st.sampled_from("ab1,.;()[]s- "), max_size=30) | st.text(max_size=30)
NUMBERS = st.sets(st.integers(1, 999), min_size=1, max_size=6)


@given(WORDS, NUMBERS)
def test_a_line_gives_back_its_text_and_its_numbers(text: str, numbers: set[int]) -> None:
    text = " ".join(text.split())
    if cited(text).sentences == ():
        assert cited(f"{text} [{', '.join(map(str, numbers))}]") == (text, tuple(sorted(numbers)))


@given(WORDS)
def test_any_line_can_be_read(line: str) -> None:
    text, numbers = cited(line)
    assert " ".join(line.split()).startswith(text)
    assert 0 not in numbers


# ── labels ──


@pytest.mark.parametrize(
    "line",
    [
        "result: 3x faster [2]",
        "result:3x faster [2]",
        "Result: 3x faster [2]",
        "RESULT : 3x faster [2]",
        "result - 3x faster [2]",
        "result – 3x faster [2]",
        "[result]: 3x faster [2]",
        "(result): 3x faster [2]",
        "**result**: 3x faster [2]",
        "**result:** 3x faster [2]",
        '"result": 3x faster [2]',
        "result (measured): 3x faster [2]",
    ],
)
def test_a_label_in_front_is_the_kind(line: str) -> None:
    assert claims_of(line) == (ClaimAnswer(text="3x faster", kind="result", sentences=(2,)),)


@pytest.mark.parametrize("text", ["result-driven pruning wins", "resulting: trees", "theory says so", "3x: faster"])
def test_a_word_that_is_no_label_belongs_to_the_claim(text: str) -> None:
    (claim,) = claims_of(f"{text} [1]")
    assert claim.text == text


def test_a_claim_without_a_label_is_classified() -> None:
    kinds = [claim.kind for claim in claims_of("It is 3x faster than Dulmer [2]", "We prove that it halts [1]")]
    assert kinds == ["result", "theory"]


def test_a_dataset_has_its_role_or_other() -> None:
    datasets = answer_of(
        datasets=["introduced: TarnSet", "trained: FenWeb [1]", "ReedBench", "COCO: captions"]
    ).datasets
    assert datasets == (
        DatasetAnswer(name="TarnSet", role="introduced", sentences=()),
        DatasetAnswer(name="FenWeb", role="trained", sentences=(1,)),
        DatasetAnswer(name="ReedBench", role="other", sentences=()),
        DatasetAnswer(name="COCO: captions", role="other", sentences=()),
    )


# ── the whole ──


def test_a_wire_answer_becomes_an_answer() -> None:
    assert answer_of() == Answer(
        contribution="method",
        task="question answering",
        method=MethodAnswer(names=("Mossgate",), summary="Mossgate stops retrieval early", sentences=(2,)),
        claims=(
            ClaimAnswer(text="On FenQA it needs 52% fewer retrieval calls", kind="result", key=True, sentences=(3,)),
            ClaimAnswer(text="Large language models read more passages than they need", kind="finding", sentences=(1,)),
        ),
        datasets=(DatasetAnswer(name="FenQA", role="evaluated", sentences=()),),
        models=("Llama-3.1-8B",),
        topics=("question answering", "passages"),
        tldr=TldrAnswer(text="Mossgate needs 52% fewer retrieval calls on FenQA", sentences=(2, 3)),
    )


def test_the_first_claims_are_key() -> None:
    lines = [f"result: claim {n} [1]" for n in range(4)]
    assert [claim.key for claim in claims_of(*lines, key=2)] == [True, True, False, False]
    assert not any(claim.key for claim in claims_of(*lines, key=-1))
    assert all(claim.key for claim in claims_of(*lines, key=10**30))


NOTHING: dict[str, Any] = {
    "task": "", "names": [], "method": "", "claims": [], "datasets": [], "models": [], "topics": [], "tldr": "",
}  # fmt: skip


@pytest.mark.parametrize(
    "nothing",
    [
        NOTHING,
        dict.fromkeys(NOTHING),
        {name: [""] if isinstance(value, list) else " " for name, value in NOTHING.items()},
        {name: ["-", None] if isinstance(value, list) else "" for name, value in NOTHING.items()},
        {
            **NOTHING,
            "method": "[2]",
            "claims": ["result: ", "[1]", "finding: [2]"],
            "datasets": ["other:"],
            "tldr": ". [1]",
        },
    ],
    ids=["empty", "null", "blank", "dashes", "labels and numbers"],
)
def test_what_says_nothing_is_nothing(nothing: dict[str, Any]) -> None:
    assert answer_of(**nothing) == Answer(contribution="method")


def test_lines_that_say_nothing_take_no_place_among_the_key_claims() -> None:
    assert [claim.key for claim in claims_of("", "result: [1]", "result: it wins [1]", key=1)] == [True]


def test_a_lone_text_is_a_list_of_one() -> None:
    assert answer_of(models="GPT-4o").models == ("GPT-4o",)


def test_endless_lists_and_texts_are_cut() -> None:
    answer = answer_of(claims=["result: it wins [1]"] * 10_000, method="x" * 10**6, topics=["y" * 10**6] * 3)
    assert len(answer.claims) == MOST_ITEMS
    assert answer.method.summary == "x" * LONGEST_TEXT
    assert answer.topics == ("y" * LONGEST_TEXT,) * 3


def test_half_characters_are_left_out() -> None:
    said = WireAnswer.model_validate(wire(task="quiet \ud800trees", claims=("result: it\udfff wins [1]",)))
    assert said.task == "quiet trees"
    assert said.claims == ("result: it wins [1]",)
    assert "\\u" not in said.model_dump_json()


@pytest.mark.parametrize(
    "changes",
    [
        {"contribution": "Method"},
        {"contribution": None},
        {"claims": [{"text": "it wins"}]},
        {"claims": 3},
        {"claims": [["it wins"]]},
        {"task": 3},
        {"task": ["pruning"]},
        {"key": None},
        {"key": 1.5},
        {"score": 10},
    ],
)
def test_another_form_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        WireAnswer.model_validate_json(json.dumps(wire(**changes)))


LINES = st.lists(st.text(max_size=40) | st.sampled_from(["result: it wins [1]", "[1][2]", "trained: X [3-5]"]))


@given(LINES, LINES, st.text(max_size=40), st.integers())
def test_any_lines_make_an_answer(claims: list[str], names: list[str], text: str, key: int) -> None:
    changes = {"claims": claims, "datasets": claims, "names": names, "models": names, "topics": names}
    answer = WireAnswer.model_validate(wire(**changes, task=text, method=text, tldr=text, key=key)).answer()
    assert len(answer.claims) <= MOST_ITEMS
    assert all(any(map(str.isalnum, claim.text)) for claim in answer.claims)
