"""What a shortened sentence keeps, and what goes: each case is a fault that a reader of shortened sentences found."""

import pytest

from agent.extract.extractive.shorten import shorten, strip_opening
from agent.extract.sentences import number_sentences


def shortened(sentence: str) -> str:
    return shorten(number_sentences("Reeds", sentence), 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "To the best of our knowledge, FenNet is the first net that counts reeds.",
        "To first order, FenNet counts as well as people do.",
        "In our experiments, wet reeds do not burn at all.",
        "In general, the cost of counting grows with the marsh.",
        "For the first time, we show that reeds burn under water.",
        "Preliminary experiments show that all the reeds of a marsh bend.",
        "Experiments on wet reeds confirm the theory, and show that dry reeds bend.",
        "Theoretically, the count of all reeds is exact.",
    ],
)
def test_opening_that_limits_what_follows_stays(sentence: str) -> None:
    assert shortened(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Further work is needed to count the reeds at night.",
        "Overall frequency of fires fell with the height of reeds.",
        "Surprisingly often, a warden counts the same reeds twice.",
        "As a consequence of the drought, the reeds bend at night.",
        "Here is used a small camera that looks down on reeds.",
        "In this report are told some of the main ways of counting reeds.",
        "% of peat in wet and dry marshes was measured twice.",
    ],
)
def test_word_that_belongs_to_what_follows_is_no_opening(sentence: str) -> None:
    assert shortened(sentence) == sentence


@pytest.mark.parametrize(
    "end",
    [
        ", which is known to everyone, and we count them all by hand in nine marshes of the coast",
        ", which hold nine kinds of reeds and of peat, to find out how often they burn in the summer",
        ", where $k$ is the number of all the kinds of reeds that were ever seen in a marsh",
        ", giving a better view of it, and each boat has a place in which it is seen by nobody",
        ", with a small loss of accuracy where the reeds of the marsh stand close to each other",
        ", counting the long ones, and making maps of all the places where the reeds are tall",
        "; the reeds of the other marshes, which nobody has counted; and the peat below all of them",
    ],
)
def test_closing_part_that_is_needed_stays(end: str) -> None:
    sentence = f"The camera looks at the reeds of the marsh from a boat that drifts along the shore{end}."
    assert shortened(sentence) == sentence


def test_clause_in_the_middle_is_no_closing_clause() -> None:
    sentence = (
        "The new counting method can be used for all problems where marshes, especially those with many short reeds "
        "and few paths, are to be counted within a day."
    )
    assert shortened(sentence) == sentence


@pytest.mark.parametrize(
    "aside", ["(resp. fen)", "(with respect to the shore)", "(u, v)", "(as judged by wardens)", "(wet or dry)"]
)
def test_bracket_that_says_something_of_its_own_stays(aside: str) -> None:
    assert aside in shortened(
        f"The camera counts all the reeds of a marsh {aside} from a boat that drifts along the shore by day and night."
    )


def test_name_in_brackets_stays_and_short_form_goes() -> None:
    rest = "counts all the reeds of a wet marsh from a boat that drifts along the shore for a day and a night."
    assert shortened(f"The old baseline (FenNet) {rest}") == f"The old baseline (FenNet) {rest}"
    assert shortened(f"The proof of (FEN) property {rest}") == f"The proof of (FEN) property {rest}"
    assert shortened(f"The fully evolved net (FEN) {rest}") == f"The fully evolved net {rest}"


def test_bracket_that_says_it_again_goes() -> None:
    sentence = (
        "The camera counts the tall reeds of a marsh (i.e., those above the knee) from a boat that drifts slowly along "
        "the shore all day."
    )
    assert "(i.e." not in shortened(sentence)


def test_which_figure_goes_with_which_is_kept() -> None:
    sentence = "Tarn and Mere count 40% and 60% of all reeds, respectively."
    assert shortened(sentence) == sentence
    assert shortened("We count reeds, sedges, rushes, etc.") == "We count reeds, sedges, rushes, etc."


def test_factor_in_words_is_as_good_as_a_number() -> None:
    sentence = (
        "The camera counts the reeds of the marsh from a boat that drifts along the shore, "
        "reducing the time for a marsh by a factor of five."
    )
    assert shortened(sentence) == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Following \\cite{mere}, we count the reeds.",
        "We build on the count of (Mere and Tarn, 2015).",
        "We counted the reeds of nine lakes (May 2015).",
        "We count the reeds in a novel way.",
    ],
)
def test_what_the_grammar_needs_is_no_rhetoric(sentence: str) -> None:
    assert shortened(sentence) == sentence


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        ("We first count the reeds of a marsh.", "We count the reeds of a marsh."),
        ("We also find a marsh without any reeds.", "We find a marsh without any reeds."),
        ("We then count the reeds of a marsh.", "We count the reeds of a marsh."),
        ("We build on counting from boats (Mere and Tarn, 2015).", "We build on counting from boats."),
        ("We build on counting from boats [Mere et al., 2015].", "We build on counting from boats."),
        ("We propose a way to solve this problem.", "A way to solve this problem."),
        ("We use boats \\cite{mere} to count the reeds.", "We use boats to count the reeds."),
        ("When a marsh is wet, we show that all reeds bend.", "When a marsh is wet, all reeds bend."),
        ("Through extensive experiments, we show that all reeds bend at night.", "All reeds bend at night."),
        ("We show that deciding whether reeds bend is hard.", "Deciding whether reeds bend is hard."),
        ("It is worth noting that all the reeds bend at night.", "All the reeds bend at night."),
        ("Findings – The reeds bend where nobody looks.", "The reeds bend where nobody looks."),
        ("As a consequence, the reeds bend at night.", "The reeds bend at night."),
    ],
)
def test_rhetoric_goes(sentence: str, short: str) -> None:
    assert shortened(sentence) == short


@pytest.mark.parametrize(
    "sentence",
    [
        "We present a survey of marshes, and contrast them with lakes.",
        "We propose a model of a marsh, and suggest how the reeds should be cut.",
        "We find that dry reeds burn well and connect it with the peat.",
        "We develop a model of a marsh using stems and illustrate the use of it.",
        "We introduce the reader to several ways of counting reeds.",
        "This paper presents the marsh and depicts all its reeds.",
        "We find that (1) reeds bend and (2) peat burns.",
    ],
)
def test_subject_stays_where_a_second_verb_needs_it(sentence: str) -> None:
    assert shortened(sentence) == sentence


def test_where_it_was_found_stays_before_what_was_found() -> None:
    assert strip_opening("Through experiments on FenQA, we find that reeds bend.") == "on FenQA, reeds bend."
    assert strip_opening("In dry fens, we find that reeds bend.") == "In dry fens, reeds bend."
    assert strip_opening("Experiments on reeds, wet or dry, show that they bend.") == "on reeds, wet or dry, they bend."
