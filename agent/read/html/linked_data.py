"""Papers that a page describes in the words of schema.org, as JSON-LD or as microdata.

An object of type ScholarlyArticle (or a narrower one) has `headline` or `name`, `author` (persons with `name`, or
`givenName` and `familyName`), `datePublished`, `abstract` (older pages: `description`), `isPartOf` (journal, volume),
`identifier`, `sameAs`, `url`. Works under `citation`, `mentions` and the like are others' and are not read.

Source: https://schema.org/ScholarlyArticle, https://www.w3.org/TR/json-ld11/#embedding-json-ld-in-html-documents,
https://html.spec.whatwg.org/multipage/microdata.html
"""

from collections.abc import Iterator, Sequence

from agent.read.html.dom import Document, Node, without_tags
from agent.read.html.fields import iso_date, parse_json, people
from agent.read.page import Draft
from agent.read.records.fields import known_ids, mapping, named_id
from agent.read.records.json_text import Record
from schemas.identity import normalized_title

_PAPERS = frozenset({"ScholarlyArticle", "MedicalScholarlyArticle", "Thesis"})
_HOLDERS = ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement", "item", "hasPart")
_PROPERTIES = frozenset(
    (
        "name headline author creator datePublished dateCreated abstract description isPartOf identifier sameAs url doi"
    ).split()
)
_MAX_VALUES = 100_000  # of one page that are looked at
_MAX_DEPTH = 20  # of journals inside volumes inside issues


def read(page: Document) -> Iterator[tuple[str, Draft | str]]:
    """Yield the papers in their order, each once."""
    seen: set[str] = set()
    for number, record in enumerate([*_of_scripts(page), *_of_microdata(page)], start=1):
        draft = _draft(record)
        key = normalized_title(draft.title) if isinstance(draft, Draft) else str(number)
        if key not in seen:
            seen.add(key)
            yield f"article {number}", draft


def _of_scripts(page: Document) -> Iterator[Record]:
    for script in page.scripts:
        if script.kind == "application/ld+json":
            yield from _articles(parse_json(script.text.strip().removeprefix("<!--").removesuffix("-->")))


def _articles(value: object) -> Iterator[Record]:
    waiting = [value]
    for _ in range(_MAX_VALUES):
        if not waiting:
            return
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if _PAPERS.intersection(_types(one)):
                yield one
            else:
                waiting.extend(one[key] for key in reversed(_HOLDERS) if key in one)


def _types(record: Record) -> set[str]:
    return {
        kind.rpartition("/")[2].rpartition(":")[2] for kind in _values(record.get("@type")) if isinstance(kind, str)
    }


def _values(value: object) -> Sequence[object]:
    return () if value is None else value if isinstance(value, list) else (value,)


def _text(value: object) -> str:
    """Return a text, or the one in an object `{"@value": …}` or in a list."""
    for one in _values(value):
        shown = mapping(one).get("@value") if isinstance(one, dict) else one
        if isinstance(shown, str) and (cleaned := without_tags(shown)):
            return cleaned
    return ""


def _draft(record: Record) -> Draft | str:
    title = _text(record.get("headline")) or _text(record.get("name"))
    if not title:
        return "no title"
    venue = _venue(record.get("isPartOf")) or None
    return Draft(
        numbers=(),
        title=title,
        abstract=_text(record.get("abstract")) or _text(record.get("description")),
        authors=people(_names(record.get("author") or record.get("creator"))),
        date=iso_date(_text(record.get("datePublished")) or _text(record.get("dateCreated"))),
        venue=venue,
        venue_text=venue,
        ids=known_ids(*_ids(record)),
    )


def _names(value: object) -> Iterator[str]:
    for one in _values(value):
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            parts = (_text(one.get("givenName")), _text(one.get("familyName")))
            yield _text(one.get("name")) or " ".join(part for part in parts if part)


def _venue(value: object) -> str:
    """Return the name of the journal or volume, the outermost of several around each other."""
    name = ""
    for _ in range(_MAX_DEPTH):
        one = next(iter(_values(value)), None)
        if not isinstance(one, dict):
            return name or (without_tags(one) if isinstance(one, str) and "://" not in one else "")
        name = _text(one.get("name")) or name
        value = one.get("isPartOf")
    return name


def _ids(record: Record) -> Iterator[object]:
    yield named_id("doi", record.get("doi"))
    for key in ("identifier", "@id", "sameAs", "url"):
        for one in _values(record.get(key)):
            if isinstance(one, dict):
                name = _text(one.get("propertyID")).lower()
                value = _text(one.get("value")) or _text(one.get("@id"))
                yield (
                    named_id("doi" if name.endswith("doi") else "arxiv", value)
                    if "doi" in name or "arxiv" in name
                    else value
                )
            else:
                yield one


def _of_microdata(page: Document) -> Iterator[Record]:
    for node in page.root.all():
        if node.has("itemscope") and node.get("itemtype").rpartition("/")[2] in _PAPERS and not node.has("itemprop"):
            yield _item(node)


def _item(scope: Node) -> Record:
    """Return the properties of an item; an item inside it counts by its own."""
    record: dict[str, list[object]] = {}
    waiting = list(scope.children())[::-1]
    while waiting:
        node = waiting.pop()
        nested = node.has("itemscope")
        for name in node.get("itemprop").split():
            if name in _PROPERTIES:
                record.setdefault(name, []).append({"name": _inner_name(node)} if nested else _value(node))
        if not nested:
            waiting.extend(list(node.children())[::-1])
    return record


def _inner_name(scope: Node) -> str:
    named = next((node for node in scope.all() if "name" in node.get("itemprop").split()), None)
    return _value(named) if named is not None else scope.text()


def _value(node: Node) -> str:
    for attribute in ("content", "datetime", "href"):
        if node.has(attribute):
            return node.get(attribute)
    return node.text()
