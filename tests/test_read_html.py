"""Saved HTML pages, a fixture of each kind in the form that its site serves; every field is compared."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from agent.read.html import is_html, read_html
from agent.read.reading import Reading
from schemas.paper import Entry

FIXTURES = Path(__file__).parent / "fixtures" / "html"
NAMES = tuple(sorted(path.stem for path in FIXTURES.glob("*.html")))
TODAY = date(2026, 11, 24)
FEN_LONG = "Proceedings of the 12th Annual Meeting on Fens (FEN 2024)"
BOTH = ("Ada Quillfeather", "Bo Tarn")


def html(name: str) -> str:
    return (FIXTURES / f"{name}.html").read_text(encoding="utf-8")


def read(text: str) -> Reading:
    return read_html(text, "page.html", "utf-8", today=TODAY, as_of=None)


def body(inner: str, head: str = "") -> str:
    return f"<!doctype html><html><head>{head}</head><body>{inner}</body></html>"


EXPECTED: Mapping[str, tuple[dict[str, object], ...]] = {
    "arxiv_search": (
        {
            "kind": "arxiv-search",
            "ids": ("arxiv:2406.99901", "doi:10.5555/fen.1"),
            "title": "Lamps of the Fen: Light & Peat",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": BOTH,
            "date": "2024-06-01",
            "date_text": "1 June, 2024",
            "venue": "Journal of Fens 3 (2024) 7-12",
            "venue_text": "Journal of Fens 3 (2024) 7-12",
            "categories": ("cs.CL", "cs.LG"),
        },
        {
            "kind": "arxiv-search",
            "ids": ("arxiv:hep-th/9901001",),
            "title": "Reeds of the Fen",
            "authors": ("Cy Reed",),
            "date": "1999-01-02",
            "date_text": "2 January, 1999",
            "categories": ("hep-th",),
        },
    ),
    "hf_papers": (
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99901",),
            "title": "Lamps of the Fen: Light & Peat",
            "abstract": 'We study lamps in the fen. They burn for three nights, and "peat" lasts 2 < 3 times longer.'
            " Code: https://github.com/fenlab/lamps",
            "authors": BOTH,
            "n_authors": 2,
            "date": "2026-05-19",
            "date_text": "2026-05-19T17:59:10.000Z",
            "affiliations": ("FenLab",),
            "has_code_badge": True,
            "n_comments": 4,
            "urls": ("https://github.com/fenlab/lamps",),
        },
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99902",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens and find that a tenth of them can be cut each year without harm.",
            "n_authors": 2,
        },
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99904",),
            "title": "Mud of the Fen",
            "abstract": "We measure mud in forty fens and show that it is deeper in spring than any earlier survey"
            " reports.",
            "n_authors": 2,
            "date": "2026-05-18",
            "date_text": "2026-05-18",
        },
    ),
    "hf_paper": (
        {
            "kind": "hf-papers",
            "ids": ("arxiv:2605.99905",),
            "title": "Bogs of the Fen",
            "abstract": "We walk on bogs. The results show that boards help.",
            "authors": ("Dee Marsh",),
            "date": "2026-05-17",
            "date_text": "2026-05-17T00:00:00.000Z",
            "n_comments": 1,
        },
    ),
    "acl_paper": (
        {
            "kind": "acl-paper",
            "ids": ("acl:2024.fen-long.7", "doi:10.18653/v1/2024.fen-long.7"),
            "title": "Lamps of the Fen: Light & Peat",
            "abstract": "We study lamps in the fen. They burn for x < 3 nights & more.",
            "authors": BOTH,
            "date": "2024-08",
            "date_text": "2024/8",
            "venue": "FEN 2024",
            "venue_text": FEN_LONG,
        },
    ),
    "acl_author": (
        {
            "kind": "acl-list",
            "ids": ("acl:2025.findings-fen.31",),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": BOTH,
            "date": "2025",
            "date_text": "2025",
            "venue": "Findings of FEN 2025",
            "venue_text": "Findings of the Association for Fen Lighting: FEN 2025",
        },
        {
            "kind": "acl-list",
            "ids": ("acl:P19-1999",),
            "title": "Reeds of the Fen",
            "authors": ("Ada Quillfeather",),
            "date": "2019",
            "date_text": "2019",
            "venue": "ACL 2019",
            "venue_text": "Proceedings of the 57th Annual Meeting of the Association for Computational Linguistics",
        },
    ),
    "acl_event": (
        {
            "kind": "acl-list",
            "ids": ("acl:2024.fen-long.1",),
            "title": "Bogs & Boards",
            "abstract": "We walk on bogs. Boards help in nine of ten fens.",
            "authors": ("Cy Reed", "Bo Tarn"),
            "date": "2024",
            "venue": "FEN 2024",
            "venue_text": FEN_LONG,
        },
    ),
    "arxiv_abs": (
        {
            "kind": "arxiv-abs",
            "ids": ("arxiv:2401.99901", "doi:10.5555/fen.2024.7"),
            "title": "Lamps of the Fen: $\\epsilon$-Light",
            "abstract": "We study lamps in the fen. They burn for $x < 3$ nights, as in arXiv:1801.00001.",
            "authors": BOTH,
            "date": "2024-01-13",
            "date_text": "13 Jan 2024",
            "venue": "Journal of Fens 3 (2024) 7-12",
            "venue_text": "Journal of Fens 3 (2024) 7-12",
            "categories": ("cs.CL", "hep-th", "stat.ML"),
        },
    ),
    "arxiv_list_new": (
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:2603.99901",),
            "title": "Lamps of the Fen & the Marsh",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": BOTH,
            "date": "2026-03-19",
            "date_text": "19 March 2026",
            "venue": "Journal of Fens 3 (2026)",
            "venue_text": "Journal of Fens 3 (2026)",
            "categories": ("cs.CL", "stat.ML"),
        },
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:2603.99902",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens.",
            "authors": ("Cy Reed",),
            "categories": ("cs.CV",),
        },
    ),
    "arxiv_list_recent": (
        {
            "kind": "arxiv-list",
            "ids": ("arxiv:hep-th/9901001",),
            "title": "Old Lamps",
            "authors": ("Ada Quillfeather",),
            "date": "2026-05-18",
            "date_text": "18 May 2026",
            "categories": ("hep-th",),
        },
    ),
    "openreview_data": (
        {
            "kind": "openreview",
            "ids": ("openreview:fenLamp123",),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights: $a<b$.",
            "authors": BOTH,
            "date": "2024-01-16",
            "date_text": "2024-01-16",
            "venue": "FEN 2024",
            "venue_text": "FEN 2024 poster",
        },
    ),
    "openreview_shown": (
        {
            "kind": "openreview",
            "ids": ("openreview:reedsFen12",),
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens. A tenth can be cut each year.",
            "authors": BOTH,
            "date": "2025-01-22",
            "date_text": "22 Jan 2025",
            "venue_text": "Submitted to FEN 2025",
        },
    ),
    "highwire": (
        {
            "kind": "highwire",
            "ids": ("doi:10.5555/fen.7",),
            "title": "Lamps of the Fen &amp; Co",
            "abstract": "We study lamps in the fen, and they burn for three nights."
            " See doi:10.5555/other for the reeds.",
            "authors": BOTH,
            "date": "2023-05-17",
            "date_text": "2023/05/17",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
    ),
    "schema_org": (
        {
            "kind": "schema-org",
            "ids": ("arxiv:2203.99901", "doi:10.5555/fen.8"),
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They burn for three nights.",
            "authors": (*BOTH, "Cy Reed"),
            "date": "2022-03-04",
            "date_text": "2022-03-04",
            "venue": "Journal of Fens",
            "venue_text": "Journal of Fens",
        },
        {
            "kind": "schema-org",
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens.",
            "authors": ("Dee Marsh",),
            "date": "2021-02",
            "date_text": "2021-02",
            "venue": "Reed News",
            "venue_text": "Reed News",
        },
    ),
    "author_profile": (
        {
            "kind": "author-profile",
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in the fen. They are bright, and they stay bright for three nights.",
            "authors": (*BOTH, "Cy Reed"),
            "authors_truncated": True,
            "date": "2023-06-03",
            "date_text": "Jun 3",
            "date_inferred": True,
            "categories": ("CL",),
            "affiliations": ("fen", "marsh-lab"),
            "has_code_badge": True,
        },
        {
            "kind": "author-profile",
            "title": "Reeds of the Fen",
            "abstract": "We count reeds in forty fens. A tenth of them can be cut each year without harm.",
            "authors": ("Bo Tarn",),
            "date": "2022-05-01",
            "date_text": "May 1, 2022",
            "categories": ("CV",),
        },
    ),
    "unknown": (
        {
            "kind": "plain",
            "title": "Lamps of the Fen",
            "abstract": "We study lamps in forty fens. This paper shows that they are bright, and that lamps made of"
            " reeds burn for three nights & more.",
            "authors": BOTH,
            "date": "2024-05-01",
            "date_text": "2024-05-01",
        },
        {
            "kind": "plain",
            "title": "Counting Reeds",
            "abstract": "We count reeds in forty fens. This paper shows that a tenth can be cut each year, and that"
            " the fen is not harmed by it.",
            "authors": ("Cy Reed", "Dee Marsh"),
            "date": "2023-04-02",
            "date_text": "2023-04-02",
        },
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_of_every_kind_is_read(name: str) -> None:
    wanted = [
        Entry.model_validate({"page": "page.html", "position": position, **fields})
        for position, fields in enumerate(EXPECTED[name])
    ]
    assert list(read(html(name)).entries) == wanted
    assert is_html(html(name))


@pytest.mark.parametrize("name", NAMES)
def test_no_text_of_scripts_styles_comments_or_cited_works_enters_a_field(name: str) -> None:
    shown = " ".join(entry.model_dump_json() for entry in read(html(name)).entries)
    assert not [
        word for word in ("SCRIPTTEXT", "STYLETEXT", "COMMENTTEXT", "CITEDTEXT", "Cited", "machine") if word in shown
    ]


def test_broken_records_are_left_out_and_named() -> None:
    reading = read(html("hf_papers"))
    assert [(problem.place, problem.reason) for problem in reading.problems] == [
        ("paper 3", "no title"),
        ("paper 4", "no title"),
    ]
    assert reading.skipped == 2
    assert [problem.place for problem in read(html("arxiv_list_new")).problems] == ["paper 3"]
