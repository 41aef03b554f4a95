"""How many words an entry may have, and how many each part of it takes.

A word is what blanks separate in the finished document, marks and labels of a line included: `- **Claim:** two words`
has four.
"""

from schemas.digest import DigestPaper, Shown, ShownName, ShownTag

ENTRY_WORDS = 120
"""Quotations do not count."""
QUOTED_SHARE = 0.4
"""Of the abstract's words: what an entry in the authors' own words aims at."""
QUOTED_SHARE_AT_MOST = 0.8
"""What a first claim, a method or data may take it to, so that no entry goes without."""
LABEL = 2
"""Words of `- **Claim:**`."""
MORE = 4
"""Words of `+2: digest show ID`."""


class Room:
    """Words that are left in one entry."""

    def __init__(self, abstract_words: int, *, quoted: bool) -> None:
        shorter = abstract_words - 1
        self.most = int(shorter * QUOTED_SHARE_AT_MOST) if quoted else min(ENTRY_WORDS, shorter)
        self.aim = int(shorter * QUOTED_SHARE) if quoted else self.most
        self.used = 0

    def take(self, words: int) -> None:
        """Use words, whether there is room or not."""
        self.used += words

    def try_take(self, words: int, *, sure: bool = False, reserved: int = 0) -> bool:
        """Use words if there is room for them and for as many as are reserved; what is sure may go beyond the aim."""
        fits = self.used + words + reserved <= (self.most if sure else self.aim)
        if fits:
            self.used += words
        return fits


def words_of(text: str) -> int:
    """Count the words of a text."""
    return len(text.split())


def words_of_head(paper: DigestPaper) -> int:
    """Count the words of title and line below it: authors, date, venue, link, code, pages, mark."""
    facts = [
        words_of(", ".join(paper.authors)) + 2 * paper.authors_truncated,  # "et al."
        words_of((paper.date or "").replace("-", " ")),  # 2026-05-18 is told as 18 May 2026
        words_of(paper.venue or ""),
        1,  # the link
        int(paper.code),
        len(paper.code_links),
        3 * (paper.pages > 1),  # "on 2 pages"
        int(paper.mark is not None),
    ]
    separators = sum(map(bool, facts)) - 1
    return 1 + words_of(paper.title) + sum(facts) + separators


def words_of_shown(shown: Shown) -> int:
    """Count the words of a statement with its sentence numbers and kind."""
    return words_of(shown.text) + len(shown.sentences) + bool(shown.kind)


def words_of_line(shown: Shown) -> int:
    """Count the words of a statement on a line of its own."""
    return LABEL + words_of_shown(shown)


def words_of_name(name: ShownName) -> int:
    """Count the words of a name with its role and sentence numbers."""
    return words_of(name.name) + len(name.sentences) + bool(name.role)


def words_of_tag(tag: ShownTag) -> int:
    """Count the words of a tag with the marks of its path and the one before it."""
    return sum(map(words_of, tag.path)) + len(tag.path) + tag.predicted
