"""A person's corrections win over pages and engines."""

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.correct import apply_corrections, corrected_fields, correction_problem, matching, person_tags
from schemas.answer import ClaimKind, DatasetRole
from schemas.extraction import Claim, Dataset, Extraction, Mention, Provenance, Statement, TopicTag
from schemas.outcome import Extracted
from schemas.paper import Entry, Paper
from schemas.record import CorrectedField, CorrectedList, Correction, Record

ROLE: DatasetRole = "evaluated"


def set_to(field: CorrectedField, value: str | None) -> Correction:
    return Correction(paper="arxiv:2605.99999", action="set", field=field, value=value, at="2026-05-20T07:00:00Z")


def add(tag: str) -> Correction:
    return Correction(paper="arxiv:2605.99999", action="add-tag", value=tag, at="2026-05-20T07:00:00Z")


def remove(tag: str) -> Correction:
    return Correction(paper="arxiv:2605.99999", action="remove-tag", value=tag, at="2026-05-20T07:00:00Z")


UNDO = Correction(paper="arxiv:2605.99999", action="undo", at="2026-05-20T07:00:00Z")


def record(*corrections: Correction, extracted: bool = True) -> Record:
    entry = Entry(page="a.txt", position=0, kind="plain", title="Mossgate")
    extraction = Extraction(
        text_hash="0" * 32,
        spans=(),
        contribution="method",
        task="question answering",
        tldr=Statement(text="It stops early.", sentences=(1,)),
        method_names=(Mention(name="Mossgate"),),
        method=Statement(text="A stopping rule.", sentences=(2,)),
        claims=(Claim(text="It needs 52% fewer calls.", sentences=(3,), kind="result"),),
        datasets=(Dataset(name="FenQA", role=ROLE),),
        models=(Mention(name="Llama 3.1 8B"),),
        topics=(TopicTag(node="rag", path=("cs.IR", "Retrieval-augmented generation"), term="RAG"),),
        terms=(Mention(name="adaptive stopping"),),
        status="complete",
        provenance=Provenance(engine="extractive", engine_version="1"),
    )
    return Record(
        paper=Paper(id="arxiv:2605.99999", title="Mossgate", date="2026-05-19", sources=(entry,), date_inferred=True),
        first_seen="2026-05-20T07:00:00Z",
        baseline=False,
        abstract_first_seen="2026-05-20T07:00:00Z",
        outcome=Extracted(extraction=extraction) if extracted else None,
        corrections=corrections,
    )


def extraction_of(corrected: Record) -> Extraction:
    assert isinstance(corrected.outcome, Extracted)
    return corrected.outcome.extraction


def test_record_without_corrections_stays_as_it_is() -> None:
    assert apply_corrections(record()) == record()


def test_person_sets_title_date_and_venue_of_the_paper() -> None:
    corrections = set_to("title", "Mossgate II"), set_to("date", "2026-05"), set_to("venue", "FenConf 2026")
    paper = apply_corrections(record(*corrections)).paper
    assert (paper.title, paper.date, paper.venue) == ("Mossgate II", "2026-05", "FenConf 2026")
    assert not paper.date_inferred


def test_person_empties_a_field() -> None:
    corrected = apply_corrections(record(set_to("date", None), set_to("tldr", None), set_to("method", None)))
    assert corrected.paper.date is None
    assert extraction_of(corrected).tldr is None
    assert (extraction_of(corrected).method, extraction_of(corrected).method_names) == (None, ())


def test_person_needs_no_sentence_as_evidence() -> None:
    extraction = extraction_of(apply_corrections(record(set_to("tldr", "It knows when to stop."))))
    assert extraction.tldr == Statement(text="It knows when to stop.", sentences=(), person=True)


def test_corrected_record_survives_a_round_trip() -> None:
    corrected = apply_corrections(record(set_to("method", "A rule."), set_to("contribution", "theory"), add("mine")))
    assert Record.model_validate_json(corrected.model_dump_json()) == corrected


def test_later_correction_wins() -> None:
    corrected = apply_corrections(record(set_to("contribution", "theory"), set_to("contribution", "survey")))
    assert extraction_of(corrected).contribution == "survey"


@pytest.mark.parametrize("tag", ["RAG", "retrieval-augmented  generation", "cs.ir › Retrieval-Augmented Generation"])
def test_topic_is_removed_by_id_label_or_path_whatever_its_case(tag: str) -> None:
    assert extraction_of(apply_corrections(record(remove(tag)))).topics == ()


def test_term_dataset_and_model_are_removed_by_name() -> None:
    extraction = extraction_of(
        apply_corrections(record(remove("Adaptive Stopping"), remove("fenqa"), remove("llama 3.1 8b")))
    )
    assert (extraction.terms, extraction.datasets, extraction.models) == ((), (), ())
    assert extraction.topics


def test_persons_tags_stand_once_in_their_order_and_can_be_removed() -> None:
    assert person_tags(record(add("to read"), add("Mine"), add("mine"), add("to  do"))) == ("to read", "Mine", "to do")
    assert person_tags(record(add("to read"), add("mine"), remove("TO READ"))) == ("mine",)
    assert person_tags(record(remove("mine"), add("mine"))) == ("mine",)


