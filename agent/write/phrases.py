"""Small phrases that several parts of a digest share: counts, lists of words, dates, names of people, quotations."""

from collections.abc import Sequence

from schemas.digest import DigestPaper

# Not from the locale: the same digest has the same bytes everywhere.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_AUTHORS_SHOWN = 3
_SHORT_TITLE_WORDS = 4


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
