"""What does a statement take from sentences that its reader does not see? Title and statement are all there is."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from agent.extract.extractive.acronyms import matching_words
from agent.extract.extractive.gazetteer import STOP_NAMES, load_names
from agent.extract.extractive.plausible import is_known_technique
from agent.extract.extractive.standing import is_dangling
from agent.extract.lexicon import LONGEST_READ, one_of, read_sections
from agent.extract.sentences import NumberedText
from agent.extract.words import FUNCTION_WORDS

_I = re.IGNORECASE
_WORD = re.compile(r"[^\W\d_][\w’'-]*|\d[\d.,]*|\$[^$]*\$|[^\w\s]")
_SYMBOL = re.compile(
    r"(?<![A-Za-z\d\\.'’-])(?:[B-HJ-Zb-z]|[A-Za-z](?=[_^({]))(?![A-Za-z\d.'’-])"
    r"|\\(?:alpha|beta|gamma|delta|kappa|lambda|mu|nu|rho|sigma|tau|theta|phi|psi|omega|Delta|Gamma|Lambda|Omega|Phi|Psi|Sigma|Theta)(?![a-zA-Z])"
)
_PRESENTED = re.compile(
    r"\b(?:an?|the|every|any|each|some) (?:[a-z-]+ ){0,4}[a-z-]{3,} \$?(?P<symbol>[A-Za-z])(?![A-Za-z\d.'’-])"
)
"""What a symbol stands for, said in front of it: "a graph $G$"."""
_SHORT_FORM = re.compile(rf"(?<![\w-])(?:[A-Z][A-Z0-9]+|{one_of('naming', 'list coined')})(?:s|\b)")
_SHORT_SIGN = re.compile(r"[A-Z0-9](?<=[A-Za-z^.+-].)")
"""In every short form; most sentences have none."""
_UNCOMPARED = re.compile(rf"\b{one_of('standing', 'list uncompared')}\b")
"""In small letters."""
_UNIQUE = re.compile(rf"{one_of('standing', 'list unique')}\b", _I)
_VACUOUS = frozenset(read_sections("standing")["list vacuous"])
_IDENTIFYING = frozenset("of that which between whose where".split())
_ARTICLES = frozenset("the these those this such".split())
_SINGULAR, _PLURAL = frozenset("it its itself".split()), frozenset("they their them themselves".split())
_MANY = frozenset(
    "and each every either people children men women data everyone everybody anyone whoever someone".split()
)
"""Words that "they" may stand for, beside plurals."""
_PLURAL_NOUN = re.compile(r"(?!exists)[\w-]+[^\Ws]s(?:['’])?", _I)
_MOST_WORDS = 5
_STEM = 6


class _Said(NamedTuple):
    stems: frozenset[str]
    ends: frozenset[str]
    """Stems of the words that end a phrase: what something may be called."""
    symbols: frozenset[str]
    short: tuple[str, ...]
    """Acronyms and names of odd spelling, as printed."""
    names: frozenset[str]
    """Parts of them."""


@lru_cache(maxsize=512)
def _said(passage: str) -> _Said:
    words = _WORD.findall(passage[:LONGEST_READ])
    short = tuple(_SHORT_FORM.findall(passage[:LONGEST_READ])) if _SHORT_SIGN.search(passage) else ()
    return _Said(
        frozenset(map(stem, filter(_has_content, words))),
        frozenset(stem(one) for one, two in pairwise([*words, "."]) if _has_content(one) and not _has_content(two)),
        frozenset(_SYMBOL.findall(passage[:LONGEST_READ])),
        short,
        frozenset(part for name in short for part in _parts(name)),
    )


@lru_cache(maxsize=32_768)
def stem(word: str) -> str:
    """Return the beginning that forms of a word share."""
    folded = word.casefold().removesuffix("'s").removesuffix("’s")
    return (folded[:-2] if folded.endswith(("shes", "ches", "sses")) else folded.removesuffix("s"))[:_STEM]


def find_loose(statement: str, text: NumberedText, number: int, names: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a reader of title and statement cannot resolve, as printed.

    Args:
        statement: A form of sentence `number` (1-based).
        text: The abstract; what stands before the sentence may be pointed to.
        number: The sentence.
        names: Names of the paper's own work, which stand beside the statement.
    """
    before = [_said(sentence) for sentence in text.sentences[: number - 1]]
    title, said = _entitled(text.title), _said(statement)
    symbols = said.symbols & frozenset().union(*(one.symbols for one in before)) - title.symbols
    symbols -= frozenset(match.group("symbol") for match in _PRESENTED.finditer(statement))
    named = frozenset().union(*(one.names for one in before)) - title.names
    loose = (
        *_loose_phrases(statement, title.stems, before),
        *sorted(symbols),
        *(name for name in said.short if _is_loose(name, statement, text, named, names)),
        *(statement[match.start() : match.end()] for match in _UNCOMPARED.finditer(statement.lower())),
    )
    return tuple(dict.fromkeys(loose))


