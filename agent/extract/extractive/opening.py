"""Take away what opens a sentence without saying anything: markers, connectives, "Experiments show that"."""

import re
from functools import lru_cache

from agent.extract.lexicon import one_of

_I = re.IGNORECASE
_PASSES = 6
_FEWEST_BLANKS = 7
"""What is left without its means says too little if it is shorter."""


def _of(heading: str) -> str:
    return one_of("shorten", heading)


_MARKER = re.compile(
    r"^[\s%*•·—–-]*(?:\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3}|[a-e])[).:](?=\s)\s*)?(?:\w+ [\w-]+(?: \w+)?: (?=We |we ))?"
    r"(?:(?:background|objectives?|aims?|purpose|methods?|results?|findings|discussion|conclusions?|significance): )?",
    _I,
)
_CONNECTIVE = re.compile(rf"^(?:{_of('connectives')}\b,? |{_of('referring clauses')}\b[\w -]{{0,50}}, )", _I)
_PURPOSE = re.compile(
    rf"^{_of('purposes')} [^,;:]{{3,160}}, "
    r"(?=(?:we|this paper|this work|our|the proposed|(?-i:[A-Z][\w-]*[A-Z0-9])) ?)",
    _I,
)
_ADVERBS = r"(?:(?:\w+ly|also|further|then|first|clearly|next|consistently|even|here) ){0,2}"
_FACTIVE = _of("factive")
_WE_FRAME = re.compile(
    rf"^(?:{_of('authors')} (?:can |will )?{_ADVERBS}{_FACTIVE}(?: empirically| theoretically| experimentally)?,? "
    rf"that\b,? ?|{_of('impersonal')} that )",
    _I,
)
_EVIDENCE_FRAME = re.compile(
    rf"^(?:{_of('evidence adjectives')} ){{0,5}}{_of('evidence')}(?P<scope> (?:on|in|across|over|with"
    rf"|using|from|for|under|conducted on|performed on|against|at) [^;:]{{3,140}}?)? {_ADVERBS}{_FACTIVE} "
    r"(?:that,? |(?=(?-i:[A-Z])[\w-]+ (?:\w+ly )?\w+s ))",
    _I,
)
_PROPOSAL = re.compile(
    rf"^{_of('authors')} (?:\w+ly |also |then |first |further |hereby |therefore |thus )?{_of('propose')} "
    r"(?=(?:an?\b|the\b|our\b(?! [^,;.]{1,60} by \w+ing)|(?-i:[A-Z(\"“*])"
    r"|(?:two|three|four|five|several|new|novel|simple)\b|(?-i:\w+[A-Z])"
    r"|\w[\w-]* \w+, (?:an?|which|that)\b))",
    _I,
)
_SECOND_VERB = re.compile(rf"(?:\band|\bthen|\bbut|;) (?:also |then |further |\w+ly )?{_of('second verbs')}\b", _I)
_SECOND_THAT = re.compile(r"\b(?:and|but|or) (?:also )?that\b", _I)
"""A second clause that hangs on the verb of the frame."""
_INTO = re.compile(r"\bintroduc\w+ [^,;]*? into ", _I)
_SCOPE = re.compile(r"(?:on|in|across|over|with|under|for|at) ", _I)
_LIMITS = re.compile(rf"\d|\b{_of('limits')}\b", _I)
_MEANS = re.compile(rf"{_of('means')}\b [^,;]{{3,140}}, (?=(?:we|our|this|the proposed|(?-i:[A-Z])[\w-]*) )", _I)
_KEPT = re.compile(rf"\d|\b{_of('kept')}\b", _I)
_NAME = re.compile(r"\b(?:[A-Z]{2,}[\w-]*|[A-Z][a-z]+[A-Z]\w*|\w+-[A-Z]\w*|[A-Z][a-z]+(?=[\s,.;)]))")


# "There are two insights: (1) Reeds burn." without a (2): the items are sentences of their own, and this is the first.
_FIRST_ITEM = re.compile(r"[^()]{10,240}: ?\((?:1|i|a)\) (?=\w)")
_SECOND_ITEM = re.compile(r"\((?:2|ii|b)\)")
_SCOPE_INSIDE = re.compile(r"\b(?:on|in|across|over|with|under|for|at) ", _I)


@lru_cache(maxsize=1024)
def strip_opening(sentence: str) -> str:
    """Remove list markers, connectives and frames such as "Experiments show that" from the head of a sentence."""
    rest = sentence.strip()
    lead = _FIRST_ITEM.match(rest)
    if lead and not _SECOND_ITEM.search(rest) and not _SCOPE_INSIDE.search(lead.group()):
        rest = rest[lead.end() :]
    for _ in range(_PASSES):
        before = rest
        rest = _CONNECTIVE.sub("", strip_marker(rest), count=1)
        purpose = _PURPOSE.match(rest)
        if purpose and is_droppable(purpose.group()[1:]):
            rest = rest[purpose.end() :]
        rest = _strip_frame(rest)
        if rest == before:
            break
    return rest


def strip_marker(sentence: str) -> str:
    """Remove the number or bullet that opens an item."""
    return _MARKER.sub("", sentence, count=1)


def is_droppable(segment: str, *, names: bool = False) -> bool:
    """Say whether a part of a sentence can go: it holds nothing that must be kept, and no name unless `names`."""
    return _KEPT.search(segment) is None and (names or _NAME.search(segment) is None)


def is_conclusion(segment: str) -> bool:
    """Say whether a closing participle clause only adds to what stands before it and limits nothing."""
    return _LIMITS.search(segment) is None


def drop_means(sentence: str) -> str:
    """Remove an opening clause that says by what means, where a subject follows: "By pruning twice, we ..."."""
    match = _MEANS.match(sentence)
    if match is None or not is_droppable(match.group()[1:], names=True):
        return sentence
    return sentence[match.end() :] if sentence.count(" ", match.end()) >= _FEWEST_BLANKS else sentence


def _strip_frame(sentence: str) -> str:
    rest = _behind_frame(sentence)
    return sentence if rest != sentence and _SECOND_THAT.search(sentence) else rest


def _behind_frame(sentence: str) -> str:
    for pattern in (_WE_FRAME, _PROPOSAL):
        match = pattern.match(sentence)
        if match and pattern is _PROPOSAL and (_SECOND_VERB.search(sentence) or _INTO.search(sentence)):
            continue
        if match and not _KEPT.search(match.group()):
            return sentence[match.end() :]
    evidence = _EVIDENCE_FRAME.match(sentence)
    return _strip_evidence(sentence, evidence) if evidence else sentence


def _strip_evidence(sentence: str, match: re.Match[str]) -> str:
    # "Experiments on FenQA show that ..." -> "on FenQA, ...": where it holds is kept.
    scope, rest = (match.group("scope") or "").strip(), sentence[match.end() :]
    if not scope:
        return sentence if _KEPT.search(match.group()) else rest
    return f"{scope}, {rest}" if _SCOPE.match(scope) else sentence
