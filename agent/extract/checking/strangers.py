"""Rule 3, who it is told of: a name or a rival that the cited sentences do not print, where they print another."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.checking.clauses import Clauses
from agent.extract.checking.comparison import read_comparisons
from agent.extract.checking.naming import is_named, sibling_of
from agent.extract.checking.patterns import any_of
from agent.extract.checking.places import read_names
from agent.extract.evidence import Evidence
from agent.extract.numbers import NUMBER_WORDS
from agent.extract.words import FUNCTION_WORDS, names_of, parts, stem

_BEFORE_NAME = 24  # characters of a statement before the name that is its subject
_CARRIED = 0.7  # of the other words of content of the statement the cited sentences must hold
_OWN = any_of("our we it they this these its the_proposed ours us")
_VERB = r"(?: \([^)]*\))?(?: \w+ly| also| still)? (?:is|are|was|were|has|have|can|does|do|[a-z]+(?:s|ed))\b"
_START = r"(?:^|\bthat |, |; |\bwhile |\bwhereas |\bbut |\bwhether )(?:the |both )?"
_BEST = re.compile(
    r"^(?:the )?(?P<who>[a-z-]+(?: [a-z-]+){0,2}) (?:is|are|was|were|comes? out as|turn(?:s|ed) out to be|proved)"
    r"(?: by far)?(?: the)? (?P<best>(?:most|least) \w+|best|worst|[a-z]{2,}est)\b"
)
_ARTICLE, _WHAT = "(?:the |an? |its |their |our )?", r"([a-z]+(?:[ -][a-z]+)?)"
_GOVERNED = re.compile(rf"\b([a-z]{{4,}}) (of|over|for|on|from|between|by|in|with|against|under) {_ARTICLE}{_WHAT}")
_GENERAL = frozenset(
    map(
        stem,
        """method methods approach approaches baseline baselines model models algorithm system technique work prior
        previous existing other another competing competitor competitors alternative alternatives state art sota rival
        rivals strong standard conventional counterpart current earlier past all both others published literature
        every any these those best strategy scheme framework solution variant setting time result results proposed
        new general classical traditional typical known record predecessor one ones original paper comparison
        reference similar related kind aspect class type several various different
        recent popular common well established leading
        available test data set task benchmark terms term respect margin average far already""".split(),
    )
)


_NEAR, _LEAST = 0.6, 2  # so near to the comparison are so many words that the cited sentences must not print
_WORTH = 1  # number of the group of words that praise


def strange_name(statement: str, cited: Evidence, whole: Evidence) -> tuple[str, str] | None:
    """Return the name that a statement begins with and the one of which the cited sentences say the same, or None.

    The first is printed elsewhere in the text only.
    """
    name = next((one.name for one in read_names(statement) if statement.find(one.name) <= _BEFORE_NAME), None)
    if name is None or is_named(name, cited) or not is_named(name, whole) or sibling_of(name, statement, cited):
        return None
    if re.search(re.escape(name) + _VERB, statement) is None:
        return None
    keys = set(map(stem, parts(name)))
    content = [stem(part) for part in parts(statement) if part.lower() not in FUNCTION_WORDS]
    rest = [key for key in content if key not in keys]
    if sum(key in cited.stems for key in rest) < _CARRIED * len(rest) or len(rest) < 2:
        return None
    for rival in names_of(cited.text):
        match = re.search(_START + re.escape(rival) + _VERB, cited.text)
        if match and not is_named(rival, Evidence(statement)) and not _OWN.search(cited.lowered[match.end() :]):
            return name, rival
    return None


def strange_best(said: str, cited: Evidence) -> str | None:
    """Return what a statement in lower case calls the most or the best of all, if the sentences say so of others."""
    match = _BEST.search(said)
    if match is None or match["best"] not in cited.lowered or _OWN.search(cited.lowered):
        return None
    near = [stem(word) for word in match["who"].split() if word not in FUNCTION_WORDS]
    if not near or not _GENERAL.isdisjoint(near) or any(key in cited.stems for key in near):
        return None
    return match["who"]


def strange_complements(said: str, cited: Evidence) -> Iterator[tuple[str, str]]:
    """Yield what stands behind a noun and its preposition with what is printed there: distance to A, distance to B.

    The first is not printed in the cited sentences, the second not in the statement, which is in lower case.
    """
    keys: frozenset[str] | None = None
    for match in _GOVERNED.finditer(said):
        noun, link, what = match.groups()
        near = [stem(word) for word in parts(what) if word not in FUNCTION_WORDS]
        if noun in FUNCTION_WORDS or not near or not _GENERAL.isdisjoint(near) or not NUMBER_WORDS.isdisjoint(near):
            continue
        if any(key in cited.stems for key in near):
            continue
        for printed in re.finditer(rf"\b{re.escape(noun)} {link} {_ARTICLE}{_WHAT}", cited.lowered):
            keys = keys or frozenset(map(stem, parts(said)))
            others = [stem(word) for word in parts(printed.group(1)) if word not in FUNCTION_WORDS]
            if others and keys.isdisjoint(others) and _GENERAL.isdisjoint(others):
                yield _content_of(what), _content_of(printed.group(1))
                break


def _content_of(text: str) -> str:
    return " ".join(word for word in text.split() if word not in FUNCTION_WORDS)


def strange_rivals(said: Clauses, printed: Sequence[Clauses], cited: Evidence) -> Iterator[str]:
    """Yield words of content that a statement compares with, where the cited sentences compare with other things."""
    wanted = read_comparisons(said)
    if not wanted:
        return
    others = [one for clauses in printed for one in read_comparisons(clauses)]
    if not others:
        return
    own = _OWN.search(cited.lowered)  # which a statement may name in any words
    words = {token.stem: token.word for token in said.tokens}
    for comparison in wanted:
        if comparison.group != _WORTH:
            continue  # who cuts costs may be told in any words
        for side in (comparison.second,) if own else (comparison.first, comparison.second):
            near = [key for key, weight in side.items() if weight >= _NEAR and key.isalpha() and len(key) > 2]
            if not _GENERAL.isdisjoint(near):
                continue
            if len(near) >= _LEAST and not any(key in cited.stems for key in near):
                yield " ".join(words.get(key, key) for key in near)
