"""One paper as bibliographies and tables tell it; standard library only."""

from typing import NamedTuple

from schemas.identity import canonical_id

_ADDRESS_STARTS = {
    "arxiv": "https://arxiv.org/abs/",
    "acl": "https://aclanthology.org/",
    "openreview": "https://openreview.net/forum?id=",
    "doi": "https://doi.org/",
}


class Reference(NamedTuple):
    """What a writer of references or tables is given of a paper; texts are empty and lists too where nothing is known.

    The fields behind `notes` are those of an extraction, as the library shows it.
    """

    id: str
    title: str
    ids: tuple[str, ...] = ()
    """All printed ids, with their namespaces."""
    authors: tuple[str, ...] = ()
    """As printed."""
    authors_truncated: bool = False
    date: str = ""
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`."""
    venue: str = ""
    categories: tuple[str, ...] = ()
    abstract: str = ""
    keywords: tuple[str, ...] = ()
    """Names of topics, free terms, a person's own tags."""
    notes: tuple[str, ...] = ()
    """Sentences about the paper, each a text of its own."""
    tldr: str = ""
    task: str = ""
    contribution: str = ""
    method: str = ""
    claims: tuple[str, ...] = ()
    datasets: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    """Paths from category to topic."""
    terms: tuple[str, ...] = ()
    engine: str = ""
    """`extractive`, or the model's name."""
    status: str = ""
    """`complete`, `partial`, or why there is no extraction."""

    def known_as(self, namespace: str) -> tuple[str, ...]:
        """Return the ids of a namespace, without it."""
        return tuple(one.partition(":")[2] for one in self.ids if one.startswith(f"{namespace}:"))

    def addresses(self) -> tuple[str, ...]:
        """Return the address of each printed id that one leads to, by namespace: arXiv, Anthology, OpenReview, DOI.

        An address that would be read back as another id is left out.
        """
        found = (
            (f"{namespace}:{value}", start + value)
            for namespace, start in _ADDRESS_STARTS.items()
            for value in self.known_as(namespace)
        )
        return tuple(address for name, address in found if canonical_id(address) == name)
