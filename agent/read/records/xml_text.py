"""XML piece by piece, through defusedxml: no document type, no entities of its own, nothing fetched, bounded depth."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError  # elements only; nothing is parsed with it

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from agent.read.records.record import UnreadableError

MAX_DEPTH = 40
MAX_ELEMENTS = 20_000
"""Of one record; more is no paper, whatever it is."""

_DECLARATION = re.compile(r"[\s\ufeff]*<\?xml[^>]{0,200}\?>")


class Piece(NamedTuple):
    """One record of a feed, or why the rest of it cannot be read."""

    place: str
    element: Element | None
    reason: str | None = None


def local(name: str) -> str:
    """Return the name of an element or attribute without its namespace."""
    return name.rpartition("}")[2]


def pieces(text: str, record: str) -> Iterator[Piece]:
    """Yield the elements of a name, wherever they stand, and forget each afterwards.

    Args:
        text: The document; an encoding that it declares is not looked at.
        record: Local name of the elements.

    Raises:
        UnreadableError: It declares a document type or entities, or is nested as no feed is.
    """
    declared = _DECLARATION.match(text[:1000])
    stream = BytesIO(text[declared.end() if declared else 0 :].lstrip("\ufeff \t\r\n").encode("utf-8", "replace"))
    number = 0
    try:
        events = iterparse(stream, ("start", "end"), forbid_dtd=True, forbid_entities=True, forbid_external=True)
        for number, element in enumerate(_records(events, record), start=1):
            yield Piece(f"entry {number}", element)
    except DefusedXmlException:
        remedy = "get it again from the site itself"
        raise UnreadableError("declares a document type or entities, which a feed does not need", remedy) from None
    except (ParseError, ValueError, LookupError) as error:  # the last: an encoding that nobody knows
        reason = f"broken XML ({error}); the file is not read from there on"
        yield Piece(f"entry {number + 1}", None, reason)


def _records(events: Iterator[tuple[str, Element]], record: str) -> Iterator[Element]:
    above: list[Element] = []
    inside = elements = 0
    for event, element in events:
        if event == "start":
            inside += inside > 0 or local(element.tag) == record
            elements = elements + 1 if inside else 0
            above.append(element)
            if len(above) > MAX_DEPTH or elements > MAX_ELEMENTS:
                raise UnreadableError("is nested or filled as no feed is", "get it again from the site itself")
            continue
        above.pop()
        inside -= inside > 0
        if inside == 0:
            if local(element.tag) == record:
                yield element
            element.clear()
            if above:
                above[-1].clear()  # of a parent that waits for further records nothing else is needed


def child_texts(element: Element, name: str) -> list[str]:
    """Return the texts of the children of a name, markup inside them left out."""
    return ["".join(child.itertext()) for child in element if local(child.tag) == name]


def child_text(element: Element, name: str) -> str | None:
    """Return the text of the first child of a name, None if there is none."""
    return next(iter(child_texts(element, name)), None)
