r"""References as BibTeX: every character of a text shows as itself, braces are balanced by construction, no TeX passes.

Texts stay UTF-8 (`\usepackage[utf8]{inputenc}` is LaTeX's own default since 2018, biber's always).

Source: "BibTeXing" (https://tug.ctan.org/biblio/bibtex/base/btxdoc.pdf); the manual of biblatex for `eprint` and `ids`.
"""

import hashlib
import re
from collections.abc import Iterator

from agent.write.encode import visible_line
from agent.write.published import published
from schemas.reference import Reference

_TYPES = {"proceedings": "inproceedings", "journal": "article", "preprint": "misc", "unknown": "misc"}
_VENUES = {"proceedings": "booktitle", "journal": "journal"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}", "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}", "@": "{@}", **{char: f"\\{char}" for char in "%&$#_"},
}  # fmt: skip
_ACTIVE = re.compile(r"[\\{}~^@%&$#_]|(?<=-)-|(?<=`)`|(?<=')'|(?<=[?!])`")
_NOT_IN_KEY = re.compile(r"[^a-z0-9:.-]+")
_VERBATIM = re.compile(r"[\w./:;()<>?=+-]*", re.ASCII)
_LIST_WORD = re.compile(r"\band\b|,|^others$|^et al\.?$", re.IGNORECASE)


def render_bibtex(reference: Reference) -> str:
    """Return one entry, with an empty line after it."""
    kind = published(reference)
    fields = [("title", _title(reference.title)), ("author", _authors(reference))]
    if kind in _VENUES:
        fields.append((_VENUES[kind], bibtex_text(reference.venue)))
    fields += [*_date(reference.date), *_identity(reference)]
    fields += [
        ("abstract", bibtex_text(reference.abstract)),
        ("keywords", ", ".join(bibtex_text(word) for word in reference.keywords)),
        ("annote", " ".join(bibtex_text(note) for note in reference.notes)),
    ]
    lines = [f"@{_TYPES[kind]}{{{bibtex_key(reference.id)},"]
    lines += [f"  {name} = {value if name == 'month' else f'{{{value}}}'}," for name, value in fields if value]
    return "\n".join([*lines, "}", "", ""])


def bibtex_text(text: str) -> str:
    r"""Encode text for a value in braces.

    >>> bibtex_text("at 5% of {x_1} -- nearly")
    'at 5\\% of \\{x\\_1\\} -{}- nearly'
    """
    line = visible_line(text)
    paired = _paired_braces(line)

    def encoded(match: re.Match[str]) -> str:
        active = match.group()
        if match.start() in paired:
            return f"\\{active}"
        # A second hyphen or quote would join the first to a dash or a curled quote.
        return _SPECIAL.get(active, "{}" + active)

    return _ACTIVE.sub(encoded, line)


def _paired_braces(line: str) -> frozenset[int]:
    """Return the places of the braces that match: BibTeX counts even those behind a backslash."""
    opened: list[int] = []
    paired: list[int] = []
    for place, char in enumerate(line):
        if char == "{":
            opened.append(place)
        elif char == "}" and opened:
            paired += [opened.pop(), place]
    return frozenset(paired)


def bibtex_key(name: str) -> str:
    """Return a key made from an id alone: the same in every export, another for every other id.

    >>> bibtex_key("arxiv:2406.11431"), bibtex_key("doi:10.1145/3").rpartition("-")[0]
    ('arxiv:2406.11431', 'doi:10.1145-3')
    """
    key = _NOT_IN_KEY.sub("-", name.lower())
    return key if key == name else f"{key[:80]}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def _title(title: str) -> str:
    """Encode a title; words whose capitals mean something are kept as they are by every style."""
    words = visible_line(title).split(" ")
    named = words[0].endswith(":") and words[0][:1].isupper()
    return " ".join(
        f"{{{bibtex_text(word)}}}" if _means_capitals(word) or (named and place == 0) else bibtex_text(word)
        for place, word in enumerate(words)
    )


def _means_capitals(word: str) -> bool:
    parts = (re.sub(r"[\W_]+", "", part) for part in re.split(r"[-‐–/]", word))
    return any(char.isupper() for part in parts for char in part[1:])


def _authors(reference: Reference) -> str:
    names = [_name(name) for name in reference.authors]
    return " and ".join([*names, "others"] if reference.authors_truncated and names else names)


def _name(name: str) -> str:
    """Encode a name; one with a comma or an "and" of its own stands in braces, so that it is not taken apart."""
    encoded = bibtex_text(name)
    return f"{{{encoded}}}" if _LIST_WORD.search(name) else encoded


def _date(date: str) -> Iterator[tuple[str, str]]:
    year, *rest = date.split("-")
    yield "year", year
    for month in rest[:1]:
        yield "month", _MONTHS[int(month) - 1]
    for day in rest[1:]:
        yield "day", str(int(day))


def _identity(reference: Reference) -> Iterator[tuple[str, str]]:
    """Yield the fields that say which work it is; ids for which BibTeX has no field are aliases of the key."""
    eprints, dois = reference.known_as("arxiv"), reference.known_as("doi")
    addresses = [one for one in reference.addresses() if "doi.org/" not in one]
    address = next((one for one in addresses if "arxiv.org/" not in one), next(iter(addresses), ""))
    for eprint in eprints[:1]:
        yield "eprint", eprint
        yield "archiveprefix", "arXiv"
    if eprints and reference.categories:
        yield "primaryclass", bibtex_text(reference.categories[0])
    if reference.categories[1 if eprints else 0 :]:
        yield "categories", bibtex_text(", ".join(reference.categories))
    for doi in dois[:1]:
        yield "doi", _verbatim(doi)
    yield "url", _verbatim(address)
    told = {f"arxiv:{one}" for one in eprints[:1]} | {f"doi:{one}" for one in dois[:1]}
    others = [one for one in reference.ids if one not in told and not address.endswith(one.partition(":")[2])]
    yield "ids", ", ".join(bibtex_text(one) for one in others)


def _verbatim(text: str) -> str:
    """Return an id or address as it is where nothing in it acts, else encoded."""
    return text if _VERBATIM.fullmatch(text) else bibtex_text(text)
