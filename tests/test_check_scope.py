"""Tests of rule 5 and of names and numbers that change places."""

import pytest

from agent.extract.check import check_statement
from agent.extract.sentences import NumberedText, number_sentences


def rules(statement: str, sentence: str) -> set[str]:
    text = NumberedText("On Peat", sentence, ((0, len(sentence)),))
    return {finding.rule for finding in check_statement(statement, [1], text)}


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("We evaluate on five reed corpora.", "The method works for any reed corpus."),
        ("Mossgate improves recall on three of five datasets.", "Mossgate improves recall on all datasets."),
        ("The policy often recovers from failures.", "The policy always recovers from failures."),
        ("In simulation, the controller avoids most collisions.", "The controller avoids every collision."),
        ("The method partially removes bias.", "The method completely removes bias."),
        ("The method reduces bias.", "The method eliminates bias."),
        ("Mossgate is among the first systems for peat.", "Mossgate is the only system for peat."),
        ("The bound holds for small graphs.", "The bound is guaranteed to hold for small graphs."),
        ("We hope this benchmark will inspire work on peat.", "The benchmark has inspired work on peat."),
        ("The system could reduce the workload of rangers.", "The system reduces the workload of rangers."),
        ("The analysis suggests that depth may matter.", "Depth always matters, the analysis proves."),
        ("Our analysis indicates that width is related to forgetting.", "Width causes forgetting."),
    ],
)
def test_a_widened_statement_is_found(sentence: str, statement: str) -> None:
    assert "scope" in rules(statement, sentence)


@pytest.mark.parametrize(
    ("sentence", "statement"),
    [
        ("Experiments on four datasets show that Mossgate is better.", "On all four datasets, Mossgate is better."),
        ("The method consistently improves over baselines.", "The method always improves over baselines."),
        ("We prove that the algorithm converges.", "The algorithm provably converges."),
        ("It can reduce memory use by 30%.", "It reduces memory use by 30%."),
        ("Mossgate works without labels.", "Mossgate works without any labels."),
        ("We hope this benchmark will inspire work on peat.", "The benchmark may inspire work on peat."),
        ("We introduce the first corpus of peat dialogues.", "It is the first corpus of peat dialogues."),
        ("Every reed model fails on wet peat.", "All reed models fail on wet peat."),
    ],
)
def test_a_statement_of_the_same_scope_is_carried(sentence: str, statement: str) -> None:
    assert rules(statement, sentence) == set()


FENS = number_sentences(
    "Mossgate: Knowing When to Stop",
    "We propose Mossgate for long questions. It builds on PeatBERT. "
    "On FenQA, Mossgate reaches 84.2% with ReedNet as teacher and 79.5% with MarshNet as teacher. "
    "Our method outperforms SedgeRAG by 3.1 points. "
    "Training on DuneSet takes at most 12 hours, with 61% and 74% of the gain from reading and ranking.",
)


@pytest.mark.parametrize(
    ("statement", "cited", "rule"),
    [
        ("On FenQA, Mossgate reaches 84.2% with MarshNet as teacher and 79.5% with ReedNet as teacher.", 3, "name"),
        ("On DuneSet, Mossgate reaches 84.2% with ReedNet as teacher.", 3, "name"),
        ("SedgeRAG outperforms the method by 3.1 points.", 4, "direction"),
        ("PeatBERT outperforms SedgeRAG by 3.1 points.", 4, "name"),
        ("Training on DuneSet takes at least 12 hours.", 5, "number"),
        ("On DuneSet, 74% and 61% of the gain come from reading and ranking.", 5, "number"),
    ],
)
def test_what_changed_places_is_found(statement: str, cited: int, rule: str) -> None:
    assert rule in {finding.rule for finding in check_statement(statement, [cited], FENS)}


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("With ReedNet as teacher, Mossgate reaches 84.2% on FenQA, and 79.5% with MarshNet.", 3),
        ("Mossgate outperforms SedgeRAG by 3.1 points.", 4),
        ("SedgeRAG is outperformed by Mossgate by 3.1 points.", 4),
        ("Training takes up to 12 hours on DuneSet.", 5),
        ("On DuneSet, 74% and 61% of the gain come from ranking and reading.", 5),
    ],
)
def test_what_kept_its_place_is_carried(statement: str, cited: int) -> None:
    assert check_statement(statement, [cited], FENS) == ()
