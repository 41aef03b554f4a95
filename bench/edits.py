"""True sentence ─▶ sentences that are false in one way each, the same for the same seed.

The lists below were written apart from those of `agent/extract/checking`, which they are there to try.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

_PAIRS = """
    outperforms/underperforms outperform/underperform outperforms/trails improves/worsens improve/worsen
    improves/degrades improved/degraded improving/harming improvement/deterioration improvements/losses
    increases/decreases increase/decrease increased/decreased increasing/decreasing reduces/raises reduce/raise
    reduced/raised reducing/raising reduction/increase higher/lower lower/higher faster/slower slower/faster
    better/worse worse/better more/less fewer/more larger/smaller smaller/larger stronger/weaker robust/fragile
    robustness/fragility stable/unstable efficient/inefficient effective/ineffective accurate/inaccurate
    reliable/unreliable consistent/inconsistent superior/inferior easy/difficult easier/harder simple/complicated
    difficult/easy sufficient/insufficient necessary/unnecessary possible/impossible feasible/infeasible
    similar/different different/identical positively/negatively significantly/negligibly significant/negligible
    substantially/marginally converges/diverges converge/diverge succeeds/fails enables/prevents enable/prevent
    allows/forbids allow/forbid helps/hinders help/hinder supports/contradicts support/contradict agrees/conflicts
    agree/conflict preserves/destroys preserve/destroy mitigates/exacerbates mitigate/exacerbate
    alleviates/aggravates alleviate/aggravate strengthens/weakens surpasses/lags beneficial/detrimental
    vulnerable/resistant underestimates/overestimates overestimates/underestimates cheap/costly expensive/cheap
    often/rarely rarely/often frequently/seldom before/after early/late accelerates/slows accelerate/slow
    boosts/lowers boost/lower enhances/impairs enhance/impair enhanced/impaired encourages/discourages
    maximizes/minimizes minimizes/maximizes minimize/maximize gain/loss gains/losses best/worst highest/lowest
    lowest/highest fast/slow good/bad high/low low/high correct/incorrect optimal/suboptimal safe/unsafe
    known/unknown shorter/longer longer/shorter tighter/looser wider/narrower unlike/like without/with
