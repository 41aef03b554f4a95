"""Tests of all rules on invented claims about invented papers, and of terms, nouns and figures that change places."""

from pathlib import Path

import pytest

from agent.evaluate.annotations import read_edited_claims
from agent.evaluate.claims import judge
from agent.extract.check import check_statement
from agent.extract.sentences import NumberedText

CLAIMS = Path(__file__).parent / "fixtures" / "claims"
FLOORS = {
    "first": {"name": 0.8, "number": 0.93, "polarity": 0.9, "scope": 0.95, "causal": 0.95, "kept": 0.93},
    "second": {"name": 0.85, "number": 0.93, "polarity": 0.95, "scope": 0.9, "causal": 0.8, "kept": 0.8},
}
"""What has been reached: a change of the rules must not fall below it."""


@pytest.mark.parametrize("part", list(FLOORS))
def test_invented_claims_are_judged_as_measured(part: str) -> None:
    judged = judge(read_edited_claims(CLAIMS / f"{part}.jsonl", [CLAIMS / "papers.jsonl"]))
    for kind, floor in {**FLOORS[part], "invented": 1.0, "other-paper": 1.0, "wrong-sentence": 1.0}.items():
        some = [one.right for one in judged if kind == (one.claim.edit if one.claim.label == "unsupported" else "kept")]
        assert sum(some) >= floor * len(some) > 0, kind


def findings(statement: str, sentence: str) -> list[str]:
    text = NumberedText("On Peat", sentence, ((0, len(sentence)),))
    return [f"{finding.rule}: {finding.message}" for finding in check_statement(statement, [1], text)]


@pytest.mark.parametrize(
    ("sentence", "statement", "finding"),
    [
        (
            "A convolutional network reads wet peat well.",
            "A recurrent network reads wet peat well.",
            "name: s1 prints convolutional where the statement says recurrent",
        ),
        (
            "Recall grows with depth, but precision falls with noise.",
            "Precision grows with depth, but recall falls with noise.",
            "name: s1 prints recall where the statement says Precision",
        ),
        (
            "We test on FenQA and ReedQA with MossNet and on DuneQA with SedgeNet.",
            "The test is on FenQA and DuneQA with MossNet.",
            "name: s1 prints ReedQA where the statement says DuneQA",
        ),
        (
            "Draining peat bogs by hand takes a week.",
            "Draining salt lagoons by hand takes a week.",
            "name: s1 prints peat bogs where the statement says salt lagoons",
        ),
        (
            "On dry peat the error is 61%, and on wet peat it is 34%.",
            "On wet peat the error is 61%.",
            "number: s1 says this of 34%, not of 61%",
        ),
        (
            "The share of wet plots rises from 12% to 61%.",
            "The share of wet plots rises by 61%.",
            "number: nothing changes by 61% in s1: a difference is not what a value changes from or to",
        ),
        (
            "Two of nine fens in five counties dried up.",
            "Five fens dried up in five counties.",
            "number: s1 says nine fens, not Five",
        ),
        (
            "Old reeds bend more slowly than young reeds.",
            "Young reeds bend more slowly than old reeds.",
            "direction: the two sides of slowly stand the other way round in s1",
        ),
        (
            "We find no evidence that rain affects the seedlings.",
            "Rain affects the seedlings.",
            "direction: s1 negates rain, the statement does not",
        ),
        (
            "We hope that Mossgate will make mapping cheaper.",
            "Mossgate makes mapping cheaper.",
            "scope: s1 calls it possible or hoped for, the statement tells it as a fact",
        ),
        (
            "The filter stops all wind noise.",
            "The filter stops all noise.",
            "scope: s1 does not say all noise",
        ),
        (
            "Herons that feed at dawn weigh more.",
            "Herons weigh more because of milder winters.",
            "scope: s1 does not tell this as a cause: because of milder winters",
        ),
    ],
)
def test_what_was_exchanged_is_told_in_the_words_of_both(sentence: str, statement: str, finding: str) -> None:
    assert finding in findings(statement, sentence)


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Recall and precision grow with depth.", "With depth, precision and recall grow."),
        ("Wet plots are less stable than dry plots.", "Dry plots are stabler than wet plots."),
        ("Recall is higher for owls than for herons.", "Herons have lower recall than owls."),
        ("The error falls from 31.2% to 24.9% on DuneQA.", "On DuneQA the error falls from 31.2 to 24.9."),
        ("It recovers within 8 ms on both boards.", "On the two boards, it recovers within 8 milliseconds."),
        ("Neither rain nor wind changes the result.", "The result is not changed by rain or wind."),
        ("Counting is impossible for shallow nets.", "Shallow nets cannot count."),
        ("The method may help rangers.", "Rangers may be helped by the method."),
    ],
)
def test_the_same_with_its_parts_moved_is_carried(sentence: str, statement: str) -> None:
    assert findings(statement, sentence) == []
