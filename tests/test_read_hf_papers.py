"""Hugging Face papers pages."""

from datetime import date

from agent.read import Reading, read_bytes

HEADER = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

Jun 1

"""
ABSTRACT = "We study lamps in the fen. They are bright, and they stay bright for three nights."


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "page.txt", today=date(2026, 11, 21))


def entry(title: str, abstract: str = ABSTRACT, row: str = "  • 3 authors\n·\nMay 19, 2025") -> str:
    return "\n\n".join(part for part in (title, abstract, row) if part) + "\n\n"


def test_a_paper_has_title_abstract_count_date_and_comments() -> None:
    paper = read(HEADER + entry("Lamps of the Fen", row="  • 3 authors\n·\nMay 19, 2025 12")).entries[0]
    assert (paper.title, paper.abstract, paper.n_authors) == ("Lamps of the Fen", ABSTRACT, 3)
    assert (paper.date, paper.date_text, paper.n_comments, paper.date_inferred) == (
        "2025-05-19",
        "May 19, 2025",
        12,
        False,
    )
    assert paper.kind == "hf-papers"


def test_the_digit_after_a_yearless_day_is_the_comment_count() -> None:
    reading = read(HEADER + entry("Lamps of the Fen", row="  • 3 authors\n·\nMay 6 4") + entry("Reeds of the Fen"))
    paper = reading.entries[0]
    assert (paper.date, paper.date_text, paper.n_comments, paper.date_inferred) == ("2026-05-06", "May 6", 4, True)


def test_an_organisation_row_stands_instead_of_the_count() -> None:
    paper = read(HEADER + entry("Lamps of the Fen", row="fenlab FenLab Research\n·\nMay 19, 2025")).entries[0]
    assert (paper.affiliations, paper.n_authors) == (("FenLab Research",), None)


def test_a_paper_without_row_does_not_swallow_the_next_one() -> None:
    reading = read(HEADER + entry("Lamps of the Fen") + entry("Reeds of the Fen", row="") + entry("Bogs of the Fen"))
    assert [paper.title for paper in reading.entries] == ["Lamps of the Fen", "Reeds of the Fen", "Bogs of the Fen"]
    assert reading.entries[1].date_text is None
    assert reading.entries[2].n_authors == 3


def test_the_last_paper_may_have_no_row() -> None:
    reading = read(HEADER + entry("Lamps of the Fen") + entry("Reeds of the Fen", row="").rstrip())
    assert [paper.title for paper in reading.entries] == ["Lamps of the Fen", "Reeds of the Fen"]


def test_the_header_is_chrome_and_its_day_no_date() -> None:
    reading = read(HEADER + entry("Lamps of the Fen", row="  • 3 authors"))
    assert reading.entries[0].date_text is None
    assert set(reading.marks[:11]) == {"chrome", "blank"}


def test_paragraphs_and_wrapped_lines_are_one_abstract() -> None:
    abstract = "We study long-\ncontext lamps in the fen. They\nare bright.\n\nCode: https://example.org/fen"
    paper = read(HEADER + entry("Lamps of the\nFen", abstract) + entry("Reeds of the Fen")).entries[0]
    assert paper.title == "Lamps of the Fen"
    assert paper.abstract == "We study long-context lamps in the fen. They are bright. Code: https://example.org/fen"
    assert paper.urls == ("https://example.org/fen",)


def test_a_paper_without_abstract_is_kept() -> None:
    reading = read(HEADER + entry("Lamps of the Fen", abstract="") + entry("Reeds of the Fen"))
    assert [(paper.title, bool(paper.abstract)) for paper in reading.entries] == [
        ("Lamps of the Fen", False),
        ("Reeds of the Fen", True),
    ]


def test_what_is_not_understood_is_unread_and_no_paper() -> None:
    reading = read(HEADER + entry("Lamps of the Fen") + "Sponsored by Nobody\n\n" + entry("Reeds of the Fen"))
    assert len(reading.entries) == 2
    assert [line for line, mark in zip(reading.lines, reading.marks, strict=True) if mark == "unread"] == [
        "Sponsored by Nobody"
    ]


def test_a_page_without_header_is_known_by_its_rows() -> None:
    reading = read(entry("Lamps of the Fen") + entry("Reeds of the Fen"))
    assert [paper.title for paper in reading.entries] == ["Lamps of the Fen", "Reeds of the Fen"]


def test_a_page_saved_without_blank_lines_is_read() -> None:
    text = f"Lamps of the Fen\n{ABSTRACT}\n• 3 authors\n·\nMay 6, 2025 2\n"
    text += f"Reeds of the Fen\n{ABSTRACT}\n• 1 authors\n·\nMay 7\n"
    papers = read(text).entries
    assert [(paper.title, paper.abstract, paper.n_authors) for paper in papers] == [
        ("Lamps of the Fen", ABSTRACT, 3),
        ("Reeds of the Fen", ABSTRACT, 1),
    ]


def test_typed_papers_around_a_page_are_read_as_typed() -> None:
    typed = (
        "{}\nAda Quillfeather, Bo Tarn\n2024-05-01\n\nWe count reeds in forty fens. This paper shows that a tenth "
        "can be cut each year, and that lamps made of them burn for three nights.\n\n"
    )
    reading = read(typed.format("Counting Reeds") + HEADER + entry("Lamps of the Fen") + typed.format("Counting Lamps"))
    assert [(paper.title, paper.kind) for paper in reading.entries] == [
        ("Counting Reeds", "plain"),
        ("Lamps of the Fen", "hf-papers"),
        ("Counting Lamps", "plain"),
    ]
