"""Ids and normal forms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.identity import canonical_id, displayed_id, normalized_title, text_hash, title_id


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("2406.11431v2", "arxiv:2406.11431"),
        ("arXiv:2406.11431", "arxiv:2406.11431"),
        ("https://arxiv.org/pdf/2406.11431v1", "arxiv:2406.11431"),
        ("https://huggingface.co/papers/2406.11431", "arxiv:2406.11431"),
        ("10.48550/arXiv.2406.11431", "arxiv:2406.11431"),
        ("math.GT/0309136", "arxiv:math/0309136"),
        ("hep-th/9901001v3", "arxiv:hep-th/9901001"),
        ("p19-1001", "acl:P19-1001"),
        ("https://aclanthology.org/2023.acl-long.5.pdf", "acl:2023.acl-long.5"),
        ("doi:10.1000/ABC.", "doi:10.1000/abc"),
        ("https://openreview.net/forum?id=aB3_defGHi", "openreview:aB3_defGHi"),
        ("mossgate", None),
        ("2406.114", None),
        ("doi:", None),
    ],
)
def test_ids_have_one_canonical_form(printed: str, canonical: str | None) -> None:
    assert canonical_id(printed) == canonical


@given(st.text())
def test_canonical_id_of_a_canonical_id_is_itself(text: str) -> None:
    found = canonical_id(text)
    assert found is None or canonical_id(found) == found


def test_titles_that_differ_in_case_dashes_and_marks_have_one_id() -> None:
    assert title_id("Gate‐Guided Pruning: Why?") == title_id("gate-guided  pruning — why")
    assert title_id("Gate-Guided Pruning, Part 2") != title_id("Gate-Guided Pruning")


@given(st.text(min_size=1))
def test_normalizing_a_title_twice_changes_nothing(title: str) -> None:
    assert normalized_title(normalized_title(title)) == normalized_title(title)


def test_displayed_id_prefers_arxiv_then_acl_then_doi() -> None:
    assert displayed_id(["doi:10.1/x", "acl:P19-1001", "arxiv:2406.11431"], "T") == "arxiv:2406.11431"
    assert displayed_id(["openreview:abcdefgh", "doi:10.1/x"], "T") == "doi:10.1/x"
    assert displayed_id([], "T") == title_id("T")


def test_text_hash_tells_title_and_abstract_apart() -> None:
    assert text_hash("a", "b c") != text_hash("a b", "c")
