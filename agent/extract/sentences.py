"""Abstract ─▶ numbered sentences: the one splitter of both engines.

A full stop ends a sentence unless what stands before or after it says otherwise. Items of an enumeration that a
colon announces, marked `(i)`, `a)` or `1)`, are sentences of their own: each is evidence for a claim of its own.
Offsets refer to the text as given; nothing is rewritten.
"""

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

Spans = tuple[tuple[int, int], ...]

_STOP = re.compile(r"(?:\.+|…|[!?])[.!?…]*(?P<close>[\"'”’»)\]}*]*)(?P<gap>\s*)")
_WORD_BEFORE = re.compile(r"[^\W_](?:[^\W_]|[.'’-])*$")
_WORD_AFTER = re.compile(r"[\"'“‘«(\[{*$\\]*([^\W_](?:[^\W_]|['’-])*)")
_LONGEST_WORD = 40  # characters looked at on either side of a stop; keeps the scan linear
_LONGEST_ASIDE = 400  # characters; a bracket open for longer is taken as a slip


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# These never end a sentence; what follows them belongs to them.
_LEANING = _words(
    """vs cf e.g i.e eg ie c.f w.r.t s.t viz resp approx ca esp incl excl aka a.k.a et dr mr mrs ms prof st mt gen sen
    rep gov hon rev"""
)
# These lean on a number, a bracket or a single letter only: "Fig. 2", "Eq. (3)", "No. 5", "App. B".
_REFERRING = _words(
    """fig figs eq eqs eqn eqns sec sect secs tab tbl ref refs def thm prop lem cor alg app ch chap vol no nos nr art p
    pp v ver"""
)
# These may end a sentence; they do if what follows is how sentences start.
_UNDECIDED = _words("al inc corp ltd co jr sr univ dept assoc ph.d m.sc b.sc")
_STARTERS = _words(
    """a an the this these that those we our it its they their there here in on at to for from by with without as if
    when while since because although though however moreover furthermore additionally finally thus therefore hence
    then also i he she you one such some many most each every no to after before given using based unlike despite
    experiments results extensive empirically theoretically specifically"""
)
_EXCLAIMING = frozenset({"Yahoo", "Jeopardy"})  # names that carry the mark

_SHORTEST_ITEM = 30  # characters with its mark; shorter ones list things and state nothing
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
_LETTERS = tuple("abcdefghij")
_DIGITS = tuple(str(number) for number in range(1, 11))
_MARK_END = re.compile(r"[ivxa-j\d]\)\s")
"""Behind every mark of an item: most abstracts have none."""
_MARKER = re.compile(
    r"(?:(?<=[:;,.] )|(?<=[:;,.] and )|(?<=[:;,.] or ))(?P<open>\(?)(?P<mark>[ivx]+|[a-j]|\d\d?)\)(?=\s)"
)


def split_sentences(text: str) -> Spans:
    """Return the [start, end) of every sentence of `text`, in order.

    Spans do not overlap, are stripped of outer blanks, and leave out nothing but blanks. Linear in the text's length.

    >>> split_sentences("Yields 2.5 vs. 2.1 points. It is fast.")
    ((0, 26), (27, 38))
    """
    cuts = sorted(set(_stops(text)) | set(_items(text)))
    spans = []
    for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True):
        piece = text[start:end]
        if stripped := piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            spans.append((first, first + len(stripped)))
    return tuple(spans)


