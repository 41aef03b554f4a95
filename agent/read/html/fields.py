"""Fields that several kinds of page print alike: names, days, categories."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime

from agent.read.dates import MONTH, YEAR, PrintedDate, parse_date
from agent.read.records.fields import reordered
from agent.read.text import clean

_DAY = re.compile(rf"\b(?:\d{{1,2}} {MONTH} {YEAR}|{MONTH} \d{{1,2}}, {YEAR})\b")
_ISO = re.compile(rf"{YEAR}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?=$|[T ])")
_YEAR_LAST = re.compile(rf"\d{{1,2}}[/.-]\d{{1,2}}[/.-](?P<year>{YEAR})")
_CODE = re.compile(r"\(([a-z]+(?:-[a-z]+)?(?:\.[A-Za-z]{2}|\.[a-z]+-[a-z]+)?)\)")
_TRACK = re.compile(
    r"(?<=\d{4})[ :(-]+(?:poster|oral|spotlight|regular|notable\b.*|conference|main)\)?$", re.IGNORECASE
)
_NOT_ACCEPTED = re.compile(r"\b(?:submitted to|submission|under review|rejected|withdrawn|desk)\b", re.IGNORECASE)
_MAX_NAME_CHARS = 200


def people(printed: Iterable[str]) -> tuple[str, ...]:
    """Return the names of authors, those with the family name first turned, each once.

    >>> people(["Quillfeather, Ada", "Bo Tarn", "Bo Tarn"])
    ('Ada Quillfeather', 'Bo Tarn')
    """
    names = (reordered(clean(name)) for name in printed if len(name) <= _MAX_NAME_CHARS)
    return tuple(dict.fromkeys(name for name in names if name))


def iso_date(printed: str) -> PrintedDate | None:
    """Return the day of a machine's date (`2024-05-01T10:00:00Z`, `2024/05/01`, `2024`), or one for people.

    Of `06/03/2024`, which means one day here and another there, only the year is known.
    """
    printed = clean(printed)[:60]
    if match := _YEAR_LAST.fullmatch(printed):
        return PrintedDate(printed, int(match["year"]))
    match = _ISO.match(printed)
    return parse_date(match.group() if match else printed)


def day_in(printed: str) -> PrintedDate | None:
    """Return the first full day that a text prints."""
    match = _DAY.search(printed[:2000])
    return parse_date(match.group()) if match else None


def day_of(milliseconds: object) -> PrintedDate | None:
    """Return the day of a time in milliseconds since 1970, in UTC."""
    if isinstance(milliseconds, bool) or not isinstance(milliseconds, int) or not 0 < milliseconds < 10**13:
        return None
    return parse_date(datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat())


def codes(printed: str) -> tuple[str, ...]:
    """Return the arXiv categories in brackets behind their names, each once.

    >>> codes("Computation and Language (cs.CL); High Energy Physics - Theory (hep-th)")
    ('cs.CL', 'hep-th')
    """
    return tuple(dict.fromkeys(_CODE.findall(printed[:5000])))


def parse_json(text: str) -> object:
    """Return the value of a JSON text that a page embeds; None if it is none."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def collapse_track(venue: str) -> str | None:
    """Return a conference without the track that a paper was accepted to; None for a paper that was only submitted.

    >>> collapse_track("FEN 2024 poster"), collapse_track("Submitted to FEN 2024")
    ('FEN 2024', None)
    """
    if not venue or _NOT_ACCEPTED.search(venue):
        return None
    return _TRACK.sub("", venue)
