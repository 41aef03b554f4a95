"""The form that people type, and what only looks like it."""

import textwrap
from datetime import date

import pytest

from agent.read import Reading, read_bytes
from schemas.errors import SourceError

ABSTRACT = (
    "Lamps in the fen go out when it rains. We propose Fenlight, a lamp that burns reeds instead of oil. Experiments "
    "in nine fens show that it burns for three nights longer than lamps of the same size."
)
OTHER = (
    "This paper asks how many reeds a fen can give before it is bare. We count reeds in forty fens over nine years and "
    "find that a tenth can be cut each year."
)


def read(text: str) -> Reading:
    return read_bytes(text.encode(), "typed.txt", today=date(2026, 11, 21))


TITLES = ("Fenlight: Lamps of Reeds", "Counting Reeds")
FORMS = (
    "{title}\n{authors}\n{date}\n\n{abstract}\n\n",
    "{title}\n{authors}\n{date}\n{abstract}\n\n",
    "## {title}\n\n{authors}\n\n{date}\n\n{abstract}\n\n---\n\n",
    "Title: {title}\nAuthors: {authors}\nDate: {date}\nAbstract: {abstract}\n\n",
    "Title: {title}\nAuthors: {authors}\nDate: {date}\nAbstract:\n{abstract}\n\n",
    "**Title:** {title}\n**Authors:** {authors}\n**Date:** {date}\n\n**Abstract**\n{abstract}\n\n",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("dates", [("2024-05-01", "2024-05-03"), ("May 1, 2024", "3 May 2024")])
@pytest.mark.parametrize("width", [None, 72])
def test_forms_that_people_type_are_read(form: str, dates: tuple[str, str], width: int | None) -> None:
    text = form.format(title=TITLES[0], authors="Ada Quillfeather, Bo Tarn", date=dates[0], abstract=ABSTRACT)
    text += form.format(title=TITLES[1], authors="Cy Reed", date=dates[1], abstract=OTHER)
    if width is not None:
        text = "\n".join("\n".join(textwrap.wrap(line, width)) for line in text.split("\n"))
    reading = read(text)
    first, second = reading.entries
    assert (first.title, first.authors, first.date) == (
        "Fenlight: Lamps of Reeds",
        ("Ada Quillfeather", "Bo Tarn"),
        "2024-05-01",
    )
    assert (second.title, second.authors, second.date) == ("Counting Reeds", ("Cy Reed",), "2024-05-03")
    assert (first.abstract, second.abstract) == (ABSTRACT, OTHER)
    assert "unread" not in reading.marks


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_authors_and_date_may_be_missing(between: str) -> None:
    reading = read(f"Fenlight: Lamps of Reeds{between}{ABSTRACT}\n\nCounting Reeds{between}{OTHER}")
    assert [(paper.title, paper.abstract) for paper in reading.entries] == [
        ("Fenlight: Lamps of Reeds", ABSTRACT),
        ("Counting Reeds", OTHER),
    ]


def test_a_further_paragraph_belongs_to_the_abstract() -> None:
    reading = read(f"Fenlight: Lamps of Reeds\nAda Quillfeather\n\n{ABSTRACT}\n\n{OTHER}\n\nCounting Reeds\n\n{OTHER}")
    assert [paper.abstract for paper in reading.entries] == [f"{ABSTRACT} {OTHER}", OTHER]


def test_ids_venue_and_categories_are_facts() -> None:
    paper = read(
        "Fenlight: Lamps of Reeds\nAda Quillfeather\narXiv:2405.01234v2\ncs.CL, stat.ML\n"
        f"Proceedings of the Fen Society\n\n{ABSTRACT}"
    ).entries[0]
    assert (paper.ids, paper.categories, paper.venue_text) == (
        ("arxiv:2405.01234",),
        ("cs.CL", "stat.ML"),
        "Proceedings of the Fen Society",
    )


def test_short_abstract_under_authors_and_a_date_is_a_paper() -> None:
    text = "A Note on Lamps\nAda Quillfeather\n19 May 2026\n\nLamps of reeds burn longer in dry than in wet fens.\n"
    assert [entry.title for entry in read(text).entries] == ["A Note on Lamps"]


def test_one_word_above_authors_and_a_date_is_a_title() -> None:
    text = "Mossgate\nAda Quillfeather\n19 May 2026\n\nWe propose Mossgate, a stopping rule for readers of fens.\n"
    assert [entry.title for entry in read(text).entries] == ["Mossgate"]


NEWS = """Floods hit the fen as river banks give way

By Jo Marsh
May 3, 2024

Hundreds of people left their homes on Friday after the river broke its banks, officials said.

The mayor told reporters that the pumps work. "We present no danger," he said. The water rose by two metres.
"""
LOG = "2024-05-01 12:00:01 INFO lamp started\n2024-05-01 12:00:02 WARN It went out. We show nothing.\n"
CODE = "import math\n\ndef light(lamp):\n    # We propose a lamp. It is bright.\n    return math.sqrt(lamp)\n"
MAIL = "From: Ada\nSubject: Lunch\n\nHi Bo,\n\nshall we meet for lunch? I know a new place. It is near.\n\nBest,\nAda\n"
GUIDE = (
    "Basic information\n\nA fen is a wetland that is fed by ground water. Fens are found in many lands and are home to "
    "reeds.\n"
)


@pytest.mark.parametrize("text", [NEWS, LOG * 20, CODE, MAIL, GUIDE, "- [ ] milk\n- [ ] bread\n", "word " * 500])
def test_text_that_is_no_papers_is_refused(text: str) -> None:
    with pytest.raises(SourceError, match="unknown layout"):
        read(text)
