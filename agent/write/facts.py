"""What is told of a paper as labelled lines of plain text, for shapes without a layout of their own."""

from collections.abc import Iterator
from typing import NamedTuple

from agent.write.encode import clean_text
from agent.write.phrases import method_opening, names_itself, quoted, role_said
from schemas.digest import DigestPaper, Shown, ShownName


class Fact(NamedTuple):
    """One line."""

    label: str
    text: str


def facts(paper: DigestPaper) -> Iterator[Fact]:
    """Yield method, claims, data, models and tags, each with what carries it."""
    opening = method_opening(paper)
    if paper.method is not None:
        named = "" if names_itself(paper) else opening.names + opening.joint
        yield Fact("Method", named + told(paper.method))
    elif opening.names:
        yield Fact("Method", opening.names)
    for claim in paper.claims:
        yield Fact("Claim", told(claim))
    if paper.more_claims:
        yield Fact("Claims", f"{paper.more_claims:,} more")
    for label, names, more in (
        ("Data", paper.datasets, paper.more_datasets),
        ("Models", paper.models, paper.more_models),
    ):
        if names:
            yield Fact(label, ", ".join(map(_named, names)) + (f" +{more:,}" if more else ""))
    if paper.tags:
        yield Fact("Tags", " · ".join(" › ".join(map(clean_text, tag.path)) for tag in paper.tags))


def told(shown: Shown) -> str:
    """Return a statement with what carries it, between quotation marks where the words are the authors'."""
    marks = [f"s{number}" for number in shown.sentences] + ([shown.kind] if shown.kind else [])
    marks += ["your word"] if shown.person else []
    text = clean_text(shown.text)
    return (quoted(text) if shown.quoted else text) + (f" ({', '.join(marks)})" if marks else "")


def _named(name: ShownName) -> str:
    marks = [*role_said(name), *(f"s{number}" for number in name.sentences)]
    return clean_text(name.name) + (f" ({', '.join(marks)})" if marks else "")
