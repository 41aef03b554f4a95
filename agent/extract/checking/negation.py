"""Rule 4, negations: "does not depend" is not "depends", nor "biased" "unbiased"."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.forms import DENYING, Form, near_words
from agent.extract.checking.patterns import any_of
from agent.extract.checking.weights import shared_words
from agent.extract.numbers import NUMBER_WORDS
from agent.extract.words import FUNCTION_WORDS, stem

_NEAR_ENOUGH = 0.2  # to a word of ill, so that a stem need not be negated
_SHARED_NEGATION = 0.35  # how much must stand near a word where it is negated and where it is not
_DENIED_REACH = 4  # words behind a negation among which is the one that it denies
_SURE = frozenset("not no never without neither nor cannot".split())
_PREFIX = re.compile(r"(?:un|in|im|ir|non|dis)([a-z]{4,})$")
_WHOLE = frozenset(
    map(
        stem,
        """inform information inspect insight instance install instruct instruction intent intense input import impress
        impact improve discover discuss display disorder dispose distance distinct disclose under union unit uniform
        uniformly understand interest internal interpret invert involve invite increase include index infer inference
        interface discharge discount discourse dispatch distribute distribution district disturb impose imply
        implement unlikelier""".split(),
    )
)


def turned_negations(said: Clauses, printed: Sequence[Clauses]) -> Iterator[tuple[str, bool]]:
    """Yield words that only the statement negates (True) or only the sentences do (False), of the same thing."""
    if _is_double(said):
        return
    denied, doubtful, granted = printed[0].denied, printed[0].doubtful, printed[0].granted
    for clauses in printed[1:]:
        denied, doubtful, granted = denied | clauses.denied, doubtful | clauses.doubtful, granted | clauses.granted
    for key in sorted(said.denied & granted - denied - doubtful - NUMBER_WORDS) if said.denied else ():
        if word := _same_place(key, key, said, printed):
            yield word, True
    for key in sorted(said.granted & denied - granted - doubtful - said.denied - said.doubtful) if denied else ():
        if (word := _same_place(key, key, said, printed)) and not _is_unwelcome(key, said):
            yield word, False
    for key in sorted(said.granted - granted - denied - doubtful):
        bare = _bare(key)
        if bare in granted and bare not in said.granted and (word := _same_place(key, bare, said, printed)):
            yield word, True
        turned = _over_for_under(key)
        if turned in granted and turned not in said.granted and (word := _same_place(key, turned, said, printed)):
            yield word, True
    for key in sorted(granted - said.granted - said.denied - said.doubtful):
        bare = _bare(key)
        if bare in said.granted and bare not in granted and (word := _same_place(bare, key, said, printed)):
            yield word, False


def unsaid_denials(said: Clauses, printed: Sequence[Clauses]) -> Iterator[str]:
    """Yield words that the sentences deny each time they print them, where the statement denies nothing at all."""
    if all(map(_SURE.isdisjoint, (clauses.words for clauses in printed))):
        return
    if not DENYING.isdisjoint(said.words) or any(_bare(token.stem) for token in said.tokens):
        return
    words = {token.stem: token.word for token in said.tokens}
    for clauses in printed:
        for place, token in enumerate(clauses.tokens):
            if token.word not in _SURE or token.word == "no":
                continue
            behind = [one for one in clauses.tokens[place + 1 : place + _DENIED_REACH] if _carries(one)]
            if not behind or behind[0].stem not in words:
                continue
            key = behind[0].stem
            if sum(one.stem == key for other in printed for one in other.tokens) == 1:
                yield words[key]


def _carries(token: Form) -> bool:
    return token.word.isalpha() and not token.word.endswith("ly") and token.word not in FUNCTION_WORDS


def _is_double(said: Clauses) -> bool:
    """Say whether a statement has two negations, which may undo each other."""
    return not _SURE.isdisjoint(said.words) and sum(token.word in _SURE for token in said.tokens) > 1


def _over_for_under(key: str) -> str | None:
    if key.startswith("over"):
        return f"under{key[4:]}"
    return f"over{key[5:]}" if key.startswith("under") else None


def _bare(key: str) -> str | None:
    match = _PREFIX.match(key)
    return match.group(1) if match and key not in _WHOLE else None


def _is_unwelcome(key: str, said: Clauses) -> bool:
    """Say whether a statement says something bad of a stem or negates what stands near: it need not negate it."""
    for place, level in enumerate(said.levels):
        if level == 2 and key in near_words(said.tokens, place):
            return True
    return any(polar.near.get(key, 0.0) >= _NEAR_ENOUGH and polar.worth < 0 for polar in said.polars)


_NEGATIVE = any_of(
    r"""not no never nor neither none nothing without cannot can't n't hardly barely rarely seldom few little less fewer
    only but however although though despite rather instead unlike fails? failed failing lacks? avoid\w* prevent\w*
    eliminat\w* remov\w* unable beyond free far limit\w* challeng\w* (?:un|in|im|ir|non|dis|mis)[a-z]{4,} [a-z]{3,}less
    non-\w+ even still absen\w* contrary remain\w* same ignor\w* neglect\w* exclu\w* miss\w* refus\w* den(?:y|ies|ied)
    against skip\w* bypass\w* directly
    difficult\w* hard open just merely at_all regardless whether zero problem\w* poor\w* drop\w* differ\w*
    constant keep\w* preserv\w* retain\w* maintain\w* needs? requir\w*"""
)


def lone_negation(said: Clauses, printed: Sequence[Clauses], lowered: str) -> str | None:
    """Return a word that the statement negates, where the sentences neither negate nor say anything unwelcome."""
    if not said.denied or _is_double(said) or _NEGATIVE.search(lowered):
        return None
    if any(side.sign <= 0 for clauses in printed for polar in clauses.polars for side in polar.sides):
        return None
    return next(
        token.word for token, level in zip(said.tokens, said.levels, strict=True) if level == 2 and token.content
    )


def _same_place(key: str, other_key: str, said: Clauses, printed: Sequence[Clauses]) -> str | None:
    """Return the word of a stem if the same things stand near it in the statement and in the sentences."""
    places = [
        near_words(clauses.tokens, place)
        for clauses in printed
        for place, found in enumerate(clauses.tokens)
        if found.stem == other_key
    ]
    for place, token in enumerate(said.tokens):
        if token.stem == key:
            near = near_words(said.tokens, place)
            if any(shared_words(near, other) >= _SHARED_NEGATION for other in places):
                return token.word
    return None
