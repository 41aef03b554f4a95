"""What a statement takes from sentences that its reader does not see."""

import pytest

from agent.extract.extractive.claims import choose_claims, classify_claim, is_formal, state_claims
from agent.extract.extractive.leaning import find_loose
from agent.extract.extractive.method import rank_sentences
from agent.extract.extractive.shorten import shorten
from agent.extract.extractive.tldr import share_out
from agent.extract.roles import label_roles
from agent.extract.sentences import NumberedText, number_sentences


def reeds(*sentences: str) -> NumberedText:
    return number_sentences("Counting Reeds in Marshes", " ".join(sentences))


@pytest.mark.parametrize(
    ("before", "statement", "loose"),
    [
        ("Each marsh has a warden.", "We show that the warden sleeps.", ("the warden sleeps",)),
        ("Each marsh has a warden.", "We show that the warden of a wet marsh sleeps.", ()),
        ("Many reeds are bent.", "We count the reeds from the air.", ()),
        ("We use a deep reed network (DRN).", "The loss of DRN falls by 3%.", ("DRN",)),
        ("Let $k$ be a marsh.", "Counting takes $O(k)$ steps.", ("k",)),
        ("A marsh is wet.", "We show that its border is dry.", ("its",)),
        ("A marsh is wet.", "Counting from the air is faster.", ("is faster",)),
        ("A marsh is wet.", "Counting from the air is faster than counting on foot.", ()),
        ("A marsh is wet.", "We obtain similar results.", ("similar results",)),
        ("Birds live in a marsh.", "There is a nest on their hill.", ("their",)),
        ("Birds live in a marsh.", "We show that birds hide their nests.", ()),
        ("We prove a bound.", "Our result extends to rushes.", ("Our result extends",)),
        ("We prove a bound.", "Our results show that stems bend.", ()),
        ("A way is known.", "We turn to other marshes.", ("We turn to",)),
        ("Let $G$ be a fen.", "We drain a fen $G$ in one day.", ()),
        ("Let a dry fen dimension be given.", "Stems bend by the fen dimension.", ("the fen dimension",)),
    ],
)
def test_what_only_the_sentence_before_explains_is_loose(before: str, statement: str, loose: tuple[str, ...]) -> None:
    assert find_loose(statement, reeds(before, statement), 2) == loose


def test_own_names_and_known_abbreviations_are_not_loose() -> None:
    text = reeds("Tarn uses GPUs.", "Tarn needs 40% fewer GPUs than BERT.")
    assert find_loose(text.sentence(2), text, 2, ["Tarn"]) == ()
    text = reeds("W2R counts reeds.", "On wet days W2R counts 90% of all reeds.")
    assert find_loose(text.sentence(2), text, 2, ["W2R"]) == ()


def test_key_claims_stand_alone_and_the_others_are_kept() -> None:
    text = reeds(
        "We propose a way to count reeds from the air.",
        "We find that the tall stems hide the short stems of each marsh.",
        "We show that people count the stems twice in spring.",
        "Our method counts reeds 3 times faster than people do.",
    )
    claims = state_claims(text, choose_claims(text, ("method", "result", "result", "result")), frozenset([1]), ())
    assert {claim.sentences[0]: claim.key for claim in claims} == {2: True, 3: False, 4: True}


def test_measured_pronoun_stands_for_the_named_work() -> None:
    text = reeds("We propose Tarn.", "On wet marshes, it needs 40% fewer counts than people do.")
    ranked = choose_claims(text, ("method", "result"))
    assert [claim.key for claim in state_claims(text, ranked, frozenset(), ["Tarn"])] == [True]
    assert [claim.key for claim in state_claims(text, ranked, frozenset(), ())] == [False]


def test_what_was_known_before_the_work_is_no_claim() -> None:
    text = reeds("Marshes have grown by 40% in ten years.", "We count their reeds.", "We find 3% more than people did.")
    assert choose_claims(text, ("result", "method", "result")) == (3,)


def test_what_a_paper_without_data_shows_is_theory() -> None:
    formal = reeds("We show that every marsh has a dry border.", "We prove a lower bound on wet ones.")
    measured = reeds("We show that every marsh has a dry border.", "Experiments on ten marshes prove a lower bound.")
    assert is_formal(formal)
    assert not is_formal(measured)
    assert classify_claim(formal.sentence(1), formal=True) == "theory"
    assert classify_claim("Our method converges faster, as experiments prove.") == "result"


def test_tldr_is_about_the_work_and_not_about_its_field() -> None:
    text = reeds(
        "Wet marshes hold many tall reeds that people like to count.",
        "Counting reeds in marshes has two parts, walking and looking at them.",
        "We count reeds in wet marshes from the air with a small camera.",
    )
    assert share_out(text, ("background", "method", "method"), ()).tldr == 3


def test_method_that_says_nothing_is_not_told() -> None:
    text = reeds("We propose a series of new techniques.")
    assert rank_sentences(text, label_roles(text), ()) == ()


@pytest.mark.parametrize(
    ("sentence", "short"),
    [
        (
            "Compared to a division of the work, such as walking, looking and counting, our camera does it all "
            "at once and needs a minute at most.",
            "Compared to a division of the work, our camera does it all at once and needs a minute at most.",
        ),
        (
            "We introduce a dry border into the model of a marsh.",
            "We introduce a dry border into the model of a marsh.",
        ),
        ("We find that reeds bend, and that they break.", "We find that reeds bend, and that they break."),
        ("A small camera is proposed to address this issue.", "A small camera is proposed."),
    ],
)
def test_shortened_sentence_keeps_its_clause_and_its_grammar(sentence: str, short: str) -> None:
    assert shorten(number_sentences("Reeds", sentence), 1) == short


