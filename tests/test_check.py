"""Tests of rules 1, 3 and 6, of where names are printed, and of all rules on annotated claims."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.check import check_statement, occurs
from agent.extract.checking.case import case_of
from agent.extract.checking.rules import RULES
from agent.extract.checking.verbatim import is_verbatim
from agent.extract.sentences import NumberedText, number_sentences

TEXT = number_sentences(
    "Mossgate: Knowing When to Stop Retrieving",
    "Large language models (LLMs) read more passages than they need. "
    "Mossgate stops on-policy retrieval once new passages no longer change the answer. "
    "On FenQA and Tiny-MarshBench, Llama-3.1-8B with Mossgate answers as well as GPT-4o. "
    "Reed's retrieval-augmented generation baseline wastes memory.",
)


def rules(statement: str, *cited: int) -> set[str]:
    return {finding.rule for finding in check_statement(statement, cited, TEXT)}


@pytest.mark.parametrize("cited", [(), (0,), (5,), (-1,), (2, 99), (10**30,)])
def test_cited_sentences_must_exist(cited: tuple[int, ...]) -> None:
    assert rules("Mossgate stops retrieval.", *cited) == {"sentence"}


@pytest.mark.parametrize("statement", ["", " \n", "...", "\x00"])
def test_an_empty_statement_says_nothing(statement: str) -> None:
    assert rules(statement, 1) == {"length"}


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Once new passages no longer change the answer, Mossgate stops retrieving.", 2),
        ("LLMs read more passages than needed.", 1),
        ("On FenQA, Llama 3.1 8B with Mossgate answers as well as GPT-4o.", 3),
        ("Mossgate's answers with the Llama family are as good as GPT-4o's.", 3),
        ("The RAG baseline of Reed wastes memory.", 4),
        ("MOSSGATE-based retrieval stops when passages don't change answers.", 2),
    ],
)
def test_a_paraphrase_is_carried(statement: str, cited: int) -> None:
    assert rules(statement, cited) == set()


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Mossgate stops retrieval once BogBench passages no longer change the answer.", 2),
        ("On FenQA, Llama-3.1-70B with Mossgate answers as well as GPT-4o.", 3),
        ("On FenQA, Llama-3.1-8B with Mossgate answers as well as GPT-4.", 3),
        ("Mossgate stops off-policy retrieval once new passages no longer change the answer.", 2),
    ],
)
def test_a_changed_name_is_found(statement: str, cited: int) -> None:
    assert rules(statement, cited) == {"name"}


def test_a_sibling_is_named_in_the_finding() -> None:
    text = number_sentences("Fens", "Reed-7B reads a wet fen well. Reed-70B reads a dry fen well.")
    (finding,) = check_statement("Reed-70B reads a wet fen well.", [1], text)
    assert finding.message == "s1 prints Reed-7B, not Reed-70B"


@pytest.mark.parametrize(
    ("statement", "cited"),
    [
        ("Mossgate stops retrieval once new passages no longer change the answer.", 4),
        ("Peatland sensors measure groundwater cheaply.", 2),
    ],
)
def test_a_statement_about_something_else_is_found(statement: str, cited: int) -> None:
    assert rules(statement, cited) == {"content"}


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("FenQA", (3,)),
        ("mossgate", (2, 3)),
        ("Llama 3.1 8B", (3,)),
        ("LLM", (1,)),
        ("Knowing When to Stop", ()),
        ("retrieval augmented generation", (4,)),
        ("GPT-4", None),
        ("Llama-3.1", None),
        ("MarshBench", None),
        ("fenqa", None),
        ("Fen", None),
        ("", None),
        ("...", None),
        ("x" * 5000, None),
        (".*", None),
    ],
)
def test_a_name_occurs_as_whole_words(name: str, sentences: tuple[int, ...] | None) -> None:
    assert occurs(name, TEXT) == sentences


def test_names_survive_markup() -> None:
    text = number_sentences("Fens", r"We build \textbf{Fen–Gate} and **MarshBench**, Reed’s rule, and $A$-Net.")
    for name in ("Fen-Gate", "MarshBench", "Reed's rule", "A-Net"):
        assert occurs(name, text) == (1,)


@given(st.text(max_size=300), st.text(max_size=300), st.lists(st.integers(-3, 5), max_size=4))
def test_any_text_can_be_checked(statement: str, abstract: str, cited: list[int]) -> None:
    text = number_sentences("Fens", abstract)
    findings = check_statement(statement, cited, text)
    assert all(finding.message for finding in findings)
    found = occurs(statement, text)
    assert found is None or all(1 <= number <= len(text.spans) for number in found)


@given(st.sampled_from(TEXT.sentences), st.data())
def test_a_printed_sentence_carries_itself(sentence: str, data: st.DataObject) -> None:
    others = data.draw(st.lists(st.integers(1, 4), max_size=2))
    own = TEXT.sentences.index(sentence) + 1
    assert check_statement(sentence, [own, *others], TEXT) == ()


def test_annotated_claims_are_judged_as_measured(shared: Path) -> None:
    papers = map(json.loads, (shared / "truth" / "papers.jsonl").read_text(encoding="utf-8").splitlines())
    by_id = {f"{paper['source'][:3]}#{paper['index']}": paper for paper in papers}
    gold = map(json.loads, (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines())
    texts = {
        one["id"]: NumberedText(one["title"], by_id[one["id"]]["abstract"], tuple(map(tuple, one["sentences"])))
        for one in gold
    }
    caught, total = Counter[str](), Counter[str]()
    for line in (shared / "gold" / "claims_dev.jsonl").read_text(encoding="utf-8").splitlines():
        claim = json.loads(line)
        kind = "supported" if claim["label"] == "supported" else claim["edit"]
        cited = [number + 1 for number in claim["cited"]]
        total[kind] += 1
        caught[kind] += bool(check_statement(claim["claim"], cited, texts[claim["paper"]]))
    assert 1 - caught["supported"] / total["supported"] >= 0.97
    floors = {"number": 0.98, "other-paper": 0.98, "invented": 0.9, "wrong-sentence": 0.9, "name": 0.8}
    floors |= {"polarity": 0.9, "scope": 0.8, "causal": 0.6}
    assert {kind for kind, floor in floors.items() if caught[kind] < floor * total[kind]} == set()


@pytest.mark.parametrize(
    ("opening", "carried"),
    [
        ("However, we show that ", True),
        ("In this paper, ", True),
        ("Few believe that ", False),
        ("It is not the case that ", False),
        ("We hope that ", False),
        ("With twice the water, ", False),
        ("Marsh", False),
    ],
)
def test_sentence_is_printed_behind_an_opening_only_if_that_changes_nothing(opening: str, *, carried: bool) -> None:
    assert is_verbatim("Reeds bend under load.", [f"{opening}reeds bend under load."]) is carried
    assert not is_verbatim("Reeds bend.", [f"{opening}reeds bend under load."])


@pytest.mark.parametrize("opening", ["However, we show that ", "In this paper, ", "Our results show that "])
@pytest.mark.parametrize(
    "rest",
    [
        "FenQA-2 needs 12% fewer labels than Reed on two tasks.",
        "pruning does not always reduce the cost of off-policy training.",
        "all models may improve, which is not guaranteed, from 3 to 5 points.",
    ],
)
def test_rules_find_nothing_in_what_is_printed_behind_a_harmless_opening(opening: str, rest: str) -> None:
    text = number_sentences("Reed pruning", f"{opening}{rest}")
    case = case_of(rest[0].upper() + rest[1:], (1,), text)
    assert [message for _, rule in RULES for message in rule(case)] == []
