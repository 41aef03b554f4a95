"""Choose the sentences in which a paper asserts what it found, and say of what kind each claim is."""

import re
from collections.abc import Sequence

from agent.extract.extractive.addressed import LONGEST_READ
from agent.extract.extractive.shorten import shorten, strip_opening
from agent.extract.sentences import NumberedText
from schemas.answer import ClaimAnswer, ClaimKind
from schemas.extraction import Role

MOST_CLAIMS = 8
MOST_KEY = 3
CLAIM_WORDS = 28
"""A claim is cut down to this many words where that leaves its meaning."""

_I = re.IGNORECASE
_NOVELTY = re.compile(
    r"\b(?:to (?:the best of )?our (?:best )?knowledge|(?:is|are) the first\b|the first"
    r" (?:\w+[- ]){0,4}(?:stud(?:y|ies)|work|method|approach|framework|system|attempt"
    r"|analysis|benchmark|dataset|to\b|model|algorithm|evidence|proof|demonstration"
    r"|theoretical|result|investigation)|for the first time|first step)",
    _I,
)
_THEORY = re.compile(
    r"\b(?:prov(?:e|es|ed|ing)\b(?! (?:to be |useful|effective))|theorem|theoretically"
    r"|theoretical (?:result|guarantee|analysis|bound)s?|(?:upper|lower|tight(?:er)?|error"
    r"|regret|generalization|sample complexity|minimax) bounds?|convergence (?:rate"
    r"|guarantee)s?|guarantees? that|np-hard|undecidab\w+|polynomial[- ]time|sufficient"
    r" conditions?|necessary and sufficient|closed[- ]form|equivalent to|is a special case"
    r"|asymptotic\w*|O\()",
    _I,
)
_RESULT = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|state-of-the-art|superior\w*|achiev\w+"
    r"|improv(?:es?|ed|ements?|ing)|compared (?:to|with)|than (?:\w+ ){0,4}(?:baselines?"
    r"|methods?|approaches|models?|existing|previous|prior|state)|effectiveness|reduc(?:es"
    r"|ed|tion|ing)|speed-?up|accuracy|performance|competitive|gains?|experiments?"
    r"|experimental|retains?|on par|loses?|falls?|closes? the gap|boosts?|faster"
    r"|efficien(?:t|cy)|robustness)\b|\d(?:\.\d+)? ?(?:\\?%|percent|points?|x\b)",
    _I,
)
_FINDING = re.compile(
    r"^(?:\W*\w+\W+){0,8}?\b(?:we|our (?:analysis|findings?|results?|study|observations?)"
    r"|analysis|findings?|insights?)\b(?: \w+){0,3} (?:find|found|observe|discover|reveal"
    r"|show|identify|uncover|suggest|indicate|conclude|point out|note)\w*",
    _I,
)
_VAGUE = re.compile(
    r"\b(?:pav(?:es?|ing) the way|shed(?:s|ding)? (?:new )?light|open(?:s|ing)? (?:up"
    r" )?(?:new|the door|avenues)|we (?:discuss|conclude (?:with|by)|outline|provide (?:\w+"
    r" ){0,3}(?:ablation|discussion|insights?|recommendations?|guidelines?|examples?))|"
    r"future (?:work|research|directions?)|can (?:aid|help|guide|inform|serve)|we (?:also"
    r" )?(?:conduct|perform|carry out|present|provide|give|report) (?:an? |the |our |some"
    r" )?(?:\w+ ){0,4}(?:experiments?|analysis|stud(?:y|ies)|evaluations?|results"
    r"|simulations|examples|discussion|ablations?)(?: (?:on|to|of|with|in|and|for"
    r"|that)\b[^,]{0,120})?\W*$|"
    r"contributions? (?:is|are|include)|will be (?:released|available)|we hope|calls? for"
    r" (?:more|further|a)|need for (?:more|further)|(?:an?|provides?) (?:important"
    r"|promising|solid|first|useful) (?:step|direction|foundation|insights?|guidance|basis"
    r"|tool)\b)",
    _I,
)
_LEAD_IN = re.compile(r":\W*$")
_ASSERTED = re.compile(
    r"\b(?:we|our (?:method|approach|framework|model|algorithm|analysis|results?|system"
    r"|findings?|experiments?)|the proposed (?:\w+ ){0,2}\w+) (?:\w+ly |also |first "
    r"|further |then |can |thus )*"
    r"(?:show|find|prove|demonstrate|achieve|outperform|improve|reduce|surpass|observe"
    r"|discover|establish|reveal|obtain|point out|attain|yield|exceed|derive)\w*|"
    r"\boutperform(?:s|ing|ed)\b|\bsurpass(?:es|ing|ed)\b|\bstate-of-the-art (?:performance"
    r"|results?|accuracy)\b|(?:while|without|with) (?:preserving|maintaining|sacrificing"
    r"|retaining)",
    _I,
)
_PRONOUN = re.compile(
    r"^(?:it|they|this|these|those|such|its|their|he|both|here|there|doing so|the (?:former"
    r"|latter|same|other)|another|(?:the )?(?:method|approach|results?|framework|model"
    r"|algorithm)|one)\b",
    _I,
)


