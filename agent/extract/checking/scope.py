"""Rule 5: does a statement claim more than the sentences it cites?

Words that claim much ("all", "guarantees", "exactly", "the first") need a word of the same family in the cited
sentences, and "all datasets" is not said of "three datasets".
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from agent.extract.checking.patterns import any_of
from agent.extract.words import FUNCTION_WORDS


class Family(NamedTuple):
    """Words that claim much, and the words of the sentences that allow them."""

    claims: re.Pattern[str]
    allowed: re.Pattern[str]
    partly: bool = False
    """Nothing that the sentences say in part ("almost", "largely") allows them."""


_FEW = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_COUNTED = rf"(?:\d+|{_FEW}|the_(?:\w+_)?(?:{_FEW}|\d+)|(?:of_)?(?:these|those|them|its|their|our)\b)"
_EVERY = Family(
    any_of(
        rf"""(?<!above_)(?<!after_)(?<!at_)(?<!,_)all(?!_?[.,;]|_that\b|$)(?!_{_COUNTED}\b)(?!_the_(?:time|same|more))
        every each(?!_other) any(?!_more|_longer)
        everywhere anywhere anything everything whatever entire whole regardless irrespective
        universally universal unconditionally without_exception nowhere whatsoever everyone no_matter in_no_case
        under_no_circumstances throughout"""
    ),
    any_of(
        r"""all every each any anything always everywhere arbitrary entire entirely whole regardless irrespective
        invariably invariantly universally universal unconditionally consistently consistent general generalizable
        never full fully both throughout uniformly uniform none independent(?:ly)? agnostic whatever whichever unified
        per everyone individual
        whether_[^,.;]{1,40}?_or individually respective complete completely
        no_\w+_(?:can|is|are|has|have|could|exists?)"""
    ),
)
_NOT_ONE = Family(
    any_of("not_a_single not_one(?!_of)"),
    any_of("all every each any no none never not without entire whole both throughout"),
)
_GUARANTEE = Family(
    any_of(
        """guarantee guarantees guaranteed guaranteeing provably proves?_(?:that|the|a|an|its|their|this) proven
        proofs? proved_that certain certainly undoubtedly inevitably definitively
        conclusively unquestionably rigorously"""
    ),
    any_of(
        r"""guarantee\w* prov(?:e|es|ed|en|ing|able|ably) proof\w* certif\w* theorem\w* theoretically theory ensur\w*
        inevitabl\w* lemma\w* certain certainly rigorous\w* assur\w* definitive\w* conclusive\w* undoubtedly formally
        establish\w*"""
    ),
)
_ALWAYS = Family(
    any_of("always never invariably without_exception in_every_case every_time at_all_times"),
    any_of(
        r"""always never invariabl\w* every all any each consistent\w* exception regardless irrespective no not none
        cannot without whenever ever absen\w* lack\w* uniform\w* universal\w* guarantee\w*
        prov(?:e|es|ed|en|ably) independent\w*
        whatever both throughout"""
    ),
)
_PRECISE = Family(
    any_of("exactly strictly perfectly flawlessly perfect flawless absolutely"),
    any_of(
        r"""exact\w* strict\w* perfect\w* flawless\w* absolut\w* identical\w* equal\w* precise\w* lossless\w*
        closed[-_]form equivalent\w* always optimal\w* just only"""
    ),
    partly=True,
)
_FULL = Family(
    any_of(
        """fully completely entirely totally solely exclusively wholly eliminates? eliminating eradicates? abolishes
        zero_loss zero_error error-free"""
    ),
    any_of(
        r"""exact\w* full\w* complete\w* perfect\w* entire\w* strict\w* absolute\w* total\w* sole\w* exclusive\w*
        wholly flawless\w* lossless\w* eliminat\w* eradicat\w* abolish\w* zero only all no not without never remov\w*
        avoid\w* whole just free purely pure any alone cannot rid obviat\w* solv\w* away"""
    ),
    partly=True,
)
_ONLY = Family(
    any_of(
        r"""the_only the_sole ^only(?!_(?:a|one|two|three|few|\d)) alone(?=_(?:explain|account|suffic|is|are|can))
        unique uniquely only_one solely"""
    ),
    any_of(r"only sole solely unique\w* single alone exclusive\w* no_other just none never"),
)
_FIRST = Family(
    any_of(
        """first_ever first-ever the_first(?!_(?:of|two|three|four|part|step|layer|stage|time|author|phase|order|place))
        the_best(?!_of) unprecedented unrivall?ed unmatched"""
    ),
    any_of(
        r"""first novel only unique\w* unprecedented never pioneer\w* best state-of-the-art state_of_the_art sota new
        record highest lowest most outperform\w* surpass\w* top unexplored previously unrivall?ed unmatched prior
        superior largest \w{3,}est exceed\w* beat\w*"""
    ),
)
_NONE = Family(
    any_of("nothing(?!_but) none nobody no_one nowhere"),
    any_of(
        r"""no none nothing nobody never not cannot can't n't neither nor without fails? failed lack\w* absen\w*
        un[a-z]{4,} im[a-z]{4,} nowhere missing zero all_other all_others"""
    ),
)
_FAMILIES = (_NONE, _EVERY, _NOT_ONE, _GUARANTEE, _ALWAYS, _PRECISE, _FULL, _ONLY, _FIRST)
_ANY_CLAIM = re.compile("|".join(family.claims.pattern for family in _FAMILIES))
_PARTLY = any_of(r"partial\w* partly largely mostly nearly almost approximately roughly")
_FREE_ANY = re.compile(
    r"\b(?:not?|never|without|nor|neither|cannot|hardly|lack\w*|avoid\w*|if|whether|beyond|than|before)\b[^,;]{0,40}$",
    re.I,
)
_LIMITED = re.compile(
    rf"\b(?:most|several|some|many|few|certain|selected|various|multiple|different|up to|{_FEW}|\d+|"
    r"a (?:number|range|variety|set|majority) of)\b(?=((?: [a-z-]+){1,4}))",
)
_CONSTANT = re.compile(r"\b(?:always|consistently|invariably|every time)\b[^.;]{0,40}?\d")
_UNCONDITIONAL = re.compile(
    r"\b(?:always|unconditionally|regardless|invariably|in (?:all|every|any) (?:cases?|settings?))\b"
)
_STEADY = any_of(
    "always invariably inevitably necessarily every_time without_fail never_fails? guarantee(?:s|d)? bound_to"
)
_AT_TIMES = any_of("can may might could often usually typically sometimes tends? generally")
_STEADILY = any_of(
    r"""always invariabl\w* inevitabl\w* every all any each consistent\w* regardless irrespective guarantee\w*
    uniform\w* universal\w* whenever necessar\w* never ensur\w* certif\w* both throughout independent\w*"""
)
_CONDITION = re.compile(r"\b(?:if|provided|unless|only when|as long as|assuming|given that|whenever|without)\b")
_AT_MOST = re.compile(r"\b(?:up to|at most|as (?:much|many|high) as|at best)\b")
_EMPTY = frozenset(
    "other these those existing previous prior current considered tested evaluated possible such our".split()
)
_FIELDS = frozenset(
    "tasks datasets settings domains languages benchmarks models scenarios task setting domain language".split()
)
_ALL_OF = re.compile(r"\b(?:all|every|any|each|always|entire)\b((?: [a-z-]+){0,3})")
_COUNT = re.compile(rf"^ ?(?:of )?(?:the )?(?:{_COUNTED})\b".replace("_", " "))
_UNLIMITED = r"\b(?:all|every|any|each|both|entire|whole|no|none|arbitrary)\b(?: of)?(?: [\w-]+){0,4} "


def inflated_words(said: str, printed: str) -> Iterator[str]:
    """Yield the words of a statement that claim more than any word of the sentences allows; all in lower case."""
    if _ANY_CLAIM.search(said) is None:
        return
    for family in _FAMILIES:
        match = family.claims.search(said)
        if match is None or family.claims.search(printed) or _is_free(match, said):
            continue
        partly = family.partly and _PARTLY.search(printed) and not _PARTLY.search(said)
        if partly or not family.allowed.search(printed):
            yield match.group()
    if _EVERY.allowed.search(printed):
        yield from _widened(said, printed)
    if (match := _STEADY.search(said)) and _AT_TIMES.search(printed) and not _STEADILY.search(printed):
        yield match.group()
    if (match := _CONSTANT.search(said)) and _AT_MOST.search(printed) and not _AT_MOST.search(said):
        yield match.group()
    if (match := _UNCONDITIONAL.search(said)) and _CONDITION.search(printed) and not _CONDITION.search(said):
        yield match.group()


def _bare_heads(said: str, printed: str) -> Iterator[str]:
    """Yield "all attacks" where the sentences say "all reconstruction attacks"."""
    for match in _ALL_OF.finditer(said):
        head = match.group(1).split()[0] if match.group(1).split() else ""
        if (
            len(head) <= 3
            or head in FUNCTION_WORDS
            or f" {head}" not in printed
            or re.search(rf"\b(?:all|every|any|each|both)\b(?: the)? {head}", printed)
        ):
            continue
        narrower = re.search(rf"\b(?:all|every|any|each) (?:the )?([a-z-]+) {re.escape(head)}\b", printed)
        if narrower and narrower.group(1) not in said and narrower.group(1) not in _EMPTY:
            yield match.group()


def _is_free(match: re.Match[str], said: str) -> bool:
    """Say whether "any" only strengthens a negation or a condition."""
    return match.group() in ("any", "anything") and _FREE_ANY.search(said[: match.start()]) is not None


def _widened(said: str, printed: str) -> Iterator[str]:
    """Yield "all datasets" where the sentences say "three datasets"."""
    yield from _bare_heads(said, printed)
    limits = {word for match in _LIMITED.finditer(printed) for word in match.group(1).split()}
    for match in _ALL_OF.finditer(said):
        heads = [word for word in match.group(1).split() if len(word) > 3]
        if not heads or _COUNT.match(match.group(1)) or _is_free(match, said):
            continue
        head = heads[0] if heads[0] in limits else heads[-1]
        singular = head.removesuffix("s")
        if head in _FIELDS and singular not in printed:
            yield match.group()
        is_limited = head in limits or f"{singular}s" in limits
        if is_limited and not re.search(_UNLIMITED + re.escape(singular), printed):
            yield match.group()
