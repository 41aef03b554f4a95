"""Rule 5, second half: a hope is not told as a result, what may be is not told as certain, nor a link as a cause."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.extract.checking.patterns import any_of
from agent.extract.words import FUNCTION_WORDS, stem

_HOPE = any_of(
    r"""hope[sd]? hoping hopefully envision\w* aims?_(?:to|at) aiming
    future_(?:work|research|stud\w+|direction\w*|development\w*) plan_to intend\w* potential(?:ly)? promis(?:e|ing)
    (?:may|might|could|would|should)_(?:\w+_){0,2}[a-z]+ paves?_the_way opens?_up opens believe goal_is seeks?_to toward
    towards encourag\w* call_for ultimately opportunit\w* prospect\w* expect\w* invit\w*"""
)
_ABLE = any_of(
    r"""(?:can|will)_(?:\w+_){0,2}(?:be|help|aid|serve|lead|inspire|guide|support|pave|assist|contribute|shed|encourage)
    (?:can|will)_(?:\w+_){0,2}(?:inform|spur|stimulate|benefit)"""
)
_MAY = any_of(
    r"""may might could possibly potential potentially perhaps likely suggest\w* seem\w* appear\w* hypothes\w+
    conjectur\w+ presumably"""
)
_SOFTENED = any_of(
    r"""may might could can cannot possibl\w+ potential\w* perhaps likely suggest\w* seem\w* appear\w* hypothes\w+
    conjectur\w+ presumably hope\w* hoping aim\w* future would should will plan\w* intend\w* promis\w* believe\w*
    expect\w* goal seek\w* want\w* envision\w* toward\w* indicat\w* able ability encourag\w* meant designed pave\w*
    open\w* call\w* opportunit\w* to_(?:help|aid|inspire|guide|enable) prospect\w* in_some at_times sometimes tend\w*
    often risk\w* susceptib\w* wish\w* invite\w* prone capab\w* what whether need\w* important\w* offers? worth useful
    helpful beneficial insight\w* implication\w* motivat\w* enabl\w* allow\w* let\w*"""
)
_ACHIEVED = re.compile(
    r"\b(?:has|have|had) (?:already |now |since |long |thus )?(?!been shown|been found|to\b|the\b|a\b|no\b)"
    r"[a-z]+(?:ed|en|led|de|wn|ught|ut|lt|nt)\b|\balready\b"
)
_DONE = any_of(
    """(?:bring|raise|inspire|enable|reduce|lead|open|pave|spark|drive|provide|shape|transform|improve|change)(?:s|d|ed)
    (?:accelerate|help|solve|establish|deliver|prompt|convince|spur)(?:s|d|ed) led brought drove gave made began set"""
)
_FIRM = any_of(
    r"""always never must proves? proven guarantee\w* clearly certainly definitely invariably undoubtedly demonstrably
    definitively inevitably consistently"""
)
_CAUSE = any_of(
    r"""because causes? caused causing due_to leads_to lead_to leading_to results_in owing_to thanks_to drives? driven
    makes? responsible_for gives_rise_to stems_from explains_why trigger\w*"""
)
_CAUSE_ALLOWED = any_of(
    r"""because caus\w* due lead\w* led result\w*_in resulting owing thanks driv\w* makes? making made responsible rise
    stem\w* explain\w* so thus therefore hence by since as through effect\w* affect\w* impact\w* influenc\w* trigger\w*
    enabl\w* allow\w* induc\w* contribut\w* attribut\w* yield\w* produc\w* creat\w* consequen\w* reason\w* can_be
    underl\w* giv\w* gave when via using from improv\w* reduc\w* increas\w* introduc\w*"""
)
_REASONS = ("because", "due to", "owing to", "thanks to")
_LEADING = ("leads to", "lead to", "causes", "causing", "results in")
_TOGETHER = any_of(
    r"""correlat\w* associat\w* co-var\w* covar\w* indicat\w* relat(?:es|ed|ion|ionship) coincid\w* predict\w*
    co-occur\w* accompan\w* suggest\w* link(?:ed|s)? connect(?:ed|ion)s?"""
)


_FUTURE = any_of(
    r"""(?:future|further|ongoing|subsequent|later)_(?:work|research|studies|versions?)_(?:will|is|are|should|may|could)
    remains?_(?:\w+_)?(?:open|future) (?:left|leave)_(?:\w+_){0,2}(?:to|for|open)
    will_be_(?:released|published|available)"""
)
_WORD = re.compile(r"[a-z]+")
_PADDING = r"(?:\w+ly|also|be|been|have|not|therefore|thus|then|now|in turn|even)"
_HEDGED = re.compile(
    rf"""\b(?:may|might|could|should|would
    |(?:hope|aim|plan|intend|seek|expect|wish|believe|envision|promise|want)(?:s|ed)?\b[^.;]{{0,90}}?\b(?:to|will|can)
    |potential\ to|expected\ to|hoped\ to)
    (?:\ {_PADDING})*\ (?P<verb>[a-z]+)(?:\ (?P<helped>(?<=help\ )[a-z]+))?""",
    re.VERBOSE,
)
_UNASSERTED = frozenset(
    """to may might could can would should will cannot help helps helping of for by in and without the a an its their
    towards toward""".split()
)
_NOT_FINITE = ("ing", "ion", "ions", "ment", "ments", "ance", "ence")
_HEDGES = any_of(
    r"""may might could would should hope\w* hoping aim\w* plan\w* intend\w* intent\w* seek\w* potential\w* promis\w*
    expect\w* likely possib\w* perhaps suggest\w* seem\w* appear\w* hypothes\w+ conjectur\w+ presumably believe\w*
    envision\w* wish\w* want\w* goal future can able risk\w* ought need\w* recommend\w* prone capab\w* if call\w*"""
)


def unhedged_verb(said: str, printed: Sequence[str]) -> str | None:
    """Return a verb that a statement asserts and that every cited sentence hedges, or None; all in lower case."""
    if not all(map(_HEDGED.search, printed)) or _HEDGES.search(said):
        return None
    words: list[str] = _WORD.findall(said)
    whole = [stem(word) for sentence in printed for word in _WORD.findall(sentence)]
    for sentence in printed:
        for match in _HEDGED.finditer(sentence):
            for verb in (str(group) for group in match.groups() if group):
                key = stem(verb)
                for place, word in enumerate(words):
                    asserted = not word.endswith(_NOT_FINITE) and (not place or words[place - 1] not in _UNASSERTED)
                    if stem(word) == key and asserted and whole.count(key) == 1:
                        return word
    return None


_WISH = any_of(
    r"""hopes? hoping believe envision\w* envisage\w* anticipate aspire wish in_the_hope plan_to intend_to to_believe
    we_expect (?:this|it|these|findings|results|which)_(?:could|may|might) future_(?:work|research|studies) we_aim"""
)
_FINITE = any_of("is are was were has have had now already today thanks_to because_of")
_SHOWN = any_of(
    r"(?:is|are|was|were|been)_(?:\w+ly_)?(?:shown|proven|proved|demonstrated|found|confirmed|established|verified)"
)
_SHOWING = any_of(
    r"""show\w* demonstrat\w* prov(?:e|es|ed|en|ing|ably) find\w* found confirm\w* establish\w* eviden\w* reveal\w*
    verif\w* observ\w* empiric\w* experiment\w* result\w* theor\w+"""
)
_ASSUMED = any_of(r"assum\w+ suppos\w+ hypothes\w+ conjectur\w+ believ\w+ speculat\w+ postulat\w+ presum\w+")
_WISHED = 2.0  # times as many words of a statement stand behind a wish as before it


def wished_for(said: str, printed: Sequence[str]) -> bool:
    """Say whether a statement tells as a fact what stands behind "we hope" in every cited sentence."""
    if not all(map(_WISH.search, printed)) or _HEDGES.search(said) or not _FINITE.search(said):
        return False
    keys = {stem(word) for word in _WORD.findall(said) if word not in FUNCTION_WORDS}
    before = behind = 0
    for sentence in printed:
        place = next(_WISH.finditer(sentence)).end()
        first = {stem(word) for word in _WORD.findall(sentence[:place])}
        before += len(keys & first)
        behind += len(keys & {stem(word) for word in _WORD.findall(sentence[place:])} - first)
    return behind > 1 and behind >= before * _WISHED


def assumed_only(said: str, printed: str) -> bool:
    """Say whether a statement tells as shown what the sentences assume, without showing anything."""
    return bool(_SHOWN.search(said) and _ASSUMED.search(printed)) and not _SHOWING.search(printed)


def told_as_done(said: str, printed: Sequence[str]) -> bool:
    """Say whether a statement tells as done what every cited sentence only hopes for; all in lower case."""
    if not all(_is_open(sentence) or _FUTURE.search(sentence) for sentence in printed):
        return False
    if unhedged_verb(said, printed) is not None:
        return True
    if all(map(_FUTURE.search, printed)) and not (_HEDGES.search(said) or _FUTURE.search(said)):
        return True
    if _FIRM.search(said) and not _MAY.search(said) and all(map(_MAY.search, printed)):
        return not any(map(_FIRM.search, printed))
    if _SOFTENED.search(said) and "already" not in said:
        return False
    done: tuple[re.Pattern[str], ...] = (_ACHIEVED, _DONE)
    if not all(map(_HOPE.search, printed)):
        if not all(_HOPE.search(sentence) or _ABLE.search(sentence) for sentence in printed):
            return False
        done = (_ACHIEVED,)
    before = [_before_hope(sentence) for sentence in printed]
    return any(pattern.search(said) and not any(map(pattern.search, before)) for pattern in done)


@lru_cache(maxsize=2048)
def _is_open(sentence: str) -> bool:
    """Say whether a sentence hopes, plans or calls something possible."""
    return any(pattern.search(sentence) for pattern in (_HOPE, _ABLE, _MAY))


def _before_hope(sentence: str) -> str:
    match = _HOPE.search(sentence) or _ABLE.search(sentence)
    return sentence[: match.start()] if match else sentence


def told_as_cause(said: str, printed: str) -> str | None:
    """Return the word that tells as cause what the sentences only find together, or None; all in lower case."""
    match = _CAUSE.search(said)
    if match is None:
        return None
    if match.group() in _REASONS and (missing := _missing_reason(said, match, printed)):
        return missing
    if _TOGETHER.search(printed) is None and match.group() not in _LEADING:
        return None
    return None if _CAUSE_ALLOWED.search(printed) or _CAUSE.search(printed) else match.group()


def _missing_reason(said: str, match: re.Match[str], printed: str) -> str | None:
    """Return a reason of which the sentences hold less than half, or None."""
    reason = re.split(r"[,;.](?=\s|$)", said[match.end() :], maxsplit=1)[0]
    words = [word for word in _WORD.findall(reason) if word not in FUNCTION_WORDS]
    held = {stem(word) for word in _WORD.findall(printed)}
    missing = [word for word in words if stem(word) not in held]
    return f"{match.group()}{reason}" if words and len(missing) * 2 >= len(words) else None
