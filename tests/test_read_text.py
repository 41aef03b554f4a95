"""Cleaning, joining of wrapped lines, addresses, shapes of lines."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.read.shapes import is_authors, is_name, is_paragraph, is_prose, is_title, parse_authors
from agent.read.text import addresses, clean, join_lines


def test_clean_folds_white_space_and_drops_what_nobody_sees() -> None:
    assert clean("\ufeff a\u200bb\tc\u00a0\u3000d\x0ce \U000e0041\u202e\ue000\ud800\x1b ") == "ab c d e"


def test_clean_keeps_letters_quotes_and_mathematics() -> None:
    assert clean("Σ “fen” $f$-divergence 10--30 ’s e\u0301") == "Σ “fen” $f$-divergence 10--30 ’s e\u0301"


@given(st.text())
def test_clean_is_idempotent(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["long-", "context"], "long-context"),
        (["single-", "and multi-turn"], "single- and multi-turn"),
        (["end-", "to-end"], "end-to-end"),
        (["a --", "b"], "a -- b"),
        (["2--", "4 times"], "2--4 times"),
        (["2", "--4 times"], "2--4 times"),
        (["a", "", "b"], "a b"),
        (["see https://example.org/fen_lam", "ps_of_the_marsh."], "see https://example.org/fen_lamps_of_the_marsh."),
        ([], ""),
    ],
)
def test_join_lines_knows_where_a_word_was_cut(lines: list[str], joined: str) -> None:
    assert join_lines(lines) == joined


@given(st.lists(st.from_regex(r"[a-z]{1,9}(-[a-z]{2,6})?[.,]?", fullmatch=True), min_size=1), st.integers(20, 90))
def test_join_lines_undoes_hard_wrapping(words: list[str], width: int) -> None:
    text = " ".join(words)
    assert join_lines(textwrap.wrap(text, width)) == text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("at https://example.org/fen.", ("https://example.org/fen",)),
        ("(https://example.org/fen).", ("https://example.org/fen",)),
        ("(https://example.org/fen.)", ("https://example.org/fen",)),
        ("https://example.org/fen{here}.", ("https://example.org/fen",)),
        (r"\url{https://example.org/fen\_lamps}.", ("https://example.org/fen_lamps",)),
        ("https://example.org/Fen_(lamp) and “https://example.org/b”", None),
        ("https: //example. org/fen", ()),
        ("https://example. org/fen", ()),
        ("https://example.org/ fen/lamps", ()),
        ("https://fen.example. org/lamps", ()),
        ("see https://example.org/ and more", ("https://example.org/",)),
        ("http:// and https://fen and ftp://example.org", ()),
        ("https://example.org/a https://example.org/a", ("https://example.org/a",)),
        ("https://example.org/fen.git.", ("https://example.org/fen.git",)),
    ],
)
def test_addresses_come_without_what_stands_around_them(text: str, found: tuple[str, ...] | None) -> None:
    assert addresses(text) == (
        found if found is not None else ("https://example.org/Fen_(lamp)", "https://example.org/b")
    )


@given(st.text(alphabet="htps:/.aé()[]{}\\ _-…", max_size=80))
def test_addresses_never_fail_and_never_hold_blanks(text: str) -> None:
    assert all(" " not in address and address.lower().startswith("http") for address in addresses(text))


def test_titles_are_told_from_prose() -> None:
    titles = [
        "Reverse Fen vs. Forward Fen",
        "Can Lamps See in the Fen?",
        "k-Fen: lamps for all",
        "Watch Out! A Study of Fens",
    ]
    prose = ["We light lamps in the fen. They are bright.", "Lamps are lit in every fen we know of.", "a " * 200]
    assert all(map(is_title, titles))
    assert not any(map(is_title, prose))
    assert all(map(is_prose, prose))


def test_a_line_with_the_address_of_the_code_is_a_paragraph_and_no_title() -> None:
    assert is_paragraph("Code: https://example.org/fen")
    assert not is_title("Code: https://example.org/fen")


def test_authors_are_names_and_nothing_else() -> None:
    assert is_authors("Ada Quillfeather, Bo van der Tarn, J.-P. Reed and Xu Lin 0017 et al. · fen-lab")
    assert not is_authors("Lamps, Reeds, and what they mean for fens.")
    assert is_name("Gong-Zhi O'Fen")
    assert not is_name("of the fen")


def test_authors_are_taken_apart() -> None:
    assert parse_authors("Ada Quillfeather, Bo Tarn et al. · fen, marsh") == (
        ("Ada Quillfeather", "Bo Tarn"),
        True,
        ("fen", "marsh"),
    )
    assert parse_authors("Ada Quillfeather and Bo Tarn") == (("Ada Quillfeather", "Bo Tarn"), False, ())
