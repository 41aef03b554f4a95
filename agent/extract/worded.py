"""Title and abstract ─▶ their normal words in order, with where each is printed."""

import re
from typing import NamedTuple

from agent.extract.sentences import NumberedText
from schemas.terms import PREFIXES, normalize_word

_LONGEST_NAME = 120  # characters, with what stands between its words
_PIECE = re.compile(r"['’]s\b|[^\W_]+|[.,;:!?()\[\]{}…|=]")


class Words(NamedTuple):
    """The words and stops of title and abstract in order, as columns of one table."""

    keys: list[str]
    """Normal words; a stop is itself, and no name holds one, so no name reaches over it."""
    spans: list[tuple[int, int]]
    sentences: list[int]
    """1-based number of the sentence; 0 is the title."""
    text: NumberedText

    def reach(self, first: int, last: int) -> bool:
        """Say whether the words stand near enough to one another to be read together."""
        return self.spans[last][1] - self.spans[first][0] <= _LONGEST_NAME

    def printed(self, first: int, last: int) -> str:
        """Return the words from first to last as printed, white space folded."""
        whole = self.text.abstract if self.sentences[first] else self.text.title
        return " ".join(whole[self.spans[first][0] : self.spans[last][1]].split())


def split_words(text: NumberedText) -> Words:
    """Return the words and stops of title and abstract; a prefix such as `pre` is joined to its word."""
    words = Words([], [], [], text)
    parts = [(0, text.title, 0, len(text.title))]
    parts += [(number, text.abstract, start, end) for number, (start, end) in enumerate(text.spans, 1)]
    for number, whole, begin, end in parts:
        prefix, span = "", (begin, begin)
        for piece in _PIECE.finditer(whole, begin, end):
            raw = piece[0]
            if raw[0].isalnum():
                span = (span[0] if prefix else piece.start(), piece.end())
                key = normalize_word(prefix + raw)
                prefix = key if key in PREFIXES else ""
                if key and not prefix:
                    words.keys.append(key)
                    words.spans.append(span)
            elif raw[0] not in "'’":
                words.keys.extend([prefix, raw] if prefix else [raw])
                words.spans.extend([span, piece.span()] if prefix else [piece.span()])
                prefix = ""
        words.keys.extend([prefix or ".", "."])
        words.spans.extend([span, (end, end)])
        words.sentences.extend([number] * (len(words.keys) - len(words.sentences)))
    return words
