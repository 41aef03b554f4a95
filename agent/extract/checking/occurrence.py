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


def _is_printed(pieces: tuple[str, ...], text: str) -> bool:
    if pieces[0][1:] not in text or not all(piece in text for piece in pieces[1:]):
        return False
    return _pattern(pieces).search(text) is not None


@lru_cache(maxsize=1024)
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    first = pieces[0]
    head = re.escape(first)
    if first[0].isalpha() and first[1:2].islower():  # never for acronyms: MATH is not Math
        head = f"[{re.escape(first[0].upper() + first[0].lower())}]{re.escape(first[1:])}"
    body = "[ -]?".join([head, *map(re.escape, pieces[1:])])
    return re.compile(
        rf"(?<!\w)(?<![A-Z]-)(?<![A-Z][a-z]-)(?<![A-Z][a-z]{{3}}-){body}(?:'?s)?(?!\w|-\d|-[A-Z]{{1,4}}\b)"
    )