class NumberedText(NamedTuple):
    """A title and an abstract whose sentences have numbers from 1."""

    title: str
    abstract: str
    spans: Spans
    """[start, end) of each sentence in `abstract`."""

    def sentence(self, number: int) -> str:
        """Return the sentence of that 1-based number.

        Raises:
            IndexError: There is no such sentence.
        """
        if not 1 <= number <= len(self.spans):
            raise IndexError(f"no sentence {number} among {len(self.spans)}")
        start, end = self.spans[number - 1]
        return self.abstract[start:end]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All sentences, in order."""
        return tuple(self.abstract[start:end] for start, end in self.spans)


def number_sentences(title: str, abstract: str) -> NumberedText:
    """Return the title with the abstract split into numbered sentences."""
    return NumberedText(title, abstract, split_sentences(abstract))


def _stops(text: str) -> list[int]:
    """Return the positions right after the stops that end a sentence."""
    asides = _asides(text)
    starts = [start for start, _ in asides]
    cuts: list[int] = []
    for match in _STOP.finditer(text):
        end = match.end("close")
        if end == len(text):
            break
        aside = bisect_right(starts, match.start()) - 1
        if aside >= 0 and end < asides[aside][1]:
            continue
        before = text[max(0, match.start() - _LONGEST_WORD) : match.start()]
        after = text[match.end() : match.end() + _LONGEST_WORD]
        stop = text[match.start() : match.end("close")]
        if match.group("gap"):
            since = text[cuts[-1] if cuts else 0 : match.start()] if len(before) < _LONGEST_WORD else before
            if _ends(before, stop, after, since.strip()):
                cuts.append(end)
        elif _glued(text, match.start(), end):
            cuts.append(end)
    return cuts


def _ends(before: str, stop: str, after: str, since: str) -> bool:
    """Say whether a stop with a blank behind it ends a sentence."""
    word_match = _WORD_BEFORE.search(_last_token(before))
    word = word_match.group() if word_match else ""
    next_match = _WORD_AFTER.match(after)
    following = next_match.group(1) if next_match else ""
    if stop[0] in "!?":
        return word not in _EXCLAIMING and not following[:1].islower()
    if stop.startswith(("..", "…")):
        return not following[:1].islower()
    if after[:1] in ",;:)]":
        return False
    return _full_stop_ends(word, after, following, since, aside=")" in stop)


def _full_stop_ends(word: str, after: str, following: str, since: str, *, aside: bool) -> bool:
    lower = word.lower()
    starter = following[:1].isupper() and following.lower() in _STARTERS
    if lower in _LEANING or re.search(r"\b(?:i\. ?e|e\. ?g)$", since[-6:], re.IGNORECASE):
        return False
    if lower in _REFERRING and (after[:1].isdigit() or after[:1] in "([" or len(following) == 1):
        return False
    if lower == "etc":
        return not aside and following[:1].isupper()
    if lower in _UNDECIDED or _is_initial(word) or _is_dotted(word):
        return starter
    if word.isdigit():
        if since == word or since.endswith((": " + word, "; " + word)):
            return False  # "1. Collect": the number of an item
        if len(word) <= 3 and after[:1].isdigit():
            return False  # "90. 01%": a decimal that a PDF broke
    if following[:1].islower():
        return not aside and _may_start_in_lower_case(word, following, after)
    return True


def _may_start_in_lower_case(word: str, following: str, after: str) -> bool:
    """A name such as t-SNE may start a sentence; an unknown abbreviation is short, an ordinary word is not."""
    if after[:1] in "$\\" or any(letter.isupper() for letter in following):
        return True
    return not word.isalpha() or len(word) >= 4


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _is_dotted(word: str) -> bool:
    return "." in word and all(len(part) == 1 and part.isalpha() for part in word.split("."))


_GLUED_BEFORE = re.compile(r"(?:(?<![\w.])(?:[^\W\d_]|['’-])*[^\W\d_A-Z]{3}|[)\]%\"”$])$")
_GLUED_AFTER = re.compile(r"(?:\(\d\)\s*)?(?!N[Ee][Tt]\b)(?:[A-Z][a-z]*(?:-[A-Za-z]+)*|[A-Z]{2,}s?)(?=[\s,:])")


def _last_token(before: str) -> str:
    return before.rsplit(maxsplit=1)[-1] if before and not before[-1].isspace() else ""


def _glued(text: str, start: int, end: int) -> bool:
    """Say whether a stop without a blank behind it ends a sentence: "features.Experiments", not "torch.nn"."""
    before = text[max(0, start - _LONGEST_WORD) : start].rstrip()
    token = _last_token(before)
    if any(mark in token for mark in ("/", "@", "_", "www.", "\\")):
        return False
    return bool(_GLUED_BEFORE.search(before) and _GLUED_AFTER.match(text, end, end + _LONGEST_WORD))


def _asides(text: str) -> list[tuple[int, int]]:
    """Return [start, end) of the outermost closed brackets, in order: nothing in them ends a sentence."""
    found: list[tuple[int, int]] = []
    stacks: dict[str, list[int]] = {"(": [], "[": []}
    for match in re.finditer(r"[()\[\]]", text):
        if match.group() in stacks:
            stacks[match.group()].append(match.start())
        elif stack := stacks["(" if match.group() == ")" else "["]:
            start = stack.pop()
            if match.end() - start <= _LONGEST_ASIDE and not (found and found[-1][0] < start < found[-1][1]):
                while found and found[-1][0] > start:
                    found.pop()
                found.append((start, match.end()))
    return found


def _items(text: str) -> list[int]:
    """Return where the items of announced enumerations start."""
    cuts: list[int] = []
    run: list[int] = []
    series: tuple[str, ...] = ()
    opening = ""
    for match in _MARKER.finditer(text) if _MARK_END.search(text) else ():
        mark = match.group("mark")
        if run and match.group("open") == opening and len(run) < len(series) and mark == series[len(run)]:
            run.append(match.start())
            continue
        cuts += _own_sentences(run)
        run, series, opening = [], _series(mark, match.group("open")), match.group("open")
        if series and text[match.start() - 2] == ":":
            run = [match.start()]
    return cuts + _own_sentences(run)


def _own_sentences(run: list[int]) -> list[int]:
    """Return the starts of a run of items if there are several and each could carry a statement."""
    return run if len(run) > 1 and all(end - start >= _SHORTEST_ITEM for start, end in pairwise(run)) else []


def _series(first: str, opening: str) -> tuple[str, ...]:
    """Return the marks of the series that starts with `first`; `(1)` is the mark of a series within one sentence."""
    for series in (_ROMAN, _LETTERS, _DIGITS if not opening else ()):
        if series and first == series[0]:
            return series
    return ()
