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
    "third": {"name": 0.75, "number": 0.95, "polarity": 0.85, "scope": 0.95, "causal": 0.95, "kept": 0.95},
    "second": {"name": 0.85, "number": 0.93, "polarity": 0.95, "scope": 0.9, "causal": 0.8, "kept": 0.8},
}
"""What has been reached: a change of the rules must not fall below it."""


@pytest.mark.parametrize("part", list(FLOORS))
def test_invented_claims_are_judged_as_measured(part: str) -> None:
    judged = judge(read_edited_claims(CLAIMS / f"{part}.jsonl", [CLAIMS / "papers.jsonl"]))
    others = {} if part == "third" else {"invented": 1.0, "other-paper": 1.0, "wrong-sentence": 1.0}
    for kind, floor in {**FLOORS[part], **others}.items():
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
            "Rain raises the chance of floods.",
            "Rain makes floods less likely.",
            "direction: s1 says more likely, the statement says less likely",
        ),
        (
            "The weight of herons increases with the length of winters.",
            "The longer the winters, the lower the weight of herons.",
            "direction: s1 says that the one grows with the other or shrinks, the statement says the opposite",
        ),
        (
            "Few fens dry up in autumn.",
            "Most fens dry up in autumn.",
            "direction: s1 says few, the statement says most",
        ),
        (
            "The network is strong on wet peat, but only fair on dry peat.",
            "The network does better on dry peat than on wet peat.",
            "direction: the two sides of better stand the other way round in s1",
        ),
        (
            "Wet peat is stored warm, while dry peat is stored cold.",
            "Wet peat is stored cold and dry peat is stored warm.",
            "name: s1 does not say wet and cold of one thing: its clauses set them apart",
        ),
        (
            "We train a single network on peat.",
            "A pair of networks is trained on peat.",
            "number: s1 says a single network, not a pair of networks",
        ),
        (
            "Mossgate is the fastest of the tools for peat.",
            "ReedNet is the fastest of the tools for peat.",
            "name: the name ReedNet is printed nowhere in the text",
        ),
        (
            "We map the distance to the sea.",
            "The distance to the sea is always mapped, not a single time wrongly.",
            "scope: s1 does not say not a single",
        ),
        (
            "Herons can find fish in the fens.",
            "Herons invariably find fish in the fens.",
            "scope: s1 does not say invariably",
        ),
        (
            "We publish a map in the hope that rangers visit the fens.",
            "The fens are visited by rangers.",
            "scope: s1 only hopes for it or believes it, the statement tells it as a fact",
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
        ("Mossgate outperforms ReedNet on peat.", "ReedNet is no match for Mossgate on peat."),
        ("Mossgate outperforms ReedNet on peat.", "On peat, ReedNet has lower accuracy than Mossgate."),
        ("Fens are shallower than lakes.", "Lakes are deeper than fens."),
        ("Unlike ReedNet, Mossgate needs a third of the maps.", "Than Mossgate, ReedNet needs more maps."),
        ("Compared to ReedNet, Mossgate needs a third of the maps.", "ReedNet needs three times as many maps."),
        ("It is tested on the Fen and the Bog dataset.", "Two datasets, Fen and Bog, test it."),
        ("It works in the absence of maps.", "It works even if maps are never there."),
        ("It works whether the bog is wet or not.", "It works no matter whether the bog is wet."),
        ("The method may help rangers.", "Rangers may be helped by the method."),
    ],
)
def test_the_same_with_its_parts_moved_is_carried(sentence: str, statement: str) -> None:
    assert findings(statement, sentence) == []
