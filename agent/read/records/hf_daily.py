"""Hugging Face's daily papers as its API gives them: a list of submissions, each with its paper.

Keys: `paper` with `id` (of arXiv), `title`, `summary`, `authors` (each with `name`), `publishedAt`, `githubRepo`,
`organization`, and beside it `numComments`. Upvotes are not kept.

Source: https://huggingface.co/docs/hub/api (`/api/daily_papers`, `/api/papers/{arxiv id}`)
"""

from agent.read.page import Draft
from agent.read.records.arxiv_json import arxiv_id
from agent.read.records.fields import count, first_text, items, known_ids, mapping, printed_date, text
from agent.read.records.json_text import Record

_OWN_KEYS = frozenset({"upvotes", "publishedAt", "submittedOnDailyAt", "discussionId", "numComments", "submittedBy"})


def knows(record: Record) -> bool:
    """Tell a submission, or a paper by itself, by its keys."""
    paper = mapping(record.get("paper")) if "paper" in record else record
    if "sources" in paper or "digest_export" in record:
        return False
    return "title" in paper and "id" in paper and not _OWN_KEYS.isdisjoint({*paper, *record})


def read(record: Record) -> Draft | str:
    """Return the paper of one submission."""
    paper = mapping(record.get("paper")) if "paper" in record else record
    title = first_text(paper, "title") or first_text(record, "title")
    if title is None:
        return "no title"
    comments = record.get("numComments")
    organization = mapping(paper.get("organization") or record.get("organization"))
    place = first_text(organization, "fullname", "name")
    return Draft(
        numbers=(),
        title=title,
        abstract=first_text(paper, "summary") or first_text(record, "summary") or "",
        authors=tuple(
            name for author in items(paper.get("authors")) if (name := text(mapping(author).get("name"))) is not None
        ),
        date=printed_date(paper.get("publishedAt")) or printed_date(record.get("publishedAt")),
        affiliations=(place,) if place else (),
        has_code_badge=text(paper.get("githubRepo")) is not None,
        n_comments=count(comments if comments is not None else paper.get("numComments")),
        ids=known_ids(arxiv_id(paper.get("id"))),
    )
