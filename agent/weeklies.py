"""The written weeks of a folder ─▶ its index, every figure from the library."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from agent.composing.reading_order import count_places
from agent.keeping import places_of
from agent.weeks import Times, bounds, home, mark, parse_week, week_before, week_text
from agent.write.files import may_overwrite
from agent.write.kinds import KINDS
from cache.corrections import read_corrections
from cache.days import Dated
from cache.home import Home
from cache.library import Library
from schemas.digest import WeekIndex, WeekRow
from schemas.errors import UsageError

INDEX = "index"
"""Name of the index's files, without the ending."""
TOPICS_SHOWN = 3
_SUFFIXES = tuple(suffix for kind in KINDS for suffix in kind.suffixes)


def written_weeks(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return the weeks whose digests stand in a folder, newest first, each with the names of its files.

    Files count that are named `2026-W21` with an ending of a digest, and that digest made.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.suffix.lower() in _SUFFIXES and _is_week(path.stem) and path.is_file() and may_overwrite(path):
            found[path.stem].append(path.name)
    return {week: tuple(sorted(found[week], key=_order)) for week in sorted(found, reverse=True)}


def index_of(written: dict[str, tuple[str, ...]], place: Home, model: str | None = None) -> WeekIndex:
    """Return the index of written weeks: what the library knows of each of them now.

    Raises:
        HomeError: The library cannot be used.
    """
    with Library(place.library, read_only=True) as library:
        said = read_corrections(place.corrections)
        papers = _by_week(library, written)
        rows = []
        for week, files in written.items():
            marks = Counter(mark(Times(*paper[1:]), week) for paper in papers[week])
            counts = count_places(places_of((paper.name for paper in papers[week]), library, said, model))
            topics = sorted((path for path in counts if len(path) > 1), key=lambda path: (-counts[path], path))
            rows.append(
                WeekRow(
                    week=week,
                    days=week_text(week),
                    papers=len(papers[week]),
                    new=marks["new"],
                    updated=marks["updated"],
                    late=marks["late"],
                    topics=tuple((path[-1], counts[path]) for path in topics[:TOPICS_SHOWN]),
                    files=files,
                )
            )
    return WeekIndex(weeks=tuple(rows))


def _by_week(library: Library, weeks: Iterable[str]) -> dict[str, list[Dated]]:
    wanted = sorted(weeks)
    found: dict[str, list[Dated]] = {week: [] for week in wanted}
    if not wanted:
        return {}
    first, last = bounds(wanted[0])[0].isoformat(), bounds(wanted[-1])[1].isoformat()
    for paper in library.days.between(first, last, "9999-12-31"):
        times = Times(*paper[1:])
        place = home(times)
        for week in {place.week if place else "", week_before(times.abstract_first_seen)} & found.keys():
            if mark(times, week):
                found[week].append(paper)
    return found


def _is_week(name: str) -> bool:
    try:
        return parse_week(name) == name
    except UsageError:
        return False


def _order(name: str) -> int:
    return _SUFFIXES.index(Path(name).suffix.lower())
