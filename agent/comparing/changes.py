"""Two sides ─▶ what differs between them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.comparing.sides import Known, Side
from schemas.base import Model
from schemas.extraction import Claim, Extraction

_PRINTED = ("title", "abstract", "date", "venue")
_SAID = ("contribution", "task")


class Change(Model):
    """A field that one side tells otherwise; None: it does not tell it."""

    field: str
    before: str | None = None
    after: str | None = None


class PaperChange(Model):
    """A paper that both sides know and tell otherwise."""

    id: str
    """As the second side has it."""
    title: str
    changes: tuple[Change, ...]


class Named(Model):
    """A paper that one side alone has."""

    id: str
    title: str


class TagChange(Model):
    """A tag that stands on another number of papers."""

    kind: str
    name: str
    before: int
    after: int


class Difference(Model):
    """What differs."""

    before: str
    after: str
    """Names of the sides."""
    papers_before: int
    papers_after: int
    same: int
    """Papers that both tell alike."""
    only_before: tuple[Named, ...] = ()
    only_after: tuple[Named, ...] = ()
    changed: tuple[PaperChange, ...] = ()
    fields: tuple[tuple[str, int], ...] = ()
    """How many papers change in a field, most first."""
    tags: tuple[TagChange, ...] = ()
    """On papers that both sides know; the largest changes first."""


def compare(before: Side, after: Side) -> Difference:
    """Compare two sides; a paper is the same one by an id, else by its normalized title."""
    pairs, left, right = _pair(before.papers, after.papers)
    changed = []
    for one, other in pairs:
        if changes := tuple(_changes(one, other)):
            changed.append(PaperChange(id=other.paper.id, title=other.paper.title, changes=changes))
    counted = Counter(field for paper in changed for field in {change.field for change in paper.changes})
    return Difference(
        before=before.name,
        after=after.name,
        papers_before=len(before.papers),
        papers_after=len(after.papers),
        same=len(pairs) - len(changed),
        only_before=_named(left),
        only_after=_named(right),
        changed=tuple(sorted(changed, key=lambda paper: (-len(paper.changes), paper.id))),
        fields=tuple(sorted(counted.items(), key=lambda item: (-item[1], item[0]))),
        tags=_tag_changes(pairs),
    )


def _pair(
    before: Sequence[Known], after: Sequence[Known]
) -> tuple[list[tuple[Known, Known]], list[Known], list[Known]]:
    places: dict[str, int] = {}
    for place, known in enumerate(after):
        for name in known.names:
            places.setdefault(name, place)
    pairs, left, taken = [], [], set[int]()
    for known in before:
        found = next((places[name] for name in known.names if places.get(name, -1) not in {-1, *taken}), None)
        if found is None:
            left.append(known)
        else:
            taken.add(found)
            pairs.append((known, after[found]))
    return pairs, left, [known for place, known in enumerate(after) if place not in taken]


def _named(papers: Iterable[Known]) -> tuple[Named, ...]:
    return tuple(sorted((Named(id=one.paper.id, title=one.paper.title) for one in papers), key=lambda one: one.id))


def _changes(one: Known, other: Known) -> Iterator[Change]:
    for field in _PRINTED:
        yield from _change(field, getattr(one.paper, field) or None, getattr(other.paper, field) or None)
    yield from _change("status", one.status, other.status)
    for field in _SAID:
        yield from _change(field, _field(one.extraction, field), _field(other.extraction, field))
    for field in ("tldr", "method"):
        yield from _change(field, _statement(one.extraction, field), _statement(other.extraction, field))
    yield from _claims(one.extraction, other.extraction)
    for field, names in _lists(one.extraction).items():
        yield from _names(field, names, _lists(other.extraction)[field])


def _change(field: str, before: str | None, after: str | None) -> Iterator[Change]:
    if before != after:
        yield Change(field=field, before=before, after=after)


def _field(extraction: Extraction | None, field: str) -> str | None:
    return getattr(extraction, field) if extraction else None


def _statement(extraction: Extraction | None, field: str) -> str | None:
    statement = getattr(extraction, field) if extraction else None
    return statement.text if statement else None


def _claims(one: Extraction | None, other: Extraction | None) -> Iterator[Change]:
    """Yield claims that changed: first those that cite the same sentences, side by side, then what stands alone."""
    texts = {claim.text for claim in other.claims} if other else set()
    former = [claim for claim in (one.claims if one else ()) if claim.text not in texts]
    known = {claim.text for claim in one.claims} if one else set()
    present = [claim for claim in (other.claims if other else ()) if claim.text not in known]
    for claim in former:
        match = next((new for new in present if new.sentences == claim.sentences), None)
        if match is not None:
            present.remove(match)
        yield Change(field="claim", before=_told(claim), after=_told(match) if match else None)
    for claim in present:
        yield Change(field="claim", after=_told(claim))


def _told(claim: Claim) -> str:
    cited = ", ".join(f"s{number}" for number in claim.sentences)
    return f"{claim.text} ({cited + ', ' if cited else ''}{claim.kind})"


def _lists(extraction: Extraction | None) -> dict[str, list[str]]:
    if extraction is None:
        return {"method name": [], "dataset": [], "model": [], "topic": [], "term": []}
    return {
        "method name": [name.name for name in extraction.method_names],
        "dataset": [f"{dataset.name} ({dataset.role})" for dataset in extraction.datasets],
        "model": [model.name for model in extraction.models],
        "topic": [" › ".join(tag.path) for tag in extraction.topics],
        "term": [term.name for term in extraction.terms],
    }


def _names(field: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Change]:
    yield from (Change(field=field, before=name) for name in before if name not in after)
    yield from (Change(field=field, after=name) for name in after if name not in before)


def _tag_changes(pairs: Sequence[tuple[Known, Known]]) -> tuple[TagChange, ...]:
    before, after = _counted(one for one, _ in pairs), _counted(other for _, other in pairs)
    changed = [
        TagChange(kind=kind, name=name, before=before.get((kind, name), 0), after=after.get((kind, name), 0))
        for kind, name in sorted({*before, *after})
        if before.get((kind, name), 0) != after.get((kind, name), 0)
    ]
    return tuple(sorted(changed, key=lambda tag: -abs(tag.after - tag.before)))


def _counted(papers: Iterable[Known]) -> Mapping[tuple[str, str], int]:
    return Counter(
        (kind, name) for known in papers for kind, names in _lists(known.extraction).items() for name in names
    )
