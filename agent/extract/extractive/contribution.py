"""Name what kind of contribution a paper makes, from its title and the sentences in which it says what it does."""

from collections import Counter
from collections.abc import Sequence
from functools import cache

from agent.extract.lexicon import find_cues, find_title_cues, read_sections
from agent.extract.sentences import NumberedText
from schemas.answer import Contribution
from schemas.extraction import Role

_ORDER: tuple[Contribution, ...] = ("method", "resource", "survey", "theory", "empirical study", "system", "position")

_OWN: tuple[Role, ...] = ("objective", "method", "result")


@cache
def _weights(name: str) -> dict[str, tuple[Contribution, int]]:
    # The headings of the data file: "survey 6: title".
    weights: dict[str, tuple[Contribution, int]] = {}
    for heading in read_sections(name):
        label, _, weight = heading.partition(":")[0].rpartition(" ")
        for kind in _ORDER:
            if label == kind:
                weights[f"{name}/{heading}"] = (kind, int(weight))
    return weights


def name_contribution(text: NumberedText, roles: Sequence[Role]) -> Contribution:
    """Return the main contribution; `method` where nothing speaks for another."""
    scores = dict.fromkeys(_ORDER, 0)
    scores["method"] = 1
    of_title = _weights("titles")
    for heading in find_title_cues(text.title):
        kind, weight = of_title[heading]
        scores[kind] += weight
    own = [text.sentence(number) for number, role in enumerate(roles, 1) if role in _OWN]
    hits = Counter(heading for sentence in own for heading in find_cues(sentence))
    for heading, (kind, weight) in _weights("contribution").items():
        if hits[heading]:
            scores[kind] += weight + min(hits[heading] - 1, 2)
    return max(_ORDER, key=lambda kind: (scores[kind], -_ORDER.index(kind)))
