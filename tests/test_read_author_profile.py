"""Author profile pages."""

from datetime import date

from agent.read import Reading, read_bytes

HEADER = "h-index39\n29papers\n2,829citations\nNovelty55%\nAI Score63\n\n29 Papers\n\n"
ABSTRACT = "We study lamps in the fen. They are bright, and they stay bright for three nights."
AUTHORS = "Ada Quillfeather, Bo Tarn, Cy Reed et al. · fen, marsh-lab"


def read(text: str, today: date = date(2026, 11, 21)) -> Reading:
    return read_bytes(text.encode(), "page.txt", today=today)


def entry(prefix: str, title: str, authors: str = AUTHORS, abstract: str = ABSTRACT) -> str:
    return "\n\n".join(part for part in (f"{prefix}\n{title}", authors, abstract) if part) + "\n\n"


def test_the_glued_prefix_is_taken_apart() -> None:
    paper = read(HEADER + entry("CLJul 29, 2023Code", "Lamps of the Fen")).entries[0]
    assert (paper.categories, paper.date, paper.date_text, paper.has_code_badge) == (
        ("CL",),
        "2023-07-29",
        "Jul 29, 2023",
        True,
    )
    assert (paper.title, paper.abstract, paper.kind) == ("Lamps of the Fen", ABSTRACT, "author-profile")
    assert (paper.authors, paper.authors_truncated) == (("Ada Quillfeather", "Bo Tarn", "Cy Reed"), True)
    assert paper.affiliations == ("fen", "marsh-lab")


def test_a_yearless_date_takes_the_year_after_the_newest_printed() -> None:
    reading = read(HEADER + entry("LGJun 3", "Lamps of the Fen") + entry("CVOct 27, 2024", "Reeds of the Fen"))
    assert (reading.entries[0].date, reading.entries[0].date_inferred) == ("2025-06-03", True)


def test_entries_may_lack_date_authors_or_abstract() -> None:
    reading = read(
        HEADER
        + entry("CLCode", "Lamps of the Fen", authors="")
        + entry("AIMar 15, 2024", "Reeds of the Fen", abstract="")
        + entry("CRMar 16, 2024", "Bogs of the Fen", authors="", abstract="")
        + entry("CE", "Moors of the Fen", authors="Ada Quillfeather")
    )
    assert [paper.title for paper in reading.entries] == [
        f"{word} of the Fen" for word in ("Lamps", "Reeds", "Bogs", "Moors")
    ]
    assert [bool(paper.abstract) for paper in reading.entries] == [True, False, False, True]
    assert [len(paper.authors) for paper in reading.entries] == [0, 3, 0, 1]
    assert not reading.entries[3].authors_truncated


def test_wrapped_titles_authors_and_paragraphs_are_joined() -> None:
    text = HEADER + entry(
        "CLJul 29, 2023", "Lamps of\nthe Fen", "Ada Quillfeather,\nBo Tarn", "We do\nlamps. They shine.\n\nWe win."
    )
    paper = read(text + entry("CLJul 29, 2023", "Reeds")).entries[0]
    assert (paper.title, paper.authors) == ("Lamps of the Fen", ("Ada Quillfeather", "Bo Tarn"))


def test_the_figures_on_top_are_chrome() -> None:
    reading = read(HEADER + entry("CLJul 29, 2023", "Lamps of the Fen"))
    assert set(reading.marks[:7]) == {"chrome", "blank"}
    assert "unread" not in reading.marks
    assert reading.entries[0].lines == (9, 14)
