"""What was learned: the tagger of datasets and the predictor of categories."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.categorize import guess_categories, list_terms, rank_categories, read_votes
from agent.extract.extractive.spans import find_candidates, read_tokens
from agent.extract.extractive.tagger import choose_names, find_tagged, load_weights
from schemas.extraction import TopicTag

PACKED = (
    b"# invented\n"
    b'{"bytes": 10, "categories": ["cs.CL", "cs.CV", "cs.SD"], "length": 2000, "biases": [0, 0, 5]}\n'
    b"pixel\nverb" + bytes([2, 0x84, 0x0C]) + bytes([1, 0x8C, 0x04])
)


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("We report results on the Fenland dataset and the MarshQA corpus.", ["Fenland", "MarshQA"]),
        ("Experiments on MNIST and CIFAR-10 show that it is fast.", ["MNIST", "CIFAR-10"]),
        ("The BLEU score of our LSTM rises when Adam is used.", []),
        ("It is trained on a large corpus.", []),
        ("We test on the Reed Questions Dataset.", ["Reed Questions Dataset"]),
    ],
)
def test_tagger_tells_names_of_datasets_from_other_capitals(sentence: str, names: list[str]) -> None:
    assert [hit.name for hit in find_tagged(sentence)] == names


@given(st.text(alphabet="AaB1 -,()/.of", max_size=80))
def test_tagged_names_stand_in_the_sentence_and_never_overlap(sentence: str) -> None:
    hits = choose_names(sentence, {**load_weights(), "bias": 0})
    assert all(sentence[hit.start : hit.end] == hit.name for hit in hits)
    assert all(one.end <= other.start for one, other in pairwise(hits))


@given(st.text(max_size=80))
def test_candidates_are_runs_of_words(sentence: str) -> None:
    tokens = read_tokens(sentence)
    assert all(0 <= first <= last < len(tokens) for first, last in find_candidates(tokens))
    assert all(sentence[token.start : token.end] == token.word for token in tokens)


def test_weights_are_whole_numbers_with_a_bias() -> None:
    assert load_weights()["bias"] < 0
    assert all(isinstance(weight, int) for weight in load_weights().values())


def test_terms_are_words_without_plural_and_pairs_and_the_title_counts_twice() -> None:
    assert list_terms("Reeds", "Fast marsh birds") == [
        *("reed", "reed", "fast", "marsh", "bird"),
        *("reed reed", "reed fast", "fast marsh", "marsh bird"),
    ]


def test_packed_votes_are_read_as_they_were_written() -> None:
    votes = read_votes(PACKED)
    assert votes.categories == ("cs.CL", "cs.CV", "cs.SD")
    assert votes.places == {"pixel": 0, "verb": 1}
    assert list(votes.rows) == [2, 0x84, 0x0C, 1, 0x8C, 0x04]
    assert (votes.length, votes.biases) == (2000, (0, 0, 5))


def test_votes_are_four_bits_a_category_times_a_loudness() -> None:
    votes = read_votes(PACKED)
    assert rank_categories(votes, "", "Verb").categories == ("cs.CL", "cs.SD", "cs.CV")
    assert rank_categories(votes, "", "Pixel") == (("cs.CV", "cs.SD", "cs.CL"), (1416, 5, -1417), 1)
    assert rank_categories(votes, "", "Verb pixel").categories == ("cs.CV", "cs.SD", "cs.CL")
    assert rank_categories(votes, "", "Reeds") == ((), (), 0)


@pytest.mark.parametrize(
    ("title", "abstract", "category"),
    [
        ("Parsing of Verbs", "We study machine translation and parsing of sentences in a treebank.", "cs.CL"),
        ("Galaxies and Dust", "We observe the luminosity of distant galaxies with a telescope survey.", "astro-ph.GA"),
        ("Topology of Knots", "We compute the homology of a knot complement and its 3-manifold.", "math.GT"),
    ],
)
def test_category_follows_the_words(title: str, abstract: str, category: str) -> None:
    assert guess_categories(title, abstract, ()).predicted_categories[0] == category


def test_no_category_is_predicted_from_unknown_words() -> None:
    assert guess_categories("Qwx", "Zzyq vvxk", ()) == ((), ())


def test_no_category_is_predicted_where_neither_words_nor_topics_are_sure() -> None:
    title, abstract = "A thing", "We propose a thing called Foo. It improves accuracy by 3%."
    assert guess_categories(title, abstract, ()).predicted_categories == ()
    assert len(guess_categories(title, abstract, ()).unsure_categories) == 3


def test_home_of_topics_goes_ahead_where_words_find_it_likely() -> None:
    votes = read_votes(PACKED)
    tags = [TopicTag(node=f"n{place}", path=("cs.SD", f"n{place}"), term="reeds") for place in range(4)]
    assert guess_categories("", "Verb", (), votes) == ((), ("cs.CL", "cs.SD", "cs.CV"))
    assert guess_categories("", "Verb", tags[:1], votes) == ((), ("cs.CL", "cs.SD", "cs.CV"))
    assert guess_categories("", "Verb", tags, votes) == (("cs.SD",), ("cs.CL", "cs.CV"))


def test_topics_of_another_field_than_the_words_say_that_nothing_is_sure() -> None:
    title, abstract = "Galaxies and Dust", "We observe the luminosity of distant galaxies with a telescope survey."
    tags = [TopicTag(node=f"n{place}", path=("cs.CL", f"n{place}"), term="reeds") for place in range(2)]
    assert guess_categories(title, abstract, tags[:1]).predicted_categories == ("astro-ph.GA",)
    guess = guess_categories(title, abstract, tags)
    assert (guess.predicted_categories, guess.unsure_categories[0]) == ((), "astro-ph.GA")
