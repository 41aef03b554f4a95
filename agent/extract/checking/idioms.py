"""Lower-case text ─▶ the same with turns of phrase replaced by one word each, so that later steps see single words."""

import re
from collections.abc import Set
from typing import NamedTuple


class Idiom(NamedTuple):
    """A turn of phrase; a text without any of its `words`, or without its `mark`, does not hold it."""

    words: frozenset[str]
    pattern: re.Pattern[str]
    word: str
    mark: str


def _idiom(words: str, pattern: str, word: str, mark: str = "") -> Idiom:
    return Idiom(frozenset(words.split()), re.compile(pattern), word, mark)


_WORD = re.compile(r"[a-z]+")
PARITY_WORD, PREFERENCE, PASSED_OVER = "on-par", "preferred-to", "also"
_UNDER = "underperforms"
_KINDS = r"rank|dimensional|level|resource|frequency|dose|order|resolution|term|context|form|horizon|tail\w*"
_SUCH, _BE = "(?:one|ones|those|some|others)", "(?:is|are|was|were|do|does|did|can)"
_GRADE = (
    "(?:well|good|accurate|accurately|fast|effective|effectively|strong|high|reliable|reliably|efficient|efficiently|"
    "slow|cheap|robust|stable|large|good|important|useful|easy)"
)
_FARES = r"(?:perform|work|do|fare|generali[sz]e|transfer|scale|score)(?:s|es|ed|d)?|did|done|doing|\w+ing"
_COMPARATIVE = (
    "better|worse|higher|lower|larger|smaller|fewer|faster|slower|stronger|weaker|longer|shorter|greater|"
    "cheaper|easier|harder|safer|simpler"
)
_BESIDE = "(?:(?:when |as )?compared (?:to|with|against)|relative to|in comparison (?:to|with))"
_END, _THE, _CHANCE = (
    "(?:e|es|ed|ing|s)?",
    "(?:the |its |their |an? )?",
    "(?:chances?|odds|likelihood|probability) (?:of|that)\\b",
)
_MUCH = "(?:a (?:great|good) deal|an? (?:lot|wealth)|lots|plenty|(?:large|vast|huge) amounts?)"