def choose_claims(text: NumberedText, roles: Sequence[Role]) -> tuple[int, ...]:
    """Return the numbers of up to eight claim sentences, the weightiest first."""
    numbers = [number for number in range(1, len(roles) + 1) if is_claim(text.sentence(number), roles[number - 1])]
    ranked = sorted(numbers, key=lambda number: (-weigh_claim(text.sentence(number)), number))
    return tuple(ranked[:MOST_CLAIMS])


def state_claims(text: NumberedText, ranked: Sequence[int], told: frozenset[int | None]) -> tuple[ClaimAnswer, ...]:
    """Return the claims in the order of the abstract, up to three marked as key: first those not `told` elsewhere."""
    fresh = [number for number in ranked if number not in told]
    key = frozenset((fresh or list(ranked))[:MOST_KEY])
    return tuple(
        ClaimAnswer(
            text=shorten(text, number, CLAIM_WORDS),
            kind=classify_claim(text.sentence(number)),
            key=number in key,
            sentences=(number,),
        )
        for number in sorted(ranked)
    )


def is_claim(sentence: str, role: Role) -> bool:
    """Say whether a sentence of this role asserts something that could turn out false."""
    if role in ("other", "background") or not 20 <= len(sentence) <= LONGEST_READ or sentence.rstrip().endswith("?"):
        return False
    if _NOVELTY.search(sentence):
        return True
    if re.search(r":\W*$", sentence) and not re.search(r"\bthat\b", sentence):
        return False
    if role == "result":
        return _VAGUE.search(sentence) is None or _ASSERTED.search(sentence) is not None
    return _ASSERTED.search(sentence) is not None and _LEAD_IN.search(sentence) is None


def classify_claim(sentence: str) -> ClaimKind:
    """Name the kind of a claim by its wording; what is neither novel, proved nor measured is a finding."""
    if _NOVELTY.search(sentence) and not re.search(r"\d\s?\\?%", sentence):
        return "novelty"
    if _THEORY.search(sentence):
        return "theory"
    if _FINDING.search(sentence) and not re.search(r"outperform|state-of-the-art|\d\s?\\?%|surpass", sentence, _I):
        return "finding"
    return "result" if _RESULT.search(sentence) else "finding"


def weigh_claim(sentence: str) -> int:
    """Weigh how much a claim says: numbers, comparisons and stated findings up; dangling openings and asides down."""
    stripped = strip_opening(sentence)
    weight = 2 * bool(re.search(r"\d(?:\.\d+)? ?(?:\\?%|percent|points?|x\b|times|\\times)", sentence))
    weight += 2 * bool(
        re.search(r"outperform|surpass|state-of-the-art|better|than\b|compared|improv|reduc|achiev", sentence, _I)
    )
    weight += 2 * bool(
        re.search(
            r"\bwe (?:\w+ )?(?:find|show|prove|demonstrate|discover|establish|observe|derive|point out)", sentence, _I
        )
    )
    weight += bool(
        re.match(r"(?:our|the|extensive|experimental|empirical|comprehensive)? ?(?:results|experiments)", sentence, _I)
    )
    weight += bool(_NOVELTY.search(sentence))
    weight -= 3 * bool(_PRONOUN.match(stripped))
    weight -= 2 * bool(_VAGUE.search(sentence)) + bool(
        re.match(r"(?:moreover|additionally|furthermore|finally|also|further)\b", sentence, _I)
    )
    weight -= bool(re.search(r"\b(?:suggests?|may|might|could|potential(?:ly)?|can)\b", sentence, _I))
    return weight


def is_dangling(statement: str) -> bool:
    """Say whether a statement begins with a word that points to a sentence before it."""
    return _PRONOUN.match(statement) is not None
