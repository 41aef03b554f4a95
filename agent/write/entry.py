"""One section of a digest: its heading and the entries of its papers, in full or on two lines each."""

import shlex
from collections.abc import Iterator, Sequence

from agent.write.encode import (
    clean_text,
    guard_line_start,
    markdown_cell,
    markdown_code,
    markdown_destination,
    markdown_inline,
    markdown_path,
    markdown_text,
)
from agent.write.outline import Outline, outer_link, paper_key, section_key, shown_title
from agent.write.phrases import (
    EMBEDDED,
    authors_line,
    date_said,
    marks_said,
    method_opening,
    names_itself,
    quoted,
    role_said,
)
from schemas.digest import Digest, DigestPaper, Section, Shown, ShownName, ShownTag

_DOT = " · "


def section(number: int, shown: Section, digest: Digest, outline: Outline) -> Iterator[str]:
    """Yield one section, entry by entry; `number` is its 0-based place among the sections."""
    voice = digest.engines[0] if digest.engines else EMBEDDED
    yield outline.heading(section_key(number), 2)
    for paper in shown.papers:
        if digest.detail == "brief":
            yield f"\n{_brief_entry(paper, voice)}"
        else:
            yield f"\n\n{_full_entry(paper, voice, outline)}"


def _full_entry(paper: DigestPaper, voice: str, outline: Outline) -> str:
    about = _DOT.join((*_origin(paper), outer_link(paper.link.label, paper.link.url), *_marks(paper, voice)))
    blocks = [f"{outline.heading(paper_key(paper.id), 3)}\n{about}"]
    if paper.engine is None:
        blocks.append(_note(paper))
    if paper.tldr and (statement := markdown_inline(paper.tldr.text)):
        blocks.append(f"**{statement}**{_carried_by(paper.tldr)}")
    blocks += ["\n".join(lines) for lines in (_points(paper), _changes(paper)) if lines]
    blocks += [f"> s{cited.number} {markdown_inline(quoted(clean_text(cited.text)))}" for cited in paper.evidence]
    return "\n\n".join(blocks)


def _brief_entry(paper: DigestPaper, voice: str) -> str:
    title = outer_link(shown_title(paper.title), paper.link.url)
    first = _DOT.join((f"**{title}**", *_origin(paper), *_marks(paper, voice)))
    said = _note(paper) if paper.engine is None else _told(paper.tldr)
    second = _DOT.join(part for part in (said, *map(_tag, paper.tags)) if part)
    return f"- {first}\\\n  {guard_line_start(second)}" if second else f"- {first}"


def _origin(paper: DigestPaper) -> list[str]:
    """Return who wrote it, where and when it appeared; what is unknown is absent."""
    venue = clean_text(paper.venue or "")
    texts = [text for text in (clean_text(authors_line(paper)), venue) if text]
    shown = [markdown_inline(text) if place else markdown_text(text) for place, text in enumerate(texts)]
    return [*shown, date] if (date := date_said(paper)) else shown


def _marks(paper: DigestPaper, voice: str) -> list[str]:
    addresses = [f"<{address}>" for link in paper.code_links if (address := markdown_destination(link.url))]
    marks = ["code"] if paper.code else []
    marks += [", ".join(addresses)] if addresses else []
    return marks + [markdown_inline(mark) for mark in marks_said(paper, voice)]


def _note(paper: DigestPaper) -> str:
    return f"*{markdown_inline(paper.note or '') or 'Not extracted'}*"


def _points(paper: DigestPaper) -> list[str]:
    lines = [f"- **Method:** {method}"] if (method := _method(paper)) else []
    claims = [f"- **Claim:** {said}" for claim in paper.claims if (said := _quotation(claim))]
    if paper.more_claims:
        command = markdown_code(f"digest show {shlex.quote(clean_text(paper.id))}")
        more = f"+{paper.more_claims:,}: {command}"
        claims = [*claims[:-1], f"{claims[-1]}{_DOT}{more}"] if claims else [f"- **Claims:** {more}"]
    lines += claims
    named = [
        f"**{label}:** {names}"
        for label, names in (
            ("Data", _names(paper.datasets, paper.more_datasets)),
            ("Models", _names(paper.models, paper.more_models)),
        )
        if names
    ]
    lines += [f"- {_DOT.join(named)}"] if named else []
    tags = [tag for tag in map(_tag, paper.tags) if tag]
    return [*lines, f"- **Tags:** {_DOT.join(tags)}"] if tags else lines


def _method(paper: DigestPaper) -> str:
    opening = method_opening(paper)
    named = markdown_inline(opening.names)
    if paper.method is None or not (statement := _quotation(paper.method)):
        return named
    return statement if names_itself(paper) else f"{named}{opening.joint}{statement}"


def _told(shown: Shown | None) -> str:
    """Return a statement with what carries it; empty if there is none."""
    if shown is None or not (text := markdown_inline(shown.text)):
        return ""
    return text + _carried_by(shown)


def _quotation(shown: Shown) -> str:
    """Return a statement with what carries it, between quotation marks where the words are the authors'."""
    text = clean_text(shown.text)
    return _told(shown.model_copy(update={"text": quoted(text)}) if shown.quoted and text else shown)


def _carried_by(shown: Shown) -> str:
    """Return the sentence numbers and the kind of a statement, in brackets after a blank."""
    marks = [f"s{number}" for number in shown.sentences] + ([shown.kind] if shown.kind else [])
    marks += ["your word"] if shown.person else []
    return f" ({', '.join(marks)})" if marks else ""


def _names(names: Sequence[ShownName], more: int) -> str:
    shown = []
    for name in names:
        marks = [*role_said(name), *(f"s{number}" for number in name.sentences)]
        if text := markdown_inline(name.name):
            shown.append(f"{text} ({', '.join(marks)})" if marks else text)
    return ", ".join(shown) + (f" +{more:,}" if more and shown else "")


def _tag(tag: ShownTag) -> str:
    path = markdown_path(tag.path)
    if tag.kind == "term" and path:
        return f"*{path}*"
    mark = " (predicted)" if tag.predicted else " (yours)" if tag.kind == "person" else ""
    return path and path + mark


def _changes(paper: DigestPaper) -> list[str]:
    """Return the claims of the former and the present abstract side by side."""
    if not paper.changes:
        return []
    rows = [
        f"| {markdown_cell(change.before or '–')} | {markdown_cell(change.after or '–')} |" for change in paper.changes
    ]
    return ["| before | now |", "|---|---|", *rows]
