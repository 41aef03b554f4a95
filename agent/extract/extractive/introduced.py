"""Find the datasets that a paper itself introduces."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.gazetteer import STOP_NAMES, load_names
from agent.extract.extractive.models import is_model
from agent.extract.extractive.passages import read_own
from agent.extract.extractive.plausible import is_symbol
from agent.extract.lexicon import LONGEST_READ, one_of, read_patterns
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

_KIND_WORD = re.compile(rf"(?i:{one_of('naming', 'list introduced kinds')})")
_OPENING = re.compile(one_of("naming", "list introducing"))
_APPOSED = re.compile(one_of("naming", "data apposed"))
_OURS = re.compile(r"\b(?:new|novel|our|first|introduced|propos\w+|present\w*)\b")
_COUNTED = re.compile(r" of (?:\w+ ){0,2}?\d")
"""How many things are in it is said of what nobody knows yet."""
_OPENING_WORD = re.compile(
    r"[A-Z][a-z]+ly|Here|Then|First|Second|Third|Next|Also|Furthermore|Moreover|Hence|Thus|Today"
)
_TITLE = re.compile(one_of("naming", "data in title"))
_TITLE_BREAKS = re.compile(
    r"\b(?:for|on|with|from|in|by|via|using|towards?|of|evaluating|understanding)\b", re.IGNORECASE
)
_SOFTWARE = re.compile(one_of("naming", "said to be software"))
_BENCH = re.compile(r"(?:[Bb]ench|BENCH|QA|Corpus|Arena|Gym|Eval)(?:-\w+|\+\+)?$")


def introduced_names(text: NumberedText, roles: Sequence[Role], own_names: Sequence[str]) -> tuple[str, ...]:
    """Return the names of datasets, benchmarks and corpora that the paper introduces, as printed."""
    found: dict[str, None] = {}
    title = _TITLE.match(text.title[:LONGEST_READ])
    if title and not _TITLE_BREAKS.search(title.group("words")):
        found.setdefault(title.group("name"))
    for number, sentence in read_own(text, roles):
        for name in _in_sentence(sentence, own_names, is_background=roles[number - 1] == "background"):
            found.setdefault(name)
    for name in own_names:
        if _BENCH.search(name):
            found.setdefault(name)
    return tuple(
        dict.fromkeys(
            kept for name in found if (kept := _clean(name.removeprefix("Towards "))) and not _is_software(kept, text)
        )
    )


def _clean(name: str) -> str | None:
    is_other = name in STOP_NAMES or name in load_names("datasets") or is_model(name) or is_symbol(name)
    return None if not name or is_other or _OPENING_WORD.fullmatch(name) else name


def _is_software(name: str, text: NumberedText) -> bool:
    # "FenKit: a package for ..." is no dataset, whatever else is called a suite.
    return any(
        _SOFTWARE.match(passage, place + len(name)) is not None
        for passage in (text.title, *text.sentences)
        if (place := passage.find(name)) >= 0
    )


def _in_sentence(sentence: str, own_names: Sequence[str], *, is_background: bool) -> Iterator[str]:
    opening = _OPENING.search(sentence)
    if _KIND_WORD.search(sentence) is not None:
        for match in _APPOSED.finditer(sentence):
            name = match.group("name")
            said = opening is not None and opening.end() <= match.start() + 1
            ours = _OURS.search(match.group(0)[len(name) :]) or _COUNTED.match(sentence, match.end())
            if said or name in own_names or (ours and not is_background):
                yield name
    if opening is not None:
        for pattern in read_patterns("naming", "data introduced"):
            yield from (match.group("name") for match in pattern.finditer(sentence))
