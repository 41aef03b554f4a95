"""Figures ─▶ lines for people and values for JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from agent.evaluate.claims import Judged
from agent.evaluate.figures import Figure, f1, recall, share
from agent.evaluate.table import Row, Wrong

_MARGIN = 2  # blanks between columns


def table_lines(table: Mapping[str, Mapping[str, tuple[Row, Figure]]], engines: Sequence[str]) -> Iterator[str]:
    """Yield a line a measure, a column an engine: figure, 95 % interval, counts."""
    cells = [["", *engines]]
    cells += [[name, *(_cell(*figures[engine]) for engine in engines)] for name, figures in table.items()]
    yield from _columns(cells)


def claim_lines(table: Mapping[str, Figure]) -> Iterator[str]:
    """Yield a line a kind of edit."""
    yield from _columns([[name, _share(figure)] for name, figure in table.items()])


def wrong_lines(wrong: Iterable[Wrong]) -> Iterator[str]:
    """Yield the worst cases, with their texts."""
    for one in wrong:
        yield ""
        yield f"{one.measure} · {one.engine} · {one.id} · {one.title}"
        yield from (f"  {text}" for text in one.wrong)


def misjudged_lines(judged: Iterable[Judged]) -> Iterator[str]:
    """Yield the claims that the checks judged wrongly, with the sentences they cite."""
    for one in judged:
        if one.right:
            continue
        yield ""
        yield f"{one.claim.label}, {one.claim.edit} · {one.claim.paper} · {one.claim.claim}"
        yield from (f"  dropped: {finding.message}" for finding in one.findings)
        sentences = one.text.sentences
        yield from (f"  s{place + 1}: {sentences[place]}" for place in one.claim.cited if place < len(sentences))


def figure_json(figure: Figure) -> dict[str, object]:
    """Return a figure for JSON; counts that a measure does not use are left out."""
    counts = {name: count for name, count in figure.counts._asdict().items() if count}
    return {"value": figure.value, "low": figure.low, "high": figure.high, **counts}


def _cell(row: Row, figure: Figure) -> str:
    if figure.value is None or row.statistic is not f1:
        return _share(figure)
    precision, found = share(figure.counts) or 0.0, recall(figure.counts) or 0.0
    counts = figure.counts
    return (
        f"F1 {_interval(figure)} · P {precision:.3f} ({counts.right:g}/{counts.told:g})"
        f" · R {found:.3f} ({counts.found:g}/{counts.wanted:g})"
    )


def _share(figure: Figure) -> str:
    if figure.value is None:
        return "–"
    right = f"{figure.counts.right:g}" if float(figure.counts.right).is_integer() else f"{figure.counts.right:.1f}"
    return f"{_interval(figure)} ({right}/{figure.counts.told:g})"


def _interval(figure: Figure) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"


def _columns(cells: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        yield (" " * _MARGIN).join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
