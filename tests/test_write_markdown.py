"""The document is the one of the design, whole and in its order; what is absent leaves no trace."""

import pytest

from agent.write.head import is_ours
from agent.write.markdown import render_markdown
from agent.write.outline import anchors
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
    UntoldStatement,
)
from schemas.extraction import Finding


def arxiv(number: str) -> Link:
    return Link(label=f"arxiv:{number}", url=f"https://arxiv.org/abs/{number}")


def paper(**fields: object) -> DigestPaper:
    known = {"id": "arxiv:2605.00001", "title": "Reedmark", "link": arxiv("2605.00001"), "engine": "extractive"}
    return DigestPaper.model_validate({**known, **fields})


def digest(*papers: DigestPaper, **fields: object) -> Digest:
    known = {
        "title": "Research digest",
        "engines": ("extractive",),
        "counts": Counts(papers=len(papers), entries=len(papers), pages=1),
        "sections": (Section(path=("cs.IR",), name="Information Retrieval", papers=papers),) if papers else (),
        "rebuild": "digest build page.txt",
    }
    return Digest.model_validate({**known, **fields})


def entry_of(rendered: str) -> str:
    """Return what stands between the heading of the first section and the part after the sections."""
    return rendered.split("\n## cs.IR")[1].partition("\n")[2].split("\n## ")[0].strip()


