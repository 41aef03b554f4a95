"""Whatever the strings of a digest are, the document has the tokens of its layout and no others."""

import json
import re
from collections.abc import Callable, Iterable
from itertools import cycle, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent.write.encode import clean_text
from agent.write.head import GENERATOR
from agent.write.markdown import render_markdown
from agent.write.outline import anchors
from agent.write.terminal import terminal_text
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

Words = Callable[[], str]
PARSERS = {name: MarkdownIt(name) for name in ("commonmark", "gfm-like", "js-default")}
FRAGMENTS = (
    *"\\`*_<>[]()!&;~|$@#:-+={}%\"' \nax1é",
    *("**", "~~", "```", "](", "![a](https://evil.example/a.png)", "[x]: https://evil.example", "[^1]", "[^1]: z"),
    *("<script>", "</p>", "<!--", "<a@b.co>", "<https://evil.example>", "&lt;", "http://evil.example", "www.evil.com"),
    *(
        "a@b.co",
        "README.md",
        "\n- ",
        "\n# ",
        "\n> ",
        "\n1. ",
        "\n\n    ",
        "\n---\n",
        "\n===\n",
        "\n|-|-|\n",
        ":-",
        "-|-",
    ),
)
HOSTILE = st.lists(
    st.one_of(st.text(max_size=30), st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=8).map("".join))
    # A title without a letter has no anchor, so its links lead elsewhere: another layout, tested on its own.
    .map(lambda text: text if any(char.isalpha() for char in clean_text(text)) else text + "é"),
    min_size=1,
    max_size=7,  # prime to most numbers of strings in a part, so that each stands in many places
)


def hostile_paper(words: Words, number: int) -> DigestPaper:
    link = Link(label=words(), url=f"https://arxiv.org/abs/2605.{number:05}")
    return DigestPaper(
        id=f"arxiv:2605.{number:05}",
        title=words(),
        authors=(words(), words()),
        authors_truncated=bool(number % 2),
        date="2026-05-19",
        venue=words(),
        link=link,
        code_links=(Link(label=words(), url=f"https://github.com/fen/{number}_x"),),
        engine="model" if number % 3 else None,
        model="qwen3:4b",
        note=words(),
        tldr=Shown(text=words(), sentences=(1,)),
        method_names=(ShownName(name=words()), ShownName(name=words())),
        method=Shown(text=words(), sentences=(2,)),
        claims=(
            Shown(text=words(), sentences=(1, 2), kind="result"),
            Shown(text=words(), sentences=(2,), kind="theory", quoted=True),
        ),
        more_claims=number % 2,
        datasets=(ShownName(name=words(), role="introduced", sentences=(3,)), ShownName(name=words())),
        models=(ShownName(name=words()),),
        tags=(
            ShownTag(path=(words(), words()), kind="topic"),
            ShownTag(path=(words(),), kind="term"),
            ShownTag(path=(words(),), kind="person"),
        ),
        evidence=(Quotation(number=1, text=words()), Quotation(number=2, text=words())),
        changes=(Change(before=words(), after=words()), Change(after=words())),
    )


def hostile_digest(words: Words) -> Digest:
    """Return a digest with every part in it and each free string taken from `words`."""
    papers = [hostile_paper(words, number) for number in range(4)]
    named = [(paper.id, paper.title) for paper in papers]
    link = Link(label=words(), url="https://arxiv.org/abs/2605.77777")
    return Digest(
        title=words(),
        weeks_before=("2026-W19", "2026-W20"),
        engines=("qwen3:4b", words()),
        counts=Counts(papers=4, entries=5, pages=2),
        introduced=(words(),),
        most_used=((words(), 2),),
        models_used=((words(), 3), (words(), 2)),
        glance=(
            Glance(label=words(), name=words(), papers=2, before=(1, 2)),
            Glance(label=words(), papers=2, before=(1, 2)),
        ),
        read_first=tuple(ReadFirst(id=key, title=title, reasons=(words(), words())) for key, title in named),
        sections=(
            Section(path=(words(), words()), name=words(), papers=tuple(papers[:2])),
            Section(path=(words(),), name=words(), papers=tuple(papers[2:])),
        ),
        indexes=(
            Index(
                name=words(),
                rows=(IndexRow(name=words(), papers=tuple(named[:1])), IndexRow(name=words(), papers=tuple(named))),
            ),
        ),
        untold=Untold(
            failed=(UntoldPaper(id="x", title=words(), reason=words(), link=link),),
            skipped=(UntoldPaper(id="y", title=words(), reason=words(), link=link),) * 2,
            dropped=tuple(
                UntoldStatement(
                    id=key,
                    title=title,
                    field=words(),
                    text=words(),
                    findings=(Finding(rule="number", message=words()),),
                )
                for key, title in (*named[:1], ("x", words()))
            ),
            possibly_same=((papers[0].id, words()),),
        ),
        rebuild=words(),
    )


def document(rendered: str) -> tuple[str, str]:
    """Return front matter and body."""
    opening, front, body = rendered.split("---\n", 2)
    assert opening == ""
    return front, body


def kinds_of(tokens: Iterable[Token]) -> list[str]:
    """Return the kinds of all tokens but text, a link with its address if it leads out of the document."""
    kinds = []
    for token in tokens:
        address = str(token.attrs.get("href", ""))
        if token.type not in ("text", "text_special"):
            kinds.append(f"{token.type} {'#' if address.startswith('#') else address}")
        kinds += kinds_of(token.children or ())
    return kinds


def texts_of(tokens: Iterable[Token]) -> list[str]:
    """Return the text of each block."""
    return [
        "".join(part.content for part in token.children or [token] if part.type != "link_open")
        for token in tokens
        if token.type in ("inline", "fence")
    ]


