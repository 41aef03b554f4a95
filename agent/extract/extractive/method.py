"""Rank the sentences of an abstract by how well they say how the method works."""

import re
from collections.abc import Sequence

from agent.extract.extractive.addressed import LONGEST_READ
from agent.extract.extractive.claims import is_dangling
from agent.extract.extractive.own_names import SUBJECT, VERB
from agent.extract.extractive.shorten import count_words
from agent.extract.sentences import NumberedText
from schemas.extraction import Role


def rank_sentences(text: NumberedText, roles: Sequence[Role], names: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Return (weight, number) of the sentences of method, the one that best says how the method works first."""
    ranked = [
        (_weigh(text.sentence(number), names), number)
        for number, role in enumerate(roles, 1)
        if role == "method" and len(text.sentence(number)) <= LONGEST_READ
    ]
    return tuple(sorted(ranked, key=lambda pair: (-pair[0], pair[1])))


def is_proposal(sentence: str) -> bool:
    """Say whether a sentence says that something is proposed, introduced or presented."""
    return _PROPOSE.search(sentence) is not None


_HOW = re.compile(
    r"\b(?:by \w+ing|which|uses?|using|leverag\w+|employ\w*|combin\w+|integrat\w+|replac\w+"
    r"|consist\w*|based on|incorporat\w+|train\w*|that (?:\w+ly )?\w+s\b|specifically"
    r"|exploit\w*|adaptively|extends?|learn\w*|via|through|first|then|core idea|key idea)\b",
    re.IGNORECASE,
)
_PROPOSE = re.compile(rf"{SUBJECT}{VERB}|\bis proposed\b|\bwas proposed\b", re.IGNORECASE)
_EVALUATES = re.compile(
    r"\bwe (?:\w+ )?(?:evaluate|test|conduct|perform|compare|benchmark|validate|report)\b"
    r"|\bexperiments?\b|\btheoretical analysis\b|:\W*$",
    re.IGNORECASE,
)


def _weigh(sentence: str, names: Sequence[str]) -> int:
    weight = 2 * min(len(_HOW.findall(sentence)), 3)
    weight += 4 * bool(_PROPOSE.search(sentence)) + 2 * any(name in sentence for name in names)
    weight -= 6 * bool(_EVALUATES.search(sentence)) + 3 * is_dangling(sentence)
    words = count_words(sentence)
    return weight - 5 * (words < 9) - 2 * (words > 50)
