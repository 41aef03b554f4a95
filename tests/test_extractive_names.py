"""What is no name: pieces of sentences, names of others, dates, formulas, chips, software."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.extractive.datasets import find_datasets
from agent.extract.extractive.models import find_models
from agent.extract.extractive.own_names import find_names
from agent.extract.extractive.plausible import is_plausible, is_symbol
from agent.extract.roles import label_roles
from agent.extract.sentences import number_sentences


@pytest.mark.parametrize(
    "abstract",
    [
        "There is a reed at night. There is a tide too, and there are fens.",
        "We present results from tidal simulations, which agree with reeds.",
        "We present conditions under which reeds bend. We propose extensions to the reed that wait.",
        "The reeds can be counted with the so-called Tarnwold algorithm. We compare it with ours.",
        "We use the well-known method called Reed Tide Matching. It waits.",
        "We present a Las Vegas algorithm for reeds. We propose a Linear Programming (LP) model to wait.",
        "We study reeds, which we call the Peat and Moorcroft words.",
        "We propose a Moorcroft-Tarnwold algorithm for reeds.",
        "This approach, called Reed Tide Matching, has been previously shown to wait.",
        "We propose new MossGrep algorithms for reeds. We develop an RTX-3 based scheme that waits.",
        "The system of the Peat Technology Center is described. We introduce systems and study, which wait.",
    ],
)
def test_pieces_of_sentences_and_names_of_others_are_no_own_names(abstract: str) -> None:
    text = number_sentences("Reeds at Night", abstract)
    assert find_names(text, label_roles(text)) == ()


def test_term_spelt_with_an_acronym_is_no_dataset() -> None:
    abstract = (
        "In lamp-lit reed counting (RC), data are few. In lamp-lit RC (LLRC), they are fewer. We present two methods"
        " that classify images. They are tested on LLRC datasets of fens."
    )
    text = number_sentences("Reeds at Night", abstract)
    assert find_datasets(text, label_roles(text), ()) == ()


@pytest.mark.parametrize(
    ("abstract", "name"),
    [
        ("This paper describes Moorcroft 2, a network that waits. It is quick.", "Moorcroft 2"),
        (
            "In this paper, a gait on stilts, called Fen wading, is introduced.",
            "Fen wading",
        ),
        ("We measure our lamp-lit reed counting (LLRC) method on fens. It is quick.", "LLRC"),
        ("The model named sequential reed counter (SRC) can keep track of reeds. It is quick.", "SRC"),
        (
            "We call this setting of half- or fully flooded fens “Mixed Reed Setting”. It is quick.",
            "Mixed Reed Setting",
        ),
        ("We call the tool REED for Raised Estuary Edge Detection. It is quick.", "REED"),
        ("This leads to the LLRC (Lamp-Lit Reed Counting) algorithm. It is quick.", "LLRC"),
        (
            "We propose a novel way of learning, a method for reeds: Half-Tide reading (HT reading). It waits.",
            "Half-Tide reading",
        ),
        ("We propose to read tides at night, which we refer to as half-tide reading. It waits.", "half-tide reading"),
        ("Lamps are dim. We wait. Such a reed night counter (RNC) is quick.", "RNC"),
        ("We present BERT, a reader of reeds by night. It is quick.", "BERT"),
        ("We count reeds, and then design a framework named ReedCount to wait at night.", "ReedCount"),
        ("The proposed strategy, called the Adaptive Reed Control (ARC), waits.", "Adaptive Reed Control"),
        ("We introduce Moorcroft reeding, a way to wait. It is quick.", "Moorcroft reeding"),
        ("We present TideGrep, a tool that builds on MapReduce. It is quick.", "TideGrep"),
    ],
)
def test_coinages_of_the_authors_are_own_names(abstract: str, name: str) -> None:
    text = number_sentences("A Reed Night Counter", abstract)
    assert name in find_names(text, label_roles(text))


@pytest.mark.parametrize("title", ["Towards ReedBench: A Benchmark for Reeds", "ReedBench: A Benchmark for Reeds"])
def test_towards_is_no_part_of_a_name(title: str) -> None:
    text = number_sentences(title, "Reeds are hard. We test nine models on ReedBench.")
    roles = label_roles(text)
    assert [one.name for one in find_datasets(text, roles, find_names(text, roles))] == ["ReedBench"]


@pytest.mark.parametrize(
    "name", ["2005 May 13 CME", "August 25th", "t_0", "T=0", "CO2", "H2O", "binary128", "E-989", "X3", "2014"]
)
def test_dates_and_formulas_are_symbols(name: str) -> None:
    assert is_symbol(name)


@pytest.mark.parametrize("name", ["COCO", "SQuAD", "GSM8K", "CIFAR-10", "MarshQA", "TREC 2019", "AIME 2025"])
def test_names_of_datasets_are_no_symbols(name: str) -> None:
    assert not is_symbol(name)


@pytest.mark.parametrize("sentence", ["It melts at E1, E2 and CO2.", "The event of 2005 May 13 was measured on SST-1."])
def test_text_that_speaks_of_no_data_names_no_dataset(sentence: str) -> None:
    text = number_sentences("Tides of a Plasma", f"We heat a plasma. {sentence}")
    assert find_datasets(text, label_roles(text), ()) == ()


def test_software_is_no_introduced_dataset() -> None:
    text = number_sentences("ReedKit: A Sampling Suite for Reeds", "We present ReedKit, a package for counting reeds.")
    roles = label_roles(text)
    assert find_datasets(text, roles, find_names(text, roles)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "The code runs on the Intel Xeon Phi and is quick.",
        r"We map $\\Phi$ on itself at T=0 and for t_0 and t>5.",
        "We come within a factor of two of OPT.",
        "The burst GRB 090902B is bright.",
    ],
)
def test_chips_formulas_and_optima_are_no_models(sentence: str) -> None:
    text = number_sentences("Reeds", sentence)
    assert find_models(text, ("result",), (), ()) == ()


def test_ambiguous_family_is_a_model_where_the_text_speaks_of_language_models() -> None:
    text = number_sentences("Reeds", "We fine-tune language models. Our student beats OPT and Falcon.")
    assert find_models(text, ("method", "result"), (), ()) == ("OPT", "Falcon")


@given(st.text(max_size=60))
def test_any_text_is_plausible_or_not(name: str) -> None:
    if is_plausible(name):
        assert name.strip()
        assert name.casefold() not in ("the", "there", "and")


@pytest.mark.parametrize(
    "sentence",
    [
        "We evaluate it on FenProve, a popular theorem prover.",
        "We evaluate it on the FenProve proof assistant.",
        "We compare with the state-of-the-art clustering algorithms, e.g., FenStream, ReedStream and TideStream.",
        "We evaluate it on general reed recognition (GRR), and on reeds. Results on GRR are good.",
    ],
)
def test_tools_algorithms_and_terms_are_no_datasets(sentence: str) -> None:
    text = number_sentences("Reeds at Night", f"We train on a large dataset. {sentence}")
    assert find_datasets(text, label_roles(text), ()) == ()


def test_the_is_no_part_of_a_dataset() -> None:
    text = number_sentences("Reeds at Night", "We count reeds. The FenReed dataset contains nine reeds.")
    assert [one.name for one in find_datasets(text, label_roles(text), ())] == ["FenReed"]


@pytest.mark.parametrize(
    ("abstract", "name"),
    [
        ("We propose a probabilistic affine reed model (PAR) specifically for reeds.", "PAR"),
        ("We develop a simple, scalable algorithm, Reedwait, to wait.", "Reedwait"),
        ("The method is implemented in a software tool Reedgrep, which waits.", "Reedgrep"),
        ('We show that the new "RMAP-Elites" algorithm waits.', "RMAP-Elites"),
        ("We propose a stream counting algorithm ReedStream by watching tides.", "ReedStream"),
    ],
)
def test_names_behind_a_word_for_what_was_made_are_own_names(abstract: str, name: str) -> None:
    text = number_sentences("Reeds at Night", f"Reeds are hard. {abstract}")
    assert find_names(text, label_roles(text))[0] == name


def test_a_name_in_the_title_leaves_out_names_of_parts() -> None:
    text = number_sentences(
        "ReedJet: Counting Reeds", "We use our Reed2Vec algorithm. We introduce ReedJet, a counter."
    )
    assert find_names(text, label_roles(text)) == ("ReedJet",)


@pytest.mark.parametrize(
    "abstract",
    [
        "We propose using the Moss Number System (MNS) for reeds.",
        "A moss radio access network (M-RAN) saves tides. It is proposed by many.",
        "We propose a moss integer program (MIG) based scheme.",
    ],
)
def test_acronyms_of_what_is_used_are_no_own_names(abstract: str) -> None:
    text = number_sentences("Reeds at Night", abstract)
    assert find_names(text, label_roles(text)) == ()


def test_participle_that_opens_a_sentence_is_no_dataset() -> None:
    text = number_sentences("Reeds at Night", "Using a dataset of 118 reeds, we count leaves. It works.")
    assert find_datasets(text, ("method", "result"), ()) == ()


def test_first_half_of_a_name_is_no_other_form_of_it() -> None:
    text = number_sentences(
        "Sparsely-Rooted and Jointly-Grown Reeds for Dry Marshes",
        "We propose a Sparsely-Rooted and Jointly-Grown Net (SR-JGN) to deal with dry marshes.",
    )
    assert "Sparsely-Rooted" not in find_names(text, ("method",))


def test_a_data_set_that_is_only_an_example_is_not_evaluated_on() -> None:
    text = number_sentences("Counting Birds", "We count birds in any large collection (e.g. ImageNet).")
    assert [(one.name, one.role) for one in find_datasets(text, ("method",), ())] == [("ImageNet", "other")]
    text = number_sentences(
        "Counting Birds", "We evaluate a network that counts birds (e.g. on ImageNet, with results)."
    )
    assert [one.role for one in find_datasets(text, ("method",), ())] == ["evaluated"]


def test_a_kind_of_data_is_no_data_set() -> None:
    text = number_sentences("Where People Go", "We study where people go on a large LBSN dataset. We report accuracy.")
    assert find_datasets(text, label_roles(text), ()) == ()


def test_what_spells_a_name_behind_for_is_no_part_of_it() -> None:
    text = number_sentences("Counting", "We call this model SLIDE for Structural Learning of Islands.")
    assert find_names(text, ("method",))[0] == "SLIDE"


@pytest.mark.parametrize(
    ("sentence", "models"),
    [
        ("It is faster than TarnSum and the older ReedNet++ on FenQA.", ("TarnSum", "ReedNet++")),
        ("It needs fewer lamps than PeatMed articles.", ()),
        ("It reads LampLit boards with fewer errors.", ()),
        ("It is slower than the lamp-lit TarnReed (TaReed) and than TaReeds by night.", ("TarnReed",)),
    ],
)
def test_systems_that_a_work_is_compared_with_are_models(sentence: str, models: tuple[str, ...]) -> None:
    text = number_sentences("Reeds at Night", f"We count reeds. {sentence}")
    assert find_models(text, ("method", "result"), (), ()) == models
