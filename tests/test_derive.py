"""Tests of the rule of every field of an answer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.derive import derive
from agent.extract.sentences import number_sentences
from schemas.answer import Answer, ClaimAnswer, DatasetAnswer, MethodAnswer, TldrAnswer
from schemas.extraction import Extraction, Provenance
from schemas.identity import text_hash
from schemas.taxonomy import load_taxonomy

TEXT = number_sentences(
    "Mossgate: Question Answering with Fewer Passages",
    "Large language models read more passages than they need. "
    "We present Mossgate, a rule that stops retrieval early. "
    "On FenQA it needs 52% fewer retrieval calls than Llama-3.1-8B.",
)
PROVENANCE = Provenance(engine="extractive", engine_version="1")
CLAIM = ClaimAnswer(text="On FenQA it needs 52% fewer calls.", kind="result", sentences=(3,))


def extraction_of(answer: Answer) -> Extraction:
    return derive(TEXT, ("background", "method", "result"), answer, load_taxonomy(), PROVENANCE, ("cs.CL",))


def say(
    task: str | None = None,
    method: MethodAnswer | None = None,
    claims: tuple[ClaimAnswer, ...] = (),
    datasets: tuple[DatasetAnswer, ...] = (),
    models: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    tldr: TldrAnswer | None = None,
) -> Extraction:
    return extraction_of(
        Answer(
            contribution="method",
            task=task,
            method=method or MethodAnswer(),
            claims=claims,
            datasets=datasets,
            models=models,
            topics=topics,
            tldr=tldr,
        )
    )


def reasons(extraction: Extraction) -> list[tuple[str, str]]:
    return [(dropped.field, finding.rule) for dropped in extraction.dropped for finding in dropped.findings]


def test_a_carried_answer_is_complete() -> None:
    found = say(
        task="question answering",
        method=MethodAnswer(names=("Mossgate",), summary="Mossgate stops retrieval early.", sentences=(2,)),
        claims=(CLAIM,),
        datasets=(DatasetAnswer(name="FenQA", role="evaluated", sentences=()),),
        models=("Llama-3.1-8B",),
        topics=("question answering", "passages", "retrieval calls"),
        tldr=TldrAnswer(text="Mossgate needs 52% fewer retrieval calls on FenQA.", sentences=(3, 2, 3)),
    )
    assert found.dropped == ()
    assert found.status == "complete"
    assert found.text_hash == text_hash(TEXT.title, TEXT.abstract)
    assert [span.role for span in found.spans] == ["background", "method", "result"]
    assert found.task == "question answering"
    assert found.tldr is not None
    assert found.tldr.sentences == (2, 3)
    assert found.method_names[0].sentences == (2,)
    assert found.datasets[0].sentences == (3,)
    assert found.models[0].sentences == (3,)
    assert "Question answering" in [tag.path[1] for tag in found.topics]
    assert "retrieval calls" in [term.name for term in found.terms]
    assert found.predicted_categories == ("cs.CL",)
    assert found.provenance == PROVENANCE


def test_missing_roles_are_other() -> None:
    found = derive(TEXT, ("background",), Answer(contribution="survey"), load_taxonomy(), PROVENANCE)
    assert [span.role for span in found.spans] == ["background", "other", "other"]


def test_what_breaks_its_rule_is_dropped_with_the_reason() -> None:
    found = say(
        task="groundwater sensing",
        method=MethodAnswer(names=("BogNet",), summary="BogNet measures groundwater.", sentences=(2,)),
        claims=(ClaimAnswer(text="On FenQA it needs 25% fewer calls.", kind="result", sentences=(3,)),),
        datasets=(DatasetAnswer(name="BogBench", role="other", sentences=(1,)),),
        models=("GPT-4o",),
        topics=("hydrology",),
        tldr=TldrAnswer(text="It needs 52% fewer retrieval calls.", sentences=(9,)),
    )
    assert reasons(found) == [
        ("tldr", "sentence"),
        ("task", "occurrence"),
        ("method", "occurrence"),
        ("method", "name"),
        ("method", "content"),
        ("claim", "number"),
        ("dataset", "occurrence"),
        ("model", "occurrence"),
        ("topic", "occurrence"),
    ]
    assert found.status == "partial"
    assert (found.tldr, found.task, found.method, found.claims) == (None, None, None, ())


def test_a_long_tldr_is_dropped_unless_it_is_a_printed_sentence() -> None:
    sentence = "Mossgate stops " + "retrieval early and " * 16 + "reads less."
    text = number_sentences("Fens", f"Fens are wet. {sentence}")
    for statement, kept in ((sentence, True), (sentence + " Early.", False)):
        answer = Answer(contribution="method", tldr=TldrAnswer(text=statement, sentences=(2,)))
        found = derive(text, (), answer, load_taxonomy(), PROVENANCE)
        assert (found.tldr is not None) is kept
    assert reasons(found) == [("tldr", "length")]


def test_a_task_has_one_to_six_words() -> None:
    assert reasons(say(task="  ")) == [("task", "length")]
    assert reasons(say(task="question answering with large language models passages")) == [("task", "length")]


def test_repeated_items_are_folded_and_not_counted() -> None:
    again = CLAIM.model_copy(update={"text": "on FenQA  it needs 52% fewer calls"})
    found = say(
        claims=(CLAIM, again),
        models=("Llama-3.1-8B", "Llama-3.1-8B"),
        method=MethodAnswer(names=("Mossgate", "mossgate ")),
        topics=("retrieval", "Retrieval"),
    )
    assert (len(found.claims), len(found.models), len(found.method_names)) == (1, 1, 1)
    assert found.status == "complete"


def test_more_items_than_a_field_holds_are_dropped() -> None:
    words = TEXT.abstract.replace(".", " ").replace(",", " ").split()
    names = tuple(
        dict.fromkeys(word.casefold() for word in words if len(word) > 3 and word.isalpha() and word.islower())
    )
    assert len(names) > 12
    claims = tuple(
        CLAIM.model_copy(
            update={"text": f"On FenQA it needs 52% fewer retrieval calls{' still' * number}.", "key": True}
        )
        for number in range(10)
    )
    found = say(claims=claims, models=names, topics=names)
    assert (len(found.claims), len(found.models)) == (8, 12)
    assert sum(claim.key for claim in found.claims) == 3
    assert {rule for _, rule in reasons(found)} == {"count"}


@pytest.mark.parametrize("name", ["Fen\x1b[2JQA", "", "\x00", "\u202eFenQA\u202c", "FenQA\n"])
def test_a_name_is_kept_only_as_it_can_be_shown(name: str) -> None:
    found = say(datasets=(DatasetAnswer(name=name, role="other", sentences=(10**9,)),))
    kept = [dataset.name for dataset in found.datasets]
    assert kept == (["FenQA"] if "FenQA" in name else [])
    assert all(dropped.text.isprintable() for dropped in found.dropped)


def test_thousands_of_items_are_survived() -> None:
    claims = tuple(ClaimAnswer(text=f"{'fen ' * 400}{n}", kind="result", sentences=(n - 500,)) for n in range(1000))
    found = say(claims=claims, models=tuple(f"Model{n}" * 200 for n in range(1000)))
    assert len(found.dropped) == 2000


LINE = st.text(max_size=60) | st.sampled_from([*TEXT.sentences, "FenQA", "52%", "question answering"])
NUMBERS = st.lists(st.integers(-(10**12), 10**12) | st.integers(1, 3), max_size=4).map(tuple)


@given(LINE, NUMBERS, LINE, NUMBERS, st.lists(LINE, max_size=9))
def test_any_answer_has_an_extraction(
    claim: str, cited: tuple[int, ...], tldr: str, tldr_cited: tuple[int, ...], terms: list[str]
) -> None:
    found = say(
        task=tldr,
        method=MethodAnswer(names=tuple(terms), summary=claim, sentences=tldr_cited),
        claims=(ClaimAnswer(text=claim, kind="finding", sentences=cited),),
        datasets=tuple(DatasetAnswer(name=term, role="other", sentences=cited) for term in terms),
        models=tuple(terms),
        topics=tuple(terms),
        tldr=TldrAnswer(text=tldr, sentences=tldr_cited),
    )
    assert (found.status == "partial") is bool(found.dropped)
    for statement in (*found.claims, *filter(None, (found.tldr, found.method))):
        assert set(statement.sentences) <= {1, 2, 3}