MOSSGATE = paper(
    id="arxiv:2605.99999",
    title="Mossgate: Knowing When to Stop Retrieving",
    authors=("Ada Quillfeather", "Bo Marsh"),
    n_authors=2,
    date="2026-05-19",
    link=arxiv("2605.99999"),
    code=True,
    code_links=(Link(label="https://github.com/quill/moss_gate", url="https://github.com/quill/moss_gate"),),
    pages=2,
    mark="new",
    engine="model",
    model="qwen3:4b",
    contribution="method",
    tldr=Shown(text="Stops retrieving once new passages no longer change the answer.", sentences=(3, 5)),
    method_names=(ShownName(name="Mossgate"),),
    method=Shown(text="a stopping rule that watches the model's own answer", sentences=(3,)),
    claims=(
        Shown(text="52% fewer retrieval calls than a fixed budget on FenQA", sentences=(5,), kind="result"),
        Shown(text="no gain on questions that need >3 documents", sentences=(6,), kind="finding"),
    ),
    more_claims=2,
    datasets=(
        ShownName(name="FenQA", role="introduced", sentences=(5,)),
        ShownName(name="HotpotQA", role="evaluated", sentences=(4,)),
        ShownName(name="Bog_1", role="other"),
    ),
    more_datasets=3,
    models=(ShownName(name="Llama 3.1 8B", sentences=(4,)),),
    tags=(
        ShownTag(path=("cs.IR", "Retrieval-augmented generation"), kind="topic"),
        ShownTag(path=("to read",), kind="person"),
        ShownTag(path=("adaptive stopping",), kind="term"),
    ),
    evidence=(
        Quotation(number=3, text='We stop when "nothing" changes.'),
        Quotation(number=5, text="On FenQA it needs 52% fewer calls."),
    ),
)
REEDS = paper(
    id="t:0123456789ab",
    title="When Do Small Readers Stop *Too* Early?",
    authors=("Ines Fenn", "Ola Reed", "Per Tarn"),
    authors_truncated=True,
    n_authors=9,
    date="2026-05-18",
    date_inferred=True,
    venue="MarshConf 2026",
    link=Link(label="search", url="https://scholar.google.com/scholar?q=When+Do"),
    mark="updated",
    tldr=Shown(text="Small readers stop too early on ~5% of questions.", sentences=(2,), quoted=True),
    claims=(Shown(text="Readers stop 1.4 passages too early", sentences=(4,), kind="finding", quoted=True),),
    tags=(ShownTag(path=("cs.IR",), kind="category", predicted=True),),
    changes=(
        Change(before="Readers stop 1.2 passages too early", after="Readers stop 1.4 passages too early"),
        Change(after="p(a | b) rises"),
    ),
)
WEEKLY = digest(
    title="Research digest · 18–24 May 2026 (2026-W21)",
    week="2026-W21",
    weeks_before=("2026-W19", "2026-W20"),
    engines=("qwen3:4b", "extractive"),
    counts=Counts(papers=2, entries=4, pages=2, new=1, updated=1, late=0),
    introduced=("FenQA",),
    most_used=(("HotpotQA", 2),),
    models_used=(("Llama 3.1 8B", 3), ("Peat_2", 2)),
    contributions=(("method", 1), ("empirical study", 1)),
    with_code=1,
    glance=(
        Glance(label="cs.IR", name="Information Retrieval", papers=2, before=(14, 0)),
        Glance(label="Retrieval-augmented generation", papers=1, before=(2, 1)),
    ),
    read_first=(ReadFirst(id=MOSSGATE.id, title=MOSSGATE.title, reasons=('you follow "retrieval"', "code")),),
    sections=(
        Section(path=("cs.IR", "Retrieval-augmented generation"), name="x", papers=(MOSSGATE,)),
        Section(path=("cs.IR",), name="Information Retrieval", papers=(REEDS,)),
    ),
    indexes=(
        Index(
            name="Datasets",
            rows=(
                IndexRow(name="FenQA", papers=((MOSSGATE.id, MOSSGATE.title),)),
                IndexRow(name="HotpotQA", papers=((MOSSGATE.id, MOSSGATE.title), (REEDS.id, REEDS.title))),
            ),
        ),
    ),
    untold=Untold(
        failed=(UntoldPaper(id="a", title="Broken <b>", reason="the answer was cut off", link=arxiv("2605.00003")),),
        skipped=(
            UntoldPaper(id="b", title="No Text", reason="no abstract", link=arxiv("2605.00004")),
            UntoldPaper(id="c", title="No Words", reason="no abstract", link=arxiv("2605.00005")),
        ),
        dropped=(
            UntoldStatement(
                id=MOSSGATE.id,
                title=MOSSGATE.title,
                field="claim",
                text="62% fewer calls",
                findings=(Finding(rule="number", message="the number 62% is not in s5"),),
            ),
        ),
        possibly_same=((MOSSGATE.id, "acl:2026.fen-main.1"),),
        undated=1,
    ),
    rebuild="digest weekly --week 2026-W21",
)
GOLDEN = """\
---
generator: "research-digest"
title: "Research digest, 2026-W21"
papers: 2
engine: "qwen3:4b, extractive"
---
# Research digest · 18–24 May 2026 (2026-W21)

**2 papers: 1 new, 1 updated.** From 4 entries on 2 pages read so far; 2 were the same paper again.
In the words of qwen3:4b (1 paper), checked against each abstract, and in the authors' own (1 paper), chosen and shortened; s5 is an abstract's fifth sentence.
*1 paper failed, 2 papers have no abstract, 1 statement was dropped and 1 paper has no date: [What is not told](#what-is-not-told)*

## At a glance
| topic | papers | W19 · W20 | trend |
|---|--:|---|---|
| **cs.IR** Information Retrieval | 2 | 14 · 0 | █▁▂ |
| – Retrieval-augmented generation | 1 | 2 · 1 | █▅▅ |

| contribution | papers | most used dataset | papers | most used model | papers |
|---|--:|---|--:|---|--:|
| method | 1 | HotpotQA | 2 | Llama 3.1 8B | 3 |
| empirical study | 1 | | | Peat_2 | 2 |

Datasets introduced: FenQA · with code: 1 of 2

## Read first
1. [Mossgate: Knowing When to Stop Retrieving](#mossgate-knowing-when-to-stop-retrieving) — *you follow "retrieval" · code*

## cs.IR › Retrieval-augmented generation (1)

### Mossgate: Knowing When to Stop Retrieving
Ada Quillfeather, Bo Marsh · 19 May 2026 · [arxiv:2605.99999](https://arxiv.org/abs/2605.99999) · code · <https://github.com/quill/moss_gate> · on 2 pages

**Stops retrieving once new passages no longer change the answer.** (s3, s5)

- **Method:** Mossgate, a stopping rule that watches the model's own answer (s3)
- **Claim:** 52% fewer retrieval calls than a fixed budget on FenQA (s5, result)
- **Claim:** no gain on questions that need >3 documents (s6, finding) · +2: `digest show arxiv:2605.99999`
- **Data:** FenQA (introduced, s5), HotpotQA (evaluated, s4), Bog_1 (mentioned) +3 · **Models:** Llama 3.1 8B (s4)
- **Tags:** cs.IR › Retrieval-augmented generation · to read (yours) · *adaptive stopping*

> s3 “We stop when "nothing" changes.”

> s5 "On FenQA it needs 52% fewer calls."

## cs.IR Information Retrieval (1)

### When Do Small Readers Stop \\*Too\\* Early?
Ines Fenn, Ola Reed, Per Tarn et al. · MarshConf 2026 · 18 May 2026 (year inferred) · [search](https://scholar.google.com/scholar?q=When+Do) · updated · in the authors' own words

**Small readers stop too early on ~5% of questions.** (s2)

- **Claim:** "Readers stop 1.4 passages too early" (s4, finding)
- **Tags:** cs.IR (predicted)

| before | now |
|---|---|
| Readers stop 1.2 passages too early | Readers stop 1.4 passages too early |
| – | p(a \\| b) rises |

## Indexes

### Datasets
- [FenQA](#mossgate-knowing-when-to-stop-retrieving)
- HotpotQA: [Mossgate](#mossgate-knowing-when-to-stop-retrieving), [When Do Small Readers…](#when-do-small-readers-stop-too-early)

## What is not told
- [Broken \\<b>](https://arxiv.org/abs/2605.00003): the answer was cut off
- No abstract: [No Text](https://arxiv.org/abs/2605.00004); [No Words](https://arxiv.org/abs/2605.00005)
- [Mossgate](#mossgate-knowing-when-to-stop-retrieving), claim "62% fewer calls": the number 62% is not in s5
- Perhaps the same paper, not merged: [Mossgate: Knowing When to Stop Retrieving](#mossgate-knowing-when-to-stop-retrieving) and acl:2026.fen-main.1
- 1 paper without a date: in no week

## How to rebuild
```sh
digest weekly --week 2026-W21
```
"""  # noqa: E501  # lines of the document are not wrapped


