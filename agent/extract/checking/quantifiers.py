"""Rule 4, how many: "most nets forget" is not "few nets forget"."""

import re
from collections.abc import Iterator

from agent.extract.words import FUNCTION_WORDS, stem

_OF = r" (?:of )?(?:the |these |those |all |our )?(?P<noun>[a-z-]{3,})(?: (?P<next>[a-z-]{3,}))?"
_MANY = re.compile(rf"\b(?P<how>most|nearly all|almost all|the (?:vast |great )?majority|many|all|every|plenty){_OF}")
_FEW = re.compile(
    rf"\b(?P<how>(?<!a )few|(?:only|just) a few|hardly any|barely any|(?:a|the) (?:small )?minority|(?:only|just) some"
    rf"|a handful|almost no|virtually no){_OF}"
)
_NOT = re.compile(r"\b(?:not|never|cannot|fail|fails|failed|without)\b")
_GATE = re.compile(r"\b(?:few|any|minority|some|handful|no)\b")


def changed_quantifiers(said: str, printed: str) -> Iterator[tuple[str, str]]:
    """Yield what a statement tells of most and the sentences of few, or the other way round; in lower case."""
    if not (_GATE.search(said) or _GATE.search(printed)) or _NOT.search(said) or _NOT.search(printed):
        return
    for pattern, other in ((_MANY, _FEW), (_FEW, _MANY)):
        for match in pattern.finditer(said):
            nouns = _nouns(match)
            for found in other.finditer(printed):
                if nouns & _nouns(found) and not any(nouns & _nouns(same) for same in pattern.finditer(printed)):
                    yield match.group("how"), found.group("how")
                    break


def _nouns(match: re.Match[str]) -> set[str]:
    return {stem(word) for word in (match["noun"], match["next"]) if word and word not in FUNCTION_WORDS}
