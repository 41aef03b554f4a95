"""What an updated abstract claims otherwise than its former version."""

import re
from collections.abc import Sequence

from agent.composing.told import numbers
from agent.weeks import week_before
from schemas.digest import Change
from schemas.extraction import Claim, Extraction
from schemas.record import FormerAbstract, Record

_SAME_CLAIM = 0.3  # share of common words from which two claims are versions of one
_WORD = re.compile(r"\w+")


def changes(record: Record, extraction: Extraction, week: str) -> tuple[Change, ...]:
    """Set the claims that differ side by side, those whose numbers differ first; empty if nothing can be compared.

    Compared is the latest version that was read before the week's readings, if the same engine read both: two engines
    say the same thing in other words.
    """
    former = _former(record, week)
    if former is None or former.extraction is None:
        return ()
    one, other = former.extraction.provenance, extraction.provenance
    if (one.engine, one.model) != (other.engine, other.model):
        return ()
    found = _side_by_side(former.extraction.claims, extraction.claims)
    return tuple(sorted(found, key=lambda change: not _numbers_differ(change)))


def _former(record: Record, week: str) -> FormerAbstract | None:
    earlier = [version for version in record.former if week_before(version.first_seen) < week]
    return max(earlier, key=lambda version: (version.first_seen, version.abstract), default=None)


def _side_by_side(before: Sequence[Claim], after: Sequence[Claim]) -> list[Change]:
    kept = {_words(claim.text) for claim in before} & {_words(claim.text) for claim in after}
    old = [claim.text for claim in before if _words(claim.text) not in kept]
    new = [claim.text for claim in after if _words(claim.text) not in kept]
    likeness = sorted(
        (-_overlap(text, other), position, place)
        for position, text in enumerate(new)
        for place, other in enumerate(old)
        if _overlap(text, other) >= _SAME_CLAIM
    )
    partner: dict[int, int] = {}
    for _, position, place in likeness:
        if position not in partner and place not in partner.values():
            partner[position] = place
    pairs = [
        Change(before=old[partner[position]] if position in partner else None, after=text)
        for position, text in enumerate(new)
    ]
    gone = [Change(before=text) for place, text in enumerate(old) if place not in partner.values()]
    return pairs + gone


def _numbers_differ(change: Change) -> bool:
    return sorted(numbers(change.before or "")) != sorted(numbers(change.after or ""))


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _overlap(one: str, other: str) -> float:
    first, second = set(_words(one)), set(_words(other))
    return len(first & second) / max(1, len(first | second))