""".split()
FLIPS: dict[str, list[str]] = {}
for _pair in _PAIRS:
    FLIPS.setdefault(_pair.partition("/")[0], []).append(_pair.partition("/")[2])
_FLIP = re.compile(rf"(?<![\w-])(?:{'|'.join(sorted(FLIPS, key=len, reverse=True))})(?![\w-])")
_AUXILIARY = re.compile(r"\b(is|are|can|does|do|was|were|will)\b(?! not| no\b|not)(?= [a-z])")
_NOT = re.compile(r" not (?!only|just|merely|necessarily)")
_FAIL = re.compile(r"\b(?:fails?|failed) to (?=[a-z])|\b(?:is|are) unable to (?=[a-z])")
_SIDES = re.compile(
    r"(?P<open>(?:^|that |, ))(?P<one>(?:[\w-]+ ){1,4})(?P<verb>(?:significantly |consistently |substantially )?"
    r"(?:outperforms?|surpass(?:es)?|exceeds?|beats?|(?:is|are) (?:better|worse|faster|slower|more \w+|less \w+) than|"
    r"(?:achieves?|has|have|gives?|yields?) (?:better|higher|lower|fewer|more) \w+ than)) "
    r"(?P<other>(?:[\w-]+ ?){1,4})(?=[,.]| on | in | by | for | with )"
)
_NUMBER = re.compile(r"(?<![\w.,^-])\d+(?:\.\d+)?(?![\w.,-]*\w)")
_UNIT = re.compile(r"(?<=\d) ?(%|percentage points?|points|x|times)(?!\w)")
_SPELT = {
    "two": "four",
    "three": "five",
    "four": "three",
    "five": "seven",
    "six": "eight",
    "seven": "six",
    "ten": "twelve",
    "twice": "three times",
}
_SPELT_NUMBER = re.compile(rf"\b(?:{'|'.join(_SPELT)})\b")
_NAME = re.compile(r"(?<![\w-])(?:[A-Z][a-z]+[A-Z]\w*|[A-Z]{3,}(?:-\w+)?|[A-Z]\w+-\d+)(?![\w-])")
_WIDER: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), wide)
    for pattern, wide in (
        (r"\b(on|across|over|for|in) (?:two|three|four|five|six|several|many|some|most|various|multiple) "
            r"(?=[a-z]+ ?[a-z]*s\b)",
            r"\1 all ",
        ),
        (r"\bin (?:some|many|most|several) (case|setting|scenario|situation|task|domain)s\b", r"in every \1"),
        (r"\b(?:often|usually|typically|generally|frequently|sometimes)\b", "always"),
        (r"\b(?:may|might|could)(?: also| potentially)? (?=[a-z]+\b)", "will always "),
        (r"\bapproximately (?=[a-z])|\bnearly (?=[a-z])|\balmost (?=[a-z])", "exactly "),
        (r"\b(?:suggests?|indicates?) that\b", "proves that"),
        (r"\bcan (?=[a-z]+\b)(?!not|be\b)", "is guaranteed to "),
        (r"\b(?:partially|partly|largely|mostly)\b", "completely"),
        (r"\b(?:[Mm]ost|[Mm]any|[Ss]ome|[Ss]everal) (?=[a-z]+s\b)", "all "),
    )
)  # fmt: skip
_HOPED = re.compile(
    r"^.*?\b[Ww]e (?:hope|believe|expect) (?:that )?(.{8,}?) (?:will|can|could|may|might|would) (?:be |help )?(.+)$"
)
_HOPED_TO = re.compile(r"^(.{3,60}?) (?:has the potential|is expected|promises|could be used) to (\w+) (.+)$")


class Source(NamedTuple):
    """A true sentence, what else its paper prints, and a sentence of another paper."""

    sentence: str
    abstract: str
    foreign: str


Edit = Callable[[Source, random.Random], str | None]


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _pick(pattern: re.Pattern[str], text: str, dice: random.Random) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return dice.choice(found) if found else None


def flip(source: Source, dice: random.Random) -> str | None:
    """Put one word's opposite in its place."""
    match = _pick(_FLIP, source.sentence, dice)
    return match and _replaced(source.sentence, match, dice.choice(FLIPS[match.group()]))


def negate(source: Source, dice: random.Random) -> str | None:
    """Put in a "not", or take a negation out."""
    if match := _pick(_NOT, source.sentence, dice):
        return _replaced(source.sentence, match, " ")
    if match := _pick(_FAIL, source.sentence, dice):
        return _replaced(source.sentence, match, "can ")
    match = _pick(_AUXILIARY, source.sentence, dice)
    return match and _replaced(source.sentence, match, f"{match.group()} not")


def turn(source: Source, dice: random.Random) -> str | None:
    """Let the two sides of a comparison change places."""
    match = _pick(_SIDES, source.sentence, dice)
    if match is None or match["one"].split()[-1] in ("and", "it", "which", "that", "also"):
        return None
    return _replaced(
        source.sentence, match, f"{match['open']}{match['other'].strip()} {match['verb']} {match['one'].strip()}"
    )


def change_number(source: Source, dice: random.Random) -> str | None:
    """Change a digit, the place of the point, the scale or the spelt-out word of a number."""
    match = _pick(_NUMBER, source.sentence, dice)
    if match is None:
        spelt = _pick(_SPELT_NUMBER, source.sentence, dice)
        return spelt and _replaced(source.sentence, spelt, _SPELT[spelt.group()])
    number = match.group()
    forms = [
        str(int(number) + dice.choice((1, 3, 10)))
        if number.isdigit()
        else f"{float(number) + dice.choice((0.3, 1.1)):.2f}"
    ]
    forms += [number[::-1]] if number.isdigit() and number != number[::-1] and number[-1] != "0" else []
    forms += (
        [number.replace(".", "").lstrip("0") or "7"]
        if "." in number
        else [str(int(number) * 10)]
        if number.isdigit() and int(number)
        else []
    )
    return _replaced(source.sentence, match, dice.choice(forms))


