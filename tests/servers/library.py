"""What a model is said to know by heart: papers, annotations and hostile texts, looked up by their title."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agent.extract.model.render import visible

Row = Mapping[str, Any]


class KnownPaper(NamedTuple):
    """A paper as the one who made the prompt had it."""

    title: str
    abstract: str


class Library:
    """Everything that can be looked up; titles are compared as a prompt shows them."""

    def __init__(
        self, papers: Iterable[tuple[str, str]] = (), gold: Iterable[Row] = (), hostile: Iterable[Row] = ()
    ) -> None:
        self._papers: dict[str, list[KnownPaper]] = defaultdict(list)
        for title, abstract in papers:
            self._papers[_key(title)].append(KnownPaper(title, abstract))
        self._gold = {_key(row["title"]): row for row in gold}
        self._hostile: dict[str, list[Row]] = defaultdict(list)
        for row in hostile:
            self._hostile[_key(row["title"])].append(row)
            self._papers[_key(row["title"])].append(KnownPaper(row["title"], row["abstract"]))

    def paper(self, title: str, sentences: Sequence[str]) -> KnownPaper | None:
        """Return the paper of that title whose abstract these are the sentences of."""
        found = self._papers.get(_key(title), [])
        return next((paper for paper in found if _are_of(paper.abstract, sentences)), None)

    def gold(self, title: str) -> Row | None:
        """Return the annotation of the paper of that title."""
        return self._gold.get(_key(title))

    def annotated(self, title: str) -> str | None:
        """Return the abstract in which the annotation counts characters: it ends with the last sentence."""
        row = self._gold.get(_key(title))
        ends = row["sentences"][-1][1] if row else 0
        known = [paper.abstract for paper in self._papers.get(_key(title), [])]
        return next((abstract for abstract in known if len(abstract) == ends), None)

    def hostile(self, title: str, sentences: Sequence[str]) -> Row | None:
        """Return the hostile item of that title and abstract."""
        found = self._hostile.get(_key(title), [])
        return next((row for row in found if _are_of(row["abstract"], sentences)), None)


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON lines."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def read_papers(path: Path) -> list[tuple[str, str]]:
    """Read titles and abstracts from JSON lines with these two keys; papers without an abstract are left out."""
    return [(row["title"], row["abstract"]) for row in read_rows(path) if (row.get("abstract") or "").strip()]


def _are_of(abstract: str, sentences: Sequence[str]) -> bool:
    return squeezed(abstract) == "".join(map(squeezed, sentences))


def squeezed(text: str) -> str:
    """Return a text as a prompt shows it, without blanks: the form in which pieces are compared."""
    return "".join(visible(text).split())


def places_of(text: str, sentences: Mapping[int, str]) -> list[int]:
    """Return the numbers of the sentences in which a piece of their text lies, so much of it as half of any of them."""
    wanted, start, places = squeezed(text), 0, dict[int, tuple[int, int]]()
    for number in sorted(sentences):
        end = start + len(squeezed(sentences[number]))
        places[number] = (start, end)
        start = end
    begin = "".join(squeezed(sentences[number]) for number in places).find(wanted) if wanted else -1
    if begin < 0:
        return []
    shared = {n: min(end, begin + len(wanted)) - max(start, begin) for n, (start, end) in places.items()}
    return [number for number, length in shared.items() if 2 * length > max(shared.values())]


def _key(title: str) -> str:
    return squeezed(title).casefold()
