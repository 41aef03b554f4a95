"""Files of records: every field of each kind, in every encoding."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from agent.read import Reading, read_bytes, read_file
from agent.read.files import FILE_KINDS
from schemas.paper import Entry

TODAY = date(2026, 11, 21)
FIXTURES = Path(__file__).parent / "fixtures"
FILES = sorted(path for path in FIXTURES.glob("*/*") if path.parent.name in {kind.name for kind in FILE_KINDS})
Fields = dict[str, object]


def read(path: str) -> Reading:
    return read_file(FIXTURES / path, today=TODAY)


def read_text(text: str, name: str = "in.txt") -> Reading:
    return read_bytes(text.encode(), name, today=TODAY)


def entry(path: str, position: int, **fields: object) -> Entry:
    kind, name = path.split("/")
    return Entry.model_validate({"page": name, "position": position, "kind": kind, **fields})


EXPECTED: dict[str, list[Fields]] = {
    "arxiv-json/papers.jsonl": [
        {
            "lines": (1, 1),
            "ids": ("arxiv:2406.91001", "doi:10.5555/fen.2024.1"),
            "title": "Lamps of the $f$-Fen: A Study",
            "abstract": "We light lamps in the fen. They use $x_{1}$ of oil.",
            "authors": ("Ada Quillfeather", 'Bo T\\"arn Jr.', "C. Reed"),
            "date": "2024-06-03",
            "date_text": "Mon, 3 Jun 2024 19:18:42 GMT",
            "venue": "J. Fens 12 (2024) 3-14",
            "venue_text": "J. Fens 12 (2024) 3-14",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "lines": (2, 2),
            "ids": ("arxiv:math/9901001",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("The Fen Collaboration", "A. Quill", "B. Tarn"),
            "date": "1999-01-31",
            "date_text": "1999-01-31",
            "categories": ("math.CO",),
        },
    ],
    "arxiv-atom/answer.xml": [
        {
            "ids": ("arxiv:2406.91001", "doi:10.5555/fen.2024.1"),
            "title": "Lamps of the Fen: A Study",
            "abstract": "We light lamps < 3 times in the fen.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024-06-03",
            "date_text": "2024-06-03T19:18:42Z",
            "venue": "J. Fens 12 (2024) 3-14",
            "venue_text": "J. Fens 12 (2024) 3-14",
            "categories": ("cs.LG", "cs.CL", "68T50"),
            "affiliations": ("Fen Institute",),
        }
    ],
    "arxiv-rss/rss.xml": [
        {
            "ids": ("arxiv:2611.91001",),
            "title": "Lamps of the Fen: A Study",
            "abstract": "We light lamps < 3 times in the fen. A second paragraph.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2026-11-13",
            "date_text": "Fri, 13 Nov 2026 00:00:00 -0500",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "ids": ("arxiv:2501.91002", "doi:10.5555/bog.2"),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "venue": "Bog Letters 3 (2025)",
            "venue_text": "Bog Letters 3 (2025)",
            "categories": ("cs.IR",),
        },
    ],
    "arxiv-rss/atom.xml": [
        {
            "ids": ("arxiv:2611.91001",),
            "title": "Lamps of the Fen: A Study",
            "abstract": "We light lamps in the fen.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2026-11-13",
            "date_text": "2026-11-13T00:00:00-05:00",
            "categories": ("cs.CL", "cs.LG"),
        }
    ],
    "arxiv-mail/daily.txt": [
        {
            "ids": ("arxiv:2611.91001", "doi:10.5555/fen.2026.1"),
            "title": "Lamps of the Fen: A Study of Long-Burning Lights",
            "abstract": "We light lamps in the fen. They burn for three nights. A second paragraph.",
            "authors": ("Ada Quillfeather", "Bo Tarn", "Cy Reed"),
            "date": "2026-11-13",
            "date_text": "Fri, 13 Nov 2026 10:35:41 GMT",
            "venue": "J. Fens 12 (2026), pp. 3-14, ISSN 1234-5678",
            "venue_text": "J. Fens 12 (2026), pp. 3-14, ISSN 1234-5678",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "ids": ("arxiv:2611.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "date": "2026-11-12",
            "date_text": "Thu, 12 Nov 2026 17:11:20 GMT",
            "categories": ("cs.IR", "cs.CL"),
        },
        {"ids": ("arxiv:2501.91003",), "title": "Moors", "authors": ("Bo Tarn",), "categories": ("cs.CL",)},
    ],
    "arxiv-list/new.txt": [
        {
            "ids": ("arxiv:2611.91001",),
            "title": "Lamps of the Fen: A Study",
            "abstract": "We light lamps in the fen. They burn for three nights.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2026-11-13",
            "date_text": "Friday, 13 November 2026",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "ids": ("arxiv:2610.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "venue": "Bog Letters 3 (2026)",
            "venue_text": "Bog Letters 3 (2026)",
            "categories": ("cs.IR", "cs.CL"),
        },
        {
            "ids": ("arxiv:2501.91003", "doi:10.5555/moor.3"),
            "title": "Moors",
            "abstract": "We cross moors.",
            "authors": ("Bo Tarn",),
            "categories": ("cs.CL",),
        },
    ],
    "arxiv-list/recent.txt": [
        {
            "ids": ("arxiv:2611.91001",),
            "title": "Lamps of the Fen: A Study",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2026-11-13",
            "date_text": "Fri, 13 Nov 2026",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "ids": ("arxiv:2611.91002",),
            "title": "Bogs",
            "authors": ("Cy Reed",),
            "date": "2026-11-12",
            "date_text": "Thu, 12 Nov 2026",
            "categories": ("cs.IR",),
        },
    ],
    "bibtex/library.bib": [
        {
            "ids": ("acl:2024.acl-long.9901", "doi:10.5555/v1/2024.acl-long.9901"),
            "title": "Lamps of the Fen: An Étude at 5%",
            "abstract": "We light “lamps” – 5% brighter, with less oil in $x_{1}$. A bare 3% stays.",
            "authors": ("Ada Quillfeather", "Bo Tärn Jr.", "Fen and Bog Institute"),
            "date": "2024-08",
            "date_text": "aug 2024",
            "venue": "ACL 2024",
            "venue_text": "Proceedings of the 62nd Annual Meeting of the Association for Computational Linguistics"
            " (Volume 1: Long Papers)",
        },
        {
            "ids": ("doi:10.5555/bog_2",),
            "title": "Bogs",
            "authors": ("Cy Reed",),
            "authors_truncated": True,
            "date": "2020-05-03",
            "date_text": "3 may 2020",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
        {
            "ids": ("arxiv:2305.91003",),
            "title": "Moors",
            "abstract": "We cross moors.",
            "authors": ("Bo van der Tarn",),
            "date": "2023-05-06",
            "date_text": "2023-05-06",
            "categories": ("cs.CL",),
        },
    ],
    "ris/export.ris": [
        {
            "ids": ("doi:10.5555/fen.1",),
            "title": "Lamps of the Fen",
            "abstract": "We light & tend lamps. A second line.",
            "authors": ("Ada Quillfeather", "Bo Tarn Jr."),
            "date": "2024-05-06",
            "date_text": "2024/05/06",
            "venue": "J. Fens",
            "venue_text": "J. Fens",
        },
        {
            "ids": ("arxiv:2312.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "date": "2023-12",
            "date_text": "2023/12//",
            "venue": "EMNLP 2023",
            "venue_text": "Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing",
        },
    ],
    "csv/zotero.csv": [
        {
            "ids": ("doi:10.5555/fen.2024.1",),
            "title": 'Lamps of the Fen: A "Study"',
            "abstract": "We light lamps in the fen.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024-06-03",
            "date_text": "2024-06-03",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
        {
            "ids": ("arxiv:2406.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "date": "2024-06-04",
            "date_text": "2024-06-04",
        },
    ],
    "csv/excel.csv": [
        {
            "ids": ("arxiv:2406.91001",),
            "title": "Lamps of the Fen",
            "abstract": "=We light lamps; 3 of them",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024",
            "date_text": "2024",
        },
        {
            "title": "Moors; a Survey",
            "abstract": "We cross moors.",
            "authors": ("Cy Reed",),
            "date": "2023",
            "date_text": "2023",
        },
    ],
    "json/list.json": [
        {
            "ids": ("arxiv:2406.91001",),
            "title": "Lamps of the Fen",
            "abstract": "We light lamps.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024",
        },
        {
            "ids": ("doi:10.5555/bog.1",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed", "Fen Institute"),
            "date": "2024-06-04",
            "date_text": "2024-06-04T10:00:00Z",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
    ],
    "csl-json/library.json": [
        {
            "ids": ("doi:10.5555/fen.1",),
            "title": "Lamps of the Fen",
            "abstract": "We light lamps < 3 times.",
            "authors": ("Ada Quillfeather", "Bo van der Tarn Jr.", "Fen Institute"),
            "date": "2024-08",
            "date_text": "2024-08",
            "venue": "Findings of ACL 2024",
            "venue_text": "Findings of the Association for Computational Linguistics: ACL 2024",
        },
        {
            "ids": ("arxiv:2305.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "authors": ("Cy Reed",),
            "date": "2023-05-06",
            "date_text": "2023-05-06",
        },
    ],
    "semantic-scholar/batch.json": [
        {
            "ids": ("acl:2024.acl-long.9901", "arxiv:2406.91001", "doi:10.5555/fen.1"),
            "title": "Lamps of the Fen",
            "abstract": "We light lamps in the fen.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024-06-03",
            "date_text": "2024-06-03",
            "venue": "ACL 2024",
            "venue_text": "Annual Meeting of the Association for Computational Linguistics",
        },
        {"title": "Bogs", "date": "2023", "date_text": "2023"},
    ],
    "openalex/works.json": [
        {
            "ids": ("arxiv:2406.91001", "doi:10.5555/fen.1"),
            "title": "Lamps of the Fen",
            "abstract": "We light lamps and We tend lamps",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2024-06-03",
            "date_text": "2024-06-03",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        }
    ],
    "hf-daily/daily.json": [
        {
            "ids": ("arxiv:2611.91001",),
            "title": "Lamps of the Fen",
            "abstract": "We light lamps in the fen.",
            "authors": ("Ada Quillfeather", "Bo Tarn"),
            "date": "2026-11-12",
            "date_text": "2026-11-12T17:11:20.000Z",
            "affiliations": ("Fen Institute",),
            "has_code_badge": True,
            "n_comments": 3,
        },
        {
            "ids": ("arxiv:2611.91002",),
            "title": "Bogs",
            "abstract": "We count bogs.",
            "date": "2026-11-13",
            "date_text": "2026-11-13T00:00:00.000Z",
            "n_comments": 1,
        },
    ],
}
LEFT_OUT = {
    "arxiv-json/papers.jsonl": [("line 3", "no title")],
    "arxiv-atom/answer.xml": [("entry 2", "arXiv answered with an error: incorrect id format for 1234")],
    "bibtex/library.bib": [
        ("line 43", "broken BibTeX: Unexpected block start: '@article'. Was still looking for field-value closing '}'"),
        ("line 44", "`untitled` has no title"),
    ],
    "ris/export.ris": [("line 27", "a record without its end (ER)"), ("line 29", "no title")],
    "csl-json/library.json": [("entry 3", "no title")],
    "csv/zotero.csv": [("line 5", "no title")],
    "json/list.json": [("entry 3", "no JSON object"), ("entry 4", "no title")],
    "semantic-scholar/batch.json": [("entry 2", "null, as servers answer what they do not know")],
    "openalex/works.json": [("entry 2", "no title")],
}


@pytest.mark.parametrize("path", EXPECTED)
def test_every_field_of_every_kind_is_read(path: str) -> None:
    reading = read(path)
    assert list(reading.entries) == [entry(path, n, **fields) for n, fields in enumerate(EXPECTED[path])]
    assert [tuple(problem) for problem in reading.problems] == LEFT_OUT.get(path, [])
    assert reading.skipped == len(reading.problems)
    assert reading.kinds == (path.partition("/")[0],)
    assert (reading.marks, reading.lines) == ((), ())


def test_every_fixture_is_expected() -> None:
    assert [f"{path.parent.name}/{path.name}" for path in FILES] == sorted(EXPECTED)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("name", ["page.txt", "x.bib", "x.html", "x.json.gz", "noname"])
def test_the_kind_is_known_from_the_content_alone(path: Path, name: str) -> None:
    reading = read_bytes(path.read_bytes(), name, today=TODAY)
    assert reading.kinds == (path.parent.name,)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_encoding_and_line_end_gives_the_same_papers(path: Path, encoding: str, line_end: str) -> None:
    with path.open(encoding="utf-8", newline=None) as stream:
        text = stream.read().replace("\n", line_end)
    reading = read_bytes(text.encode(encoding), path.name, today=TODAY)
    assert reading.entries == read_file(path, today=TODAY).entries


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_compressed_file_gives_the_same_papers(path: Path) -> None:
    reading = read_bytes(gzip.compress(path.read_bytes()), path.name, today=TODAY)
    assert reading.entries == read_file(path, today=TODAY).entries
    assert reading.encoding.endswith(", gzip")
