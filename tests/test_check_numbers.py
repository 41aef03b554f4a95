"""Tests of rule 2: numbers, units and the words they belong to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.check import check_statement
from agent.extract.numbers import quantities
from agent.extract.sentences import NumberedText, number_sentences
from agent.extract.words import repaired


def text_of(sentence: str) -> NumberedText:
    return number_sentences("A Study of Fens", sentence)


def rules(statement: str, sentence: str) -> set[str]:
    return {finding.rule for finding in check_statement(statement, [1], text_of(sentence))}


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("2.5 times", "2.5x"),
        ("2.5x", "2.5$\\times$"),
        ("10x", "10-fold"),
        ("ten-fold", "10x"),
        ("3x", "threefold"),
        ("twice", "2x"),
        ("a factor of 3", "3x"),
        ("10x", "an order of magnitude"),
        ("100 times", "two orders of magnitude"),
        ("51%", "51\\%"),
        ("51 percent", "51%"),
        ("half", "50%"),
        ("90.01%", "90. 01%"),
        ("4200", "4,200"),
        ("4.5K", "4,500"),
        ("7 billion", "7B"),
        ("1.5M", "1.5 million"),
        ("7", "seven"),
        ("twenty-five", "25"),
        ("0.2 percentage points", "0.2\\,pp"),
        ("5 to 27 points", "5--27 points"),
        ("86-90%", "86--90\\%"),
        ("16 GB", "16GB"),
    ],
)
def test_one_number_has_many_forms(said: str, printed: str) -> None:
    assert rules(f"The fen grows by {said}.", f"We show that the fen grows by {printed} in wet years.") == set()


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("5", "5%"),
        ("5%", "5 points"),
        ("5 points", "5%"),
        ("1.3 times", "1.3 points"),
        ("1.3 times", "1.3"),
        ("25", "2.5"),
        ("73%", "37%"),
        ("45K", "4.5K"),
        ("five", "seven"),
        ("a third", "half"),
        ("O(n^2)", "O(n^4)"),
        ("16 GB", "16 MB"),
        ("an order of magnitude", "two orders of magnitude"),
        ("61 to 68%", "61 to 71%, not 68%,"),
        ("24% to 43%", "43% to 24%"),
    ],
)
def test_another_number_is_found(said: str, printed: str) -> None:
    assert rules(f"The fen grows by {said}.", f"We show that the fen grows by {printed} in wet years.") == {"number"}


def test_a_finding_names_number_and_sentence() -> None:
    (finding,) = check_statement("The fen grows by 52%.", [1], text_of("The fen grows by 25%."))
    assert finding.message == "the number 52% is not in s1"


def test_a_number_of_another_sentence_does_not_count() -> None:
    text = number_sentences("Fens", "The fen grows by 25%. The marsh grows by 52%.")
    assert check_statement("The fen grows by 52%.", [1], text)
    assert not check_statement("The marsh grows by 52%.", [2], text)


SENTENCE = "Mossgate reaches an accuracy of 91.5% on FenQA and a recall of 84.2% on MarshBench."


@pytest.mark.parametrize(
    "statement",
    [
        "On MarshBench the recall of Mossgate is 84.2%, while its accuracy on FenQA is 91.5%.",
        "Mossgate has 91.5% accuracy on FenQA and 84.2% recall on MarshBench.",
        SENTENCE,
    ],
)
def test_numbers_may_change_their_order_with_their_words(statement: str) -> None:
    assert rules(statement, SENTENCE) == set()


@pytest.mark.parametrize(
    "statement",
    [
        "Mossgate reaches an accuracy of 84.2% on FenQA and a recall of 91.5% on MarshBench.",
        "On MarshBench the recall of Mossgate is 91.5%, while its accuracy on FenQA is 84.2%.",
    ],
)
def test_numbers_may_not_change_places(statement: str) -> None:
    assert rules(statement, SENTENCE) == {"number"}


def test_a_printed_list_is_no_swap() -> None:
    printed = "Mossgate gains 36.2% and 18.5% in recall and accuracy, respectively."
    assert rules("Mossgate gains 36.2% in recall and 18.5% in accuracy.", printed) == set()


def test_numbers_in_names_are_names() -> None:
    assert quantities(repaired("GPT-4 and Llama-3")) == ()
    assert quantities(repaired("Qwen2.5-32B")) == ()


def test_one_is_a_number_only_with_a_unit() -> None:
    assert quantities("one of them") == ()
    assert [quantity.readings for quantity in quantities("one percent")] == [((Decimal(1), "%"),)]


@given(st.text(alphabet=st.sampled_from("0123456789.,-+^%xKB ofthreandpit\\{}$") | st.characters(), max_size=120))
def test_any_text_is_read_and_carries_its_own_numbers(text: str) -> None:
    plain = repaired(text)
    for quantity in quantities(plain):
        assert 0 <= quantity.start < quantity.end <= len(plain)
    sentence = f"We say {text}"
    findings = check_statement(sentence, [1], NumberedText("", sentence, ((0, len(sentence)),)))
    assert "is not in" not in " ".join(finding.message for finding in findings)