def test_the_whole_document_is_as_designed() -> None:
    assert render_markdown(WEEKLY) == GOLDEN


def test_a_brief_digest_has_two_lines_a_paper_and_links_to_the_papers_themselves() -> None:
    rendered = render_markdown(WEEKLY.model_copy(update={"detail": "brief"}))
    assert (
        "## cs.IR Information Retrieval (1)\n"
        "- **[When Do Small Readers Stop \\*Too\\* Early?](https://scholar.google.com/scholar?q=When+Do)** · "
        "Ines Fenn, Ola Reed, Per Tarn et al. · MarshConf 2026 · 18 May 2026 (year inferred) · updated · "
        "in the authors' own words\\\n"
        "  Small readers stop too early on ~5% of questions. (s2) · cs.IR (predicted)\n"
    ) in rendered
    assert "1. [Mossgate: Knowing When to Stop Retrieving](https://arxiv.org/abs/2605.99999) — " in rendered
    assert "### Mossgate" not in rendered


def test_what_a_paper_lacks_is_absent() -> None:
    assert entry_of(render_markdown(digest(paper()))) == (
        "### Reedmark\n[arxiv:2605.00001](https://arxiv.org/abs/2605.00001)"
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"n_authors": 5}, "5 authors"),
        ({"n_authors": 1}, "1 author"),
        ({"authors": ("A", "B", "C")}, "A, B, C"),
        ({"authors": ("A", "B", "C", "D")}, "A, B, C et al."),
        ({"authors": ("A",), "authors_truncated": True}, "A et al."),
        ({"authors": ("1. A",)}, "1\\. A"),
        ({"date": "2026"}, "2026"),
        ({"date": "2026-05"}, "May 2026"),
        ({"venue": "ACL 2026", "date": "2026"}, "ACL 2026"),
        ({"venue": "ACL 2026", "date": "2026-07-03"}, "ACL 2026 · 3 July 2026"),
    ],
)
def test_the_line_under_a_title_tells_what_the_pages_print(fields: dict[str, object], line: str) -> None:
    assert entry_of(render_markdown(digest(paper(**fields)))).splitlines()[1] == (
        f"{line} · [arxiv:2605.00001](https://arxiv.org/abs/2605.00001)"
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"method_names": [{"name": "Reed"}, {"name": "RD"}]}, "- **Method:** Reed (RD)"),
        ({"method": {"text": "Reed waits.", "sentences": [1]}}, "- **Method:** Reed waits. (s1)"),
        (
            {"method_names": [{"name": "Reed"}], "method": {"text": "REED waits.", "sentences": [1]}},
            "- **Method:** REED waits. (s1)",
        ),
        (
            {"method_names": [{"name": "Reed"}], "method": {"text": "We wait.", "sentences": [1], "quoted": True}},
            '- **Method:** Reed: "We wait." (s1)',
        ),
        (
            {"claims": [{"text": "It waits.", "sentences": [], "person": True}]},
            "- **Claim:** It waits. (your word)",
        ),
        ({"more_claims": 1, "id": "doi:10.1/a`$b"}, "- **Claims:** +1: ``digest show 'doi:10.1/a`$b'``"),
        ({"models": [{"name": "Bog-7B"}], "more_models": 2}, "- **Models:** Bog-7B +2"),
        ({"engine": None, "note": "refused: too long"}, "*refused: too long*"),
    ],
)
def test_a_point_is_told_in_one_line(fields: dict[str, object], line: str) -> None:
    assert entry_of(render_markdown(digest(paper(**fields)))).splitlines()[3] == line


