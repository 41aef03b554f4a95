"""Arrow author clusters."""

from datetime import date

from agent.read import Reading, read_bytes

HEADER = """Arrow Research search

Author name cluster

Ada Quillfeather

Possible papers associated with this exact author name in Arrow. This page groups exact matches of names.

2 papers
1 author rows

Possible papers

2

"""
ABSTRACT = "We study lamps in the fen. They are bright, and they stay bright for three nights."
NAMES = "  • Ada Quillfeather\n  • Bo Tarn 0017"
VENUE = "NeurIPS Conference 2025 Conference Paper"


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "page.txt", today=date(2026, 11, 21))


def entry(title: str, venue: str = VENUE, names: str = NAMES, abstract: str = ABSTRACT) -> str:
    return "\n\n".join(part for part in (venue, title, names, abstract) if part) + "\n\n"


def test_a_paper_has_venue_year_title_and_all_authors() -> None:
    paper = read(HEADER + entry("Lamps of the Fen")).entries[0]
    assert (paper.venue, paper.venue_text, paper.date, paper.date_text) == ("NeurIPS 2025", VENUE, "2025", None)
    assert (paper.title, paper.authors, paper.abstract) == (
        "Lamps of the Fen",
        ("Ada Quillfeather", "Bo Tarn 0017"),
        ABSTRACT,
    )


def test_journals_and_workshops_are_venues() -> None:
    venues = ["TMLR Journal 2024 Journal Article", "Fen Studies Workshop 2019 Workshop Paper"]
    reading = read(HEADER + "".join(entry(f"Lamps of {venue[:3]}", venue) for venue in venues))
    assert [paper.venue for paper in reading.entries] == ["TMLR 2024", "Fen Studies 2019"]


def test_entries_may_lack_venue_authors_or_abstract() -> None:
    reading = read(
        HEADER
        + entry("Lamps of the Fen", abstract="")
        + entry("Reeds of the Fen", names="")
        + entry("Bogs of the Fen", venue="")
        + entry("Moors of the Fen")
    )
    assert [paper.title for paper in reading.entries] == [
        f"{word} of the Fen" for word in ("Lamps", "Reeds", "Bogs", "Moors")
    ]
    assert [bool(paper.abstract) for paper in reading.entries] == [False, True, True, True]
    assert reading.entries[2].venue is None


def test_chrome_that_reads_like_a_sentence_is_no_paper() -> None:
    reading = read(HEADER + entry("Lamps of the Fen"))
    assert set(reading.marks[:14]) == {"chrome", "blank"}
    assert len(reading.entries) == 1


def test_paragraphs_are_joined() -> None:
    paper = read(
        HEADER + entry("Lamps of the Fen", abstract="We do lamps.\nThey shine well.\n\nWe also show reeds.")
    ).entries[0]
    assert paper.abstract == "We do lamps. They shine well. We also show reeds."
