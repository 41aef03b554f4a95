"""References as BibTeX, RIS and CSV: read back by other programs' libraries and by our own readers, they are equal."""

import csv
import io
import unicodedata
from datetime import date

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware, RemoveEnclosingMiddleware
from hypothesis import example, given
from hypothesis import strategies as st

from agent.read import read_bytes
from agent.write.bibtex import bibtex_key, render_bibtex
from agent.write.encode import visible_line
from agent.write.ris import render_ris
from agent.write.table import COLUMNS, MARK, header_row, reference_row, safe_cell
from schemas.paper import Entry
from schemas.reference import Reference

RENDERED = {"bibtex": ("", render_bibtex), "ris": ("", render_ris), "csv": (MARK + header_row(), reference_row)}
NASTY = (
    *"\\{}%&$#_~^@\"'`=+-;,|éΩ😀\u202e",
    *("``", "''", "--", "---", "<b>", "&amp;", "@article{x,", "\\textbf{", "\\'e", "e\u0301", "\u2764\ufe0f", "TY  - "),
    *("ER  - ", "$f$-divergence", '=HYPERLINK("http://x")', "'=1", " and ", "AI", "x_1", "[1]", "10--30"),
    *("https://example.org/~a_b", "et al.", "others"),
)
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=8)), max_size=8).map(
    lambda parts: visible_line(" ".join(parts))
)
titles = texts.map(lambda text: f"Lamps {text} x".replace("  ", " "))
names = texts.map(lambda text: f"Ada {text} Q".replace("  ", " "))


@st.composite
def references(draw: st.DrawFn) -> Reference:
    ids = draw(st.sets(st.sampled_from(["arxiv:2601.00001", "acl:2024.acl-long.1", "openreview:a_b-C12345",
                                        "doi:10.5555/a_b~c(1){x}%--y", "doi:10.5555/fen.1"]), max_size=4))  # fmt: skip
    month = draw(st.integers(1, 12))
    return Reference(
        id=min(ids, default="t:0123456789ab"),
        title=draw(titles),
        ids=tuple(sorted(ids)),
        authors=tuple(draw(st.lists(names, max_size=3))),
        authors_truncated=draw(st.booleans()),
        date=draw(st.sampled_from(["", "2024", f"2024-{month:02}", f"2024-{month:02}-09"])),
        venue=draw(st.sampled_from(["", "EMNLP 2024", "Findings of ACL 2024", "J. Fens & Bogs 12", "TMLR 2024"])),
        categories=tuple(draw(st.sets(st.sampled_from(["cs.CL", "cs.LG", "hep-th"])))),
        abstract=draw(texts),
        keywords=tuple(draw(st.lists(texts, max_size=2))),
        claims=tuple(draw(st.lists(texts, max_size=2))),
    )


def read_back(form: str, reference: Reference) -> Entry:
    head, render = RENDERED[form]
    reading = read_bytes((head + render(reference)).encode(), "x", today=date(2026, 11, 1))
    assert reading.kinds == (form,)
    assert not reading.problems
    (entry,) = reading.entries
    return entry


def composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("form", RENDERED)
@given(reference=references())
@example(reference=Reference("t:1", "Lamps", authors=("Ada, Jr.", "The Fen and Bog Group", "others"), abstract="=1"))
@example(reference=Reference("t:1", "Lamps", claims=("", "TY -", "@article{x,", "\\\\ arXiv:2601.00001")))
def test_reference_reads_back_equal(form: str, reference: Reference) -> None:
    entry = read_back(form, reference)
    assert composed(entry.title) == composed(reference.title)
    assert composed(entry.abstract) == composed(reference.abstract)
    assert list(map(composed, entry.authors)) == list(map(composed, reference.authors))
    assert entry.authors_truncated == (reference.authors_truncated and bool(reference.authors))
    assert (entry.date or "") == reference.date
    assert (entry.venue or "") == reference.venue
    assert set(entry.categories) == set(reference.categories)
    assert entry.ids == reference.ids


@given(reference=references())
def test_bibtex_reads_back_equal_by_bibtexparser(reference: Reference) -> None:
    written = render_bibtex(reference)
    library = parse_string(written, parse_stack=[RemoveEnclosingMiddleware(), LatexDecodingMiddleware()])
    assert not library.failed_blocks
    (entry,) = library.entries
    # pylatexenc, which it decodes with, takes \textasciicircum for the accent.
    fields = {name: composed(field.value).replace("ˆ", "^") for name, field in entry.fields_dict.items()}
    assert entry.key == bibtex_key(reference.id)
    assert fields["title"] == composed(reference.title).replace("ˆ", "^")
    assert fields.get("abstract", "") == composed(reference.abstract)
    assert written.count("{") == written.count("}")


@given(reference=references())
def test_ris_reads_back_equal_by_rispy(reference: Reference) -> None:
    (record,) = rispy.loads(render_ris(reference))
    assert record["title"] == reference.title
    assert record.get("abstract", "") == reference.abstract
    assert [name.removesuffix(",") if "," in name else name for name in record.get("authors", [])] == [
        name.removesuffix(",") if "," in name else name
        for name in [*reference.authors, *(["et al."] if reference.authors_truncated and reference.authors else [])]
    ]


@given(reference=references())
def test_csv_reads_back_equal_by_the_standard_library_and_computes_nothing(reference: Reference) -> None:
    (row,) = csv.DictReader(io.StringIO(header_row() + reference_row(reference), newline=""))
    assert tuple(row) == COLUMNS
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())
    assert row["title"] == reference.title
    assert row["abstract"] in (reference.abstract, f"'{reference.abstract}")
    assert row["date"] == reference.date


@given(st.text())
def test_safe_cell_is_undone_by_taking_one_apostrophe_away(text: str) -> None:
    guarded = safe_cell(text)
    assert guarded in (text, f"'{text}")
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert (safe_cell(guarded) != guarded) == (guarded != text)


def test_keys_are_unique_and_made_of_harmless_characters() -> None:
    names = ["arxiv:2406.11431", "doi:10.5555/a(b)", "doi:10.5555/a-b", "openreview:aBcDeFgH", "openreview:abcdefgh"]
    keys = [bibtex_key(name) for name in names]
    assert len(set(keys)) == len(names)
    assert all(set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789:.-") for key in keys)


def test_bibtex_keeps_capitals_that_mean_something() -> None:
    written = render_bibtex(Reference("t:1", "Mossgate: Self-Supervised LLMs at arXiv with GPT-4 and a Fen"))
    assert "title = {{Mossgate:} Self-Supervised {LLMs} at {arXiv} with {GPT-4} and a Fen}," in written


@pytest.mark.parametrize(
    ("venue", "ids", "bibtex", "ris"),
    [
        ("EMNLP 2025", (), "@inproceedings{", "CONF"),
        ("TMLR 2024", (), "@article{", "JOUR"),
        ("Bog Letters 3", (), "@article{", "JOUR"),
        ("", ("arxiv:2601.00001",), "@misc{arxiv:2601.00001,", "UNPB"),
        ("", (), "@misc{", "GEN"),
    ],
)
def test_type_follows_the_venue(venue: str, ids: tuple[str, ...], bibtex: str, ris: str) -> None:
    reference = Reference(ids[0] if ids else "t:1", "Lamps", ids=ids, venue=venue, categories=("cs.CL",))
    assert render_bibtex(reference).startswith(bibtex)
    assert render_ris(reference).startswith(f"TY  - {ris}\n")
    assert ("archiveprefix = {arXiv},\n  primaryclass = {cs.CL}," in render_bibtex(reference)) == bool(ids)
