"""Read the name of a paper's own work from its title."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.lexicon import LONGEST_READ, one_of, read_sections
from agent.extract.passages import count_printed, find_all, own_sentences
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

_COINED, _SUBJECT, _HEAD = (one_of("naming", f"list {piece}") for piece in ("coined", "subject", "heads"))
_BEFORE_COLON = re.compile(rf"^(?:(?P<name>[^:]{{2,60}}): |(?P<coined>{_COINED}), (?i:an?|the) )")
_REPORT = re.compile(
    rf"^(?:The )?(?P<name>{_COINED}(?: [A-Z0-9][\w.-]*){{0,2}}?) (?:[Tt]echnical|[Ss]ystem)"
    r" (?:[Rr]eport|[Dd]escription|[Cc]ard)"
)
_MADE = re.compile(rf"\b(?:{_HEAD}s?|tool|software|package|code|engine|\w{{4,}}ing)\b", re.IGNORECASE)
"""Behind the colon of a work that was made: a method, a tool, or what is done with it."""
_DESCRIBED = re.compile(
    rf"{_SUBJECT}(?:propos|introduc|develop|devis|design)(?:e?[sd]?|ing) (?:an?|the|our)"
    rf" (?P<name>(?:[\w-]+ ){{1,6}}[\w-]+) {_HEAD}\b"
)
_COINAGE = re.compile(r".*-.*|.*(?:ing|tion|sion)")
"""Plain words say what is studied ("traffic flow model"), unless they say what is done or are hyphened."""
_NAMED = re.compile(
    rf"(?:{one_of('naming', 'list naming verbs')}|called|named|termed|dubbed) (?:\w+ ){{0,4}}?[*\"“‘'`_{{]*$"
)
"""In small letters, up to a name: words that say that it is given."""
_IS_COINED = re.compile(_COINED)
_TASK_WORDS = frozenset(read_sections("naming")["task words"])
_MOST_WORDS = 5
_OPENING = (" by", " via", " with", " through", " using")
"""A name opens the title, ends it, or stands behind one of these."""


def names_in_title(text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    """Yield the names that stand in the title and are the paper's own by what the abstract does with them."""
    title = text.title[:LONGEST_READ]
    if match := _REPORT.match(title):
        yield match.group("name")
    own = tuple(own_sentences(text, roles))
    match = _BEFORE_COLON.match(title)
    name = (match.group("name") or match.group("coined")).strip() if match else ""
    if match and name and _is_own(name, title[match.end() :], text, own):
        yield name
    else:
        yield from _described(title, own)


def _is_own(name: str, behind: str, text: NumberedText, own: Sequence[str]) -> bool:
    words = name.split()
    if _IS_COINED.fullmatch(name):
        return True
    if len(words) == 1:
        return count_printed(text.abstract[: LONGEST_READ * 4], name) > 0
    if len(words) > _MOST_WORDS:
        return False
    capitals = sum(word[0].isupper() for word in words) > 1 and _MADE.search(behind) is not None
    return any(_is_named(sentence, name) or (capitals and count_printed(sentence, name)) for sentence in own)


def _is_named(sentence: str, name: str) -> bool:
    lowered = sentence.lower()
    return any(_NAMED.search(lowered[:start]) for start in find_all(lowered, name.lower()))


def _described(title: str, own: Sequence[str]) -> Iterator[str]:
    # "we propose a staggered pruning mechanism" in a paper whose title says "Staggered Pruning".
    printed = fold(title)
    for match in (match for sentence in own for match in _DESCRIBED.finditer(sentence)):
        words = match.group("name").split()
        if fold(words[-1]).strip() in _TASK_WORDS or not _COINAGE.fullmatch(match.group("name")):
            continue
        for name in (" ".join(words[first:]) for first in range(len(words) - 1)):
            before, found, behind = printed.partition(fold(name))
            if found and (not behind or not before or before.endswith(_OPENING)):
                yield name
                break


def fold(words: str) -> str:
    """Return words in small letters, in the singular, each between blanks: by this they are compared with a title."""
    return "".join(f" {word.strip('.,:;').casefold().removesuffix('s')}" for word in words.split()) + " "