def test_what_the_authors_prove_is_theory_though_it_speaks_of_accuracy() -> None:
    assert classify_claim("We prove upper bounds on how much accuracy a lazy count gives up.") == "theory"
    assert classify_claim("We prove that lazy counting works: accuracy rises by 4%.") == "result"


def test_short_form_joined_by_a_hyphen_in_the_title_is_known() -> None:
    text = number_sentences("Counting on 3D-RC Boards", "A board is an RC. Our count on 3D RC boards is exact.")
    assert find_loose(text.sentence(2), text, 2) == ()


def test_what_was_introduced_recently_is_not_the_authors_method() -> None:
    text = reeds(
        "More recently, counting by drone was introduced to save time.",
        "We propose a net that counts reeds by their stems.",
    )
    assert [number for _, number in rank_sentences(text, ("method", "method"), ())] == [2]


@pytest.mark.parametrize(
    "sentence",
    [
        "We believe that our count outperforms walking by much.",
        "Counting reeds on foot is known to be significantly slower.",
        "Our tool supports marshes of various sizes, compared to nets.",
        "So counting from the air is faster than walking.",
        "We analyzed how we can improve the count significantly.",
    ],
)
def test_belief_ability_and_consequence_are_no_key_claims(sentence: str) -> None:
    text = reeds("We count reeds in marshes.", sentence)
    assert not any(claim.key for claim in state_claims(text, (2,), frozenset(), ()))


def test_hardness_is_proved_even_beside_data() -> None:
    assert classify_claim("Counting reeds in data sets of marshes is NP-hard.") == "theory"
    assert classify_claim("Experiments show that our approximation algorithms count well.") == "result"


def test_a_tldr_that_points_elsewhere_is_better_than_none() -> None:
    text = reeds(
        "Reeds are tall and hide most of the birds.",
        "In this paper we address these old and open questions with a camera.",
    )
    assert share_out(text, ("background", "objective"), ()).tldr == 2


def test_what_was_done_before_is_not_the_authors_method() -> None:
    text = reeds("We have previously proposed a net.", "A count by drone is presented elsewhere for wet marshes.")
    assert rank_sentences(text, ("method", "method"), ()) == ()


def test_greek_letters_are_symbols_and_letters_of_the_title_spell_a_short_form() -> None:
    text = reeds(r"Let $\theta$ be the depth of a marsh.", r"A belief about $\theta$ decides what a bird does.")
    assert find_loose(text.sentence(2), text, 2) == (r"\theta",)
    text = number_sentences("Visible Light Signals in Marshes", "Birds see by light (VLS).  We study how VLS works.")
    assert find_loose(text.sentence(2), text, 2) == ()


def test_it_that_stands_for_a_clause_is_not_loose() -> None:
    text = reeds("A marsh is wet.", "It is possible to count reeds in one day.")
    assert find_loose(text.sentence(2), text, 2) == ()


def test_a_key_claim_speaks_of_the_work_or_has_a_word_of_the_title() -> None:
    text = reeds(
        "We count stems.",
        "Two thirds of all pumps need more oil than others.",
        "Wet marshes hold more stems than dry ones.",
    )
    claims = state_claims(text, (2, 3), frozenset([1]), ())
    assert {claim.sentences[0]: claim.key for claim in claims} == {2: False, 3: True}


@pytest.mark.parametrize(
    ("statement", "loose"),
    [
        ("We take the best of both walks.", ("both walks",)),
        ("We draw a line between the two, by eye.", ("between the two",)),
        ("We walk both ways and by both day and night.", ()),
        ("The camera is good for this, and fast.", ("for this",)),
        ("The count on our data grows.", ("on our data",)),
        ("We compare the two nets.", ("the two nets",)),
        ("We bridge a gap by the ways above.", ("ways above",)),
    ],
)
def test_what_points_inside_a_statement_is_loose(statement: str, loose: tuple[str, ...]) -> None:
    assert find_loose(statement, reeds("A marsh is wet.", statement), 2) == loose


def test_what_a_named_work_does_is_no_theory() -> None:
    text = reeds(
        "We prove that every marsh has a border.",
        "We show that Tarn counts reeds with little effort.",
        "We find that reeds are dominant in spring.",
    )
    claims = state_claims(text, (1, 2, 3), frozenset(), ["Tarn"])
    assert {claim.sentences[0]: claim.key for claim in claims} == {1: True, 2: False, 3: False}


@pytest.mark.parametrize(
    "sentence",
    [
        "The key idea of Poisson counting is that stems stand alone, which uses less time than walking.",
        "As a use case, a study of tall reeds in spring is presented to all wardens.",
    ],
)
def test_what_others_think_and_what_is_an_example_is_no_method(sentence: str) -> None:
    assert rank_sentences(reeds("Reeds are tall.", sentence), ("background", "method"), ()) == ()


def test_a_long_sentence_of_the_authors_is_better_than_one_that_points_elsewhere() -> None:
    kinds = ", ".join(
        f"{size} reeds of the {place} bank" for size in ("short", "tall", "bent") for place in ("wet", "dry", "far")
    )
    text = reeds(
        "On this basis we suggest a camera for reeds.", f"In this paper we count, one after the other, {kinds}."
    )
    assert share_out(text, ("method", "method"), ()).tldr == 2
