"""Author pages of the ACL Anthology, and the short names of its volumes."""

import textwrap
from datetime import date

import pytest

from agent.read import Reading, read_bytes
from agent.read.acl_venue import short_venue

LONG = (
    "We study lamps in the fen and ask what makes them bright. Our lamps are lit by reeds, which burn for three nights "
    "and give more light than oil, wax or peat. Experiments in nine fens show that reeds are brighter by a third"
)
PAGE = [
    "Ada Quillfeather",
    "2023",
    "Lamps of the Fen: How Reeds Burn Longer than Oil, Wax, or Peat in Nine Different Fens",
    "Ada Quillfeather",
    "|",
    "Bo Tarn",
    "Findings of the Association for Computational Linguistics: ACL 2023",
    LONG + ".",
    "Alone in the Fen",
    "Ada Quillfeather",
    "Transactions of the Association for Computational Linguistics, Volume 11",
    LONG + ".",
    "2021",
    "Bogs without Abstract",
    "Bo Tarn",
    "|",
    "Cy van der Reed",
    "Proceedings of the 59th Annual Meeting of the Association for Computational Linguistics (Volume 1: Long Papers)",
    "Reeds of the Fen vs. Reeds of the Moor",
    "Bo Tarn",
    "|",
    "Ada Quillfeather",
    "Proceedings of the 2021 Conference on Empirical Methods in Natural Language Processing",
    LONG + ".",
]
FOOTER = ["Search", "Fix author", "Co-authors", "- Bo Tarn 3", "- Cy van der Reed 1", "- show all..."]


def read(lines: list[str]) -> Reading:
    return read_bytes("\n".join(lines).encode(), "page.txt", today=date(2026, 11, 21))


def wrapped(lines: list[str], width: int = 72) -> list[str]:
    return [piece for line in lines for piece in textwrap.wrap(line, width)]


@pytest.mark.parametrize("lines", [PAGE + FOOTER, wrapped(PAGE) + FOOTER, wrapped(PAGE, 60), PAGE])
def test_papers_are_found_without_blank_lines_and_wrapped(lines: list[str]) -> None:
    reading = read(lines)
    assert [paper.title for paper in reading.entries] == [PAGE[2], PAGE[8], PAGE[13], PAGE[18]]
    assert [paper.venue for paper in reading.entries] == ["Findings of ACL 2023", "TACL 2023", "ACL 2021", "EMNLP 2021"]
    assert [(paper.date, paper.date_text) for paper in reading.entries] == [("2023", "2023")] * 2 + [
        ("2021", "2021")
    ] * 2
    assert [paper.abstract for paper in reading.entries] == [PAGE[7], PAGE[11], "", PAGE[23]]
    assert [paper.authors for paper in reading.entries] == [
        ("Ada Quillfeather", "Bo Tarn"),
        ("Ada Quillfeather",),
        ("Bo Tarn", "Cy van der Reed"),
        ("Bo Tarn", "Ada Quillfeather"),
    ]
    assert "unread" not in reading.marks


def test_name_headings_and_footer_are_chrome() -> None:
    reading = read(PAGE + FOOTER)
    assert [line for line, mark in zip(reading.lines, reading.marks, strict=True) if mark == "chrome"] == [
        "Ada Quillfeather",
        "2023",
        "2021",
        *FOOTER,
    ]


def test_blank_lines_change_nothing() -> None:
    spaced = "\n\n".join(PAGE + FOOTER).split("\n")
    assert [paper.title for paper in read(spaced).entries] == [paper.title for paper in read(PAGE).entries]


@pytest.mark.parametrize(
    ("printed", "year", "short"),
    [
        ("Findings of the Association for Computational Linguistics: EMNLP 2023", "2023", "Findings of EMNLP 2023"),
        (
            "Proceedings of the 2021 Conference of the North American Chapter of the Association for Computational "
            "Linguistics: Human Language Technologies",
            "2021",
            "NAACL 2021",
        ),
        ("Proceedings of the 28th International Conference on Computational Linguistics", "2020", "COLING 2020"),
        (
            "Proceedings of the 2024 Joint International Conference on Computational Linguistics, Language Resources "
            "and Evaluation (LREC-COLING 2024)",
            None,
            "LREC-COLING 2024",
        ),
        ("Proceedings of the First Workshop on Marsh Language (MarshNLP 2023)", "2023", "MarshNLP 2023"),
        (
            "Proceedings of the First Workshop on Marsh Language",
            "2023",
            "Proceedings of the First Workshop on Marsh Language",
        ),
        ("Transactions of the Association for Computational Linguistics, Volume 11", None, "TACL"),
    ],
)
def test_volumes_have_short_names_and_none_is_invented(printed: str, year: str | None, short: str) -> None:
    assert short_venue(printed, year) == short
