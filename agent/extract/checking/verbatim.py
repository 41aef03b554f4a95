"""Is a statement printed as it stands: a whole sentence, or one without an opening that changes nothing?

Most statements of the embedded engine are; the rules, which read every word, need not look at them.
"""

import re
from collections.abc import Iterable

_WORD = re.compile(r"\w+|[^\w\s,:]")
_HARMLESS = frozenset(
    """we i our this these the a in to as of for here it is and
    paper work article study letter report research position survey
    present presents propose proposes introduce introduces describe describes develop develops design devise
    show shows showed shown that find found prove proves demonstrate demonstrates observe observed reveal
    result results experiment experiments experimental experimentally extensive numerical empirical empirically
    simulation simulations evaluation evaluations analysis
    first firstly second secondly then finally lastly also further furthermore moreover besides addition additionally
    however nevertheless particular specifically precisely more example end thus therefore hence consequently
    interestingly importantly overall""".split()
)
"""They name the paper, say that it says something, or join sentences; none denies, doubts, counts or compares."""


def is_verbatim(statement: str, sentences: Iterable[str]) -> bool:
    """Say whether one of the sentences is the statement, or ends with it behind harmless words; all are repaired.

    >>> is_verbatim("Reeds bend.", ["However, we show that reeds bend."])
    True
    >>> is_verbatim("Reeds bend.", ["Few believe that reeds bend."])
    False
    """
    return any(statement == sentence or _ends_with(sentence, statement) for sentence in sentences)


def _ends_with(sentence: str, statement: str) -> bool:
    start = len(sentence) - len(statement)
    if start < 1 or not sentence.endswith(statement[1:]) or sentence[start - 1] != " ":
        return False
    return sentence[start].lower() == statement[0].lower() and _HARMLESS.issuperset(
        _WORD.findall(sentence[:start].lower())
    )
