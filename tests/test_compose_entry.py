"""How much of a paper its entry tells, what it quotes, names and links."""

import pytest

from agent.compose import ComposeOptions, compose
from schemas.extraction import (
    Dataset,
    EngineName,
    Extraction,
    Statement,
)
from schemas.record import Correction
from tests.composed import SENTENCES, TAXONOMY, TOPICS, claim, extraction, only_entry, record, words


def test_results_with_numbers_come_first_then_key_claims() -> None:
    claims = (claim("It is good.", 1), claim("It is best.", 2, key=True), claim("It needs 52% fewer calls.", 3))
    told = extraction(claims=(*claims, claim("It is fast.", 4)), engine="model")
    entry = only_entry(compose([record(1, told)], TAXONOMY))
    assert [shown.sentences for shown in entry.claims] == [(3,), (2,), (1,)]
    assert (entry.more_claims, entry.engine, entry.model) == (1, "model", "moss:4b")


def test_quoted_sentence_is_printed_once_in_an_entry() -> None:
    told = extraction(
        tldr=Statement(text="Says at length.", sentences=(1,)),
        method=Statement(text="Sentence one of an abstract.", sentences=(1,)),
        claims=(claim("Sentence one.", 1), claim("Sentence three.", 3, key=True)),
    )
    entry = only_entry(compose([record(1, told)], TAXONOMY))
    assert (entry.method, [shown.sentences for shown in entry.claims], entry.more_claims) == (None, [(3,)], 0)
    assert all(part.quoted for part in (entry.tldr, *entry.claims) if part)


def test_model_may_cite_a_sentence_twice_but_not_say_the_same_twice() -> None:
    told = extraction(
        tldr=Statement(text="It stops early.", sentences=(1,)),
        claims=(claim("It  stops Early.", 1), claim("It needs 52% fewer calls.", 1)),
        engine="model",
    )
    entry = only_entry(compose([record(1, told)], TAXONOMY))
    assert [shown.text for shown in entry.claims] == ["It needs 52% fewer calls."]


def long_extraction(engine: EngineName, sentences: int) -> Extraction:
    return extraction(
        tldr=Statement(text=SENTENCES[0], sentences=(1,)),
        method=Statement(text=SENTENCES[1], sentences=(2,)),
        claims=tuple(claim(SENTENCES[number], number + 1, key=True) for number in range(2, 8)),
        datasets=tuple(Dataset(name=f"Fen set {number}", role="evaluated", sentences=(3,)) for number in range(12)),
        models=tuple(f"Moss model {number}" for number in range(12)),
        names=("Mossgate", "Moss gate"),
        topics=("rag", "qa"),
        terms=("adaptive stopping", "early exit", "budgets"),
        engine=engine,
        sentences=sentences,
    )


@pytest.mark.parametrize("sentences", range(2, 12))
@pytest.mark.parametrize("engine", ["model", "extractive"])
def test_entry_is_shorter_than_its_abstract(engine: EngineName, sentences: int) -> None:
    told = long_extraction(engine, sentences)
    paper = record(1, told, sentences=sentences)
    entry = only_entry(compose([paper], TAXONOMY))
    assert words(entry) < len(paper.paper.abstract.split())
    if engine == "model":
        assert words(entry) <= 120
    assert len(entry.datasets) + entry.more_datasets == 12
    assert len(entry.models) + entry.more_models == 12
    assert entry.more_claims + len(entry.claims) >= 5


def test_entry_in_the_authors_words_has_one_part_of_each_kind() -> None:
    entry = only_entry(compose([record(1, long_extraction("extractive", 11))], TAXONOMY))
    assert entry.tldr
    assert entry.method_names
    assert entry.claims
    assert entry.datasets
    assert entry.tags[0].path == TOPICS["rag"]


def test_evidence_stands_where_it_is_asked_for_and_is_not_quoted_already() -> None:
    told = extraction(
        tldr=Statement(text="Marsh birds.", sentences=(2, 3)), claims=(claim("Birds.", 3),), engine="model"
    )
    records = [record(1, told, code=True), record(2, told)]
    shown = {}
    for evidence in ("all", "first", "none"):
        digest = compose(records, TAXONOMY, ComposeOptions(evidence=evidence))
        shown[evidence] = [[quote.number for quote in paper.evidence] for paper in digest.sections[0].papers]
    assert shown == {"all": [[2, 3], [2, 3]], "first": [[2, 3], []], "none": [[], []]}
    first = compose(records, TAXONOMY).sections[0].papers[0]
    assert [quote.text for quote in first.evidence] == [SENTENCES[1], SENTENCES[2]]

    quoted = extraction(tldr=Statement(text="Marsh birds.", sentences=(2,)))
    assert only_entry(compose([record(1, quoted, code=True)], TAXONOMY)).evidence == ()


def test_evidence_is_found_although_a_person_changed_the_title() -> None:
    told = extraction(tldr=Statement(text="Marsh birds.", sentences=(2,)), engine="model")
    new_title = Correction(paper="x", action="set", field="title", value="Fens", at="2026-05-20T07:00:00Z")
    entry = only_entry(compose([record(1, told, code=True, corrections=(new_title,))], TAXONOMY))
    assert (entry.title, [quote.text for quote in entry.evidence]) == ("Fens", [SENTENCES[1]])


