"""Names under which the parts of a page are reached; no text of a paper gets into one unchanged."""

import re
from collections.abc import Iterable, Mapping

_OTHER = re.compile(r"[^a-z0-9.]+")
_LONGEST = 60


def slug(text: str) -> str:
    """Return lower-case ASCII letters, digits, points and hyphens of a text; `x` if it has none.

    >>> slug("arxiv:hep-th/9901001"), slug("../<b>"), slug("…")
    ('arxiv-hep-th-9901001', 'b', 'x')
    """
    return _OTHER.sub("-", text.lower())[:_LONGEST].strip("-.") or "x"


def slugs(names: Iterable[str]) -> Mapping[str, str]:
    """Return a slug for each name, all different; one that is taken gets a number.

    >>> slugs(["t:ab", "t/ab"])
    {'t:ab': 't-ab', 't/ab': 't-ab-2'}
    """
    taken: set[str] = set()
    found: dict[str, str] = {}
    for name in names:
        if name in found:
            continue
        base = choice = slug(name)
        number = 1
        while choice in taken:
            number += 1
            choice = f"{base}-{number}"
        taken.add(choice)
        found[name] = choice
    return found
