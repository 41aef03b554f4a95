"""Names of datasets, methods and models over all papers of a digest."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from agent.composing.told import Gist
from schemas.digest import Index, IndexRow

MOST_USED = 5
_ROW_FIELDS = set(IndexRow.model_fields)
_SEVERAL = 2  # papers from which a dataset counts as used, and a name leads from one paper to another


class _Use(NamedTuple):
    name: str
    paper: Gist


def introduced(papers: Iterable[Gist]) -> tuple[str, ...]:
    """Return the datasets that the papers introduce, by name."""
    uses = (_Use(name, paper) for paper in papers for name in paper.introduced)
    return tuple(row.name for row in _rows(uses))


def most_used(papers: Iterable[Gist]) -> tuple[tuple[str, int], ...]:
    """Return the datasets of at least two papers with their number of papers, most first, then by name."""
    return _most(_dataset_uses(papers))


def models_used(papers: Iterable[Gist]) -> tuple[tuple[str, int], ...]:
    """Return the models of at least two papers with their number of papers, most first, then by name."""
    return _most(_model_uses(papers))


def _most(uses: Iterable[_Use]) -> tuple[tuple[str, int], ...]:
    counted = [(row.name, len(row.papers)) for row in _rows(uses) if len(row.papers) >= _SEVERAL]
    return tuple(sorted(counted, key=lambda item: -item[1])[:MOST_USED])


def indexes(papers: Sequence[Gist]) -> tuple[Index, ...]:
    """Return the indexes that have rows.

    A dataset stands in its index if a paper introduces it or two papers name it, a model if two papers name it, a
    method under its first name.
    """
    new = {_fold(name) for name in introduced(papers)}
    datasets = _rows(_dataset_uses(papers))
    methods = _rows(
        _Use(paper.method, paper) for paper in papers if paper.method is not None and _fold(paper.method) not in new
    )
    models = _rows(_model_uses(papers))
    made = (
        Index(
            name="Datasets",
            rows=tuple(row for row in datasets if len(row.papers) >= _SEVERAL or _fold(row.name) in new),
        ),
        Index(name="Methods", rows=tuple(methods)),
        Index(name="Models", rows=tuple(row for row in models if len(row.papers) >= _SEVERAL)),
    )
    return tuple(index for index in made if index.rows)


def _dataset_uses(papers: Iterable[Gist]) -> Iterator[_Use]:
    return (_Use(name, paper) for paper in papers for name in paper.datasets)


def _model_uses(papers: Iterable[Gist]) -> Iterator[_Use]:
    return (_Use(name, paper) for paper in papers for name in paper.models)


def _rows(uses: Iterable[_Use]) -> Iterator[IndexRow]:
    """Yield a row for each name, by name; prints that differ in case are one name, shown as most papers print it."""
    found: defaultdict[str, list[_Use]] = defaultdict(list)
    for use in uses:
        found[_fold(use.name)].append(use)
    return (_row(found.pop(name)) for name in sorted(found))


def _row(uses: Sequence[_Use]) -> IndexRow:
    prints = Counter(use.name for use in uses)
    papers = {(use.paper.id, use.paper.title) for use in uses}
    # Thousands of rows: a set of the names of its fields for each would take as much room as the row.
    return IndexRow.model_construct(
        _ROW_FIELDS,
        name=min(prints, key=lambda text: (-prints[text], text)),
        papers=tuple(sorted(papers, key=lambda paper: (paper[1].casefold(), paper[0]))),
    )


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
