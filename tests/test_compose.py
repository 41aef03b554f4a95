"""What goes into a digest, and in which order."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.compose import ComposeOptions, compose, weekly_digest
from schemas.errors import UsageError
from schemas.extraction import (
    Dataset,
    Dropped,
    Finding,
    Statement,
)
from schemas.follow import Follow
from schemas.outcome import Failed, Refused
from schemas.record import FormerAbstract, Record
from tests.composed import SKIPPED, TAXONOMY, claim, extraction, only_entry, record


def test_digest_of_nothing_says_so() -> None:
    digest = compose([], TAXONOMY)
    assert (digest.title, digest.counts.papers, digest.sections) == ("Research digest", 0, ())


def test_topic_with_three_papers_has_a_section_and_smaller_ones_stand_under_their_category() -> None:
    records = [record(number, extraction(topics=("rag",))) for number in range(3)]
    records += [record(number, extraction(topics=("qa", "rag"))) for number in range(3, 5)]
    records += [record(5, extraction(predicted=("cs.CL",))), record(6, extraction())]
    digest = compose(records, TAXONOMY)
    assert [(section.path, section.name, len(section.papers)) for section in digest.sections] == [
        (("cs.CL",), "Computation and Language", 3),
        (("cs.IR", "Retrieval-augmented generation"), "Retrieval-augmented generation", 3),
        ((), "Without topic", 1),
    ]


def test_papers_without_topic_stand_last_however_many() -> None:
    records = [record(number, extraction()) for number in range(5)] + [record(5, extraction(topics=("qa",)))]
    assert [section.path for section in compose(records, TAXONOMY).sections] == [("cs.CL",), ()]


def test_category_that_the_taxonomy_does_not_know_is_named_by_its_code() -> None:
    assert compose([record(1, extraction(), categories=("zz.ZZ",))], TAXONOMY).sections[0].name == "zz.ZZ"


def test_newest_paper_stands_first_and_undated_ones_last() -> None:
    dates = {1: None, 2: "2026-05", 3: "2026-05-19", 4: "2025-12-31", 5: "2026-05-19"}
    records = [record(number, extraction(), printed=printed) for number, printed in dates.items()]
    (section,) = compose(records, TAXONOMY).sections
    assert [int(paper.id[-1]) for paper in section.papers] == [3, 5, 2, 4, 1]


def test_glance_counts_a_category_with_its_topics() -> None:
    records = [record(number, extraction(topics=("qa",))) for number in range(3)]
    records += [record(3, extraction(), categories=("cs.CL", "cs.IR")), record(4, extraction(topics=("rag",)))]
    records += [record(5, extraction())]
    rows = [(row.label, row.name, row.papers) for row in compose(records, TAXONOMY).glance]
    assert rows == [
        ("cs.CL", "Computation and Language", 4),
        ("Question answering", None, 3),
        ("cs.IR", "Information Retrieval", 1),
        ("–", "Without topic", 1),
    ]


def test_read_first_asks_its_reasons_one_after_the_other() -> None:
    new = (Dataset(name="FenQA", role="introduced"),)
    number = (claim("It needs 52% fewer calls.", 3, key=True),)
    records = [
        record(1, extraction(claims=number), printed="2026-05-20"),
        record(2, extraction(), pages=3, printed="2026-05-20"),
        record(3, extraction(claims=number), code=True, pages=2),
        record(4, extraction(datasets=new)),
        record(5, extraction(terms=("adaptive stopping",))),
        record(6, extraction()),
        record(7, extraction(datasets=new), authors=("Bo Sedgewick",)),
    ]
    follow = Follow(topics=("Adaptive  Stopping",), excludes=("bo sedgewick",))
    first = compose(records, TAXONOMY, ComposeOptions(follow=follow)).read_first
    assert [(int(paper.id[-1]), paper.reasons) for paper in first] == [
        (5, ("you follow “Adaptive  Stopping”",)),
        (4, ("new dataset",)),
        (3, ("code", "on 2 pages", "a result with a number")),
        (2, ("on 3 pages",)),
        (1, ("a result with a number",)),
    ]


def test_read_first_has_ten_papers_at_most_and_prefers_the_newer() -> None:
    records = [record(day, extraction(), code=True, printed=f"2026-05-{day:02}") for day in range(1, 15)]
    first = compose(records, TAXONOMY).read_first
    assert [int(paper.id[-2:]) for paper in first] == list(range(14, 4, -1))


@pytest.mark.parametrize(
    ("follow", "followed"),
    [
        (Follow(topics=("cs.IR",)), True),
        (Follow(topics=("rag",)), True),
        (Follow(topics=("retrieval",)), False),
        (Follow(authors=("ada QUILLFEATHER",)), True),
        (Follow(authors=("Ada",)), False),
        (Follow(keywords=("marsh birds",)), True),
        (Follow(keywords=("marsh bird",)), False),
        (Follow(keywords=("",)), False),
        (Follow(keywords=("mossgate",), excludes=("qa", "marsh")), False),
    ],
)
def test_reader_follows_topics_authors_and_whole_words(follow: Follow, followed: bool) -> None:
    digest = compose([record(1, extraction(topics=("rag",)))], TAXONOMY, ComposeOptions(follow=follow))
    assert bool(digest.read_first) == followed


def test_digit_of_a_name_or_a_year_is_no_result_with_a_number() -> None:
    claims = (claim("It beats Fen 3.1 8B and GPT-4 on FenQA-2 since 2024.", 3),)
    told = extraction(claims=claims, models=("Fen 3.1 8B",))
    assert compose([record(1, told)], TAXONOMY).read_first == ()


def test_paper_that_cannot_be_told_is_named_with_its_reason_and_link() -> None:
    records = [
        record(1, SKIPPED),
        record(2, Failed(reason="too-long", detail="too long for the model")),
        record(3, Refused(detail="it would not")),
        record(4, None),
        record(5, extraction()),
    ]
    digest = compose(records, TAXONOMY)
    assert [(paper.id, paper.reason) for paper in digest.untold.skipped] == [("arxiv:2605.00001", "no abstract")]
    assert [(paper.id, paper.reason) for paper in digest.untold.waiting] == [("arxiv:2605.00004", "not read yet")]
    reasons = ["too long for the model", "refused: it would not"]
    assert [paper.reason for paper in digest.untold.failed] == reasons
    assert digest.untold.failed[0].link.url == "https://arxiv.org/abs/2605.00002"
    assert digest.counts.papers == 5


def test_dropped_statement_is_named_with_its_findings() -> None:
    finding = Finding(rule="number", message="the number 52% is not in s3")
    lost = Dropped(field="claim", text="It needs 52% fewer calls.", sentences=(3,), findings=(finding,))
    (statement,) = compose([record(1, extraction(dropped=(lost,)))], TAXONOMY).untold.dropped
    assert (statement.field, statement.text, statement.findings) == ("claim", lost.text, (finding,))


def test_possibly_same_pairs_of_the_digest_stand_in_one_order() -> None:
    records = [record(number, extraction()) for number in (1, 2)]
    one, other = (paper.paper.id for paper in records)
    options = ComposeOptions(possibly_same=((other, one), (one, other), (one, "arxiv:2601.00009")))
    assert compose(records, TAXONOMY, options).untold.possibly_same == ((one, other),)


def test_many_papers_are_told_in_brief_unless_asked_otherwise() -> None:
    told = extraction(topics=("qa",), tldr=Statement(text="Birds.", sentences=(1,)), claims=(claim("Fens.", 2),))
    records = [record(number, told) for number in range(301)]
    brief = compose(records, TAXONOMY)
    assert brief.detail == "brief"
    assert brief.sections[0].papers[0].claims == ()
    assert compose(records[1:], TAXONOMY).detail == "full"
    assert compose(records, TAXONOMY, ComposeOptions(detail="full")).detail == "full"


def test_weekly_digest_tells_new_late_and_updated_papers_and_the_weeks_before() -> None:
    records = [
        record(1, extraction(topics=("qa",))),
        record(2, extraction(), categories=("cs.CL",), printed="2026-01-02", seen="2026-05-26T07:00:00Z"),
        record(
            3, extraction(), printed="2026-05-05", seen="2026-05-06T00:00:00Z", abstract_seen="2026-05-27T00:00:00Z"
        ),
        record(4, extraction(topics=("qa",)), printed="2026-05-12"),
        record(5, extraction(topics=("qa",)), printed="2026-05-11"),
        record(6, extraction(), printed="2026-05-25", seen="2026-05-26T07:00:00Z"),
    ]
    digest = weekly_digest(records, "2026-W21", TAXONOMY)
    assert digest.title == "Research digest · 18–24 May 2026 (2026-W21)"
    assert digest.weeks_before == ("2026-W17", "2026-W18", "2026-W19", "2026-W20")
    counts = digest.counts
    assert (counts.papers, counts.new, counts.late, counts.updated) == (3, 1, 1, 1)
    marks = {paper.id[-1]: paper.mark for section in digest.sections for paper in section.papers}
    assert marks == {"1": "new", "2": "late", "3": "updated"}
    assert [(row.label, row.papers, row.before) for row in digest.glance] == [
        ("cs.CL", 2, (0, 0, 0, 2)),
        ("–", 1, (0, 0, 1, 0)),
    ]


def test_weekly_digest_of_an_empty_week_counts_zero() -> None:
    digest = weekly_digest([record(1, extraction())], "2026-W10", TAXONOMY)
    assert (digest.counts.papers, digest.counts.new, digest.sections) == (0, 0, ())
    assert digest.title == "Research digest · 2–8 March 2026 (2026-W10)"


def test_weekly_digest_refuses_what_is_no_week() -> None:
    with pytest.raises(UsageError):
        weekly_digest([], "2026-21", TAXONOMY)


def test_changed_claims_stand_side_by_side_numbers_first() -> None:
    before = (
        claim("Mossgate works with any retriever at hand.", 1),
        claim("Mossgate needs 52% fewer calls on FenQA.", 2),
        claim("Everything else is unchanged.", 3, key=True),
        claim("A former finding about newts.", 4),
    )
    after = (
        claim("Mossgate works with nearly any retriever at hand.", 1),
        claim("Mossgate needs 48% fewer calls on FenQA.", 2),
        claim("Everything else is unchanged.", 3, key=True),
    )
    former = FormerAbstract(abstract="Old.", first_seen="2026-05-06T00:00:00Z", extraction=extraction(claims=before))
    updated = record(
        1,
        extraction(claims=after),
        printed="2026-05-05",
        seen="2026-05-06T00:00:00Z",
        abstract_seen="2026-05-27T00:00:00Z",
        former=(former,),
    )
    entry = only_entry(weekly_digest([updated], "2026-W21", TAXONOMY))
    assert [(change.before, change.after) for change in entry.changes] == [
        (before[1].text, after[1].text),
        (before[0].text, after[0].text),
        (before[3].text, None),
    ]
    assert [shown.text for shown in entry.claims] == ["Everything else is unchanged."]


def test_claims_of_different_engines_are_not_compared() -> None:
    told = extraction(claims=(claim("It flies.", 1),), engine="model")
    former = FormerAbstract(abstract="Old.", first_seen="2026-05-06T00:00:00Z", extraction=told)
    updated = record(
        1,
        extraction(claims=(claim("It swims.", 1),)),
        printed="2026-05-05",
        seen="2026-05-06T00:00:00Z",
        abstract_seen="2026-05-27T00:00:00Z",
        former=(former,),
    )
    assert only_entry(weekly_digest([updated], "2026-W21", TAXONOMY)).changes == ()


OUTCOMES = st.one_of(
    st.none(),
    st.just(SKIPPED),
    st.builds(
        lambda topics, predicted, names, engine: extraction(
            topics=tuple(topics),
            predicted=tuple(predicted),
            datasets=tuple(Dataset(name=name, role="introduced") for name in names),
            names=tuple(names),
            engine=engine,
        ),
        st.lists(st.sampled_from(["rag", "qa"]), unique=True),
        st.lists(st.sampled_from(["cs.CL", "cs.IR"]), max_size=1),
        st.lists(st.sampled_from(["FenQA", "fenqa", "BogQA"]), max_size=2),
        st.sampled_from(["model", "extractive"]),
    ),
)


LIBRARIES = st.lists(
    st.tuples(OUTCOMES, st.none() | st.dates().map(str), st.booleans(), st.integers(1, 2)), max_size=9
).map(
    lambda papers: [
        record(number, told, printed=printed, code=code, pages=pages)
        for number, (told, printed, code, pages) in enumerate(papers)
    ]
)


@given(LIBRARIES, st.randoms(use_true_random=False))
def test_digest_does_not_depend_on_the_order_of_records(records: list[Record], random: Random) -> None:
    shuffled = random.sample(records, len(records))
    assert compose(shuffled, TAXONOMY) == compose(records, TAXONOMY)


@given(LIBRARIES)
def test_each_paper_stands_in_one_section_or_among_what_is_not_told(records: list[Record]) -> None:
    digest = compose(records, TAXONOMY)
    placed = [paper.id for section in digest.sections for paper in section.papers]
    placed += [paper.id for paper in (*digest.untold.failed, *digest.untold.waiting, *digest.untold.skipped)]
    assert Counter(placed) == Counter(one.paper.id for one in records)
    assert sum(row.papers for row in digest.glance if row.name) == sum(len(part.papers) for part in digest.sections)


def test_read_first_gives_no_reason_that_its_entry_does_not_print() -> None:
    records = [record(1, extraction(claims=(claim("It needs 52% fewer calls.", 3),)))]
    assert [paper.reasons for paper in compose(records, TAXONOMY).read_first] == []
