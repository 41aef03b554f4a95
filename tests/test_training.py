"""Training on a tiny invented set: the same abstracts always give the same bytes."""

import pytest

pytest.importorskip("sklearn")
pytest.importorskip("rouge_score")

from agent.extract.linear import read_linear
from agent.extract.sentences import number_sentences
from bench.csabstruct import Labelled, count_hits
from bench.scitldr import Summed
from bench.train_roles import Settings, train_roles
from bench.train_tldr import train_tldr

PLACES = ("marsh", "tarn", "fen", "moor", "bog", "mere", "heath", "dale", "weald", "carr", "wold", "down")
ABSTRACTS = [
    Labelled(
        (
            f"Readers of the {place} are slow and little is known of them.",
            f"We study how the {place} is read.",
            f"Each {place} was read twice by three trained readers.",
            f"Results show that the {place} is read faster.",
            f"The code of the {place} is available online.",
        ),
        ("background", "objective", "method", "result", "other"),
        (1.0, 0.6, 0.8, 1.0, 0.7),
    )
    for place in PLACES
]


def test_roles_learned_twice_are_the_same_and_right() -> None:
    lines = train_roles(ABSTRACTS, Settings(features=60))
    assert lines == train_roles(ABSTRACTS, Settings(features=60))
    assert all(one.right == one.total for one in count_hits(ABSTRACTS, read_linear(lines)))


def test_tldr_learned_twice_is_the_same() -> None:
    papers = [
        Summed(
            number_sentences(f"A reader of the {place}", " ".join(one.sentences)),
            (f"A study of how the {place} is read.",),
        )
        for place, one in zip(PLACES, ABSTRACTS, strict=True)
    ]
    lines = train_tldr(papers)
    assert len(lines) > 1
    assert lines == train_tldr(papers)
