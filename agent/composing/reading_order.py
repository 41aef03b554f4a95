"""What to read first, and under which heading each paper stands."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from agent.composing.told import Gist, Told
from agent.correct import person_tags
from schemas.digest import DigestPaper, Glance, ReadFirst, Section
from schemas.follow import Follow
from schemas.taxonomy import Taxonomy

READ_FIRST = 10
TOPIC_SIZE = 3
"""Papers that a topic needs for a heading of its own; fewer stand under its category."""
WITHOUT_TOPIC = "Without topic"

Places = Counter[tuple[str, ...]]
"""Numbers of papers by place: path of a topic, a category, or nothing."""


def read_first(papers: Iterable[Gist]) -> tuple[ReadFirst, ...]:
    """Return up to 10 papers to begin with and why.

    The reasons are asked one after the other, an earlier one outweighs all later ones: you follow it, it introduces a
    dataset, has code, stands on several pages, has a result with a number. Then the newer one, then the id.
    """
    candidates = sorted((paper for paper in papers if any(paper.reasons)), key=lambda paper: paper.id)
    candidates.sort(key=lambda paper: paper.date, reverse=True)
    candidates.sort(key=lambda paper: [not reason for reason in paper.reasons])
    return tuple(
        ReadFirst(id=paper.id, title=paper.title, reasons=tuple(reason for reason in paper.reasons if reason))
        for paper in candidates[:READ_FIRST]
    )


def reasons(told: Told, matcher: "Matcher") -> tuple[str, ...]:
    """Return why to read a paper first, an empty text for a reason that does not hold; none if it is excluded."""
    if matcher.excluded(told):
        return ()
    followed = ", ".join(f"“{name}”" for name in matcher.followed(told))
    pages = len({source.page for source in told.paper.sources})
    return (
        f"you follow {followed}" if followed else "",
        "new dataset" if any(dataset.role == "introduced" for dataset in told.extraction.datasets) else "",
        "code" if told.paper.has_code else "",
        f"on {pages} pages" if pages > 1 else "",
        "a result with a number" if told.has_result_with_number else "",
    )


class Matcher:
    """Compares papers with what the reader follows."""

    def __init__(self, follow: Follow) -> None:
        self.follow = follow
        self.phrases = {name: _phrase(name) for name in (*follow.keywords, *follow.excludes)}

    def followed(self, told: Told) -> Iterator[str]:
        """Yield what is followed in a paper, as the reader wrote it, each once."""
        if not any(self.follow[:3]):
            return
        tags, authors, text = _tags(told), _authors(told), _text(told)
        found = [name for name in self.follow.topics if _fold(name) in tags]
        found += [name for name in self.follow.authors if _fold(name) in authors]
        found += [name for name in self.follow.keywords if self.phrases[name].search(text)]
        yield from dict.fromkeys(found)

    def excluded(self, told: Told) -> bool:
        """Say whether something in the paper is excluded."""
        if not self.follow.excludes:
            return False
        names, text = _tags(told) | _authors(told), _text(told)
        return any(_fold(name) in names or self.phrases[name].search(text) for name in self.follow.excludes)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _phrase(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_fold(name))}(?!\w)" if name.strip() else r"(?!)")


def _text(told: Told) -> str:
    return _fold(f"{told.paper.title} {told.paper.abstract}")


def _authors(told: Told) -> frozenset[str]:
    return frozenset(map(_fold, told.paper.authors))


def _tags(told: Told) -> frozenset[str]:
    extraction = told.extraction
    names = [label for topic in extraction.topics for label in (topic.node, *topic.path)]
    names += [term.name for term in extraction.terms]
    categories = told.paper.categories or extraction.predicted_categories
    return frozenset(map(_fold, (*names, *categories, *person_tags(told.record))))


class Shelf(NamedTuple):
    """A heading and the papers under it."""

    path: tuple[str, ...]
    name: str
    papers: tuple[Gist, ...]


def shelves(papers: Sequence[Gist], taxonomy: Taxonomy) -> tuple[Shelf, ...]:
    """Put each paper under one heading: largest first, then by name; papers without topic and category last."""
    sizes = Counter(paper.place for paper in papers)
    grouped: defaultdict[tuple[str, ...], list[Gist]] = defaultdict(list)
    for paper in papers:
        place = paper.place
        grouped[place if sizes[place] >= TOPIC_SIZE else place[:1]].append(paper)
    made = [Shelf(path, name_of(path, taxonomy), tuple(_by_date(group))) for path, group in grouped.items()]
    return tuple(sorted(made, key=lambda shelf: (not shelf.path, -len(shelf.papers), shelf.name, shelf.path)))


def _by_date(group: list[Gist]) -> list[Gist]:
    """Newest first, a day before its bare month or year, undated last; then by id."""
    by_id = sorted(group, key=lambda paper: paper.id)
    return sorted(by_id, key=lambda paper: paper.date, reverse=True)


def name_of(path: tuple[str, ...], taxonomy: Taxonomy) -> str:
    """Return what people call a heading."""
    if not path:
        return WITHOUT_TOPIC
    category = taxonomy.category(path[0]) if len(path) == 1 else None
    return category.name if category else path[-1]


def sections(
    ordered: Sequence[Shelf], entries: Callable[[Iterable[str]], Sequence[DigestPaper]]
) -> tuple[Section, ...]:
    """Fill the headings with the entries of their papers, which are found by their ids."""
    return tuple(
        # Not validated: that would read all entries into memory.
        Section.model_construct(path=shelf.path, name=shelf.name, papers=entries(paper.id for paper in shelf.papers))
        for shelf in ordered
    )


def glance(
    papers: Iterable[Gist], before: Sequence[Places], taxonomy: Taxonomy, within: Sequence[Places] = ()
) -> tuple[Glance, ...]:
    """Count the papers of each category and, indented, of its topics with a heading of their own.

    Args:
        papers: Those of the digest.
        before: Those of each week before, oldest first; counted by the same rule.
        taxonomy: For the names of categories.
        within: The places of its papers in each of its periods, oldest first.
    """
    present = count_places(paper.place for paper in papers)

    def row(path: tuple[str, ...], label: str, name: str | None) -> Glance:
        return Glance(
            label=label,
            name=name,
            papers=present[path],
            before=tuple(week[path] for week in before),
            spread=tuple(period[path] for period in within),
        )

    rows = []
    for path in _largest_first((path for path in present if len(path) == 1), present):
        rows.append(row(path, path[0], name_of(path, taxonomy)))
        topics = (topic for topic in present if topic[:1] == path and len(topic) > 1)
        large = (topic for topic in topics if present[topic] >= TOPIC_SIZE)
        rows += [row(topic, topic[-1], None) for topic in _largest_first(large, present)]
    return (*rows, row((), "–", WITHOUT_TOPIC)) if present[()] else tuple(rows)


def count_places(places: Iterable[tuple[str, ...]]) -> Places:
    """Count papers by place and, for a topic, by its category as well."""
    counts: Places = Counter()
    for place in places:
        counts.update({place, place[:1]})
    return counts


def _largest_first(paths: Iterable[tuple[str, ...]], sizes: Mapping[tuple[str, ...], int]) -> list[tuple[str, ...]]:
    return sorted(paths, key=lambda path: (-sizes[path], path[-1]))
