"""What was learned, and how it is run."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.extractive.standing import is_aside, is_fragment, refers_back, stands_alone
from agent.extract.extractive.telling import weigh_telling
from agent.extract.learned_roles import ROLES, WHOLE, describe, rate, weigh_roles
from agent.extract.linear import Linear, load_linear, pack, read_linear
from agent.extract.sentences import number_sentences
from schemas.extraction import Role

WEIGHTS = st.lists(st.integers(-30_000, 30_000), min_size=3, max_size=3)


@given(st.lists(WEIGHTS, max_size=40))
def test_packed_weights_add_up_lane_by_lane(rows: list[list[int]]) -> None:
    model = Linear(("a", "b", "c"), {str(place): pack(row) for place, row in enumerate(rows)})
    wanted = [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]
    assert model.score([*map(str, range(len(rows))), "unknown"]) == wanted


def test_model_file_is_read_with_marks_as_features() -> None:
    model = read_linear(["# told of", "feature\ta\tb", "#\t1\t-2", "#start\t3\t4"])
    assert model.score(["#", "#start"]) == [4, 2]


def test_line_with_a_weight_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="1 weights for 2 columns"):
        read_linear(["feature\ta\tb", "tarn\t1"])


def test_feature_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'tarn' stands twice"):
        read_linear(["feature\ta", "tarn\t1", "tarn\t2"])


@pytest.mark.parametrize("name", ["roles", "tldr"])
def test_shipped_weights_name_source_and_licence(name: str) -> None:
    head = Path(f"agent/extract/extractive/data/{name}.tsv").read_text("utf-8").splitlines()[:2]
    assert "bench.train_" in head[0]
    assert "Apache-2.0" in head[1]
    assert load_linear(name).waiting


def test_learned_roles_follow_the_wording() -> None:
    sentences = (
        "Marsh readers are widely used, but little is known about their cost.",
        "However, existing readers are slow and remain difficult to train.",
        "We propose a reader that is trained on two passages and then asked three questions.",
        "Results show that the readers were significantly faster than the baseline.",
    )
    told = [ROLES[row.index(max(row))] for row in weigh_roles(sentences)]
    assert told[:2] == ["background", "background"]
    assert told[2] in ("objective", "method")
    assert told[3] == "result"


def test_sentence_is_described_with_the_telling_words_around_it() -> None:
    before, last = describe(["Reeds burn, but we distribute them.", "We show RESULTS of this\u2009paper."])
    assert {"#said last but", "#said after we", "#said after result"} <= before
    assert "#said last we" not in before
    assert {"#said before but", "#said before we", "#said last we", "#said last result"} <= last


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_sentences_have_a_weight_for_each_role(sentences: list[str]) -> None:
    assert [len(row) for row in weigh_roles(sentences)] == [len(ROLES)] * len(sentences)


@given(st.lists(st.integers(-10_000, 10_000), min_size=1, max_size=5))
def test_best_score_has_the_largest_share(scores: list[int]) -> None:
    rated = rate(scores)
    assert rated[scores.index(max(scores))] == max(rated)
    assert min(rated) >= 0
    assert abs(sum(rated) - WHOLE) <= len(rated) // 2


def test_score_far_behind_has_no_share_and_equal_ones_have_equal_shares() -> None:
    assert rate([2_000, -2_000]) == [WHOLE, 0]
    assert rate([70, 70]) == [WHOLE // 2, WHOLE // 2]


def test_proposal_tells_a_paper_better_than_its_background() -> None:
    text = number_sentences(
        "Tarn: Fast Readers of Passages",
        "Many people read long passages every day. We propose Tarn, a fast reader of passages that reads twice.",
    )
    roles: tuple[Role, ...] = ("background", "method")
    assert weigh_telling(text, 2, roles) > weigh_telling(text, 1, roles)


@pytest.mark.parametrize(
    "sentence",
    [
        "It reads the answer twice.",
        "Along with this, the reader is refined.",
        "The strength of this relationship grows with the marsh.",
        "(b) Use of reeds for the blocking phase;",
        "To the contrary, reeds burn fast.",
        "The reader has five advantages over others:",
        "We show that the readers of these marshes are slow.",
    ],
)
def test_sentence_that_needs_another_does_not_stand_alone(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "It is possible to read the marsh in one pass.",
        "In this paper, we propose a reader that reads twice.",
        "Reeds burn twice as fast, and such reeds are rare.",
        "(1) Reeds are read faster than rushes.",
    ],
)
def test_sentence_that_names_what_it_is_about_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


def test_pointing_to_what_the_statement_names_itself_is_no_reference_back() -> None:
    assert not refers_back("Reeds burn fast, and these reeds are rare.")
    assert refers_back("We find that this divergence grows.")


def test_a_title_names_what_is_pointed_to_unless_the_word_fits_anything() -> None:
    assert not refers_back("We put out these marsh fires.", "Fighting Marsh Fires")
    assert refers_back("We put out such fires.", "Fighting Marsh Fires")
    assert refers_back("We apply this method.", "A Method for Marsh Fires")


def test_what_an_opening_points_to_counts() -> None:
    assert not stands_alone("To put out such fires, we dig a canal around the marsh.")


def test_item_without_a_verb_is_a_fragment() -> None:
    assert is_fragment("(a) Building a reader where the marsh is shared,")
    assert not is_fragment("(a) The reader is faster.")


@pytest.mark.parametrize(
    "sentence",
    [
        "We believe that our readers will be useful.",
        "This paper focuses on the reading of marshes.",
        "The performance of the reader was evaluated on two marshes.",
        "Previous results addressed special marshes.",
    ],
)
def test_plans_aims_and_announcements_are_asides(sentence: str) -> None:
    assert is_aside(sentence)


def test_finding_is_no_aside() -> None:
    assert not is_aside("We analyze 40 marshes and find that reeds burn faster.")
    assert not is_aside("Tarn outperforms three readers.")