@settings(deadline=None, max_examples=50)
@given(texts=HOSTILE, detail=st.sampled_from(["full", "brief"]))
def test_any_strings_give_the_tokens_of_the_layout(texts: list[str], detail: str) -> None:
    # Equal strings stay equal and different ones different, because equal ones may be told together.
    names = {clean: f"w{number}" for number, clean in enumerate(dict.fromkeys(map(clean_text, texts)))}
    hostile, plain = cycle(texts), cycle([names[clean_text(text)] for text in texts])
    written = hostile_digest(lambda: next(hostile)).model_copy(update={"detail": detail})
    expected = hostile_digest(lambda: next(plain)).model_copy(update={"detail": detail})
    for parser in PARSERS.values():
        tokens = parser.parse(document(render_markdown(written))[1])
        assert kinds_of(tokens) == kinds_of(parser.parse(document(render_markdown(expected))[1]))
        shown = texts_of(tokens)
        for text in texts[: 3 if detail == "full" else 1]:
            assert any(clean_text(text) in block for block in shown)


@settings(deadline=None, max_examples=30)
@given(texts=HOSTILE)
def test_every_link_within_the_document_leads_to_a_heading_of_it(texts: list[str]) -> None:
    hostile = cycle(texts)
    parser = PARSERS["gfm-like"]
    tokens = parser.parse(document(render_markdown(hostile_digest(lambda: next(hostile))))[1])
    headings = texts_of(inline for opening, inline in pairwise(tokens) if opening.type == "heading_open")
    there = {parser.normalizeLink(f"#{anchor}") for anchor in anchors(headings)}
    links = {str(part.attrs.get("href", "")) for token in tokens for part in token.children or ()}
    within = {link for link in links if link.startswith("#")}
    assert within
    assert within <= there


@settings(deadline=None)
@given(title=st.text(), engine=st.text())
def test_front_matter_reads_back_as_it_was_given(title: str, engine: str) -> None:
    digest = Digest(title=title, engines=(engine,), counts=Counts(papers=3, entries=3, pages=1), rebuild="x")
    front, _ = document(render_markdown(digest))
    lines = [line.partition(": ") for line in front.splitlines()]
    assert {key: json.loads(value) for key, _, value in lines} == {
        "generator": GENERATOR,
        "title": clean_text(title),
        "papers": 3,
        "engine": clean_text(engine),
    }


def printed(item: dict[str, Any]) -> list[str]:
    """Return title, authors and abstract of a hostile item."""
    return [text for text in (item["title"], *item["authors"], item["abstract"]) if clean_text(text)]


def said(item: dict[str, Any]) -> list[str]:
    """Return all strings that an obedient model says of a hostile item."""
    strings: list[str] = []
    waiting = [item["obedient_answer"]]
    while waiting:
        match waiting.pop():
            case str(text) if clean_text(text):
                strings.append(text)
            case dict(inner):
                waiting += inner.values()
            case list(inner):
                waiting += inner
            case _:
                pass
    return strings


def digest_of(title: str, texts: list[str], detail: str) -> Digest:
    link = Link(label="arxiv:2605.00001", url="https://arxiv.org/abs/2605.00001")
    shown = [
        Shown(text=text, sentences=(1,), kind="result", quoted=bool(place % 2)) for place, text in enumerate(texts)
    ]
    paper = DigestPaper(
        id="arxiv:2605.00001",
        title=title,
        authors=tuple(texts[:3]),
        venue=texts[-1],
        link=link,
        engine="extractive",
        tldr=shown[0],
        method=shown[-1],
        claims=tuple(shown),
        datasets=tuple(ShownName(name=text) for text in texts),
        tags=tuple(ShownTag(path=(text,), kind="term") for text in texts),
        evidence=tuple(Quotation(number=1, text=text) for text in texts),
        changes=tuple(Change(before=text, after=text) for text in texts),
    )
    return Digest.model_validate(
        {
            "title": title,
            "engines": tuple(texts),
            "detail": detail,
            "counts": Counts(papers=1, entries=1, pages=1),
            "introduced": tuple(texts),
            "sections": (Section(path=("cs.IR",), name="x", papers=(paper,)),),
            "rebuild": "digest build page.txt",
        }
    )


def broken_rules(rules: list[dict[str, Any]], title: str, texts: list[str], detail: str) -> list[str]:
    rendered = render_markdown(digest_of(title, texts, detail))
    front, body = document(rendered)
    terminal = terminal_text("\n".join((rendered, title, *texts)))
    written = {"frontmatter": front, "markdown": body, "terminal": terminal}
    return [
        f"{where}: {rule['regex']}"
        for rule in rules
        for where in rule["where"]
        if "regex" in rule and rule["level"] == "must" and where in written
        if re.search(rule["regex"], written[where])
    ]


@pytest.mark.parametrize("detail", ["full", "brief"])
def test_hostile_abstracts_are_harmless_in_markdown_front_matter_and_terminal(shared: Path, detail: str) -> None:
    lines = (shared / "hostile" / "dev.jsonl").read_text("utf-8").split("\n")
    found: list[str] = []
    for item in (json.loads(line) for line in lines if line):
        title, *texts = printed(item)
        found += broken_rules(item["must_not"], title, texts, detail)
        # What a model may not say at all, the checks drop; what it may not say in this form, the writers must prevent.
        of_form = [rule for rule in item["must_not"] if "fields" not in rule["where"]]
        found += broken_rules(of_form, title, [*texts, *said(item)], detail)
    assert found == []
