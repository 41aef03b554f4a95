"""An invented digest in which every part of a page stands, and of which is known what each question finds."""

from schemas.digest import (
    Change,
    Counts,
    Digest,
    DigestPaper,
    Glance,
    Index,
    IndexRow,
    Link,
    Quotation,
    ReadFirst,
    Section,
    Shown,
    ShownName,
    ShownTag,
    Untold,
    UntoldPaper,
)

RAG = ("cs.IR", "Retrieval-augmented generation")
QUIET = ("cs.LG", "Quiet learning")


def told(number: int, title: str, sentences: tuple[str, ...], **fields: object) -> DigestPaper:
    """Return a paper whose abstract has these sentences."""
    known = {
        "id": f"arxiv:2605.0000{number}",
        "title": title,
        "link": Link(label=f"arxiv:2605.0000{number}", url=f"https://arxiv.org/abs/2605.0000{number}"),
        "engine": "model",
        "model": "reed:4b",
        "mark": "new",
        "sentences": tuple(Quotation(number=place, text=text) for place, text in enumerate(sentences, 1)),
    }
    return DigestPaper.model_validate({**known, **fields})


GATE = told(
    1,
    "Mossgate: Knowing When to Stop",
    ("Readers fetch too much.", "Mossgate stops early.", "On FenQA it needs 52% fewer calls.", "Code is open."),
    authors=("Ada Quillfeather", "Bo Müßig"),
    n_authors=2,
    venue="MarshConf",
    date="2026-05-19",
    code=True,
    code_links=(Link(label="x", url="https://github.com/example-lab/mossgate"),),
    pages=2,
    tldr=Shown(text="A gate that stops a reader early.", sentences=(2,)),
    method_names=(ShownName(name="Mossgate"),),
    method=Shown(text="a rule that watches the answer", sentences=(1, 2)),
    claims=(
        Shown(text="52% fewer calls on FenQA", sentences=(3,), kind="result"),
        Shown(text="It stops early and the code is open", sentences=(2, 4), kind="finding"),
    ),
    more_claims=1,
    datasets=(ShownName(name="FenQA", role="introduced", sentences=(3,)),),
    tags=(ShownTag(path=RAG, kind="topic"), ShownTag(path=("adaptive stopping",), kind="term")),
)
TIDE = told(
    2,
    "Tides of Retrieval",
    ("Tides move passages.", "Tidemark trails on FenQA."),
    authors=("Per Tarn",),
    venue="MarshConf",
    date="2026-05-21",
    tldr=Shown(text="Passages move with the tide.", sentences=(1,)),
    datasets=(ShownName(name="FenQA", role="evaluated", sentences=(2,)),),
    models=(ShownName(name="Peat-7B", sentences=(1,)),),
    tags=(ShownTag(path=RAG, kind="topic"), ShownTag(path=QUIET, kind="topic")),
)
HUSH = told(
    3,
    "Hush Money for Quiet Models",
    ("Models shout.", "Hush makes them quiet."),
    date="2026-05-20",
    mark="updated",
    engine="extractive",
    model=None,
    tldr=Shown(text="Hush makes them quiet.", sentences=(2,), quoted=True),
    models=(ShownName(name="Peat-7B", sentences=(1,)),),
    tags=(ShownTag(path=QUIET, kind="topic"), ShownTag(path=("to read",), kind="person")),
    changes=(Change(before="Hush makes 3 quiet", after="Hush makes 4 quiet"), Change(after="It is cheap")),
)
LATE = told(
    4,
    "An Unsorted Letter",
    ("Letters arrive late.",),
    date="2026-04",
    mark="late",
    tldr=Shown(text="Letters are late, says a person.", sentences=(), person=True),
    tags=(ShownTag(path=("cs.CY",), kind="category", predicted=True),),
)
PAPERS = (GATE, TIDE, HUSH, LATE)


def _row(name: str, *papers: DigestPaper) -> IndexRow:
    return IndexRow(name=name, papers=tuple((paper.id, paper.title) for paper in papers))


WEEKLY = Digest(
    title="Research digest · 18–24 May 2026 (2026-W21)",
    week="2026-W21",
    weeks_before=("2026-W19", "2026-W20"),
    engines=("reed:4b", "extractive"),
    counts=Counts(papers=5, entries=6, pages=2, new=2, updated=1, late=1),
    introduced=("FenQA",),
    most_used=(("FenQA", 2),),
    models_used=(("Peat-7B", 2),),
    contributions=(("method", 3), ("position", 1)),
    with_code=1,
    glance=(
        Glance(label="cs.IR", name="Information Retrieval", papers=2, before=(1, 3)),
        Glance(label="Retrieval-augmented generation", papers=2, before=(1, 2)),
        Glance(label="cs.LG", name="Machine Learning", papers=1, before=(0, 0)),
        Glance(label="cs.CY", name="Computers and Society", papers=1, before=(0, 1)),
    ),
    read_first=(ReadFirst(id=GATE.id, title=GATE.title, reasons=("new dataset", "code")),),
    sections=(
        Section(path=RAG, name="Retrieval-augmented generation", papers=(TIDE, GATE)),
        Section(path=("cs.LG",), name="Machine Learning", papers=(HUSH,)),
        Section(path=("cs.CY",), name="Computers and Society", papers=(LATE,)),
    ),
    indexes=(
        Index(name="Datasets", rows=(_row("FenQA", GATE, TIDE),)),
        Index(name="Methods", rows=(_row("Mossgate", GATE),)),
        Index(name="Models", rows=(_row("Peat-7B", HUSH, TIDE),)),
    ),
    untold=Untold(
        failed=(
            UntoldPaper(
                id="t:000000000001",
                title="A Broken Answer",
                reason="the answer was cut off",
                link=Link(label="search", url="https://scholar.google.com/scholar?q=A+Broken+Answer"),
            ),
        ),
    ),
    rebuild="digest weekly --week 2026-W21 -o digest.html",
)