def test_one_voice_is_said_without_numbers() -> None:
    own = render_markdown(digest(paper()))
    assert (
        "\nIn the authors' own words: sentences chosen and shortened, never generated; "
        "s5 is an abstract's fifth sentence.\n"
    ) in own
    model = render_markdown(digest(paper(engine="model", model="qwen3:4b"), engines=("qwen3:4b",)))
    assert ("\nIn the words of qwen3:4b, checked against each abstract; s5 is an abstract's fifth sentence.\n") in model


def test_a_digest_of_named_pages_counts_papers_and_entries() -> None:
    rendered = render_markdown(digest(paper(), counts=Counts(papers=122, entries=133, pages=5)))
    assert "**122 papers.** From 133 entries on 5 pages read so far; 11 were the same paper again.\n" in rendered
    rendered = render_markdown(digest(paper()))
    assert "**1 paper.** From 1 entry on 1 page read so far.\n" in rendered


def test_what_is_missing_is_said_in_singular_and_plural() -> None:
    lost = UntoldPaper(id="a", title="A", reason="r", link=arxiv("2605.00003"))
    statement = UntoldStatement(
        id="a", title="A", field="tldr", text="t", findings=(Finding(rule="number", message="m"),)
    )
    rendered = render_markdown(digest(paper(), untold=Untold(failed=(lost,), dropped=(statement,) * 3)))
    assert "\n*1 paper failed and 3 statements were dropped: [What is not told](#what-is-not-told)*\n" in rendered
    rendered = render_markdown(digest(paper()))
    assert "\n*No paper failed and no statement was dropped: [What is not told](#what-is-not-told)*\n" in rendered
    assert "## What is not told\nNothing: every paper" in rendered


@pytest.mark.parametrize("week", [None, "2026-W21"])
def test_an_empty_digest_says_so_and_what_to_do(week: str | None) -> None:
    rendered = render_markdown(digest(week=week, engines=()))
    assert "**No papers.**" in rendered
    assert "`digest build PAGES`" in rendered
    assert "papers: 0\n" in rendered
    assert rendered.count("\n## ") == 2


def test_a_paper_named_like_a_part_of_the_digest_does_not_take_its_links() -> None:
    rendered = render_markdown(digest(paper(title="What is not told")))
    assert "[What is not told](#what-is-not-told-1)*\n" in rendered


def test_a_title_of_marks_only_has_no_anchor_and_leads_to_the_paper() -> None:
    first = ReadFirst(id="arxiv:2605.00001", title="?!", reasons=("code",))
    assert "1. [?!](https://arxiv.org/abs/2605.00001) — *code*\n" in render_markdown(
        digest(paper(title="?!"), read_first=(first,))
    )


def test_an_address_that_may_not_be_live_is_shown_without_a_link() -> None:
    bad = Link(label="here", url="https://arxiv.org@evil.example/")
    assert entry_of(render_markdown(digest(paper(link=bad, code_links=(bad,))))) == "### Reedmark\nhere"


def test_papers_without_topic_stand_under_the_name_of_their_section() -> None:
    for path, name, heading in [
        ((), "Without topic", "## Without topic (1)"),
        ((), "", "## Other papers (1)"),
        (("cs.IR",), "cs.IR", "## cs.IR (1)"),
        (("cs.IR",), "", "## cs.IR (1)"),
    ]:
        section = Section(path=path, name=name, papers=(paper(),))
        assert f"\n{heading}\n" in render_markdown(digest(paper(), sections=(section,)))


def test_anchors_follow_the_rule_of_github() -> None:
    assert anchors(["Foo Bar", "foo-bar", "Foo  Bar!", "a_b: c/d (e) — f", "C++", "Ω é̂ 東京 ²"]) == (
        "foo-bar",
        "foo-bar-1",
        "foo--bar",
        "a_b-cd-e--f",
        "c",
        "ω-é̂-東京-",
    )
    assert anchors(["a", "a", "a-1", "a"]) == ("a", "a-1", "a-1-1", "a-2")
    assert anchors(["!", "?"]) == ("", "-1")


def test_the_mark_is_known_by_the_first_two_lines() -> None:
    assert is_ours(render_markdown(digest())[:64])
    assert not is_ours('---\ntitle: "a"\ngenerator: "research-digest"\n')
    assert not is_ours("")


def test_the_same_digest_gives_the_same_bytes_and_ends_in_one_line_feed() -> None:
    rendered = render_markdown(WEEKLY)
    assert rendered == render_markdown(Digest.model_validate_json(WEEKLY.model_dump_json()))
    assert rendered.endswith("\n")
    assert not rendered.endswith("\n\n")
    assert "\r" not in rendered