def change_unit(source: Source, dice: random.Random) -> str | None:
    """Tell per cent as times, points as per cent, times as per cent."""
    match = _pick(_UNIT, source.sentence, dice)
    if match is None:
        return None
    return _replaced(source.sentence, match, {"%": " times", "x": "%", "times": "%"}.get(match.group(1), "%"))


def swap_numbers(source: Source, dice: random.Random) -> str | None:
    """Let two numbers of one look change places."""
    found = [
        match
        for match in _NUMBER.finditer(source.sentence)
        if "." in match.group() or source.sentence[match.end() :][:1] == "%"
    ]
    values = [match for match in found if match.group() != found[0].group()] if found else []
    return _swapped(source.sentence, found[0], dice.choice(values)) if values else None


def swap_names(source: Source, dice: random.Random) -> str | None:
    """Let two names change places, unless they stand in one list."""
    found = list(_NAME.finditer(source.sentence))
    values = [match for match in found if match.group() != found[0].group()] if found else []
    values = [
        match
        for match in values
        if not re.fullmatch(r"(?:[^a-z]|and|or)*", source.sentence[found[0].end() : match.start()])
    ]
    return _swapped(source.sentence, found[0], dice.choice(values)) if values else None


def sibling_name(source: Source, dice: random.Random) -> str | None:
    """Put a name that the abstract prints elsewhere in the place of one."""
    match = _pick(_NAME, source.sentence, dice)
    others = sorted({name for name in _NAME.findall(source.abstract) if name not in source.sentence})
    return _replaced(source.sentence, match, dice.choice(others)) if match and others else None


def foreign_name(source: Source, dice: random.Random) -> str | None:
    """Put a name of another paper in the place of one."""
    match = _pick(_NAME, source.sentence, dice)
    others = sorted({name for name in _NAME.findall(source.foreign) if name.lower() not in source.abstract.lower()})
    return _replaced(source.sentence, match, dice.choice(others)) if match and others else None


def widen(source: Source, dice: random.Random) -> str | None:
    """Say of all what is said of some, as certain what is likely."""
    found = [(match, wide) for pattern, wide in _WIDER for match in pattern.finditer(source.sentence)]
    if not found:
        return None
    match, wide = dice.choice(found)
    return _replaced(source.sentence, match, match.expand(wide))


def fulfil(source: Source, _: random.Random) -> str | None:
    """Tell a hope as a result."""
    if match := _HOPED.match(source.sentence):
        return f"{match.group(1)[0].upper()}{match.group(1)[1:]} has already been shown to {match.group(2)}"
    match = _HOPED_TO.match(source.sentence)
    return match and f"{match.group(1)} has led others to {match.group(2)} {match.group(3)}"


def other_paper(source: Source, _: random.Random) -> str | None:
    """Tell a sentence of another paper."""
    return source.foreign if len(source.foreign.split()) > 6 else None


def _swapped(text: str, one: re.Match[str], other: re.Match[str]) -> str:
    if other.start() < one.start():
        one, other = other, one
    return text[: one.start()] + other.group() + text[one.end() : other.start()] + one.group() + text[other.end() :]


EDITS: dict[str, tuple[Edit, ...]] = {
    "number": (change_number, change_unit),
    "number swapped": (swap_numbers,),
    "polarity: word": (flip,),
    "polarity: negation": (negate,),
    "polarity: comparison": (turn,),
    "name of another paper": (foreign_name,),
    "name from elsewhere in it": (sibling_name,),
    "name swapped": (swap_names,),
    "scope": (widen,),
    "hope told as result": (fulfil,),
    "other-paper": (other_paper,),
}


def edited(sources: Sequence[Source], seed: int) -> Iterator[tuple[str, Source, str]]:
    """Yield kind, source and false sentence: at most one of each kind for each source."""
    dice = random.Random(seed)
    for source in sources:
        for kind, edits in EDITS.items():
            for edit in edits:
                false = edit(source, dice)
                if false and false != source.sentence:
                    yield kind, source, false
