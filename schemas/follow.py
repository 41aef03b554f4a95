"""What a reader follows; standard library only, so that reading the settings loads no model."""

from typing import NamedTuple


class Follow(NamedTuple):
    """What the reader follows; case makes no difference."""

    topics: tuple[str, ...] = ()
    """Ids or labels of topics, codes of categories, free terms."""
    authors: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    """Words or phrases of title or abstract."""
    excludes: tuple[str, ...] = ()
    """Any of the three: such a paper is never among those to read first."""
