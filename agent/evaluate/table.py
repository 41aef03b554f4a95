"""All measures on the cases of several engines, as rows, and the worst cases."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from agent.evaluate import measures, names
from agent.evaluate.cases import Case
from agent.evaluate.figures import Figure, Tally, f1, figure_of, share
from agent.evaluate.measures import Measure, Scored

Statistic = Callable[[Tally], float | None]


class Row(NamedTuple):
    """A measure by its name for people."""

    name: str
    statistic: Statistic
    measure: Measure


ROWS = (
    Row("sentence boundaries", f1, measures.boundaries),
    Row("sentence roles", share, measures.roles),
    Row("contribution", share, measures.contribution),
    Row("claim sentences", f1, measures.claim_sentences),
    Row("key claims", f1, measures.key_claims),
    Row("kinds of claims", share, measures.kinds),
    Row("result numbers told", share, measures.result_numbers),
    Row("method's own name", share, measures.own_name),
    Row("method sentence", share, measures.method_sentence),
    Row("datasets", f1, names.datasets),
    Row("roles of datasets", share, names.dataset_roles),
    Row("models", f1, names.models),
    Row("topics", f1, names.topics),
    Row("predicted category", share, names.category),
    Row("primary category in 3", share, names.primary_category),
    Row("TL;DR, ROUGE-1", share, measures.tldr_overlap),
    Row("TL;DR of 30 words", share, measures.tldr_length),
    Row("said and kept", share, measures.kept),
)
"""In the order of quality figures: what a sentence is, what is told, how it is tagged."""

MOST_WORST = 5  # cases a measure that `--errors` shows


class Wrong(NamedTuple):
    """A case in which something was wrong."""

    measure: str
    engine: str
    id: str
    title: str
    wrong: tuple[str, ...]


def measure_all(cases: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, tuple[Row, Figure]]]:
    """Return, for each measure with something to measure, the figure of each engine."""
    table: dict[str, dict[str, tuple[Row, Figure]]] = {}
    for row in ROWS:
        figures = {engine: (row, figure_of(_tallies(row, some), row.statistic)) for engine, some in cases.items()}
        if any(figure.value is not None for _, figure in figures.values()):
            table[row.name] = figures
    return table


def worst(cases: Mapping[str, Sequence[Case]]) -> list[Wrong]:
    """Return for each measure and engine the cases with most that is wrong, worst first."""
    found: list[Wrong] = []
    for row in ROWS:
        for engine, some in cases.items():
            scored = [(case, one) for case in some if (one := row.measure(case)) and one.wrong]
            ranked = sorted(scored, key=lambda pair: (-len(pair[1].wrong), pair[0].annotation.id))
            found += [_wrong(row.name, engine, *pair) for pair in ranked[:MOST_WORST]]
    return found


def _tallies(row: Row, cases: Sequence[Case]) -> list[Tally]:
    return [scored.tally for case in cases if (scored := row.measure(case))]


def _wrong(measure: str, engine: str, case: Case, scored: Scored) -> Wrong:
    return Wrong(measure, engine, case.annotation.id, case.text.title, scored.wrong)
