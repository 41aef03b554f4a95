"""What a reader may narrow the papers by: topic, dataset, method, model, venue, week, status."""

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from agent.weeks import week_of
from agent.write.encode import clean_text
from agent.write.phrases import EMBEDDED, spoken_date
from schemas.digest import Digest, DigestPaper

SHOWN = 7
"""Options of a facet that stand there at once; the others are folded."""
MOST = 200
"""Options of a facet; the rarest of more are found by searching."""
_MANY = 40  # options from which on those of a single paper are left out
_DAY_LENGTH = len("2026-05-18")
_INDEXED = (("Dataset", "Datasets"), ("Method", "Methods"), ("Model", "Models"))

Labels = tuple[str, ...]
Paths = Mapping[str, set[Labels]]


class Option(NamedTuple):
    """One box to tick."""

    key: int
    """Known to the papers that it finds."""
    value: str
    """What the address of the page calls it."""
    label: str
    papers: int
    children: tuple["Option", ...] = ()


class Facet(NamedTuple):
    """A group of boxes; a paper fits if it has one of those that are ticked."""

    name: str
    options: tuple[Option, ...]
    more: tuple[Option, ...] = ()

    @property
    def slug(self) -> str:
        """What the address of the page calls it."""
        return self.name.lower()


class Facets(NamedTuple):
    """All groups, and the keys of the options that find each paper, by its id."""

    facets: tuple[Facet, ...]
    keys: Mapping[str, tuple[int, ...]]


def facets(digest: Digest) -> Facets:
    """Return the facets that part the papers of a digest; one that all papers answer alike is left out."""
    papers = [paper for section in digest.sections for paper in section.papers]
    keys: defaultdict[str, list[int]] = defaultdict(list)
    made, start = [], 0
    for name, paths, label in _kinds(digest, papers):
        facet, start = _facet(name, paths, label, start, keys, len(papers))
        made.append(facet)
    return Facets(tuple(facet for facet in made if facet.options), {name: tuple(own) for name, own in keys.items()})


def _kinds(digest: Digest, papers: Sequence[DigestPaper]) -> Iterator[tuple[str, Paths, Callable[[Labels], str]]]:
    """Yield each facet's name, the paths of each paper in it, and what people call a path."""
    yield "Topic", _topics(digest), _topic_label(digest)
    indexes = {index.name: index.rows for index in digest.indexes}
    for name, index in _INDEXED:
        uses = ((row.name, paper_id) for row in indexes.get(index, ()) for paper_id, _ in row.papers)
        yield name, _by_paper(uses), _last
    yield "Venue", _by_paper((paper.venue or "", paper.id) for paper in papers), _last
    yield "Week", _weeks(papers), _week_label
    first = {one.id for one in digest.read_first}
    statuses = ((status, paper.id) for paper in papers for status in _statuses(paper, digest, first))
    yield "Status", _by_paper(statuses), _last


def _by_paper(uses: Iterable[tuple[str, str]]) -> dict[str, set[Labels]]:
    paths: defaultdict[str, set[Labels]] = defaultdict(set)
    for name, paper_id in uses:
        if cleaned := clean_text(name):
            paths[paper_id].add((cleaned,))
    return paths


def _topics(digest: Digest) -> dict[str, set[Labels]]:
    """Return the categories and topics of each paper: those of its tags, and the heading under which it stands."""
    paths: defaultdict[str, set[Labels]] = defaultdict(set)
    for section in digest.sections:
        for paper in section.papers:
            tagged = [tag.path for tag in paper.tags if tag.kind in ("topic", "category")]
            for path in (section.path, *tagged):
                cleaned = tuple(filter(None, map(clean_text, path)))
                paths[paper.id] |= {part for part in (cleaned[:1], cleaned) if part}
    return paths


