"""A piece of text in the forms that checks compare a statement with; read once, joined for every set of sentences."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.numbers import Reading, quantities
from agent.extract.words import initials, parts, repaired, stem

_LONGEST_INITIALS = 6
_MOST_PARTS = 6  # of a name


class Evidence(NamedTuple):
    """One or more sentences; strings for searching are in lower case."""

    text: str
    """Repaired."""
    lowered: str
    """The same in lower case."""
    joined: str
    """The parts of words, one after the other, sentences apart: "the qwen2.532b" is "|the|qwen|2.5|32b|"."""
    squeezed: str
    """The same without what parts them."""
    stems: frozenset[str]
    """Of all parts of words."""
    initials: str
    """Of the words in order, with and without words of grammar."""
    acronyms: frozenset[str]
    """Parts of words in capitals, without a plural s."""

    @property
    def readings(self) -> frozenset[Reading]:
        """Of all quantities, those inside names too."""
        return _readings(self.text)

    def prints(self, name: str) -> bool:
        """Say whether a squeezed name ("qwen2.532b") is printed as up to six whole parts of words."""
        if name not in self.squeezed:
            return False
        return f"|{name}|" in self.joined or _is_run(name, self.joined)

    def abbreviates(self, acronym: str) -> bool:
        """Say whether an acronym in lower case is made of the initials of words that stand together."""
        return 2 <= len(acronym) <= _LONGEST_INITIALS and acronym in self.initials


@lru_cache(maxsize=2048)
def _readings(text: str) -> frozenset[Reading]:
    return frozenset(reading for quantity in quantities(text, in_names=True) for reading in quantity.readings)


def _is_run(name: str, joined: str) -> bool:
    """Say whether some neighbouring parts are the name when written as one."""
    found = joined.split("|")
    for start, part in enumerate(found):
        if part and name.startswith(part):
            rest = name[len(part) :]
            for following in found[start + 1 : start + _MOST_PARTS]:
                if not rest or not following or not rest.startswith(following):
                    break
                rest = rest[len(following) :]
            if not rest:
                return True
    return False


@lru_cache(maxsize=2048)
def read_evidence(text: str) -> Evidence:
    """Return the forms of one sentence or title."""
    plain = repaired(text)
    found = parts(plain)
    lowered = [part.lower() for part in found]
    capitals = [part.removesuffix("s") for part in found if len(part) > 1 and part[1].isupper()]
    return Evidence(
        plain,
        plain.lower(),
        f"|{'|'.join(lowered)}|",
        "".join(lowered),
        frozenset(map(stem, lowered)) | frozenset(map(stem, _compounds(plain))),
        initials(found),
        frozenset(part.lower() for part in capitals if part.isupper()),
    )


def join_evidence(pieces: Sequence[Evidence]) -> Evidence:
    """Return what several sentences hold together."""
    if len(pieces) == 1:
        return pieces[0]
    return Evidence(
        " ".join(piece.text for piece in pieces),
        " ".join(piece.lowered for piece in pieces),
        "".join(piece.joined for piece in pieces),
        " ".join(piece.squeezed for piece in pieces),
        frozenset().union(*(piece.stems for piece in pieces)),
        " ".join(piece.initials for piece in pieces),
        frozenset().union(*(piece.acronyms for piece in pieces)),
    )


def _compounds(plain: str) -> list[str]:
    """Return the words with hyphens as one word each: pre-training is pretraining."""
    return ["".join(parts(word)) for word in plain.split() if "-" in word] if "-" in plain else []
