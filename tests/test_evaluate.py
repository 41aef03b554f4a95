"""Figures on annotated abstracts: files are read strictly, counts are those made by hand, intervals hold the figure."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.evaluate.annotations import Annotation, Sample, read_annotations, read_edited_claims
from agent.evaluate.cases import Case
from agent.evaluate.claims import judge, measure_claims
from agent.evaluate.figures import Tally, f1, figure_of, recall, share
from agent.evaluate.measures import claim_sentences, kinds, own_name, result_numbers, roles, rouge_1
from agent.evaluate.names import datasets, topics
from agent.evaluate.table import ROWS, measure_all, worst
from agent.extract.extractive.engine import ExtractiveEngine
from agent.extract.sentences import number_sentences
from schemas.errors import UsageError
from schemas.outcome import Failed
from schemas.paper import Entry, Paper
from schemas.taxonomy import load_taxonomy

TITLE = "Lampwright: Lighting Marsh Paths"
ABSTRACT = (
    "Marsh paths are dark. We present Lampwright, a method that lights them. "
    "On the PathSet dataset it finds 12% more stones. It never loses a lamp."
)
GOLD = {
    "id": "lamp",
    "sentences": [[0, 21], [22, 71], [72, 120], [121, 142]],
    "roles": ["background", "method", "result", "result"],
    "contribution": ["method"],
    "method": {"names": ["Lampwright"], "sentences": [1]},
    "claims": [
        {"sentence": 2, "kind": "result", "key": True},
        {"sentence": 3, "kind": "finding", "required": False},
    ],
    "datasets": [{"names": ["PathSet"], "role": "evaluated"}],
    "models": [],
    "metrics": [{"text": "12%", "sentence": 2}],
    "arxiv": {"primary": "cs.CV", "accept": ["cs.RO"]},
    "topics": [{"names": ["path lighting"]}],
    "tldr": ["Lampwright lights marsh paths and finds more stones."],
}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    gold, papers = tmp_path / "gold.jsonl", tmp_path / "papers.jsonl"
    gold.write_text(json.dumps(GOLD) + "\n", encoding="utf-8")
    papers.write_text(json.dumps({"id": "lamp", "title": TITLE, "abstract": ABSTRACT}) + "\n", encoding="utf-8")
    return gold, papers


def case_of(sample: Sample) -> Case:
    taxonomy = load_taxonomy()
    return Case(sample, ExtractiveEngine(taxonomy).kept(sample.paper), taxonomy)


def test_annotation_meets_its_abstract(files: tuple[Path, Path]) -> None:
    (sample,) = read_annotations(files[0], [files[1]])
    assert sample.text.sentences[1].startswith("We present Lampwright")
    assert sample.paper.abstract == ABSTRACT


def test_papers_may_be_an_export_or_named_by_source_and_index(tmp_path: Path) -> None:
    gold, papers = tmp_path / "gold.jsonl", tmp_path / "papers.jsonl"
    gold.write_text('{"id": "arxiv:2605.00001"}\n{"id": "pag#2"}\n')
    exported = {"digest_export": 1, "paper": {"id": "arxiv:2605.00001", "title": TITLE, "abstract": ABSTRACT}}
    numbered = {"source": "page.txt", "index": 2, "title": TITLE, "abstract": ABSTRACT}
    papers.write_text(json.dumps(exported) + "\n\n" + json.dumps(numbered))
    assert [sample.text.abstract for sample in read_annotations(gold, [papers])] == [ABSTRACT, ABSTRACT]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"id": "other"}, "none of the papers has the id `other`"),
        ({"roles": ["result"]}, "1 roles for 4 sentences"),
        ({"roles": ["result", "hope"]}, "roles.1"),
        ({"sentences": [[0, 9000]]}, "`sentences` does not fit"),
        ({"method": {"names": [], "sentences": [4]}}, "there is no sentence 4"),
        ({"claims": [{"sentence": -1, "kind": "result"}]}, "claims.0.sentence"),
        ({"datasets": [{"names": []}]}, "datasets.0.names"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(
    files: tuple[Path, Path], change: dict[str, object], told: str
) -> None:
    files[0].write_text("\n" + json.dumps(GOLD | change))
    with pytest.raises(UsageError, match=r"line 2 of .*gold\.jsonl") as caught:
        read_annotations(files[0], [files[1]])
    assert told in caught.value.message


@pytest.mark.parametrize("text", ["", "[1]", "{", "\xff"])
def test_a_file_of_something_else_is_refused(files: tuple[Path, Path], text: str) -> None:
    files[0].write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=r"gold\.jsonl"):
        read_annotations(files[0], [files[1]])


def test_counts_are_those_made_by_hand(files: tuple[Path, Path]) -> None:
    case = case_of(read_annotations(files[0], [files[1]])[0])
    assert case.extraction is not None
    for measure, tally in (
        (claim_sentences, Tally(1, 1, 1, 1)),
        (own_name, Tally(1, 1)),
        (datasets, Tally(1, 1, 1, 1)),
        (result_numbers, Tally(1, 1)),
    ):
        scored = measure(case)
        assert scored is not None
        assert scored.tally == tally, measure.__name__


def test_an_engine_that_told_nothing_found_nothing(files: tuple[Path, Path]) -> None:
    (sample,) = read_annotations(files[0], [files[1]])
    case = Case(sample, Failed(reason="too-long", detail="too long"), load_taxonomy())
    for measure, tally in (
        (claim_sentences, Tally(0, 0, 0, 1)),
        (roles, Tally(0, 4)),
        (own_name, Tally(0, 1)),
        (topics, Tally(0, 0, 0, 1)),
    ):
        scored = measure(case)
        assert scored is not None
        assert scored.tally == tally, measure.__name__
    assert kinds(case) is None


def test_what_was_not_annotated_is_not_measured(files: tuple[Path, Path]) -> None:
    files[0].write_text('{"id": "lamp", "contribution": ["method"], "note": "mine"}')
    case = case_of(read_annotations(files[0], [files[1]])[0])
    table = measure_all({"extractive": [case]})
    told = {"TL;DR of 30 words"} if case.extraction and case.extraction.tldr else set()
    assert set(table) == {"contribution", "said and kept"} | told


def test_worst_cases_say_what_was_wrong(files: tuple[Path, Path]) -> None:
    files[0].write_text(json.dumps(GOLD | {"contribution": ["survey"]}))
    found = worst({"extractive": [case_of(read_annotations(files[0], [files[1]])[0])]})
    assert ("contribution", ("method, not survey",)) in [(one.measure, one.wrong) for one in found]


def test_sentences_of_the_engine_fall_on_those_of_the_annotation() -> None:
    taxonomy = load_taxonomy()
    entry = Entry(page="p", position=0, kind="plain", title=TITLE, abstract=ABSTRACT)
    paper = Paper(id="t:0123456789ab", title=TITLE, abstract=ABSTRACT, sources=(entry,))
    text = number_sentences(TITLE, ABSTRACT)
    coarse = ((0, text.spans[1][1]), (text.spans[2][0], len(ABSTRACT)))
    case = Case(
        Sample(Annotation(id="x", sentences=coarse), paper, text._replace(spans=coarse)),
        ExtractiveEngine(taxonomy).kept(paper),
        taxonomy,
    )
    assert case.places == (0, 0, 1, 1)
    assert case.cited([3, 4, 99]) == {1}


def test_edited_claims_are_counted_by_kind(tmp_path: Path, files: tuple[Path, Path]) -> None:
    claims = tmp_path / "claims.jsonl"
    lines = [
        {"paper": "lamp", "cited": [2], "claim": "It finds 12% more stones on PathSet.", "label": "supported"},
        {"paper": "lamp", "cited": [2], "claim": "It finds 21% more stones.", "label": "unsupported", "edit": "number"},
        {"paper": "lamp", "cited": [9], "claim": "It finds stones.", "label": "unsupported", "edit": "sentence"},
    ]
    claims.write_text("\n".join(map(json.dumps, lines)))
    table = measure_claims(judge(read_edited_claims(claims, [files[1]])))
    assert {name: (figure.counts.right, figure.counts.told) for name, figure in table.items()} == {
        "unsorted: kept": (1, 1),
        "all supported: kept": (1, 1),
        "number: caught": (1, 1),
        "sentence: caught": (1, 1),
        "all unsupported: caught": (2, 2),
    }


def test_every_measure_has_a_name_of_its_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


def test_rouge_counts_words_in_common() -> None:
    assert rouge_1("Lamps light", "lamps LIGHT.") == 1
    assert rouge_1("", "lamps") == 0
    assert rouge_1("a a b", "a b b") == pytest.approx(2 / 3)


tallies = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=1, max_size=30)


@settings(deadline=None)
@given(tallies)
def test_interval_is_of_shares_and_always_the_same(drawn: list[tuple[bool, bool, bool]]) -> None:
    counts = [Tally(both, both or told, both, both or wanted) for both, told, wanted in drawn]
    for statistic in (share, recall, f1):
        figure = figure_of(counts, statistic)
        assert figure == figure_of(counts, statistic)
        if figure.value is not None:
            assert figure.low is not None
            assert figure.high is not None
            assert 0 <= figure.low <= figure.high <= 1


def test_a_figure_without_doubt_has_no_width() -> None:
    assert figure_of([Tally(1, 1)] * 20, share)[:3] == (1.0, 1.0, 1.0)
    assert figure_of([Tally()], share).value is None
