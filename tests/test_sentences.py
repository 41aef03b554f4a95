"""Tests of the sentence splitter: what ends a sentence and what does not."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.sentences import NumberedText, number_sentences, split_sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "sentence",
    [
        "FenNet gains 2.5 vs. 2.1 points over Quillfeather et al. (2024) on FenQA.",
        "It follows Quillfeather et al. [3], i.e., the rule of e.g. Marsh and Reed.",
        "See Fig. 2 and Eq. (3), cf. Sec. 4 and Tab. A for the proof.",
        "An accuracy of 88. 03% and an AUC of 92. 06% were seen.",
        "This is i. e. , a repair of what a PDF broke.",
        "Data drawn i.i.d. from two sources, such as U.S. Senate votes, suffice.",
        "A. B. Quillfeather and Dr. Reed of Fen Inc. agree with St. Marsh.",
        "Our No. 5 model (see the appendix. It is short.) wins.",
        "Code is at https://github.com/fen/quill.git and www.fen.org/a.html today.",
        "We import torch.nn and fen_tools.Loader for the 2.0 release.",
        'We ask "What is a marsh?" and answer it.',
        "Wait ... and see whether approx. five runs suffice.",
        "It was seen before [A. Reed, Phys. Rev. Lett. 10, 1 (2010)] in fens.",
        "(1) The first of all rules is short, (2) the second is long.",
        "The Yahoo! Answers corpus holds marsh questions.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert pieces(sentence) == [sentence]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("We sort features.", "Experiments follow."),
        ("It solves all tasks.", "One of them is new."),
        ("It gains 3.5%.", "We explain why."),
        ("It uses a GPU.", "We do not."),
        ("Why does it work?", "We say so!"),
        ("It is called “Mossgate.”", "It is small."),
        ("It is small (and cheap).", "(2) It is quick."),
        ("It reads images, text, etc.", "Models differ."),
        ("We extend Reed et al.", "We prove a bound."),
        ("It cuts cost by 40\\%.", "$k$-means is slower."),
        ("It is small.", "t-SNE shows why."),
        ("It was built in 2020.", "35% of it is new."),
        ("It grows ...", "Nobody knows why."),
        ("We study the U.S.", "The rest is open."),
        ("(Code: https://fen.org/quill.)", "More is to come."),
    ],
)
def test_two_sentences_are_parted(first: str, second: str) -> None:
    assert pieces(f"{first} {second}") == [first, second]


def test_a_missing_blank_does_not_join_sentences() -> None:
    assert pieces("We sort features.Experiments on three tasks.One of them is new.") == [
        "We sort features.",
        "Experiments on three tasks.",
        "One of them is new.",
    ]
    assert pieces("The fen has depth $d$.It is wet .We drain it.") == [
        "The fen has depth $d$.",
        "It is wet .",
        "We drain it.",
    ]
    assert pieces("We port the .NET code of the .Net library.") == ["We port the .NET code of the .Net library."]


def test_announced_items_are_sentences_of_their_own() -> None:
    assert pieces("Two things matter: (i) the fen must stay wet in summer; and (ii) the marsh is dry. So be it.") == [
        "Two things matter:",
        "(i) the fen must stay wet in summer; and",
        "(ii) the marsh is dry.",
        "So be it.",
    ]
    assert pieces("We find: 1) that wet fens hold more water, and 2) that dry ones burn.") == [
        "We find:",
        "1) that wet fens hold more water, and",
        "2) that dry ones burn.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "It holds: (i) a fen with a marsh.",
        "It counts: (i) fens; (ii) marshes; and (iii) bogs.",
        "Either a) or b) will do.",
    ],
)
def test_marks_of_mere_lists_part_nothing(text: str) -> None:
    assert pieces(text) == [text]


def test_blank_text_has_no_sentences() -> None:
    assert split_sentences(" \n ") == ()


def test_sentences_are_numbered_from_one() -> None:
    text = number_sentences("Fens", "One is wet. Two is dry.")
    assert text.sentence(1) == "One is wet."
    assert text.sentences == ("One is wet.", "Two is dry.")
    for wrong in (0, 3, -1):
        with pytest.raises(IndexError, match="no sentence"):
            text.sentence(wrong)


@given(st.text(alphabet=st.sampled_from("aAbB .?!…\"')(1i2;:,-/\\$\n\u00a0é漢"), max_size=200) | st.text(max_size=200))
def test_spans_are_ordered_and_cover_all_but_blanks(text: str) -> None:
    spans = split_sentences(text)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip() != ""
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start
    borders = [0, *(border for span in spans for border in span), len(text)]
    assert all(not text[start:end].strip() for start, end in zip(borders[::2], borders[1::2], strict=True))


def test_annotated_abstracts_are_split_as_readers_split_them(shared: Path) -> None:
    papers = map(json.loads, (shared / "truth" / "papers.jsonl").read_text(encoding="utf-8").splitlines())
    abstracts = {f"{paper['source'][:3]}#{paper['index']}": paper["abstract"] for paper in papers}
    right = found = wanted = 0
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        annotated = json.loads(line)
        spans = {(start, end) for start, end in annotated["sentences"]}
        answer = set(split_sentences(abstracts[annotated["id"]]))
        right, found, wanted = right + len(spans & answer), found + len(answer), wanted + len(spans)
    assert 2 * right / (found + wanted) >= 0.99


def test_a_numbered_text_can_be_remembered() -> None:
    one, other = (number_sentences("Fens", "One is wet.") for _ in range(2))
    assert isinstance(one, NumberedText)
    assert {one: 1}[other] == 1
