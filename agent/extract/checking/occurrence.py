"""Where is a name printed?"""

import re
from functools import lru_cache

from agent.extract.checking.case import view_of
from agent.extract.sentences import NumberedText
from agent.extract.words import repaired

_LONGEST_NAME = 200  # characters; a name is shorter, and patterns stay small


def occurs(name: str, text: NumberedText) -> tuple[int, ...] | None:
    """Find where a name is printed as whole words; dashes, blanks, quotes and a first capital are folded.

    "Llama" is not printed by "Llama-3" nor "FenQA" by "Tiny-FenQA": those are names of other things.

    Returns:
        The 1-based numbers of the sentences that print it, () if only the title does, None if nothing does.
    """
    pieces = _pieces(name)
    if not pieces:
        return None
    view = view_of(text)
    found = tuple(n for n, sentence in enumerate(view.sentences, 1) if _is_printed(pieces, sentence.text))
    return found if found or _is_printed(pieces, view.title) else None


@lru_cache(maxsize=1024)
def _pieces(name: str) -> tuple[str, ...]:
    plain = repaired(name) if len(name) <= _LONGEST_NAME else ""
    if not any(letter.isalnum() for letter in plain):
        return ()
    return tuple(piece for piece in re.split(r"[ -]+", plain) if piece)


_BEFORE = re.compile(r"(?<!\w)(?<![A-Z]-)(?<![A-Z][a-z]-)(?<![A-Z][a-z]{3}-)")
_BEHIND = re.compile(r"(?:'?s)?(?!\w|-\d|-[A-Z]{1,4}\b)")


def _is_printed(pieces: tuple[str, ...], text: str) -> bool:
    rest = pieces[0][1:]
    if rest not in text or not all(piece in text for piece in pieces[1:]):
        return False
    first = pieces[0][0]
    folds = first.isalpha() and rest[:1].islower()  # never for acronyms: MATH is not Math
    firsts = first.upper() + first.lower() if folds else first
    start = text.find(rest, 1) - 1
    while start >= 0:
        end = _end(pieces, text, start)
        if text[start] in firsts and end and _BEFORE.match(text, start) and _BEHIND.match(text, end):
            return True
        start = text.find(rest, start + 2) - 1
    return False


def _end(pieces: tuple[str, ...], text: str, start: int) -> int | None:
    end = start + len(pieces[0])
    for piece in pieces[1:]:
        end += text[end : end + 1] in (" ", "-")
        if not text.startswith(piece, end):
            return None
        end += len(piece)
    return end
