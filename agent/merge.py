"""The same paper from several sources becomes one `Paper` that keeps all its sources.

Everything here is a function of the set of sightings: neither their order nor how they are spread over runs matters.
Clusters are built from pairwise links, strongest first, and two clusters with different ids of one namespace are
never joined, so that a third paper cannot join them either.
"""

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from agent.winners import paper_of
from cache.entries import CROWD, Keys
from schemas.identity import normalized_title, title_id
from schemas.paper import Entry, Paper
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy

SHINGLE_WORDS = 5
SKETCH_BINS = 48  # chance to miss a pair of Jaccard 0.25 is below 0.75**48 = 1e-6
SAME_TITLE_JACCARD = 0.15
SAME_TEXT_JACCARD = 0.25
POSSIBLY_JACCARD = 0.10
BARE_TITLE = 1.0  # strength of a common title where one abstract is missing: the weakest link that joins

_WORD = re.compile(r"\w+")
_PART = re.compile(r"\b(?:part|vol|volume|no|number|chapter|version|v)\b|\b[ivxlc]+\b|\d+")
_SERIAL = re.compile(r"\s+\d{4}$")  # DBLP numbers namesakes: "Wei Yao 0017"


class Features:
    """What linking needs of one entry, computed once."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.title = normalized_title(entry.title)
        self.ids = dict(known.split(":", 1) for known in entry.ids)
        self.authors = frozenset(_person(name) for name in entry.authors)

    @cached_property
    def content(self) -> str:
        """A hash of what the page printed of the work, whatever the page: the canonical order of entries."""
        printed = self.entry.model_dump_json(exclude={"page", "position", "lines", "kind"})
        return hashlib.sha256(printed.encode()).hexdigest()

    @property
    def shingles(self) -> frozenset[int]:
        """Hashes of all runs of five words of the abstract."""
        return shingles(self.entry.abstract)

    @cached_property
    def keys(self) -> Keys:
        """The blocking keys of the entry."""
        exact = {_number(f"title {self.title}"), *(_number(f"id {known}") for known in self.entry.ids)}
        exact |= {_number(f"title {self.title} of {author}") for author in self.authors}
        return Keys(frozenset(exact), _sketch(self.shingles))


class Link(NamedTuple):
    """Two entries, by index, that are the same paper unless their ids say otherwise; stronger links join first."""

    strength: float
    """3: a common id; 2: a common title and more; 1: a common text; below 1: only possibly the same."""
    one: int
    other: int


class Merged(NamedTuple):
    """What merging made of sightings."""

    papers: tuple[Paper, ...]
    """Sorted by id."""
    members: tuple[tuple[int, ...], ...]
    """For each paper the places of its sightings among those given."""
    possibly_same: tuple[tuple[str, str], ...]
    """Pairs of ids of papers that overlap without enough evidence, sorted."""


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=1024)  # a bound on memory: a shingle set takes ten times the room of its text
def shingles(abstract: str) -> frozenset[int]:
    """Return hashes of all runs of five words; of the whole text if it is shorter, none if it is empty."""
    words = _WORD.findall(abstract.casefold())
    runs = range(max(1, len(words) - SHINGLE_WORDS + 1)) if words else range(0)
    return frozenset(_number(" ".join(words[start : start + SHINGLE_WORDS])) for start in runs)


def _person(name: str) -> str:
    return " ".join(sorted(_WORD.findall(_SERIAL.sub("", name).casefold())))


def _sketch(runs: frozenset[int]) -> frozenset[int]:
    """One-permutation MinHash: the least shingle of each of 48 bins; all of them if the text is that short.

    Source: Li, Owen, Zhang, "One Permutation Hashing", NeurIPS 2012.
    """
    if len(runs) <= SKETCH_BINS:
        return runs
    least: dict[int, int] = {}
    for run in runs:
        place = run % SKETCH_BINS
        least[place] = min(run, least.get(place, run))
    return frozenset(least.values())


def jaccard(one: Features, other: Features) -> float:
    """Return the share of five-word runs that two abstracts have in common, 0 if one has no abstract."""
    common = len(one.shingles & other.shingles)
    union = len(one.shingles) + len(other.shingles) - common
    return common / union if union else 0.0


def conflict(one: dict[str, str], other: dict[str, str]) -> bool:
    """Say whether two sets of ids hold different ids of one namespace."""
    return any(other.get(namespace, value) != value for namespace, value in one.items())


def link_strength(one: Features, other: Features) -> float:
    """Return how strongly two entries are the same paper: 0 not at all, 3 by a common id.

    A value between 0 and 1 is the overlap of a pair that is only possibly the same.
    """
    if conflict(one.ids, other.ids):
        return 0.0
    if one.ids.items() & other.ids.items():
        return 3.0
    overlap = jaccard(one, other)
    if one.title == other.title:
        one_missing = not (one.entry.abstract and other.entry.abstract)
        if overlap >= SAME_TITLE_JACCARD or one.authors & other.authors:
            return 2.0 + overlap / 2
        if one_missing:
            return BARE_TITLE
    if overlap >= SAME_TEXT_JACCARD and not _differ_by_part(one.title, other.title):
        return 1.1 + overlap / 2
    return min(overlap, 0.99) if overlap >= POSSIBLY_JACCARD else 0.0


def _differ_by_part(one: str, other: str) -> bool:
    return one != other and _PART.sub("", one).split() == _PART.sub("", other).split()


def candidate_pairs(features: Sequence[Features]) -> list[tuple[int, int]]:
    """Return each pair of indices that shares a blocking key once, the smaller index first, in order."""
    exact: defaultdict[int, list[int]] = defaultdict(list)
    sketch: defaultdict[int, list[int]] = defaultdict(list)
    for index, feature in enumerate(features):
        for key in feature.keys.exact:
            exact[key].append(index)
        for key in feature.keys.sketch:
            sketch[key].append(index)
    blocks = [block for block in (*exact.values(), *sketch.values()) if len(block) <= CROWD]
    pairs = {(block[i], block[j]) for block in blocks for j in range(1, len(block)) for i in range(j)}
    for block in exact.values():
        if len(block) > CROWD:
            pairs |= _star_pairs(features, block)
    return sorted(pairs)


def _star_pairs(features: Sequence[Features], block: Sequence[int]) -> set[tuple[int, int]]:
    """Pair each of a crowd with its first member, and with the first that has an abstract.

    Those that share more than an id or a title meet by their texts, or by title and author.
    """
    ordered = sorted(block, key=lambda index: features[index].content)
    told = next((index for index in ordered if features[index].entry.abstract), ordered[0])
    return {(min(one, hub), max(one, hub)) for one in block for hub in (ordered[0], told) if one != hub}


def links(features: Sequence[Features]) -> list[Link]:
    """Return all links among entries, possible ones (strength below 1) included."""
    found = []
    for one, other in candidate_pairs(features):
        if strength := link_strength(features[one], features[other]):
            found.append(Link(strength, one, other))
    return found


def clusters(features: Sequence[Features], found: Iterable[Link]) -> list[int]:
    """Return for each entry the index of the entry that stands for its paper."""
    leader = list(range(len(features)))
    ids = [dict(feature.ids) for feature in features]
    told = [bool(feature.entry.abstract) for feature in features]

    def find(index: int) -> int:
        while leader[index] != index:
            leader[index] = leader[leader[index]]
            index = leader[index]
        return index

    def rank(link: Link) -> tuple[float, str, str]:
        ends = sorted((features[link.one].content, features[link.other].content))
        return -link.strength, ends[0], ends[1]

    for link in sorted((link for link in found if link.strength >= 1), key=rank):
        one, other = find(link.one), find(link.other)
        # A bare title joins an entry to one paper; it does not make one paper of all that share the title.
        bridged = link.strength == BARE_TITLE and told[one] and told[other]
        if one != other and not bridged and not conflict(ids[one], ids[other]):
            leader[other] = one
            ids[one] |= ids[other]
            told[one] = told[one] or told[other]
    return [find(index) for index in range(len(features))]


def merge(sightings: Sequence[Sighting], taxonomy: Taxonomy, known: Sequence[Features] | None = None) -> Merged:
    """Merge sightings into papers; the order of the sightings makes no difference to the papers.

    Args:
        sightings: Of any papers.
        taxonomy: Of categories.
        known: Features of the sightings, where they were needed before.
    """
    features = known or [Features(seen.entry) for seen in sightings]
    found = links(features)
    leaders = clusters(features, found)
    members: defaultdict[int, list[int]] = defaultdict(list)
    for index, leader in enumerate(leaders):
        members[leader].append(index)
    papers = {leader: paper_of([sightings[index] for index in group], taxonomy) for leader, group in members.items()}
    papers = _with_distinct_ids(papers, {leader: _cluster_hash(features, group) for leader, group in members.items()})
    possibly = set()
    for link in found:
        one, other = papers[leaders[link.one]].id, papers[leaders[link.other]].id
        if link.strength < 1 and one != other:
            possibly.add((min(one, other), max(one, other)))
    ranked = sorted(papers, key=lambda leader: papers[leader].id)
    return Merged(
        papers=tuple(papers[leader] for leader in ranked),
        members=tuple(tuple(members[leader]) for leader in ranked),
        possibly_same=tuple(sorted(possibly)),
    )


def _cluster_hash(features: Sequence[Features], group: Sequence[int]) -> str:
    return hashlib.sha256("".join(sorted(features[index].content for index in group)).encode()).hexdigest()


def _with_distinct_ids(papers: dict[int, Paper], hashes: dict[int, str]) -> dict[int, Paper]:
    """Give papers of one id (the same title and no id printed, or one id and two others that differ) their own."""
    uses = Counter(paper.id for paper in papers.values())
    return {
        leader: paper
        if uses[paper.id] == 1
        else paper.model_copy(update={"id": f"{title_id(paper.title)}-{hashes[leader][:6]}"})
        for leader, paper in papers.items()
    }
