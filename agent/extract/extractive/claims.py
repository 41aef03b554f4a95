"""Choose the sentences in which a paper asserts what it found, and say of what kind each claim is."""

from collections.abc import Sequence

from agent.extract.extractive.leaning import find_loose, shares_words
from agent.extract.extractive.method import speaks_of_own
from agent.extract.extractive.shorten import SHORTEST_WORDS, count_words, shorten, strip_opening
from agent.extract.extractive.standing import is_aside, is_dangling, is_fragment, refers_back
from agent.extract.lexicon import LONGEST_READ, find_cues
from agent.extract.sentences import NumberedText
from schemas.answer import ClaimAnswer, ClaimKind
from schemas.extraction import Role

MOST_CLAIMS = 8
MOST_KEY = 3

_WEIGHTS = {"measure": 2, "comparison": 2, "own finding": 2, "vague": -2, "opener": -2}
_FOUND = frozenset(["claims/own finding"])
_REFERS_BACK = -3
_FORMAL = frozenset(["claims/theory", "claims/formal", "claims/proved"]) | _FOUND
_MEASURE = frozenset(["claims/measure"])
_COMPARED = frozenset(["claims/measure", "claims/better", "claims/own finding"])
_EVIDENT = frozenset(["claims/evident", "claims/novelty"])


def choose_claims(text: NumberedText, roles: Sequence[Role]) -> tuple[int, ...]:
    """Return the numbers of up to eight claim sentences, the weightiest first."""
    own = (number for number in range(1, len(roles) + 1) if speaks_of_own(text.sentence(number)))
    first = next(own, 1)  # what stands before it was known
    numbers = [number for number in range(first, len(roles) + 1) if is_claim(text.sentence(number), roles[number - 1])]
    ranked = sorted(numbers, key=lambda number: (-weigh_claim(text.sentence(number)), number))
    return tuple(ranked[:MOST_CLAIMS])


def state_claims(
    text: NumberedText, ranked: Sequence[int], told: frozenset[int | None], names: Sequence[str]
) -> tuple[ClaimAnswer, ...]:
    """Return the claims: up to three key ones, weightiest first, then the others in the order of the abstract.

    Key are those that a reader understands who sees only the title and the `names` of the work, whose kind is plain,
    and that are not `told` elsewhere.
    """
    formal = is_formal(text)
    short = {number: shorten(text, number) for number in ranked}
    plain = [number for number in ranked if is_plain(text, number, short[number], names)]
    if formal:
        plain = [number for number in plain if _is_formal_claim(text.sentence(number), names)]
    key = [number for number in plain if number not in told][:MOST_KEY]
    return tuple(
        ClaimAnswer(
            text=short[number],
            kind=classify_claim(text.sentence(number), formal=formal),
            key=number in key,
            sentences=(number,),
        )
        for number in (*key, *sorted(set(ranked) - set(key)))
    )


def _is_formal_claim(sentence: str, names: Sequence[str]) -> bool:
    # What is observed, and what a thing with a name is shown to do, is no theory without a word of proofs.
    seen = " find " in sentence or any(name in sentence for name in names)
    cues = find_cues(sentence) - (_FOUND if seen else frozenset())
    return not _FORMAL.isdisjoint(cues)


def is_plain(text: NumberedText, number: int, short: str, names: Sequence[str]) -> bool:
    """Say whether a claim, in its `short` form, says alone what was found, proved or measured."""
    sentence = text.sentence(number)
    cues = find_cues(sentence)
    unproved = "claims/unproved" in cues and cues.isdisjoint(_COMPARED)
    if (
        cues.isdisjoint(_EVIDENT)
        or unproved
        or "claims/consequence" in cues
        or is_dangling(short)
        or is_aside(sentence)
    ):
        return False
    if names and not cues.isdisjoint(_MEASURE):  # "On FenQA, it needs 52% fewer calls": what is measured is the work
        short = short.replace(", it ", f", {names[0]} ", 1)
    told_of = speaks_of_own(short, names) or shares_words(short, text.title)
    return told_of and not refers_back(short, text.title) and not find_loose(short, text, number, names)


def is_formal(text: NumberedText) -> bool:
    """Say whether a paper proves things and measures none, so that what it shows is proved."""
    cues = frozenset().union(*map(find_cues, text.sentences))
    return "claims/empirical" not in cues and not cues.isdisjoint(("claims/theory", "claims/formal"))


def is_claim(sentence: str, role: Role) -> bool:
    """Say whether a sentence of this role asserts something that could turn out false."""
    if role in ("other", "background") or not 20 <= len(sentence) <= LONGEST_READ or sentence.rstrip().endswith("?"):
        return False
    cues = find_cues(sentence)
    rest = strip_opening(sentence)
    if is_dangling(rest) or is_fragment(sentence) or count_words(rest) < SHORTEST_WORDS:
        return False  # "We show that they are not."
    if "claims/novelty" in cues:
        return True
    if is_aside(sentence) and _MEASURE.isdisjoint(cues):
        return False
    return "claims/asserted" in cues or (role == "result" and "claims/vague" not in cues)


def classify_claim(sentence: str, *, formal: bool = False) -> ClaimKind:
    """Name the kind of a claim by its wording; what is neither novel, proved nor measured is a finding.

    In a `formal` paper what is found is proved.
    """
    cues = find_cues(sentence)
    if "claims/novelty" in cues and "claims/measure" not in cues:
        return "novelty"
    proved = "claims/proved" in cues and "claims/measure" not in cues
    if proved or ("claims/empirical" not in cues and (formal or "claims/theory" in cues)):
        return "theory"
    is_result = "claims/better" in cues or ("claims/result" in cues and "claims/finding" not in cues)
    return "result" if is_result else "finding"


def weigh_claim(sentence: str) -> int:
    """Weigh how much a claim says: numbers, comparisons and stated findings up; what points back or is vague down."""
    cues = find_cues(sentence)
    weight = sum(weight for heading, weight in _WEIGHTS.items() if f"claims/{heading}" in cues)
    return weight + _REFERS_BACK * refers_back(strip_opening(sentence))
