"""Find the datasets that a paper itself introduces."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.gazetteer import STOP_NAMES, load_names
from agent.extract.extractive.models import is_model
from agent.extract.extractive.plausible import is_symbol
from agent.extract.lexicon import LONGEST_READ, one_of, read_patterns
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

_OPENING, _APPOSED, _TITLE, _SOFTWARE, _OPENING_WORD = (
    re.compile(one_of("naming", heading))
    for heading in ("list introducing", "data apposed", "data in title", "said to be software", "opening words")
)
_KIND = re.compile(one_of("naming", "list introduced kinds"))
"""In small letters; without one of them nothing is in apposition."""
_OURS = re.compile(r"\b(?:new|novel|our|first|introduced|propos\w+|present\w*)\b")
_COUNTED = re.compile(r" of (?:\w+ ){0,2}?\d")
"""How many things are in it is said of what nobody knows yet."""
_BENCH = re.compile(r".*(?:[Bb]ench|BENCH|QA|Corpus|Arena|Gym|Eval)(?:-\w+|\+\+)?")


def introduced_names(text: NumberedText, roles: Sequence[Role], own_names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of datasets, benchmarks and corpora that the paper introduces, as printed."""
    found = [match.group("name") for match in _TITLE.finditer(text.title[:LONGEST_READ])]
    for sentence, role in zip(text.sentences, roles, strict=True):  # of any role: "we also release the Fen Corpus"
        if len(sentence) <= LONGEST_READ:
            found += _in_sentence(sentence, own_names, is_background=role == "background")
    found += filter(_BENCH.fullmatch, own_names)
    cleaned = dict.fromkeys(name.removeprefix("Towards ") for name in found)
    return tuple(name for name in cleaned if not (_is_other(name) or _is_software(name, text)))


def _is_other(name: str) -> bool:
    listed = name in STOP_NAMES or name in load_names("datasets")
    return listed or is_model(name) or is_symbol(name) or _OPENING_WORD.fullmatch(name) is not None


def _is_software(name: str, text: NumberedText) -> bool:
    # "FenKit: a package for ..." is no dataset, whatever else is called a suite.
    passages = (text.title, *text.sentences)
    return any(name in passage and _SOFTWARE.match(passage.split(name, 1)[1]) for passage in passages)


def _in_sentence(sentence: str, own_names: Sequence[str], *, is_background: bool) -> Iterator[str]:
    opening = _OPENING.search(sentence)
    for match in _APPOSED.finditer(sentence) if _KIND.search(sentence.lower()) else ():
        name = match.group("name")
        said = opening is not None and opening.end() <= match.start() + 1
        ours = _OURS.search(match.group(0)[len(name) :]) or _COUNTED.match(sentence, match.end())
        if said or name in own_names or (ours and not is_background):
            yield name
    if opening is not None:
        for pattern in read_patterns("naming", "data introduced"):
            yield from (match.group("name") for match in pattern.finditer(sentence))