_IDIOMS = (
    _idiom("cannot", r"\bcannot\b", "can not"),
    _idiom("without", r"\b(?:can|could|does|do) not ([a-z]+)([^,.;]{0,30}?) without\b", r"requires for \1\2", "not "),
    _idiom(
        "no none",
        r"\bno (?:other )?([a-z]+) (is|are|was|were) ((?:more )?[a-z]+) than\b",
        r"\1 \2 less \3 than",
        "than",
    ),
    _idiom(
        "beats outperforms surpasses exceeds",
        r"\b(?:nothing|no other [a-z]+|none|no [a-z]+) (?:beats|outperforms|surpasses|exceeds)\b",
        f"others {_UNDER}",
    ),
    _idiom("differ", r"\bnot (?:significantly differ|differ significantly)\b", "difference not significant,", "not "),
    _idiom(
        "dispense dispenses dispensing away by",
        r"\bdispens(?:e|es|ing) with\b|\bdo(?:es)? away with\b|\bgets? by without\b",
        "needs no",
    ),
    _idiom("times twice", r"\b(times|twice) as ([a-z]+) as\b", r"\1 more \2 than"),
    _idiom(
        "half third quarter fifth tenth", r"\b(half|third|quarter|fifth|tenth) as ([a-z]+) as\b", r"\1 less \2 than"
    ),
    _idiom("not", r"\bnot (?:only|just|merely|simply|solely|necessarily|to mention|until)\b", PASSED_OVER),
    _idiom("whether no", r"\bwhether or not\b|\bno matter\b", PASSED_OVER),
    _idiom("whether", r"\bwhether\b([^,.;:]{1,60}?),? or not\b", r"whether\1", "or not"),
    _idiom("that which who", rf"\b(?:and|or|from|than) {_SUCH} (?:that|which|who) {_BE} not\b", PASSED_OVER, " not"),
    _idiom("absence", r"\b(?:in the )?absence of\b", "without"),
    _idiom("least", r"\bnot least\b", PASSED_OVER),
    _idiom(
        "fall falls falling lag lags lagging trail trails trailing",
        r"\b(?:fall|lag|trail)(?:s|ing|)\b[a-z0-9.% ]{0,24}? (?:behind|short)\b(?: of\b)?",
        _UNDER,
    ),
    _idiom("fell comes come came", r"\b(?:fell|comes?|came) (?:behind|short)\b(?: of\b)?", _UNDER),
    _idiom("far", r"\bfar from(?! [a-z]+ing\b)\b", "beyond"),
    _idiom("free", r"\bfree (?:from|of)\b", "without"),
    _idiom(
        "lead leads leading led result results resulted resulting",
        r"\b(?:lead(?:s|ing)? to|led to|result(?:s|ed|ing)? in)\b",
        "causes",
    ),
    _idiom("same constant flat", r"\b(?:stay|remain|keep|hold)s? (?:the )?(?:same|constant|flat)\b", "unchanged"),
    _idiom("far longer", r"\bfar from\b|\bno longer\b", "not"),
    _idiom(
        "evidence indication indications sign signs evidences",
        r"\bno (?:evidence|indication|sign)s? (?:that|of|for)\b",
        "not",
    ),
    _idiom("means anything way", r"\bby no means\b|\banything but\b|\bin no way\b", "not"),
    _idiom(
        "line agreement keeping",
        r"\bin (?:line|agreement|keeping) with (?=earlier|previous|prior|the|our|theor)",
        "consistent with ",
    ),
    _idiom("contrary", r"\bcontrary to\b", "inconsistent with"),
    _idiom(
        "before was were",
        r"\bas (?:large|big|high|great|wide|strong) as (?:it was|they were|before)\b",
        "unchanged",
        " as ",
    ),
    _idiom("par line neck", r"\bon (?:a )?par\b|\bin line\b|\bneck and neck\b", PARITY_WORD),
    _idiom(
        "neither",
        rf"\bneither\b([^.;:]{{3,60}}?)\bnor\b([^.;:]{{3,120}}?)\bas {_GRADE} as\b",
        rf"\1and\2 {_UNDER}",
        " as ",
    ),
    _idiom("none no neither", r"\b(?:none|no|neither)\b([^.;:,]{3,120}?)\bas much as\b", r"\1 less than", "as much"),
    _idiom(
        "significant",
        r"\bno (?:statistically )?significant (differences?|effects?|gains?|improvements?|changes?|gaps?)\b",
        r"\1 not significant,",
        "no ",
    ),
    _idiom("unrelated uncorrelated", r"\b(?:unrelated to|uncorrelated with)\b", "without"),
    _idiom(
        "without",
        r"\bwithout (?:any )?(?:regard (?:to|for)|using|recourse to)\b",
        "without",
    ),
    _idiom(
        "none no neither", rf"\b(?:none|no|neither)\b([^.;:,]{{3,120}}?)\bas {_GRADE} as\b", rf"\1 {_UNDER}", " as "
    ),
    _idiom("not n't nowhere", r"\b(?:not|nowhere near) (?:nearly |quite )?as ([a-z]+) as\b", r"less \1 than", " as "),
    _idiom("well", rf"\b({_FARES}|just|nearly|almost|about|equally) as well as\b", rf"\1 {PARITY_WORD}"),
    _idiom("well", r"\bas well as\b", "and"),
    _idiom("good", r"\bas good as\b", PARITY_WORD),
    _idiom(
        "match second loses lose behind below",
        rf"\b{_BE} (?:no match for|second to)\b|\b(?:comes?|came) second to\b"
        r"|\brank(?:s|ed)? (?:behind|below)\b|\bloses?(?: out)? to\b",
        _UNDER,
    ),
    _idiom("edge better", r"\b(?:has|have|had) (?:the|an) edge over\b|\bgets? the better of\b", "outperforms"),
    _idiom("compared relative comparison", rf"\b({_COMPARATIVE})\b([^,.;:]{{0,60}}?),? {_BESIDE} ", r"\1\2 than "),
    _idiom(
        "chance chances odds likelihood probability",
        rf"\b(?:rais|increas|improv|boost|enhanc|heighten){_END} {_THE}{_CHANCE}|\b(?:higher|greater|better) {_CHANCE}",
        "likelier",
    ),
    _idiom(
        "chance chances odds likelihood probability",
        rf"\b(?:reduc|lower|decreas|diminish|shrink|cut){_END} {_THE}{_CHANCE}|\b(?:lower|smaller|worse) {_CHANCE}",
        "unlikelier",
    ),
    _idiom("likely", r"\bmore likely\b", "likelier"),
    _idiom("likely", r"\bless likely\b", "unlikelier"),
    _idiom("use help value benefit", r"\bof (?:little|no|limited|scant) (?:use|help|value|benefit)\b", "useless"),
    _idiom("use help value", r"\bof (?:great|much|real|considerable|particular) (?:use|help|value)\b", "valuable"),
    _idiom("useful", r"\buseful\b", "valuable"),
    _idiom("minimum", r"\b(?:at|to) (?:a|its|the) (?:bare )?minimum\b", "minimal"),
    _idiom("deal lot lots plenty amounts amount", rf"\b{_MUCH} of\b", "considerable"),
    _idiom("call calls called calling", r"\bcall(?:s|ed|ing)? for\b", "requires"),
    _idiom("contrast opposed contrary", r"\bin contrast (?:to|with)\b|\bas opposed to\b|\bcontrary to\b", "unlike"),
    _idiom("state sota", r"\bstate-of-the-art\b|\bstate of the art\b|\bsota\b", "sota"),
    _idiom("cost expense price", r"\bat the (?:cost|expense|price) of\b", "sacrificing"),
    _idiom("up", r"\b(?:speed|speeds|speeding|sped)[ -]up\b", "accelerate"),
    _idiom("down", r"\bslow(?:s|ed|ing)?[ -](?:[a-z]+ )?down\b", "decelerate"),
    _idiom("odds", r"\bat odds\b", "contradicts"),
    _idiom("up", r"\b(?:drives?|drove|push(?:es|ed)?|goes|went) (?:([a-z]+) )?up\b", r"increases \1"),
    _idiom("down", r"\b(?:drives?|drove|push(?:es|ed)?|brings?|goes|went) (?:([a-z]+) )?down\b", r"decreases \1"),
    _idiom("rather instead", r"\brather than\b|\binstead of\b", PREFERENCE),
    _idiom("often", r"\bmore often than not\b", "often"),
    _idiom("t", r"\b([a-z]+)n't\b", r"\1 not"),
    _idiom("free less", r"\b([a-z]{3,})-(?:free|less)\b", r"without \1", "-"),
    _idiom("non sub un in", r"\b(non|sub|un|in)-(?=[a-z]{4})", r"\1", "-"),
    _idiom("most least", r"\bat (?:most|least)\b", PASSED_OVER),
    _idiom("low high long", rf"\b(?:low|high|long)-(?:{_KINDS})\b", PASSED_OVER, "-"),
    _idiom("language", r"\blarge language models?\b", PASSED_OVER),
    _idiom("weak", r"\bweak(?:-to-| to | )strong\b|\bweak supervision\b", PASSED_OVER),
)


_BY_WORD: dict[str, tuple[int, ...]] = {
    word: tuple(place for place, idiom in enumerate(_IDIOMS) if word in idiom.words)
    for word in sorted(frozenset().union(*(idiom.words for idiom in _IDIOMS)))
}


def without_idioms(lowered: str, words: Set[str]) -> str:
    """Return a text in lower case with each turn of phrase as one word; `words` are those that it prints."""
    order = sorted({place for word in words if word in _BY_WORD for place in _BY_WORD[word]})
    at = 0
    while at < len(order):
        _, pattern, word, mark = _IDIOMS[order[at]]
        if mark in lowered:
            lowered, count = pattern.subn(word, lowered)
            if count:
                new = {place for one in _WORD.findall(word) for place in _BY_WORD.get(one, ()) if place > order[at]}
                order = sorted(new.union(order))
        at += 1
    return lowered
