"""Saved HTML as a tree that shows what a reader of a page needs, and nothing that a page runs or hides from people.

The parser is lxml's (libxml2 2.14 and later tokenize as HTML 5 says). It mends what is broken, never fetches, runs
nothing, and stops at 2048 levels of nesting. Scripts, styles, templates and comments are taken out of the tree, so no
text of theirs can enter a title or an abstract; the JSON that pages carry in scripts is kept apart.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree  # type: ignore[import-untyped, unused-ignore]  # lxml ships no types
from lxml import html as lxml_html

from agent.read.text import clean

_UNSEEN = ("script", "style", "template", "noscript", "iframe", "object", "svg", "mjx-container", "head")
_BLOCKS = (
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre"
    " section table tbody td th tr ul"
).split()
_FORMULA = "formula"
_MARKS = {**dict.fromkeys(_BLOCKS, " "), _FORMULA: "$"}
"""What stands before and behind the text of an element."""
_MATH = re.compile(r"(?:^|\s)MathJax(?:_Preview|_Display|_SVG|_CHTML)?(?:\s|$)")
# Tags that some pages escape into a field.
_INLINE_TAG = re.compile(
    r"</?(?:i|b|em|strong|sub|sup|span|italic|bold|sc|tt|u|a|jats:(?:italic|bold|sub|sup|sc))(?:\s[^<>]{0,500})?/?>",
    re.I,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|sec|section|jats:(?:p|sec|title|list|list-item))(?:\s[^<>]{0,500})?/?>", re.I
)
_MAX_ADDRESS_CHARS = 2000
MAX_TAGS = 1_000_000  # of one page; its tree then takes some 500 MB


class Script(NamedTuple):
    """Data that a page carries in a script."""

    kind: str
    """Its type in lower case without parameters; empty if none is named."""
    id: str
    text: str


class Node:
    """One element of a page."""

    __slots__ = ("_element",)

    def __init__(self, element: Any) -> None:
        self._element = element

    @property
    def tag(self) -> str:
        """Its name in lower case; empty for what is no element."""
        name = self._element.tag
        return name if isinstance(name, str) else ""

    def get(self, name: str) -> str:
        """Return an attribute; empty if it has none of that name."""
        value = self._element.get(name)
        return value if isinstance(value, str) else ""

    @property
    def address(self) -> str:
        """Where it links to; empty if it does not, or not to anything of a sensible length."""
        href = self.get("href")
        return href.strip() if len(href) <= _MAX_ADDRESS_CHARS else ""

    def has(self, name: str) -> bool:
        """Tell whether it has an attribute, even an empty one."""
        return self._element.get(name) is not None

    @property
    def classes(self) -> frozenset[str]:
        """Its classes."""
        return frozenset(self.get("class").split())

    def all(self, *tags: str, under: str = "") -> Iterator["Node"]:
        """Yield the elements inside it in their order: of some names, of a class; all without either."""
        for element in self._element.iterdescendants(*tags):
            if isinstance(element.tag, str) and (not under or under in (element.get("class") or "").split()):
                yield Node(element)

    def first(self, *tags: str, under: str = "") -> "Node | None":
        """Return the first of `all`."""
        return next(self.all(*tags, under=under), None)

    def outermost(self, *tags: str, under: str = "") -> Iterator["Node"]:
        """Yield the elements inside it of some names or of a class, but nothing that is inside another of them."""
        walk = etree.iterwalk(self._element, events=("start",))
        for _, element in walk:
            if element is self._element or not isinstance(element.tag, str):
                continue
            if element.tag in tags or (under and under in (element.get("class") or "").split()):
                yield Node(element)
                walk.skip_subtree()

    def by_id(self, value: str) -> "Node | None":
        """Return the first element inside it with an id."""
        return next((node for node in self.all() if node.get("id") == value), None)

    def children(self) -> Iterator["Node"]:
        """Yield the elements directly inside it."""
        return (Node(element) for element in self._element if isinstance(element.tag, str))

    def next(self) -> "Node | None":
        """Return the element that follows it beside it."""
        element = self._element.getnext()
        return Node(element) if element is not None and isinstance(element.tag, str) else None

    def text(self, without: str = "") -> str:
        """Return the text that people see in it, on one line.

        Args:
            without: A class; what is in elements of it is left out.
        """
        pieces: list[str] = []
        left_out = 0
        for event, element in etree.iterwalk(self._element, events=("start", "end")):
            drops = bool(without) and without in (element.get("class") or "").split()
            mark = _MARKS.get(element.tag, "")
            if event == "start":
                left_out += drops
                pieces += ("", "") if left_out else (mark, element.text or "")
            else:
                pieces.append("" if left_out else mark)
                left_out -= drops
                pieces.append("" if left_out or element is self._element else element.tail or "")
        return clean("".join(pieces))

    def printed(self) -> str:
        """Return its text with the white space it was written with."""
        return "".join(self._element.itertext())

    @property
    def tree(self) -> Any:
        """The element itself, for a library that wants it."""
        return self._element


class Document(NamedTuple):
    """One saved page."""

    root: Node
    metas: tuple[tuple[str, str], ...]
    """(name or property in lower case, content) of the meta elements, in order, clean; none is empty."""
    links: tuple[tuple[str, str], ...]
    """(rel in lower case, address) of the link elements."""
    scripts: tuple[Script, ...]
    cut: bool
    """It is nested too deeply; what follows was not read."""

    def meta(self, *names: str) -> str:
        """Return the content of the first meta element of the first name that has any; empty if none has."""
        return next((found[0] for name in names if (found := self.all_meta(name))), "")

    def all_meta(self, name: str) -> tuple[str, ...]:
        """Return the contents of all meta elements of a name."""
        return tuple(content for known, content in self.metas if known == name)

    @property
    def addresses(self) -> tuple[str, ...]:
        """What the page says its own address is."""
        canonical = tuple(address for rel, address in self.links if rel == "canonical")
        stated = canonical + self.all_meta("og:url") + self.all_meta("citation_public_url")
        return tuple(address for address in stated if len(address) <= _MAX_ADDRESS_CHARS)


def parse(text: str) -> Document | None:
    """Return the page of a text; None if it holds no element, or more than `MAX_TAGS`.

    A page that shows the source of another gives the other one.
    """
    document = _parse(text)
    source = _viewed_source(document) if document is not None else ""
    return _parse(source) if source else document


def _parse(text: str) -> Document | None:
    if text.count("<") > MAX_TAGS:
        return None
    parser = lxml_html.HTMLParser(huge_tree=True, encoding="utf-8")
    try:
        root = lxml_html.document_fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):  # nothing but blanks or comments
        return None
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    metas, links = _head(root)
    scripts = tuple(
        Script(
            (element.get("type") or "").partition(";")[0].strip().lower(), element.get("id") or "", element.text or ""
        )
        for element in root.iter("script")
    )
    _keep_formulas(root)
    etree.strip_elements(root, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, etree.Entity, with_tail=False)
    return Document(Node(root), metas, links, scripts, cut)


def _head(root: Any) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    metas = []
    for element in root.iter("meta"):
        name = clean(element.get("name") or element.get("property") or "").lower()
        if name and (content := clean(element.get("content") or "")):
            metas.append((name, content))
    links = [((element.get("rel") or "").lower(), clean(element.get("href") or "")) for element in root.iter("link")]
    return tuple(metas), tuple(links)


def _keep_formulas(root: Any) -> None:
    """Put the TeX of a formula in the place of the glyphs that MathJax drew of it."""
    for element in root.iter("span", "div"):
        if _MATH.search(element.get("class") or ""):
            element.tag = "template"  # taken out with the others
    for element in root.iter("script"):
        if (element.get("type") or "").startswith("math/tex") and element.text:
            element.tag = _FORMULA


def _viewed_source(document: Document) -> str:
    """Return the source that a saved "view source" page of Firefox or Chromium shows; empty if it is none."""
    body = document.root.first("body")
    if body is not None and body.get("id") == "viewsource" and (shown := body.first("pre")) is not None:
        return shown.printed()
    lines = [cell.printed() for cell in document.root.all("td", under="line-content")]
    return "\n".join(lines) if len(lines) > 3 else ""


def without_tags(text: str) -> str:
    """Return a field into which a page escaped the tags of a text, without them.

    >>> without_tags("<p>We light <i>lamps</i> where a < b.</p>")
    'We light lamps where a < b.'
    """
    return clean(_INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text)))