def shares_words(statement: str, title: str) -> bool:
    """Say whether a statement has a word of the title, or a short form of its words."""
    shared = _entitled(title).stems & _said(statement).stems
    return bool(shared) or any(_is_spelt(name, title) for name in _SHORT_FORM.findall(statement))


def _entitled(title: str) -> _Said:
    return _said(f"{title} {title.replace('-', ' ')}")


def _loose_phrases(statement: str, title: frozenset[str], before: Sequence[_Said]) -> Iterator[str]:
    words = [*_WORD.findall(statement[:LONGEST_READ]), "."]
    own: set[str] = set()
    many = False
    for place, word in enumerate(words):
        folded = word.casefold()
        many = many or folded in _MANY or (_has_content(word) and _PLURAL_NOUN.fullmatch(word) is not None)
        if (folded in _SINGULAR and not own and (place or is_dangling(statement))) or (folded in _PLURAL and not many):
            yield word
        elif folded in _ARTICLES:
            phrase = list(takewhile(_has_content, words[place + 1 : place + 1 + _MOST_WORDS]))
            behind = words[min(place + 1 + len(phrase), len(words) - 1)]
            heads = [stem(part) for part in phrase if part.casefold() not in _VACUOUS]
            if (
                heads
                and _was_said(heads, before)
                and behind.casefold() not in _IDENTIFYING
                and _UNIQUE.match(" ".join(phrase)) is None
                and not any(head in title or head in own for head in heads)
            ):
                yield f"{word} {' '.join(phrase)}"
        if _has_content(word) and folded not in _VACUOUS:
            own.add(stem(word))


def _was_said(heads: Sequence[str], before: Sequence[_Said]) -> bool:
    # One word of it was what something is called, or all of them were printed and the last was.
    if any(heads[0] in one.ends for one in before):
        return True
    return any(heads[-1] in one.ends and one.stems.issuperset(heads) for one in before)


@lru_cache(maxsize=32_768)
def _has_content(word: str) -> bool:
    return word[0].isalpha() and word.casefold() not in FUNCTION_WORDS


def _is_loose(name: str, statement: str, text: NumberedText, before: frozenset[str], names: Sequence[str]) -> bool:
    # Nobody knows it, and it stands for something that was said before.
    parts = _parts(name)
    known = (STOP_NAMES, load_names("models"), load_names("datasets"))
    return (
        all(part in before for part in parts)
        and not any(is_known_technique(part) or any(part in some for some in known) for part in parts)
        and not any(part in own for own in names for part in parts)
        and f"({parts[0]}" not in statement
        and not _is_spelt(parts[0], text.title)
    )


def _is_spelt(name: str, title: str) -> bool:
    words = title.split()
    return any(matching_words(" ".join(words[:end]), name) for end in range(1, len(words) + 1))


def _parts(name: str) -> tuple[str, ...]:
    # "FenQA-based" is about FenQA.
    return tuple(dict.fromkeys((name.rstrip("s"), name.partition("-")[0].rstrip("s"))))
