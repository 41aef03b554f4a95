"""Take away what opens a sentence without saying anything: markers, connectives, "Experiments show that"."""

import re
from functools import lru_cache

from agent.extract.lexicon import one_of

_I = re.IGNORECASE
_PASSES = 6


def _of(heading: str) -> str:
    return one_of("shorten", heading)


_MARKER = re.compile(
    r"^(?:[\s*•·—–-]|%(?! of\b))*(?:\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3}|[a-e])[).:](?=\s)\s*)?(?:\w+ [\w-]+(?: \w+)?: (?=We |we ))?"
    r"(?:(?:background|objectives?|aims?|purpose|methods?|results?|findings|discussion|conclusions?|significance"
    r"|design/methodology/approach|(?:practical )?implications|originality/value)(?::| [–-]) )?",
    _I,
)
_CONNECTIVE = re.compile(
    rf"^(?:{_of('connectives')}\b,? (?!(?:is|are|was|were|has|have|can)\b)"
    rf"|{_of('referring clauses')}\b[\w -]{{0,50}}, )",
    _I,
)
_PURPOSE = re.compile(
    rf"^{_of('purposes')} [^,;:]{{3,160}}, "
    r"(?=(?:we|this paper|this work|our|the proposed|(?-i:[A-Z][\w-]*[A-Z0-9])) ?)",
    _I,
)
_ADVERBS = r"(?:(?:\w+ly|also|further|then|first|clearly|next|consistently|even|here) ){0,2}"
_FACTIVE = _of("factive")
_WE_ASSERT = (
    rf"{_of('authors')} (?:can |will )?{_ADVERBS}{_FACTIVE}(?: empirically| theoretically| experimentally)?,? that\b(?! ?[:(]),? ?"
)
_WE_FRAME = re.compile(rf"^(?:{_WE_ASSERT}|{_of('impersonal')} that )", _I)
_SCOPED_FRAME = re.compile(rf"^(?P<scope>{_of('scopes')} [^,;:]{{3,100}}?),? {_WE_ASSERT}", _I)
_EVIDENCE_FRAME = re.compile(
    rf"^(?:(?:through|via|by|with|in|from|using|based on) )?(?:{_of('evidence adjectives')} ){{0,5}}{_of('evidence')}(?P<scope> (?:on|in|across|over|with"
    rf"|using|from|for|under|conducted on|performed on|against|at) [^;:]{{3,140}}?)?(?:,? we)? {_ADVERBS}{_FACTIVE} "
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
_SECOND_VERB = re.compile(
    rf"(?:\band|\bthen|\bbut|;) (?:also |then |further |\w+ly )?{_of('list second verbs')}\b"
    rf"|, and (?!{_of('no verbs')}\b)[a-z]+(?<!s)(?<!ing) (?:the|an?|its|our|their|it|them|that|how|whether)\b",
    _I,
)
_SECOND_THAT = re.compile(r"\b(?:and|but|or) (?:also )?that\b", _I)
"""A second clause that hangs on the verb of the frame."""
_INTO = re.compile(r"\bintroduc\w+ [^,;]*? into |\b(?:propos|introduc|present|develop)\w* (?-i:[A-Z])[\w-]* to ", _I)
_SCOPE = re.compile(r"(?:on|in|across|over|with|under|for|at) ", _I)
_LIMITS = re.compile(rf"\d|\b{_of('limits')}\b", _I)
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


def _strip_frame(sentence: str) -> str:
    if _SECOND_THAT.search(sentence):
        return sentence
    for pattern in (_WE_FRAME, _PROPOSAL):
        match = pattern.match(sentence)
        if match and pattern is _PROPOSAL and (_SECOND_VERB.search(sentence) or _INTO.search(sentence)):
            continue
        if match and not _KEPT.search(match.group()):
            return sentence[match.end() :]
    if evidence := _EVIDENCE_FRAME.match(sentence):
        return _strip_evidence(sentence, evidence)
    scoped = _SCOPED_FRAME.match(sentence)
    return f"{scoped.group('scope')}, {sentence[scoped.end() :]}" if scoped else sentence


def _strip_evidence(sentence: str, match: re.Match[str]) -> str:
    # "Experiments on FenQA show that ..." -> "on FenQA, ...": where it holds is kept.
    scope, rest = (match.group("scope") or "").strip(), sentence[match.end() :]
    if not scope:
        return sentence if _KEPT.search(match.group()) else rest
    return f"{scope}, {rest}" if _SCOPE.match(scope) else sentence
