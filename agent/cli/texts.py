"""Tags of a text that stands in no library."""

import asyncio
import sys
from pathlib import Path
from typing import Any

from agent.cli.options import moment
from agent.extract.extractive.engine import ExtractiveEngine
from agent.merge import merge
from agent.pipeline import tag_text as tag_paper
from agent.read import read_bytes
from agent.settings import MAX_BYTES
from schemas.errors import SourceError
from schemas.paper import Entry, Paper
from schemas.sighting import Sighting
from schemas.taxonomy import Taxonomy, load_taxonomy

UNTITLED = "—"


def tag_text(source: str, topics: Path | None) -> dict[str, Any]:
    """Extract the tags of the first abstract in a file, or in standard input (`-`); `topics`: a file of topics.

    Raises:
        SourceError: The file cannot be read or holds no text.
        TaxonomyError: The file of topics cannot be used.
    """
    import json

    taxonomy = load_taxonomy(topics)
    now = moment()
    paper = _paper(_data(source), source, taxonomy)
    card = asyncio.run(tag_paper(paper, ExtractiveEngine(taxonomy), now.now))
    shown: dict[str, Any] = json.loads(card.json)
    return shown


def _data(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise SourceError(source, f"`{source}` cannot be read: {error.strerror}") from error


def _paper(data: bytes, source: str, taxonomy: Taxonomy) -> Paper:
    """Make a paper of the first entry; a bare abstract, which no page kind fits, is taken as it stands."""
    try:
        entry = read_bytes(data, Path(source).name, today=moment().today, max_bytes=MAX_BYTES).entries[0]
    except SourceError:
        text = " ".join(data.decode("utf-8", errors="ignore").split())
        if len(text.split()) < 10 or not text.isprintable() or "<html" in text.lower():
            raise
        entry = Entry(page=Path(source).name, position=0, kind="plain", title=UNTITLED, abstract=text)
    return merge([Sighting(entry, "")], taxonomy).papers[0]
