"""What goes into a digest, in which order, and how much of each paper is told."""

from collections import Counter
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.compose import ComposeOptions, compose, weekly_digest
from schemas.digest import Digest, DigestPaper
from schemas.errors import UsageError
from schemas.extraction import (
    Claim,
    Dataset,
    Dropped,
    EngineName,
    Extraction,
    Finding,
    Mention,
    Provenance,
    Span,
    Statement,
    TopicTag,
)
from schemas.follow import Follow
from schemas.identity import text_hash
from schemas.outcome import Extracted, Failed, Outcome, Refused, Skipped
from schemas.paper import Entry, Paper
from schemas.record import Correction, FormerAbstract, Record
from schemas.taxonomy import Archive, Category, Taxonomy, Topic

SENTENCES = tuple(
    f"Sentence {word} of an invented abstract says at some length what nobody needs to know about marsh birds."
    for word in ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven")
)
TOPICS = {"rag": ("cs.IR", "Retrieval-augmented generation"), "qa": ("cs.CL", "Question answering")}
TAXONOMY = Taxonomy(
    archives=(Archive(code="cs", name="Computer Science"),),
    categories=(
        Category(code="cs.CL", name="Computation and Language", archive="cs"),
        Category(code="cs.IR", name="Information Retrieval", archive="cs"),
    ),
    topics=tuple(Topic(id=node, label=label, parent=parent) for node, (parent, label) in TOPICS.items()),
)
SKIPPED = Skipped()


def claim(text: str, sentence: int, *, key: bool = False) -> Claim:
    return Claim(text=text, sentences=(sentence,), kind="result", key=key)


def extraction(
    *,
    topics: tuple[str, ...] = (),
    tldr: Statement | None = None,
    method: Statement | None = None,
    claims: tuple[Claim, ...] = (),
    datasets: tuple[Dataset, ...] = (),
    models: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    predicted: tuple[str, ...] = (),
    dropped: tuple[Dropped, ...] = (),
    engine: EngineName = "extractive",
    sentences: int = 11,
) -> Extraction:
    abstract = " ".join(SENTENCES[:sentences])
    starts = [abstract.index(sentence) for sentence in SENTENCES[:sentences]]
    return Extraction(
        text_hash=text_hash("Mossgate", abstract),
        spans=tuple(
            Span(start=start, end=start + len(sentence), role="result")
            for start, sentence in zip(starts, SENTENCES, strict=False)
        ),
        contribution="method",
        tldr=tldr,
        method_names=tuple(Mention(name=name) for name in names),
        method=method,
        claims=claims,
        datasets=datasets,
        models=tuple(Mention(name=name, sentences=(4,)) for name in models),
        topics=tuple(TopicTag(node=node, path=TOPICS[node], term=node) for node in topics),
        terms=tuple(Mention(name=name) for name in terms),
        predicted_categories=predicted,
        dropped=dropped,
        status="partial" if dropped else "complete",
        provenance=Provenance(engine=engine, engine_version="1", model="moss:4b" if engine == "model" else None),
    )


def record(
    number: int,
    told: Extraction | Outcome | None,
    *,
    title: str = "Mossgate",
    printed: str | None = "2026-05-19",
    seen: str = "2026-05-20T07:00:00Z",
    abstract_seen: str | None = None,
    pages: int = 1,
    code: bool = False,
    urls: tuple[str, ...] = (),
    authors: tuple[str, ...] = ("Ada Quillfeather",),
    categories: tuple[str, ...] = (),
    sentences: int = 11,
    former: tuple[FormerAbstract, ...] = (),
    corrections: tuple[Correction, ...] = (),
    identity: str = "arxiv:2605.{:05}",
) -> Record:
    entries = tuple(Entry(page=f"{page}.txt", position=number, kind="plain", title=title) for page in range(pages))
    paper = Paper(
        id=identity.format(number),
        title=title,
        abstract=" ".join(SENTENCES[:sentences]),
        authors=authors,
        date=printed,
        categories=categories,
        has_code=code,
        urls=urls,
        sources=entries,
    )
    return Record(
        paper=paper,
        first_seen=seen,
        baseline=False,
        abstract_first_seen=abstract_seen or seen,
        outcome=Extracted(extraction=told) if isinstance(told, Extraction) else told,
        former=former,
        corrections=corrections,
    )


def only_entry(digest: Digest) -> DigestPaper:
    (section,) = digest.sections
    (paper,) = section.papers
    return paper


def words(paper: DigestPaper) -> int:
    """Count the words of all that is told of a paper, without title and authors."""
    statements = [part.text for part in (paper.tldr, paper.method, *paper.claims) if part]
    names = [name.name for name in (*paper.method_names, *paper.datasets, *paper.models)]
    labels = [label for tag in paper.tags for label in tag.path]
    return len(" ".join([*statements, *names, *labels]).split())


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
