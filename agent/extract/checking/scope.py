"""Rule 5: does a statement claim more than the sentences it cites?

Words that claim much ("all", "guarantees", "exactly", "first") need a word of the same family in the cited sentences.
What the sentences only hope for, or call possible, is not told as done; what goes together is not told as cause.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Family(NamedTuple):
    """Words that claim much, the words of the sentences that allow them, and what is said of them to people."""

    claims: re.Pattern[str]
    allowed: re.Pattern[str]


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(words.split())})\b".replace("_", " "), re.IGNORECASE)


_NUMBERED = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|the_(?:\w+_)?(?:two|three|four|five|six|seven|\d+)|(?:of_)?(?:these|those|them|its|their|our)\b)"
_EVERY = _any_of(
    rf"all(?!_{_NUMBERED}\b)(?!_the_(?:time|same)) every (?<!each_)each(?!_other) any(?!_more|_longer) everywhere anywhere anything everything whatever entire whole regardless "
    "irrespective universally universal unconditionally without_exception nowhere whatsoever everyone no_matter "
    "in_no_case under_no_circumstances throughout",
)
_EVERY_ALLOWED = _any_of(
    "all every each any anything always everywhere arbitrary entire entirely whole regardless irrespective invariably invariantly "
    "universally universal unconditionally consistently consistent general generalizable never full fully both throughout uniformly uniform "
    "overall no none without not cannot complete completely independent(?:ly)? agnostic whatever whichever unified per every everyone individual individually "
    "respective respectively(?=x)"
)
_GUARANTEE = _any_of(
    "guarantee guarantees guaranteed guaranteeing provably proves?_(?:that|the|a|an|its|their|this) proven proofs? proved_that certify certifies certified "
    "certain certainly undoubtedly inevitably definitively conclusively unquestionably rigorously"
)
_GUARANTEE_ALLOWED = _any_of(
    "guarantee\\w* prov(?:e|es|ed|en|ing|able|ably) proof\\w* certif\\w* theorem\\w* theoretically theory ensur\\w* inevitabl\\w* lemma\\w* "
    "certain certainly rigorous\\w* assur\\w* definitive\\w* conclusive\\w* undoubtedly formally establish\\w*"
)
_ALWAYS = _any_of("always never invariably without_exception in_every_case every_time at_all_times")
_ALWAYS_ALLOWED = _any_of(
    "always never invariabl\\w* every all any each consistent\\w* exception regardless irrespective no not none cannot without whenever ever "
    "uniform\\w* universal\\w* guarantee\\w* prov(?:e|es|ed|en|ably) independent\\w* whatever both throughout"
)
_PRECISE = _any_of("exactly strictly perfectly flawlessly perfect flawless absolutely")
_PRECISE_ALLOWED = _any_of(
    "exact\\w* strict\\w* perfect\\w* flawless\\w* absolut\\w* identical\\w* equal\\w* precise\\w* lossless\\w* closed[-_]form equivalent\\w* always optimal\\w* just only"
)
_EXACT = _any_of(
    "fully completely entirely totally solely exclusively wholly eliminates? eliminating eradicates? abolishes "
    "zero_loss zero_error error-free"
)
_EXACT_ALLOWED = _any_of(
    "exact\\w* full\\w* complete\\w* perfect\\w* entire\\w* strict\\w* absolute\\w* total\\w* sole\\w* exclusive\\w* wholly flawless\\w* "
    "lossless\\w* eliminat\\w* eradicat\\w* abolish\\w* zero only all no not without never remov\\w* avoid\\w* whole just free error-free purely pure any alone cannot 100% "
    "rid obviat\\w* solv\\w* away"
)
_FIRST = _any_of(
    "first_ever first-ever the_first(?!_(?:of|two|three|four|part|step|layer|stage|time|author|phase|order|place)) the_best(?!_of) unprecedented unrivall?ed unmatched"
)
_FIRST_ALLOWED = _any_of(
    "first novel only unique\\w* unprecedented never pioneer\\w* best state-of-the-art state_of_the_art sota new record "
    "highest lowest most outperform\\w* surpass\\w* top unexplored previously unrivall?ed unmatched prior superior largest \\w{3,}est exceed\\w* beat\\w* "
)
_CAUSE = _any_of(
    "because causes? caused causing due_to leads_to lead_to leading_to results_in owing_to thanks_to drives? driven makes? responsible_for gives_rise_to stems_from explains_why trigger\\w*"
)
_CAUSE_ALLOWED = _any_of(
    "because caus\\w* due lead\\w* led result\\w*_in resulting owing thanks driv\\w* makes? making made responsible rise stem\\w* explain\\w* "
    "so thus therefore hence by since as through effect\\w* affect\\w* impact\\w* influenc\\w* trigger\\w* enabl\\w* allow\\w* induc\\w* contribut\\w* attribut\\w* "
    "yield\\w* produc\\w* creat\\w* consequen\\w* reason\\w* can_be underl\\w* when via using from improv\\w* reduc\\w* increas\\w* introduc\\w*"
)
_TOGETHER = _any_of(
    "correlat\\w* associat\\w* co-var\\w* covar\\w* indicat\\w* relat(?:es|ed|ion|ionship) coincid\\w* predict\\w* co-occur\\w* accompan\\w* suggest\\w* "
    "link(?:ed|s)? connect(?:ed|ion)s?"
)
_ONLY = _any_of("the_only the_sole unique uniquely only_one solely")
_ONLY_ALLOWED = _any_of("only sole solely unique\\w* single alone exclusive\\w* no_other just none never")
_PARTLY = _any_of("partial\\w* partly largely mostly nearly almost approximately roughly")
FAMILIES = {
    "every": Family(_EVERY, _EVERY_ALLOWED),
    "guarantee": Family(_GUARANTEE, _GUARANTEE_ALLOWED),
    "always": Family(_ALWAYS, _ALWAYS_ALLOWED),
    "precise": Family(_PRECISE, _PRECISE_ALLOWED),
    "only": Family(_ONLY, _ONLY_ALLOWED),
    "full": Family(_EXACT, _EXACT_ALLOWED),
    "first": Family(_FIRST, _FIRST_ALLOWED),
}

_LIMITED = re.compile(
    r"\b(?:most|several|some|many|few|certain|selected|various|multiple|different|a (?:number|range|variety|set|majority) of|up to|two|three|four|five|six|seven|eight|nine|ten|"
    r"\d+)\b(?=((?: [a-z-]+){1,4}))",
    re.IGNORECASE,
)
_ALL_OF = re.compile(r"\b(?:all|every|any|each|always|entire)\b((?: [a-z-]+){0,3})", re.IGNORECASE)
_COUNT = re.compile(rf"^ ?(?:of )?(?:the )?(?:{_NUMBERED})\b".replace("_", " "))
_HOPE = re.compile(
    r"\b(?:hope[sd]?|hoping|hopefully|envision\w*|aims? (?:to|at)|aiming|future (?:work|research|stud\w+|direction\w*|development\w*)|"
    r"plan to|intend\w*|potential(?:ly)?|promis(?:e|ing)|(?:may|might|could|would|should) (?:\w+ ){0,2}[a-z]+|paves? the way|opens? (?:up )?|"
    r"believe|goal is|seeks? to|toward|towards|encourag\w*|call for|ultimately|opportunit\w*|prospect\w*|expect\w*|invit\w*)\b",
    re.IGNORECASE,
)
_ABLE = re.compile(
    r"\b(?:can|will) (?:\w+ ){0,2}(?:be|help|aid|serve|lead|inspire|guide|support|pave|assist|contribute|shed|encourage|inform|spur|stimulate|benefit)\b",
    re.IGNORECASE,
)
_MAY = re.compile(
    r"\b(?:may|might|could|possibly|potential|potentially|perhaps|likely|suggest\w*|seem\w*|appear\w*|hypothes\w+|conjectur\w+|presumably)\b",
    re.IGNORECASE,
)
_SOFTENED = re.compile(
    r"\b(?:may|might|could|can|cannot|possibl\w+|potential\w*|perhaps|likely|suggest\w*|seem\w*|appear\w*|hypothes\w+|conjectur\w+|presumably|hope\w*|hoping|"
    r"aim\w*|future|would|should|will|plan\w*|intend\w*|promis\w*|believe\w*|expect\w*|goal|seek\w*|want\w*|envision\w*|toward\w*|"
    r"indicat\w*|able|ability|encourag\w*|meant|designed|pave\w*|open\w*|call\w*|opportunit\w*|to (?:help|aid|inspire|guide|enable)|prospect\w*|in some|at times|sometimes|"
    r"tend\w*|often|risk\w*|susceptib\w*|wish\w*|invite\w*|prone|capab\w*|what|whether|need\w*|important|important\w*|shows? promise|offers?|worth|useful|helpful|beneficial|insight\w*|implication\w*|motivat\w*|enabl\w*|allow\w*|let\w*)\b",
    re.IGNORECASE,
)
_ACHIEVED = re.compile(
    r"\b(?:has|have|had) (?:already |now |since |long |thus )?(?!been shown|been found|to\b|the\b|a\b|no\b)[a-z]+(?:ed|en|led|de|wn|ught|ut|lt|nt)\b|\balready\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:bring|raise|inspire|enable|reduce|lead|open|pave|spark|drive|provide|shape|transform|improve|change|accelerate|help|solve|establish|deliver|prompt|convince|spur)(?:s|d|ed)\b|"
    r"\b(?:led|brought|drove|gave|made|began|set)\b",
    re.IGNORECASE,
)
_FIRM = re.compile(
    r"\b(?:always|never|must|proves?|proven|guarantee\w*|clearly|certainly|definitely|invariably|undoubtedly|demonstrably|definitively|inevitably|consistently)\b",
    re.IGNORECASE,
)


_ANY_CLAIM = re.compile("|".join(family.claims.pattern for family in FAMILIES.values()), re.IGNORECASE)


def inflated_words(said: str, printed: str) -> Iterator[str]:
    """Yield the words of a repaired statement that claim more than any word of the repaired sentences allows."""
    if _ANY_CLAIM.search(said) is None:
        return
    for name, family in FAMILIES.items():
        if match := family.claims.search(said):
            partly = name in ("full", "precise") and _PARTLY.search(printed) and not _PARTLY.search(said)
            if (partly or not family.allowed.search(printed)) and not family.claims.search(printed):
                yield match.group()
    yield from _widened(said, printed)


def _widened(said: str, printed: str) -> Iterator[str]:
    """Yield "all datasets" where the sentences say "three datasets"."""
    lowered = printed.lower()
    limits = {word for match in _LIMITED.finditer(lowered) for word in match.group(1).split()}
    if not limits:
        return
    for match in _ALL_OF.finditer(said):
        if _COUNT.match(match.group(1)) or not _EVERY_ALLOWED.search(printed):
            continue
        heads = [word for word in match.group(1).lower().split() if len(word) > 3]
        if not heads:
            continue
        head = heads[0] if heads[0] in limits else heads[-1]
        singular = head.removesuffix("s")
        if (head in limits or f"{singular}s" in limits) and not re.search(
            rf"\b(?:all|every|any|each|both|entire|whole|no|none|arbitrary)\b(?: of)?(?: [\w-]+){{0,4}} {re.escape(singular)}",
            lowered,
        ):
            yield match.group()


def told_as_done(said: str, printed: Sequence[str]) -> bool:
    """Say whether a statement tells as done what every cited sentence only hopes for or calls possible."""
    if _FIRM.search(said) and not _MAY.search(said) and all(_MAY.search(sentence) for sentence in printed):
        return not any(_FIRM.search(sentence) for sentence in printed)
    if _SOFTENED.search(said):
        return False
    if all(map(_HOPE.search, printed)):
        done = (_ACHIEVED, _DONE)
    elif all(_HOPE.search(sentence) or _ABLE.search(sentence) for sentence in printed):
        done = (_ACHIEVED,)
    else:
        return False
    before = [_before_hope(sentence) for sentence in printed]
    return any(pattern.search(said) and not any(map(pattern.search, before)) for pattern in done)


def _before_hope(sentence: str) -> str:
    match = _HOPE.search(sentence) or _ABLE.search(sentence)
    return sentence[: match.start()] if match else sentence


def told_as_cause(said: str, printed: str) -> str | None:
    """Return the word that tells as cause what the sentences only find together, or None."""
    match = _CAUSE.search(said)
    if match and _TOGETHER.search(printed) and not (_CAUSE_ALLOWED.search(printed) or _CAUSE.search(printed)):
        return match.group()
    return None