def _topic_label(digest: Digest) -> Callable[[Labels], str]:
    names = {row.label: row.name for row in digest.glance if row.name}
    names |= {section.path[0]: section.name for section in digest.sections if len(section.path) == 1}

    def label(path: Labels) -> str:
        name = names.get(path[0], "") if len(path) == 1 else ""
        return f"{path[-1]} {name}" if name and name != path[-1] else path[-1]

    return label


def _last(path: Labels) -> str:
    return path[-1]


def _weeks(papers: Iterable[DigestPaper]) -> Paths:
    """Return the year and week of each paper; only the weeks if all are of one year."""
    paths: dict[str, set[Labels]] = {}
    for paper in papers:
        if paper.date and len(paper.date) == _DAY_LENGTH:
            week = week_of(date.fromisoformat(paper.date))
            paths[paper.id] = {(week[:4],), (week[:4], week)}
        elif paper.date:
            paths[paper.id] = {(paper.date[:4],)}
    if len({path[0] for own in paths.values() for path in own}) > 1:
        return paths
    return {name: {(path[-1],) for path in own if len(path) > 1} for name, own in paths.items()}


def _week_label(path: Labels) -> str:
    week = path[-1]
    if "W" not in week:
        return week
    monday = date.fromisocalendar(int(week[:4]), int(week[6:]), 1)
    return f"{week[5:]} · from {spoken_date(monday.isoformat())}"


def _statuses(paper: DigestPaper, digest: Digest, first: Container[str]) -> Iterator[str]:
    if paper.mark:
        yield paper.mark
    if paper.id in first:
        yield "to read first"
    if paper.code:
        yield "with code"
    if any(dataset.role == "introduced" for dataset in paper.datasets):
        yield "new dataset"
    if paper.pages > 1:
        yield "on several pages"
    said = [shown for shown in (paper.tldr, paper.method, *paper.claims) if shown]
    if any(shown.person for shown in said) or any(tag.kind == "person" for tag in paper.tags):
        yield "with your word"
    if len(digest.engines) > 1 and paper.engine:
        speaker = paper.model or EMBEDDED
        yield "in the authors' own words" if speaker == EMBEDDED else f"in the words of {speaker}"


def _facet(
    name: str,
    paths: Paths,
    label: Callable[[Labels], str],
    start: int,
    keys: defaultdict[str, list[int]],
    papers: int,
) -> tuple[Facet, int]:
    """Return a facet whose keys begin at `start`, and where those of the next begin; note which papers have which."""
    sizes = Counter(path for own in paths.values() for path in own)
    tops, below = _arranged(sizes, newest_first=name == "Week")
    if len(tops) == 1 and sizes[tops[0]] == papers and not below:
        return Facet(name, ()), start
    numbers = {path: start + place for place, path in enumerate(path for top in tops for path in (top, *below[top]))}
    for paper_id, own in paths.items():
        keys[paper_id] += sorted(numbers[path] for path in own if path in numbers)

    def option(path: Labels, children: tuple[Option, ...] = ()) -> Option:
        return Option(numbers[path], "/".join(path), label(path), sizes[path], children)

    options = tuple(option(top, tuple(map(option, below[top]))) for top in tops)
    shown = SHOWN if len(options) > SHOWN + 1 else len(options)
    return Facet(name, options[:shown], options[shown:]), start + len(numbers)


def _arranged(
    sizes: Mapping[Labels, int], *, newest_first: bool
) -> tuple[list[Labels], defaultdict[Labels, list[Labels]]]:
    """Return the paths of one label and, under each, the longer ones: newest first, or largest and then by name."""
    if newest_first:
        ordered = sorted(sizes, reverse=True)
    else:
        ordered = sorted(sizes, key=lambda path: (-sizes[path], path[-1].casefold(), path))
    tops: list[Labels] = [path for path in ordered if len(path) == 1]
    if len(tops) > _MANY:
        tops = [path for path in tops if sizes[path] > 1][:MOST]
    below: defaultdict[Labels, list[Labels]] = defaultdict(list)
    for path in ordered:
        if len(path) > 1:
            below[path[:1]].append(path)
    return tops, below
