"""Entries that wait in a file are those that were put there, and documents are the same with and without it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest

from agent.compose import ComposeOptions, compose
from agent.composing import spool
from agent.composing.spool import Spool
from agent.write.files import write_atomically
from agent.write.kinds import KINDS, DocumentKind
from schemas.digest import DigestPaper, Link
from schemas.errors import HomeError
from schemas.extraction import Dataset
from schemas.outcome import Failed
from schemas.record import Record
from tests.composed import SKIPPED, TAXONOMY, claim, extraction, record


def entry(number: int) -> DigestPaper:
    """Return an entry."""
    link = Link(label=f"fen:{number}", url=f"https://fen.example/{number}")
    return DigestPaper(id=f"fen:{number}", title=f"Größe {number}\u2028", authors=("Ada",) * number, link=link)


def records() -> list[Record]:
    """Return papers under several headings, among them such as cannot be told."""
    fen = (Dataset(name="FenQA", role="introduced", sentences=(2,)),)
    told = extraction(topics=("rag",), claims=(claim("It saves 52% of the calls.", 3),), datasets=fen, names=("Moss",))
    return [
        *(record(number, told, title=f"Mossgate {number}") for number in range(1, 5)),
        record(5, extraction(engine="model"), categories=("cs.IR",)),
        record(6, None),
        record(7, Failed(reason="unusable", detail="no answer")),
        record(8, SKIPPED, sentences=0),
    ]


@pytest.mark.parametrize("size", [0, 1 << 20])
def test_entries_come_back_as_they_were_in_any_order(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spool, "_HELD_BYTES", size)
    kept = Spool()
    places = [kept.put(entry(number)) for number in range(5)]
    papers = kept.at(reversed(places))
    assert (len(papers), papers[1], papers[-1]) == (5, entry(3), entry(0))
    assert list(papers) == list(papers) == [entry(number) for number in (4, 3, 2, 1, 0)]
    assert list(papers[1:3]) == [entry(3), entry(2)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.suffixes[0])
@pytest.mark.parametrize("detail", ["full", "brief"])
@pytest.mark.parametrize("evidence", ["all", "first", "none"])
def test_a_document_is_the_same_whether_entries_are_held_or_not(
    kind: DocumentKind, detail: Literal["full", "brief"], evidence: Literal["all", "first", "none"]
) -> None:
    look = ComposeOptions(sentences=kind.shows_abstracts, references=kind.lists_references)
    look = replace(look, detail=detail, evidence=evidence)
    held = compose(records(), TAXONOMY, look)
    aside = compose(records(), TAXONOMY, replace(look, in_pieces=True))
    assert held.model_dump(mode="json") == aside.model_dump(mode="json")
    assert "".join(kind.pieces(aside)) == kind.render(held)


def test_a_temporary_folder_without_room_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        closed = False

        def seek(self, _place: int) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None: ...

    kept = Spool()
    monkeypatch.setattr(kept, "_file", Full())
    with pytest.raises(HomeError, match="TMPDIR"):
        kept.put(entry(1))


def test_a_text_that_breaks_off_leaves_the_old_file(tmp_path: Path) -> None:
    def pieces() -> Iterator[str]:
        yield "new"
        raise KeyboardInterrupt

    path = tmp_path / "a.md"
    write_atomically(path, ["old ", "text"])
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, pieces())
    assert path.read_text(encoding="utf-8") == "old text"
    assert list(tmp_path.iterdir()) == [path]
