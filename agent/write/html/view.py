"""`Digest` ─▶ what the templates fill in: names, places to jump to, figures. Nothing here is markup."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from agent.write.encode import clean_text, markdown_destination
from agent.write.figures import Trend, tallies, trend, whole_trend
from agent.write.html.anchors import slug, slugs
from agent.write.html.charts import Columns, bar_width, small_columns, wide_columns
from agent.write.html.facets import Facet, facets
from agent.write.outline import section_name, shown_title
from agent.write.phrases import EMBEDDED, authors_line, date_said, marks_said, short_title
from schemas.digest import Digest, DigestPaper, Glance, Section

ROWS_SHOWN = 16
"""Rows of the overview that stand there at once; the whole table is folded if it has more."""
_TOPICS_SHOWN = 3  # of a category, where not all rows stand there at once


class Place(NamedTuple):
    """A title and where it leads: within the page, else to an address, else nowhere."""

    title: str
    href: str | None


class PaperView(NamedTuple):
    """One paper with what a template cannot know by itself."""

    paper: DigestPaper
    slug: str
    title: str
    href: str | None
    facts: tuple[str, ...]
    """Authors and venue."""
    date: str
    code: tuple[Place, ...]
    marks: tuple[str, ...]
    keys: str
    """Keys of the facets' options that find it."""
    sentences: frozenset[int]
    """Numbers of the sentences that stand on the page."""
    cited: frozenset[int]
    """Those that a statement cites and that no quotation prints already."""


class SectionView(NamedTuple):
    """A heading and the papers under it."""

    slug: str
    path: str
    """`cs.IR › `, what stands before the name in smaller type."""
    name: str
    papers: tuple[PaperView, ...]


class GlanceView(NamedTuple):
    """One row of the overview."""

    row: Glance
    href: str | None
    columns: Columns | None


class TallyRow(NamedTuple):
    """One bar."""

    label: str
    papers: int
    width: float


class TallyView(NamedTuple):
    """A table with bars."""

    name: str
    rows: tuple[TallyRow, ...]


class IndexView(NamedTuple):
    """An index; each row is a name and the papers it leads to."""

    name: str
    slug: str
    rows: tuple[tuple[Place, tuple[Place, ...]], ...]


class Page(NamedTuple):
    """All that the templates fill in beside the digest itself."""

    sections: tuple[SectionView, ...]
    facets: tuple[Facet, ...]
    glance: tuple[GlanceView, ...]
    brief_glance: tuple[GlanceView, ...]
    """What stands there at once if that is not all: the largest categories with their largest topics."""
    chart: Columns | None
    tallies: tuple[TallyView, ...]
    indexes: tuple[IndexView, ...]
    slugs: Mapping[str, str]
    """Of the papers that are told, by id."""
    titles: Mapping[str, str]
    """Of the same papers, by id."""

    def place(self, paper_id: str, title: str) -> Place:
        """Return where a paper is told."""
        found = self.slugs.get(paper_id)
        return Place(shown_title(title), f"#paper-{found}" if found else None)

    def named(self, paper_id: str) -> Place:
        """Return where a paper is told under its title; the bare id if it is not told."""
        return self.place(paper_id, self.titles.get(paper_id, paper_id))


def address(url: str) -> str | None:
    """Return an address that may be live, percent-encoded; None for any other."""
    return markdown_destination(url)


def view(digest: Digest) -> Page:
    """Return what the templates need."""
    found = facets(digest)
    known = slugs(paper.id for section in digest.sections for paper in section.papers)
    places = slugs(" ".join(section.path) or "other" for section in digest.sections)
    voice = digest.engines[0] if digest.engines else EMBEDDED
    glance = tuple(_glance(digest, places))
    keys = {name: " ".join(map(str, own)) for name, own in found.keys.items()}
    return Page(
        sections=tuple(
            SectionView(
                slug=places[" ".join(section.path) or "other"],
                path="".join(f"{label} › " for label in section_name(section).labels[:-1]),
                name=_name(section),
                papers=tuple(_paper(paper, known[paper.id], voice, keys.get(paper.id, "")) for paper in section.papers),
            )
            for section in digest.sections
        ),
        facets=found.facets,
        glance=glance,
        brief_glance=_brief(glance) if len(glance) > ROWS_SHOWN else (),
        chart=_chart(whole_trend(digest), wide=True),
        tallies=tuple(
            TallyView(tally.name, tuple(_tally_row(name, papers, tally.rows) for name, papers in tally.rows))
            for tally in tallies(digest)
        ),
        indexes=tuple(_indexes(digest, known)),
        slugs=known,
        titles={paper.id: paper.title for section in digest.sections for paper in section.papers},
    )


def _name(section: Section) -> str:
    labels, name = section_name(section)
    return " ".join(part for part in (*labels[-1:], name) if part)


def _paper(paper: DigestPaper, slug: str, voice: str, keys: str) -> PaperView:
    said = [part for part in (paper.tldr, paper.method, *paper.claims) if part]
    quoted = {number for part in said if part.quoted for number in part.sentences}
    facts = (clean_text(authors_line(paper)), clean_text(paper.venue or ""))
    return PaperView(
        paper=paper,
        slug=slug,
        title=shown_title(paper.title),
        href=address(paper.link.url),
        facts=tuple(fact for fact in facts if fact),
        date=date_said(paper),
        code=tuple(Place(clean_text(link.url), href) for link in paper.code_links if (href := address(link.url))),
        marks=tuple(marks_said(paper, voice)),
        keys=keys,
        sentences=frozenset(sentence.number for sentence in paper.sentences),
        cited=frozenset(number for part in said for number in part.sentences) - quoted,
    )


def _glance(digest: Digest, places: Mapping[str, str]) -> Iterable[GlanceView]:
    category = ""
    for row in digest.glance:
        category = row.label if row.name is not None else category
        path = row.label if row.name is not None else f"{category} {row.label}"
        place = places.get(path if row.label != "–" else "other")
        yield GlanceView(row, f"#topic-{place}" if place else None, _chart(trend(digest, row), wide=False))


def _brief(rows: Iterable[GlanceView]) -> tuple[GlanceView, ...]:
    shown, topics = [], 0
    for one in rows:
        topics = topics + 1 if one.row.name is None else 0
        if topics <= _TOPICS_SHOWN:
            shown.append(one)
    return tuple(shown[:ROWS_SHOWN])


def _chart(shown: Trend, *, wide: bool) -> Columns | None:
    if not any(shown.counts):
        return None
    return wide_columns(shown) if wide else small_columns(shown)


def _tally_row(name: str, papers: int, rows: Iterable[tuple[str, int]]) -> TallyRow:
    return TallyRow(name, papers, bar_width(papers, [count for _, count in rows]))


def _indexes(digest: Digest, known: Mapping[str, str]) -> Iterable[IndexView]:
    for index in digest.indexes:
        rows = []
        for row in index.rows:
            papers = tuple(
                Place(short_title(shown_title(title)), f"#paper-{known[paper_id]}" if paper_id in known else None)
                for paper_id, title in row.papers
            )
            alone = papers[0].href if len(papers) == 1 else None
            rows.append((Place(row.name, alone), () if len(papers) == 1 else papers))
        yield IndexView(index.name, slug(index.name), tuple(rows))
