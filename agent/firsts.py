"""Names that a week meets for the first time: no paper of a week before bears them."""

from collections.abc import Iterable, Iterator

from agent.compose import FirstMet
from agent.weeks import Times, home, week_before
from cache.days import Dated
from cache.library import Library


def first_met(papers: Iterable[str], week: str, library: Library) -> FirstMet:
    """Return what no paper of an earlier week names.

    A paper that no week claims counts for the week before it was first seen. The answer changes only with what the
    library knows of weeks that are over, so that a week that is written again says the same.

    Args:
        papers: The new and late ones of the week.
        week: Their ISO week.
        library: That knows them.
    """
    names = list(papers)
    return FirstMet(
        datasets=tuple(_unmet("dataset", names, week, library)), methods=tuple(_unmet("method", names, week, library))
    )


def _unmet(kind: str, papers: list[str], week: str, library: Library) -> Iterator[str]:
    for value, label in library.days.names(papers, kind):
        if not any(_week(paper) < week for paper in library.days.bearing(kind, value)):
            yield label


def _week(paper: Dated) -> str:
    place = home(Times(*paper[1:]))
    return place.week if place else week_before(paper.first_seen)