def test_undo_takes_all_former_corrections_back() -> None:
    corrected = apply_corrections(record(set_to("title", "Wrong"), add("wrong"), remove("rag"), UNDO, add("right")))
    assert corrected.paper.title == "Mossgate"
    assert extraction_of(corrected).topics
    assert person_tags(corrected) == ("right",)


def test_paper_that_was_not_extracted_can_be_corrected_too() -> None:
    corrected = apply_corrections(record(set_to("title", "Mossgate II"), set_to("tldr", "So."), extracted=False))
    assert (corrected.paper.title, corrected.outcome) == ("Mossgate II", None)


@pytest.mark.parametrize(
    ("correction", "word"),
    [
        (set_to("contribution", "poem"), "survey"),
        (set_to("contribution", None), "empty"),
        (set_to("title", "  "), "empty"),
        (set_to("date", "May 2026"), "YYYY-MM-DD"),
        (set_to("date", "2026-02-30"), "YYYY-MM-DD"),
        (add(" "), "empty"),
        (Correction(paper="x", action="set", value="y", at="2026-05-20T07:00:00Z"), "field"),
    ],
)
def test_impossible_correction_is_explained_and_passed_over(correction: Correction, word: str) -> None:
    assert word in (correction_problem(correction) or "")
    corrected = apply_corrections(record(correction))
    assert (corrected.paper, corrected.outcome) == (record().paper, record().outcome)


CORRECTIONS = st.one_of(
    st.sampled_from(["rag", "FenQA", "mine", "adaptive stopping"]).flatmap(
        lambda tag: st.sampled_from([add(tag), remove(tag)])
    ),
    st.builds(set_to, st.sampled_from(["title", "date", "venue", "task", "tldr", "method"]), st.none() | st.text()),
    st.just(UNDO),
)


@given(st.lists(CORRECTIONS))
def test_applying_twice_is_applying_once(corrections: list[Correction]) -> None:
    once = apply_corrections(record(*corrections))
    assert apply_corrections(once) == once
    assert Record.model_validate(once.model_dump()) == once


def item(
    action: Literal["add", "remove"], field: CorrectedList, value: str, kind: ClaimKind | DatasetRole | None = None
) -> Correction:
    return Correction(
        paper="arxiv:2605.99999", action=action, field=field, value=value, kind=kind, at="2026-05-20T07:00:00Z"
    )


def test_person_adds_and_takes_out_items_of_every_list() -> None:
    said = (
        item("add", "claim", "It works at night.", "finding"),
        item("remove", "claim", "It needs 52% fewer calls."),
        item("add", "dataset", "MarshBench", "trained"),
        item("remove", "dataset", "fenqa"),
        item("add", "model", "Reed 2B"),
        item("add", "method-name", "MG"),
        item("add", "author", "Ada Quillfeather"),
        item("add", "category", "cs.DL"),
    )
    corrected = apply_corrections(record(*said))
    extraction = extraction_of(corrected)
    assert [(claim.text, claim.kind, claim.person) for claim in extraction.claims] == [
        ("It works at night.", "finding", True)
    ]
    assert [(one.name, one.role, one.person) for one in extraction.datasets] == [("MarshBench", "trained", True)]
    assert [one.name for one in extraction.models] == ["Reed 2B", "Llama 3.1 8B"]
    assert [one.name for one in extraction.method_names] == ["MG", "Mossgate"]
    assert (corrected.paper.authors, corrected.paper.categories) == (("Ada Quillfeather",), ("cs.DL",))
    assert corrected_fields(corrected) == ("claim", "dataset", "model", "method-name", "author", "category")


def test_claim_taken_out_stays_out_when_it_is_worded_with_more_or_fewer_words() -> None:
    said = record(item("remove", "claim", "On a quiet night it needs 52% fewer calls than before."))
    shorter = "It needs 52% fewer calls than before"
    outcome = Extracted(
        extraction=extraction_of(said).model_copy(
            update={"claims": (Claim(text=shorter, sentences=(3,), kind="result"),)}
        )
    )
    assert extraction_of(apply_corrections(said.model_copy(update={"outcome": outcome}))).claims == ()


def test_item_said_twice_stands_once() -> None:
    said = record(item("add", "dataset", "fenqa", "trained"), item("add", "dataset", "FenQA", "introduced"))
    assert [(one.name, one.role) for one in extraction_of(apply_corrections(said)).datasets] == [
        ("FenQA", "introduced")
    ]


def test_words_mean_the_same_item_before_those_that_contain_them() -> None:
    assert matching(record(), "claim", "52%") == ("It needs 52% fewer calls.",)
    assert matching(record(), "dataset", "FENQA") == ("FenQA",)
    assert matching(record(item("add", "model", "Llama")), "model", "zebra") == ()
    both = apply_corrections(record(item("add", "model", "Llama")))
    assert matching(both, "model", "llama") == ("Llama",)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        (item("add", "claim", " "), "must not be empty"),
        (item("add", "model", "X", "trained"), "has none"),
        (item("add", "claim", "X", "trained"), "no kind of claim"),
        (item("add", "claim", "X", "theory"), None),
    ],
)
def test_problem_of_an_item_is_told(said: Correction, problem: str | None) -> None:
    told = correction_problem(said)
    assert told is None if problem is None else problem in (told or "")
