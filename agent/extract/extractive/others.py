"""Tell by the words around a name whether it is another's: known, built on, or the first word of a longer term."""

import re

from agent.extract.extractive.coined import HEAD, SUBJECT, VERB
from agent.extract.extractive.plausible import is_eponym
from agent.extract.lexicon import one_of

_READ_AROUND = 60
"""Characters before and behind a name that are looked at."""
_KNOWN_BEFORE = re.compile(
    r"\b(?:so[ -]?called|(?:well|widely|commonly|best|long)[ -]known|known|popular|existing|classical|standard|usual"
    r"|celebrated|famous|traditional|(?:recently|previously|originally|first) (?:proposed|introduced|developed))"
    r" (?:[\w-]+ ){0,3}?(?:called |named |as )?(?:the )?[*\"“‘'`_{]*$"
)
_KNOWN_BEHIND = re.compile(
    r"[^.;]{0,24}?\b(?:(?:has|have|was|were) (?:been )?(?:previously|originally|recently|first)"
    r"|(?:originally|previously|recently|first) (?:proposed|introduced|developed|shown)"
    r"|(?:proposed|introduced|developed|due) (?:by|to) [A-Z])"
)
_BUILT_ON = re.compile(
    r"\b(?:improved|modified|extended|projected|averaged|accelerated|enhanced|adapted|parallel|probabilistic"
    r"|(?:variant|version|extension|generali[sz]ation|implementation|use|analysis)s? of|using|based on|existing)"
    r" (?:(?:the|an?) )?$"
)
_BASIS = re.compile(
    r"[*\"”’'`_}]*(?:-| )(?:\([^()]{1,30}\) )?(?:based|style|type|like|algorithms|methods|models|techniques|approaches"
    r"|schemes|systems|simulations|calculations|measurements|experiments)\b"
)
_NOUN_BEHIND = re.compile(
    r"(?:['’]s?|[\"”’'`_}]*(?: \([^()]{1,30}\))?) (?!(?:that|which|who|whose|to|for|as|and|or|is|was|are|with|within|in"
    r"|on|by|where|when|while|via|from|of|at|has|can|may|will|it|we|a|an|the|using|consisting"
    rf"|based|\w+ly|{one_of('naming', 'does')})\b)[a-z]|-[a-z]"
)
_OURS = re.compile(
    rf"\b(?:[Oo]ur|novel|new)\b|{SUBJECT}{VERB}\b|\b(?:[Tt]his|[Tt]he) (?:\w+ ){{0,2}}(?:{HEAD}|tool|software|package"
    r"|language|simulator|code|engine|index|measure|metric|concept),? \W*$|propos|introduc"
    rf"|\b(?:and|then|to) {VERB} an? "
)
_SURELY_OURS = re.compile(r"\b(?:[Oo]ur|novel|new)\b|propos|introduc")


def is_of_others(sentence: str, start: int, end: int) -> bool:
    """Say whether the name at `[start:end)` is said to exist already, or to be what the work is built on."""
    before, behind = sentence[max(0, start - _READ_AROUND) : start], sentence[end : end + _READ_AROUND]
    if _KNOWN_BEFORE.search(before) or _KNOWN_BEHIND.match(behind) or _BUILT_ON.search(before):
        return True
    return _BASIS.match(behind) is not None or (
        is_eponym(sentence[start:end]) and _NOUN_BEHIND.match(behind) is not None
    )


def speaks_of_own(before: str, said: str) -> bool:
    """Say whether "called" or "namely" names something of the authors', by the words of the sentence before it."""
    pattern = _SURELY_OURS if said in ("namely", ", i.e.,") else _OURS
    return pattern.search(before) is not None
