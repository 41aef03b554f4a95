"""Find the datasets that a paper itself introduces."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.coined import COINED, MARKS, PROPER, STOP_NAMES
from agent.extract.extractive.gazetteer import load_names
from agent.extract.extractive.models import is_model
from agent.extract.extractive.passages import read_own
from agent.extract.extractive.plausible import is_symbol
from agent.extract.lexicon import LONGEST_READ, one_of
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

_SINGLE = r"[A-Z][a-z]{3,30}"
_NAME = rf"(?:{COINED}|{_SINGLE})(?: (?:{COINED}|[A-Z][a-z]+|\d[\d.]*)){{0,2}}"
_KIND = one_of("naming", "introduced kinds")
_WORDS = (
    r"(?:(?!(?:of|for|on|with|that|which|from|in|to|by|trained|evaluated|and the|method|model|framework)\b)"
    r"[\w./-]+,? ){0,6}?"
)
_ENDS = r"(?=[,.;:)]|$| (?:of|for|with|that|to|in|on|from|at|where|which|whose|by|and|as|we|\w+(?:ing|ed))\b| built\b)"
_A_KIND = rf"(?:an?|the|our|two|three) (?P<words>{_WORDS}){_KIND}{_ENDS}"
_INTRODUCE = rf"\b(?i:we|this (?:paper|work)|authors)\b (?:[\w-]+,? ){{0,8}}?{one_of('naming', 'introduce')}"
_KIND_WORD = re.compile(rf"(?i:{_KIND})")
_APPOSED = re.compile(rf"(?<![\w-])(?P<name>{_NAME}){MARKS}(?: \([^()]{{2,60}}\))?,? (?:is |are )?{_A_KIND}")
_OURS = re.compile(r"\b(?:new|novel|our|first|introduced|propos\w+|present\w*)\b")
_COUNTED = re.compile(r" of (?:\w+ ){0,2}?\d")
"""How many things are in it is said of what nobody knows yet."""
_OPENING_WORD = re.compile(
    r"[A-Z][a-z]+ly|Here|Then|First|Second|Third|Next|Also|Furthermore|Moreover|Hence|Thus|Today"
)
_KIND_NAMED = re.compile(
    rf"{_INTRODUCE} (?:an?|the|our|two) (?:[\w-]+,? ){{0,6}}?{_KIND}(?:,| called| named| dubbed| termed|:)* "
    rf"(?:the )?{MARKS}(?P<name>{COINED})(?=\W|$)"
)
_COINED_KIND = re.compile(
    rf"{_INTRODUCE} (?:an?|the|our) (?:[a-z-]+,? ){{0,3}}?{MARKS}(?P<name>{COINED}){MARKS}(?: \([^()]{{2,60}}\))? "
    rf"(?:[a-z-]+ ){{0,2}}{_KIND}\b(?!-)"
)
_CALLED = re.compile(
    rf"\b{_KIND},? (?:which is |that we |we )?(?:called|named|dubbed|termed|call|name|term) (?:the )?{MARKS}"
    rf"(?P<name>{COINED}|{PROPER}(?: {PROPER}){{0,3}})(?=\W|$)"
)
_CAPITAL_KIND = re.compile(
    rf"{_INTRODUCE} (?:an?|the|our) (?:[a-z-]+,? ){{0,5}}(?P<name>(?:{PROPER} ){{1,4}}"
    r"(?:Corpus|Tree[Bb]ank|Data ?[Ss]et|Database|Benchmark))(?![\w-])"
)
_GATHERED = re.compile(
    rf"\b(?i:we|authors)\b (?:[\w-]+,? ){{0,4}}?(?:releas\w+|curat\w+|collect\w*|compil\w+|annotat\w+) {MARKS}"
    rf"(?P<name>{COINED})(?=\W|$)"
)
_NUMBERED = re.compile(
    rf"\b(?i:we|authors)\b (?:[\w-]+,? ){{0,4}}?{one_of('naming', 'introduce')} {MARKS}(?P<name>{COINED}|{_SINGLE}), "
    r"(?:an? (?:\w+ ){1,3}of )?\d"
)
_FIGURE = re.compile(r"\d")
_OPENING = re.compile(rf"{_INTRODUCE}\b")
_TITLE = re.compile(
    rf"^(?P<name>{_NAME}): (?:(?:An?|The|Our|a|the) )?(?P<words>(?:[\w./-]+ ){{0,7}}?)(?i:{_KIND})\b(?!-)"
)
_TITLE_BREAKS = re.compile(
    r"\b(?:for|on|with|from|in|by|via|using|towards?|of|evaluating|understanding)\b", re.IGNORECASE
)
_TOWARDS = re.compile(r"^Towards? ", re.IGNORECASE)
_SOFTWARE = re.compile(
    rf"(?: \([^()]{{2,60}}\))?(?:,|:| is| are| -| –| —)? (?:(?!{_KIND}\b)[\w-]+,? ){{0,7}}?"
    rf"{one_of('naming', 'software')}\b"
)
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
    return tuple(dict.fromkeys(kept for name in found if (kept := _clean(name)) and not _is_software(kept, text)))


def _clean(name: str) -> str | None:
    name = _TOWARDS.sub("", name)
    is_other = name in STOP_NAMES or name in load_names("datasets") or is_model(name) or is_symbol(name)
    return None if not name or is_other or _OPENING_WORD.fullmatch(name) else name


def _is_software(name: str, text: NumberedText) -> bool:
    # "FenKit: a package for ..." is no dataset, whatever else is called a suite.
    return any(
        _SOFTWARE.match(passage, place + len(name)) is not None
        for passage in (text.title, *text.sentences)
        if (place := passage.find(name)) >= 0
    )


def _numbered(sentence: str) -> Iterator[str]:
    # "We collect FenLog, 1,500 diaries of ...": how many they are says that they are data.
    if _FIGURE.search(sentence):
        yield from (match.group("name") for match in _NUMBERED.finditer(sentence))


def _in_sentence(sentence: str, own_names: Sequence[str], *, is_background: bool) -> Iterator[str]:
    yield from _numbered(sentence)
    if _KIND_WORD.search(sentence) is None:
        return
    opening = _OPENING.search(sentence)
    for match in _APPOSED.finditer(sentence):
        name = match.group("name")
        said = opening is not None and opening.end() <= match.start() + 1
        ours = _OURS.search(match.group(0)[len(name) :]) or _COUNTED.match(sentence, match.end())
        if said or name in own_names or (ours and not is_background):
            yield name
    if opening is None:
        return
    for pattern in (_KIND_NAMED, _COINED_KIND, _GATHERED, _CALLED, _CAPITAL_KIND):
        for match in pattern.finditer(sentence):
            yield match.group("name")
