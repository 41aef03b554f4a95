"""A piece of text in the forms that checks compare a statement with; read once, joined for every set of sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from agent.extract.numbers import BARE, Reading, quantities
from agent.extract.words import initials, parts, repaired, stem

_LONGEST_INITIALS = 6
_MOST_PARTS = 6  # of a name
_TWO: Reading = (Decimal(2), BARE)


@dataclass(frozen=True, eq=False)
class Evidence:
    """One or more sentences; strings for searching are in lower case. Each form is made when it is first asked for."""

    text: str
    """Repaired."""
    pieces: tuple["Evidence", ...] = ()
    """The sentences, if they are several."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The parts of words, in order."""
        return parts(self.text)

    @cached_property
    def lowered(self) -> str:
        """The text in lower case."""
        return self.text.lower()

    @cached_property
    def readings(self) -> frozenset[Reading]:
        """Of all quantities, those inside names too."""
        if self.pieces:
            return frozenset().union(*(piece.readings for piece in self.pieces))
        found = {reading for one in quantities(self.text, in_names=True) for reading in one.readings}
        return frozenset(found | {_TWO} if "both " in self.lowered else found)

    @cached_property
    def joined(self) -> str:
        """The parts of words, one after the other, sentences apart: "the qwen2.532b" is "|the|qwen|2.5|32b|"."""
        if self.pieces:
            return "".join(piece.joined for piece in self.pieces)
        return f"|{'|'.join([part.lower() for part in self.parts])}|"

    @cached_property
    def squeezed(self) -> str:
        """The same without what parts them."""
        if self.pieces:
            return " ".join(piece.squeezed for piece in self.pieces)
        return self.joined.replace("|", "")

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of all parts of words."""
        if self.pieces:
            return frozenset().union(*(piece.stems for piece in self.pieces))
        return frozenset(map(stem, self.parts)).union(map(stem, _compounds(self.text)))

    @cached_property
    def initials(self) -> str:
        """Of the words in order, with and without words of grammar."""
        return " ".join(piece.initials for piece in self.pieces) if self.pieces else initials(self.parts)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Parts of words in capitals, without a plural s."""
        if self.pieces:
            return frozenset().union(*(piece.acronyms for piece in self.pieces))
        capitals = (part.removesuffix("s") for part in self.parts if len(part) > 1 and part[1].isupper())
        return frozenset(part.lower() for part in capitals if part.isupper())

    def prints(self, name: str) -> bool:
        """Say whether a squeezed name ("qwen2.532b") is printed as up to six whole parts of words."""
        if name not in self.squeezed:
            return False
        return f"|{name}|" in self.joined or _is_run(name, self.joined)

    def abbreviates(self, acronym: str) -> bool:
        """Say whether an acronym in lower case is made of the initials of words that stand together."""
        return 2 <= len(acronym) <= _LONGEST_INITIALS and acronym in self.initials


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
    return Evidence(repaired(text))


def join_evidence(pieces: Sequence[Evidence]) -> Evidence:
    """Return what several sentences hold together."""
    if len(pieces) == 1:
        return pieces[0]
    return Evidence(" ".join(piece.text for piece in pieces), tuple(pieces))


def _compounds(plain: str) -> list[str]:
    """Return the words with hyphens as one word each: pre-training is pretraining."""
    return ["".join(parts(word)) for word in plain.split() if "-" in word] if "-" in plain else []