def test_evidence_of_another_text_is_never_quoted() -> None:
    told = extraction(tldr=Statement(text="Marsh birds.", sentences=(2,)), engine="model")
    assert only_entry(compose([record(1, told, code=True, sentences=10)], TAXONOMY)).evidence == ()


def test_datasets_of_two_papers_are_most_used_and_names_lead_to_papers() -> None:
    records = [
        record(1, extraction(datasets=(Dataset(name="HotpotQA", role="evaluated"),), names=("Mossgate", "MG"))),
        record(2, extraction(datasets=(Dataset(name="hotpotqa", role="trained"),), models=("Fen 8B",))),
        record(3, extraction(datasets=(Dataset(name="FenQA", role="introduced"),), names=("FenQA",)), code=True),
        record(4, extraction(datasets=(Dataset(name="HotpotQA", role="other"), Dataset(name="BogQA", role="other")))),
    ]
    digest = compose(records, TAXONOMY)
    assert (digest.introduced, digest.most_used, digest.with_code) == (("FenQA",), (("HotpotQA", 3),), 1)
    rows = {index.name: [(row.name, len(row.papers)) for row in index.rows] for index in digest.indexes}
    assert rows == {"Datasets": [("FenQA", 1), ("HotpotQA", 3)], "Methods": [("Mossgate", 1)]}


@pytest.mark.parametrize(
    ("identity", "label", "url"),
    [
        ("arxiv:hep-th/990{:04}", "arxiv:hep-th/9900001", "https://arxiv.org/abs/hep-th/9900001"),
        ("acl:2026.fen-main.{}", "acl:2026.fen-main.1", "https://aclanthology.org/2026.fen-main.1/"),
        ("doi:10.5555/a(b)<{}>#x", "doi:10.5555/a(b)<1>#x", "https://doi.org/10.5555/a%28b%29%3C1%3E%23x"),
        ("openreview:Ab_-{:04}x", "openreview:Ab_-0001x", "https://openreview.net/forum?id=Ab_-0001x"),
        ("t:00000000000{}", "search", "https://scholar.google.com/scholar?q=A%26B+%C3%9C%29"),
    ],
)
def test_link_of_a_paper_is_made_from_its_id_on_a_fixed_host(identity: str, label: str, url: str) -> None:
    entry = only_entry(compose([record(1, extraction(), identity=identity, title="A&B Ü)")], TAXONOMY))
    assert (entry.link.label, entry.link.url) == (label, url)


def test_address_of_an_abstract_is_live_only_on_a_listed_host() -> None:
    good = "https://github.com/quillfeather/mossgate"
    bad = (
        "http://github.com/x",
        "https://github.com@evil.example/x",
        "https://github.com:8443/x",
        "https://github.com.evil.example/x",
        "https://evil.example/github.com",
        "https://github.com\\@evil.example",
        "https://github.com/a b",
        "https://github.com/x<y>",
        "https://[github.com/x",
        "https://githüb.com/x",
    )
    entry = only_entry(compose([record(1, extraction(), urls=(*bad, good, good))], TAXONOMY))
    assert [(link.label, link.url) for link in entry.code_links] == [(good, good)]


def test_long_list_of_authors_is_cut_and_counted() -> None:
    authors = tuple(f"Author {letter}" for letter in "ABCDE")
    entry = only_entry(compose([record(1, extraction(), authors=authors)], TAXONOMY))
    assert (entry.authors, entry.authors_truncated, entry.n_authors) == (authors[:3], True, 5)
    entry = only_entry(compose([record(1, extraction(), authors=authors[:3])], TAXONOMY))
    assert (entry.authors, entry.authors_truncated, entry.n_authors) == (authors[:3], False, 3)


def test_predicted_category_is_marked_and_printed_ones_win() -> None:
    tags = [
        only_entry(compose([record(1, extraction(predicted=("cs.CL",)), categories=codes)], TAXONOMY)).tags[0]
        for codes in ((), ("cs.IR",))
    ]
    assert [(tag.path, tag.predicted) for tag in tags] == [(("cs.CL",), True), (("cs.IR",), False)]


def test_persons_word_and_tags_are_told_as_such() -> None:
    corrections = (
        Correction(paper="x", action="set", field="tldr", value="Read this.", at="2026-05-20T07:00:00Z"),
        Correction(paper="x", action="add-tag", value="to read", at="2026-05-20T07:00:00Z"),
    )
    entry = only_entry(compose([record(1, extraction(topics=("qa",)), corrections=corrections)], TAXONOMY))
    assert entry.tldr is not None
    assert (entry.tldr.text, entry.tldr.person, entry.tldr.quoted) == ("Read this.", True, False)
    assert [(tag.path, tag.kind) for tag in entry.tags] == [(TOPICS["qa"], "topic"), (("to read",), "person")]
