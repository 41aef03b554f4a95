"""References as RIS: a tag and a text on each line.

Source: https://en.wikipedia.org/wiki/RIS_(file_format) and the specification it archives.
"""

from collections.abc import Iterator

from agent.write.encode import visible_line
from agent.write.published import published
from schemas.reference import Reference

_TYPES = {"proceedings": "CONF", "journal": "JOUR", "preprint": "UNPB", "unknown": "GEN"}


def render_ris(reference: Reference) -> str:
    """Return one record, with an empty line after it."""
    lines = [f"TY  - {_TYPES[published(reference)]}"]
    for tag, text in _fields(reference):
        if line := visible_line(text):
            lines.append(f"{tag}  - {line}")
    return "\n".join([*lines, "ER  - ", "", ""])


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TI", reference.title
    for name in reference.authors:
        yield "AU", ris_name(name)
    if reference.authors and reference.authors_truncated:
        yield "AU", "et al."
    yield "T2", reference.venue
    yield "PY", reference.date[:4]
    if len(reference.date) > 4:
        yield "DA", f"{reference.date.replace('-', '/')}/"
    yield "AB", reference.abstract
    for word in (*reference.categories, *reference.keywords):
        yield "KW", word
    for doi in reference.known_as("doi"):
        yield "DO", doi
    for address in reference.addresses():
        if "doi.org/" not in address:
            yield "UR", address
    for note in reference.notes:
        yield "N1", note


def ris_name(name: str) -> str:
    """Return a name as printed; one with a comma of its own ends with another, as reference managers mark whole names.

    >>> ris_name("Ada Quillfeather"), ris_name("Ada Quillfeather, Jr.")
    ('Ada Quillfeather', 'Ada Quillfeather, Jr.,')
    """
    return f"{name}," if "," in name else name
