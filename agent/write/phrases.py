"""Small phrases that several parts of a digest share: counts, lists of words, dates, names of people, quotations."""

from collections.abc import Sequence
from typing import NamedTuple

from agent.write.encode import clean_text
from schemas.digest import DigestPaper, ShownName

# Not from the locale: the same digest has the same bytes everywhere.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_AUTHORS_SHOWN = 3
_SHORT_TITLE_WORDS = 4
EMBEDDED = "extractive"
"""Among the engines of a digest, the one that speaks in the authors' words."""
_SHOWN_MARKS = frozenset(("updated", "late"))  # most papers of a week are new, the head counts them
_ARTICLES = ("a ", "an ", "the ")


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Return the number with its noun.

    >>> counted(1, "paper"), counted(1200, "entry", "entries")
    ('1 paper', '1,200 entries')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str]) -> str:
    """Return the words as a list for people: `a, b and c`."""
    return " and ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def shortened(text: str, most: int) -> str:
    """Return the text, cut after so many characters and marked as such if it is longer.

    >>> shortened("seven words", 5)
    'seven…'
    """
    return text if len(text) <= most else text[:most].rstrip() + "…"


def quoted(text: str) -> str:
    """Return the text between quotation marks that do not occur in it, where one kind does not."""
    return f"“{text}”" if '"' in text else f'"{text}"'


def spoken_date(date: str, *, inferred: bool = False) -> str:
    """Return `YYYY[-MM[-DD]]` for people.

    >>> spoken_date("2026-05-19"), spoken_date("2026-05", inferred=True)
    ('19 May 2026', 'May 2026 (year inferred)')
    """
    year, *rest = date.split("-")
    words = [str(int(day)) for day in rest[1:]] + [_MONTHS[int(month) - 1] for month in rest[:1]] + [year]
    return " ".join(words) + (" (year inferred)" if inferred else "")


def authors_line(paper: DigestPaper) -> str:
    """Return the first authors, `et al.` for the others, or their number; empty if no page says who wrote it."""
    if not paper.authors:
        return counted(paper.n_authors, "author") if paper.n_authors else ""
    more = len(paper.authors) > _AUTHORS_SHOWN or paper.authors_truncated
    return ", ".join(paper.authors[:_AUTHORS_SHOWN]) + (" et al." if more else "")


def short_title(title: str) -> str:
    """Return the name before a colon or the first words: enough to know a paper by in a list.

    >>> short_title("Mossgate: Knowing When to Stop"), short_title("When Do Small Readers Stop Too Early?")
    ('Mossgate', 'When Do Small Readers…')
    """
    name, colon, _ = title.partition(": ")
    if colon and name and len(name.split()) <= _SHORT_TITLE_WORDS:
        return name
    words = title.split()
    return title if len(words) <= _SHORT_TITLE_WORDS else " ".join(words[:_SHORT_TITLE_WORDS]).rstrip(",;:.-–—") + "…"


def date_said(paper: DigestPaper) -> str:
    """Return the date of a paper for people; empty if it has none or its venue ("NeurIPS 2025") says it already."""
    if not paper.date or paper.date in clean_text(paper.venue or "").split():
        return ""
    return spoken_date(paper.date, inferred=paper.date_inferred)


def marks_said(paper: DigestPaper, voice: str) -> list[str]:
    """Return what else is said of a paper: its pages, what it is to the week, who speaks if that is not `voice`."""
    marks = [f"on {paper.pages:,} pages"] if paper.pages > 1 else []
    marks += [paper.mark] if paper.mark in _SHOWN_MARKS else []
    marks += [f"corrected by you: {', '.join(paper.corrected)}"] if paper.corrected else []
    speaker = paper.model or EMBEDDED
    if paper.engine is not None and speaker != voice:
        marks.append("in the authors' own words" if speaker == EMBEDDED else f"in the words of {speaker}")
    return marks


class MethodOpening(NamedTuple):
    """What stands before the statement about a method."""

    names: str
    """`Mossgate (MG)`; empty if the method has no name."""
    joint: str
    """What joins the names and a statement."""


def method_opening(paper: DigestPaper) -> MethodOpening:
    """Return the names of a method, the first one with the others in brackets."""
    names = [shown for name in paper.method_names if (shown := clean_text(name.name))]
    named = names[0] + (f" ({', '.join(names[1:])})" if names[1:] else "") if names else ""
    method = paper.method
    is_apposition = method is not None and not method.quoted and clean_text(method.text).startswith(_ARTICLES)
    return MethodOpening(named, ", " if is_apposition else ": ")


def names_itself(paper: DigestPaper) -> bool:
    """Tell whether the statement about a method needs no name before it."""
    names = [shown for name in paper.method_names if (shown := clean_text(name.name))]
    text = clean_text(paper.method.text) if paper.method else ""
    return not names or names[0].casefold() in text.casefold()


def role_said(name: ShownName) -> list[str]:
    """Return the role of a dataset, if it is one, and whether a person said it."""
    role = "mentioned" if name.role == "other" else name.role
    return [*([role] if role else []), *(["yours"] if name.person else [])]
