"""Take away what opens a sentence without saying anything: markers, connectives, "Experiments show that"."""

import re
from functools import lru_cache

from agent.extract.lexicon import one_of

_I = re.IGNORECASE
_PASSES = 6


def _of(heading: str) -> str:
    return one_of("shorten", heading)


_MARKER = re.compile(
    r"^(?:[\s*•·—–-]|%(?! of\b))*(?:\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3}|[a-e])[).:](?=\s)\s*)?"
    r"(?:\w+ [\w-]+(?: \w+)?: (?=We |we ))?"
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
    rf"{_of('authors')} (?:can |will )?{_ADVERBS}{_FACTIVE}"
    r"(?: empirically| theoretically| experimentally)?,? that\b(?! ?[:(]),? ?"
)
_WE_FRAME = re.compile(rf"^(?:{_WE_ASSERT}|{_of('impersonal')} that )", _I)
_SCOPED_FRAME = re.compile(rf"^(?P<scope>{_of('scopes')} [^,;:]{{3,100}}?),? {_WE_ASSERT}", _I)
_EVIDENCE_FRAME = re.compile(
    rf"^(?:(?:through|via|by|with|in|from|using|based on) )?(?:{_of('evidence adjectives')} ){{0,5}}"
    rf"{_of('evidence')}(?P<scope> (?:on|in|across|over|with|using|from|for|under"
    r"|conducted on|performed on|against|at) [^;:]{3,140}?)?"
    rf"(?:,? we)?(?<! and)(?<! and,)(?<! to)(?<!which) {_ADVERBS}{_FACTIVE} "
    r"(?:that,? |(?=(?-i:[A-Z])[\w-]+ (?:\w+ly )?\w+s ))",
    _I,
)
_PROPOSAL = re.compile(
    rf"^{_of('authors')} (?:\w+ly |also |then |first |further |hereby |therefore |thus )?{_of('propose')} "
    r"(?=(?:an?\b|the\b(?! readers?\b)|our\b(?! [^,;.]{1,60} by \w+ing)|(?-i:[A-Z(\"“*])"
    r"|(?:two|three|four|five|several|new|novel|simple)\b|(?-i:\w+[A-Z])"
    r"|\w[\w-]* \w+, (?:an?|which|that)\b))",
    _I,
)
_SECOND_VERB = re.compile(rf"(?:\band|\bthen|\bbut|;) (?:also |then |further |\w+ly )?{_of('list second verbs')}\b", _I)
_SHARED = rf"\band (?!{_of('no verbs')}\b)[a-z]+(?<!s)(?<!ing)"
_SHARED_VERB = re.compile(rf"{_SHARED} (?:it|them)\b|, {_SHARED} (?:the|an?|its|our|their|that|how|whether)\b", _I)
"""What shares the subject of the frame: "we find that reeds bend and connect it with peat"."""
_SECOND_THAT = re.compile(r"\b(?:and|but|or) (?:also )?that\b", _I)
"""A second clause that hangs on the verb of the frame."""
_INTO = re.compile(r"\bintroduc\w+ [^,;]*? into |\b(?:propos|introduc|present|develop)\w* (?-i:[A-Z])[\w-]* to ", _I)
_SCOPE = re.compile(r"(?:on|in|across|over|with|under|for|at|when|if|within) ", _I)
_LIMITS = re.compile(rf"\d|\b{_of('limits')}\b", _I)
_KEPT = re.compile(rf"\d|\b{_of('kept')}\b", _I)
_NAME = re.compile(r"\b(?:[A-Z]{2,}[\w-]*|[A-Z][a-z]+[A-Z]\w*|\w+-[A-Z]\w*|[A-Z][a-z]+(?=[\s,.;)]))")


@lru_cache(maxsize=1024)
def strip_opening(sentence: str) -> str:
    """Remove list markers, connectives and frames such as "Experiments show that" from the head of a sentence."""
    rest = sentence.strip()
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
    frames = (_WE_FRAME, _PROPOSAL, _EVIDENCE_FRAME, _SCOPED_FRAME)
    match = next((found for frame in frames if (found := frame.match(sentence))), None)
    if match is None or _SECOND_THAT.search(sentence) or _SHARED_VERB.search(sentence):
        return sentence
    if match.re is _PROPOSAL and (_SECOND_VERB.search(sentence) or _INTO.search(sentence)):
        return sentence
    # "Experiments on FenQA show that ..." -> "on FenQA, ...": where it holds is kept.
    scope, rest = (match.groupdict().get("scope") or "").strip(" ,"), sentence[match.end() :]
    if scope:
        return f"{scope}, {rest}" if _SCOPE.match(scope) else sentence
    return sentence if _KEPT.search(match.group()) else rest
