"""Kinds of documents that a digest is written as, told by the suffix of the file."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, cast

from schemas.digest import Digest
from schemas.errors import UsageError

_FULL_PAGE_AT_MOST = 3_000  # papers that a page narrows by search and facets without a wait


class DocumentKind(NamedTuple):
    """A kind of document and what it wants of a digest."""

    suffixes: tuple[str, ...]
    writer: tuple[str, str]
    """Module, loaded when it is needed, and its function from a digest to the text, or to its pieces."""
    mark: tuple[str, str]
    """Module and function that tell from a start of 512 characters whether a file is such a document of ours."""
    shows_abstracts: bool = False
    """It shows each statement in the abstract, so the digest needs all sentences."""
    lists_references: bool = False
    """It tells all authors, ids and the abstract of a paper, so the digest needs references."""
    full_at_most: int | None = None
    """Papers up to which entries are full unless something else is asked for; None: as many as in any document."""
    always_full: bool = False
    """Entries are full, however many there are, unless something else is asked for."""
    named_again: bool = True
    """The command that makes it again has to name the file."""
    in_pieces: bool = False
    """The function yields the text paper by paper."""

    def render(self, digest: Digest) -> str:
        """Return the document."""
        return "".join(self.pieces(digest))

    def pieces(self, digest: Digest) -> Iterable[str]:
        """Return the document, in pieces where it is written so."""
        if self.in_pieces:
            return cast(Iterable[str], _loaded(self.writer)(digest))
        return (str(_loaded(self.writer)(digest)),)

    def is_ours(self, start: str) -> bool:
        """Tell whether a file that starts like this may be written over."""
        return bool(_loaded(self.mark)(start))


def _loaded(place: tuple[str, str]) -> Callable[..., object]:
    module, name = place
    function: Callable[..., object] = getattr(import_module(f"agent.write.{module}"), name)
    return function


def _data(
    suffix: str, writer: tuple[str, str], mark: tuple[str, str], *, sentences: bool = False, in_pieces: bool = True
) -> DocumentKind:
    """Return a kind for programs: it is never brief."""
    return DocumentKind(
        (suffix,), writer, mark, sentences, lists_references=True, always_full=True, in_pieces=in_pieces
    )


KINDS = (
    DocumentKind(
        (".md", ".markdown"), ("markdown", "markdown_pieces"), ("head", "is_ours"), named_again=False, in_pieces=True
    ),
    DocumentKind(
        (".html", ".htm"),
        ("html.page", "render_html"),
        ("html.mark", "is_our_page"),
        shows_abstracts=True,
        full_at_most=_FULL_PAGE_AT_MOST,
    ),
    _data(".json", ("data", "render_json"), ("data", "is_our_json"), sentences=True, in_pieces=False),
    _data(".jsonl", ("data", "jsonl_pieces"), ("data", "is_our_jsonl"), sentences=True),
    _data(".csv", ("references", "csv_pieces"), ("references", "is_our_csv")),
    _data(".bib", ("references", "bibtex_pieces"), ("references", "is_our_bibtex")),
    _data(".ris", ("references", "ris_pieces"), ("references", "is_our_ris")),
    _data(".xml", ("feed", "render_atom"), ("feed", "is_our_feed"), in_pieces=False),
    DocumentKind((".eml",), ("mail", "render_mail"), ("mail", "is_our_mail")),
)


def kind_of(path: Path) -> DocumentKind:
    """Return the kind of document that a file is to be.

    Raises:
        UsageError: Its suffix names none.
    """
    for kind in KINDS:
        if path.suffix.lower() in kind.suffixes:
            return kind
    known = ", ".join(kind.suffixes[0] for kind in KINDS)
    raise UsageError(
        f"`{path}` is no kind of digest that can be written: name a file with one of the endings {known}, "
        "or `-` for markdown on stdout"
    )
