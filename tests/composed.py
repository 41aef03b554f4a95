"""Records and extractions of invented papers about marsh birds, for what composes digests."""

from schemas.digest import Digest, DigestPaper
from schemas.extraction import (
    Claim,
    Dataset,
    Dropped,
    EngineName,
    Extraction,
    Mention,
    Provenance,
    Span,
    Statement,
    TopicTag,
)
from schemas.identity import text_hash
from schemas.outcome import Extracted, Outcome, Skipped
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
