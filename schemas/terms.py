"""The normal form in which terms are compared: case, plural, hyphen, British spelling and joined prefixes are one."""

import re
import unicodedata
from functools import lru_cache

_LONGEST_WORD = 40  # characters; what is longer is no word, and remembering it would cost memory
_LONGEST_TERM = 90  # characters; the same of terms

_TOKEN = re.compile(r"['’]s\b|[^\W_]+")
PREFIXES = frozenset({"anti", "multi", "non", "pre", "semi"})
"""Normal words that are joined to the word after them: `pre training` is `pretraining`."""
_IRREGULAR = {
    "analyses": "analysis",
    "bias": "bias",
    "biases": "bias",
    "caches": "cache",
    "canvas": "canvas",
    "corpora": "corpus",
    "critics": "critic",
    "gas": "gas",
    "heuristics": "heuristic",
    "hypotheses": "hypothesis",
    "indices": "index",
    "lens": "lens",
    "matrices": "matrix",
    "metrics": "metric",
    "news": "news",
    "series": "series",
    "species": "species",
    "syntheses": "synthesis",
    "topics": "topic",
    "vertices": "vertex",
}
_SPELLINGS = (
    (re.compile(r"(?<=.{3})is(e|ed|er|ing|ation|ational)$"), r"iz\1"),
    (re.compile(r"(?<=.{3})ys(e|ed|er|ing)$"), r"yz\1"),
    (re.compile(r"^(behavi|col|fav|hum|lab|neighb|rum|tum|vap)our"), r"\1or"),
    (re.compile(r"^(chann|lab|mod|trav|tunn)ell(ing|ed|er)$"), r"\1el\2"),
    (re.compile(r"^(sign)all(ing|ed|er)$"), r"\1al\2"),
    (re.compile(r"^(cent|fib|spect)re$"), r"\1er"),
    (re.compile(r"^(def|off|lic)ence$"), r"\1ense"),
    (re.compile(r"^artefact$"), "artifact"),
)
_BRITISH = re.compile(r"[iy]s(?:e|ed|er|ing|ation|ational)$|our|lling|lled|ller|re$|ence$|artef")  # may be British


def normalize_term(term: str) -> str:
    """Return the form in which terms are compared: words in lower case, singular, American, joined by one blank.

    Hyphen, slash and blank are the same; a prefix such as `pre` or `multi` is joined to its word. Idempotent.

    >>> normalize_term("Multi-Task Learning of behaviours")
    'multitask learning of behavior'
    """
    return _remembered_term(term) if len(term) <= _LONGEST_TERM else _normal_term(term)


def _normal_term(term: str) -> str:
    words: list[str] = []
    prefix = ""
    for token in _TOKEN.findall(term):
        word = "" if token[0] in "'’" else normalize_word(prefix + token)
        if word in PREFIXES:
            prefix = word
        elif word:
            words.append(word)
            prefix = ""
    return " ".join([*words, prefix] if prefix else words)


_remembered_term = lru_cache(maxsize=1 << 15)(
    _normal_term
)  # each name of a topic is looked at four times while loading


def normalize_word(word: str) -> str:
    """Return the normal form of one word without blanks: NFKC, lower case, singular, American spelling."""
    return _remembered_word(word) if len(word) <= _LONGEST_WORD else _normal_word(word)


def _normal_word(word: str) -> str:
    if word.isascii():
        normal = _singular(word.lower())
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold())
        normal = _singular("".join(letter for letter in folded if letter.isalnum()))
    if _BRITISH.search(normal):
        for pattern, replacement in _SPELLINGS:
            normal = pattern.sub(replacement, normal)
    return normal


_remembered_word = lru_cache(maxsize=1 << 16)(_normal_word)


def _singular(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics", "os")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]
