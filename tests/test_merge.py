"""The same paper from several sources."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.merge import Features, jaccard, link_strength, merge
from schemas.paper import Entry
from schemas.taxonomy import load_taxonomy
from tests.builders import entries_of_few_works, entry, seen, words

TEXT = words(0, 80)
HALF = " ".join(TEXT.split()[:40]) + " " + words(5000, 40)
"""Shares a third of the runs of five words with TEXT."""
TAXONOMY = load_taxonomy()


def groups(*entries: Entry) -> set[frozenset[str]]:
    """Merge entries; return the pages of each paper."""
    merged = merge([seen(one) for one in entries], TAXONOMY)
    return {frozenset(source.page for source in paper.sources) for paper in merged.papers}


def pair(one: dict[str, object], other: dict[str, object]) -> bool:
    """Say whether two entries, given as fields, are one paper."""
    first, second = ({"title": "Mossgate", "abstract": TEXT, **fields} for fields in (one, other))
    entries = [
        Entry.model_validate({"page": p, "position": 0, "kind": "plain", **f}) for p, f in (("a", first), ("b", second))
    ]
    return len(groups(*entries)) == 1


def test_same_title_and_overlapping_abstract_is_one_paper() -> None:
    assert pair({}, {"abstract": HALF})


def test_same_title_and_no_abstract_is_one_paper() -> None:
    assert pair({}, {"abstract": ""})


def test_same_title_and_a_common_author_is_one_paper() -> None:
    assert pair({"authors": ["Ada Quillfeather 0017"]}, {"abstract": words(9000), "authors": ["Quillfeather Ada"]})


def test_same_title_alone_is_two_papers_with_ids_of_their_own() -> None:
    merged = merge([seen(entry("Editorial", words(0), "a")), seen(entry("Editorial", words(9000), "b"))], TAXONOMY)
    assert len({paper.id for paper in merged.papers}) == 2


def test_same_abstract_under_a_new_title_is_one_paper() -> None:
    assert pair({}, {"title": "Knowing When to Stop", "abstract": HALF})


@pytest.mark.parametrize(
    ("one", "other"), [("Mossgate Part I", "Mossgate Part II"), ("Fen 2", "Fen 3"), ("Fen", "Fen 2")]
)
def test_titles_that_differ_by_a_part_are_two_papers(one: str, other: str) -> None:
    assert not pair({"title": one}, {"title": other})


def test_different_ids_of_one_namespace_never_merge() -> None:
    assert not pair({"ids": ["arxiv:2601.00001"]}, {"ids": ["arxiv:2601.00002"]})


def test_different_ids_do_not_merge_through_a_third_paper() -> None:
    papers = groups(
        entry("Mossgate", TEXT, "a", ids=["arxiv:2601.00001"]),
        entry("Mossgate", TEXT, "b", ids=["arxiv:2601.00002"]),
        entry("Mossgate", TEXT, "c"),
    )
    assert len(papers) == 2


def test_ids_of_different_namespaces_merge() -> None:
    assert pair({"ids": ["arxiv:2601.00001"]}, {"ids": ["acl:2026.fen-1.1"]})


def test_a_common_id_merges_whatever_else_differs() -> None:
    assert pair({"ids": ["arxiv:2601.00001"]}, {"ids": ["arxiv:2601.00001"], "title": "Other", "abstract": words(9000)})


def test_small_overlap_is_reported_and_not_merged() -> None:
    little = " ".join(TEXT.split()[:22]) + " " + words(5000, 58)
    assert 0.10 <= jaccard(Features(entry("x", TEXT)), Features(entry("y", little))) < 0.25
    merged = merge([seen(entry("Mossgate", TEXT, "a")), seen(entry("Fenlight", little, "b"))], TAXONOMY)
    assert len(merged.papers) == 2
    assert merged.possibly_same == (tuple(sorted(paper.id for paper in merged.papers)),)


def test_unrelated_papers_have_no_link() -> None:
    assert link_strength(Features(entry("Mossgate", TEXT)), Features(entry("Fenlight", words(9000)))) == 0


def test_published_source_wins_title_and_authors_and_exact_date_wins() -> None:
    profile = entry(
        "Mossgate: knowing", TEXT, "a", date="2026-05-19", categories=["CL"], authors=["A B"], authors_truncated=True
    )
    venue = entry("Mossgate: Knowing", TEXT, "b", date="2026", venue="FenConf 2026", authors=["A B", "C D"])
    (paper,) = merge([seen(profile), seen(venue)], TAXONOMY).papers
    assert (paper.title, paper.authors, paper.date) == ("Mossgate: Knowing", ("A B", "C D"), "2026-05-19")
    assert (paper.venue, paper.categories, paper.authors_truncated) == ("FenConf 2026", ("cs.CL",), False)


def test_undamaged_print_of_the_same_abstract_wins() -> None:
    clean, damaged = f"{TEXT} It gains 2.5 points.", f"{TEXT} It gains 2. 5 points."
    (paper,) = merge(
        [seen(entry("M", clean, "a", date="2025")), seen(entry("M", damaged, "b", venue="V 2026"))], TAXONOMY
    ).papers
    assert paper.abstract == clean
    assert paper.other_abstracts == ()


def test_other_versions_of_the_abstract_are_kept() -> None:
    (paper,) = merge(
        [seen(entry("M", TEXT, "a", date="2025")), seen(entry("M", HALF, "b", date="2026"))], TAXONOMY
    ).papers
    assert (paper.abstract, paper.other_abstracts) == (HALF, (TEXT,))


def test_latest_reading_of_a_page_wins_over_what_it_printed_before() -> None:
    old = seen(entry("M", f"{TEXT} A longer ending that was taken back.", "a"), reading=1)
    new = seen(entry("M", TEXT, "a"), reading=2)
    (paper,) = merge([old, new], TAXONOMY).papers
    assert paper.abstract == TEXT
    assert len(paper.sources) == 2


def test_order_of_three_versions_makes_no_difference() -> None:
    entries = [
        entry("M", TEXT, "a", ids=["arxiv:2601.00001"]),
        entry("M", HALF, "b", ids=["arxiv:2601.00002"]),
        entry("M", "", "c"),
    ]
    results = {merge([seen(one) for one in order], TAXONOMY).papers for order in permutations(entries)}
    assert len(results) == 1


@settings(max_examples=60, deadline=None)
@given(st.lists(entries_of_few_works, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_merging_does_not_depend_on_order(entries: list[Entry], random: object) -> None:
    shuffled = list(entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert (
        merge([seen(one) for one in entries], TAXONOMY).papers
        == merge([seen(one) for one in shuffled], TAXONOMY).papers
    )
