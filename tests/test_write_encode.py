"""Hostile text is inert in every place of a line, its letters are kept, and ordinary prose is left as it is."""

import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from agent.write.encode import (
    clean_text,
    front_matter_value,
    markdown_cell,
    markdown_code,
    markdown_destination,
    markdown_heading,
    markdown_inline,
    markdown_label,
    markdown_path,
    markdown_text,
)

PARSERS = {name: MarkdownIt(name) for name in ("commonmark", "gfm-like", "js-default")}
PARSERS["js-default"].enable("linkify").options["linkify"] = True

FRAGMENTS = (
    *"\\`*_<>[]()!&;~|$@#./:-+={}%^\"'\n ax1é€…\u0301\u200b",
    *("**", "__", "~~", "```", "~~~", "](", "![a](b)", "[x]: y", "[^1]", "[^1]: z", "[[a]]", "[ ] "),
    *("<b>", "</b>", "<!--", "<?x", "<a@b.co>", "<https://a.example>", "<![CDATA["),
    *("&amp;", "&#35;", "&#x23;", "&colon;"),
    *("www.", "http://", "https://", "ftp://", "mailto:", "xmpp:", "//", "localhost", "evil.com", "x.in", "foo.рф"),
    *(
        "a@b.co",
        "a@1.2.3.4",
        ".ſo",
        "1. ",
        "1) ",
        "- ",
        "+ ",
        "* ",
        "# ",
        "> ",
        "    ",
        "---",
        "===",
        "|---|",
        "| a | b |",
    ),
    *("$x$", "$$", "{{", "{%", "\u037e", "\u1fef"),
)
HOSTILE = st.one_of(
    st.text(alphabet=st.characters(exclude_categories=()), max_size=40),
    st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=10).map("".join),
)
PLACES: dict[str, tuple[str, Callable[[str], str]]] = {
    "line": ("{}", markdown_text),
    "bold": ("**{}** (s3)", markdown_inline),
    "italic": ("so *{}* · *b*", markdown_inline),
    "quoted": ('- **Claim:** "{}" (s1), *b*', markdown_inline),
    "heading": ("## {}\nafter", markdown_heading),
    "label": ("1. [{}](#a) [b](#b)", markdown_label),
    "label first": ("[{}](#a): b", markdown_label),
    "cell": ("| a | b |\n|---|---|\n| {} | c |", markdown_cell),
}


def shape(tokens: list[Token]) -> tuple[list[str], str]:
    """Return the kinds of all tokens but text, links with their address, and the text between them."""
    kinds: list[str] = []
    text = ""
    for token in tokens:
        kinds += [] if token.type in ("text", "text_special") else [f"{token.type} {token.attrs.get('href', '')}"]
        text += token.content if token.type in ("text", "text_special", "code_inline") else ""
        if token.children is not None:
            inner_kinds, inner_text = shape(token.children)
            kinds += inner_kinds
            text += inner_text
    return kinds, text


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("parser", PARSERS)
@settings(deadline=None)
@given(text=HOSTILE)
@example("]: javascript:x")
@example("^a]: b")
@example("README.md vs.in the https://evil.example/a_b?c=[d](e) a@b.co")
@example("a | b\\")
def test_any_text_is_only_text_and_keeps_its_letters(place: str, parser: str, text: str) -> None:
    template, encode = PLACES[place]
    cleaned = clean_text(text)
    if not cleaned:
        return
    kinds, shown = shape(PARSERS[parser].parse(template.format(encode(text))))
    plain_kinds, plain_shown = shape(PARSERS[parser].parse(template.format("PLACE")))
    assert kinds == plain_kinds
    assert shown == plain_shown.replace("PLACE", cleaned)


@settings(deadline=None)
@given(text=HOSTILE)
def test_cleaned_text_is_one_line_of_visible_characters_and_stays_so(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned == " ".join(cleaned.split(" "))
    assert not {unicodedata.category(char) for char in cleaned} & {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    "sentence",
    [
        "C++ and C# run 2.5x faster, e.g. on a_b (s3): x - y, 3 * 4 and p < 0.05.",
        "It keeps 90.01% of AT&T's lines, <5% of the rest, >90% of all, ~5% of none; see Fig. 2!",
        "The [CLS] token lies in [0.1, 0.9], as Quillfeather et al. [12] say (i.e. p(a | b) = 1).",
        "A run costs $3 to $5 and yields mAP@0.5, recall@10 and pass@1; #12 of @all.",
        "Node.js, the U.S., 10^-3, snake_case_names, a/b tests, “quotes” – and dashes—too…",
        'Größe, naïveté, 東京, Ωmega, f(x) = {y: z}, 50% → 60%, it\'s "so".',
        r"A \textbf{word} of LaTeX, x = y, a + b, 1.5 billion, 12:30, -5 points, +2.3 F1.",
    ],
)
def test_ordinary_sentences_come_out_as_they_are(sentence: str) -> None:
    for encode in (markdown_text, markdown_inline, markdown_heading):
        assert encode(sentence) == sentence


@pytest.mark.parametrize(
    ("text", "encoded"),
    [
        ("*a*", r"\*a\*"),
        ("_a_ b_c", r"\_a\_ b_c"),
        ("```x", r"\`\`\`x"),
        ("~~a~~ 1~2", r"\~\~a\~\~ 1\~2"),
        ("<b>", r"\<b>"),
        ("&lt; &#60; & &", r"\&lt; \&#60; & &"),
        ("![a](b)", r"!\[a\](b)"),
        ("see [a]: b", r"see \[a\]: b"),
        ("see [^1]", r"see \[^1\]"),
        ("51\\% \\alpha \\", r"51\\% \alpha \\"),
        ("$x^2$", r"\$x^2\$"),
        ("| a | b |", r"\| a \| b \|"),
        ("https://evil.example/x", r"https:/\/evil.example/x"),
        ("evil.com www.evil.example", r"evil\.com www\.evil.example"),
        ("ada@fen.example", r"ada\@fen.example"),
        ("mailto:ada", r"mailto\:ada"),
        ("{{ x }} {% y %}", r"{\{ x }} {\% y %}"),
        ("# a", r"\# a"),
        ("> a", r"\> a"),
        ("- a", r"\- a"),
        ("---", r"\---"),
        ("===", r"\==="),
        ("1. a", r"1\. a"),
        ("12) a", r"12\) a"),
    ],
)
def test_active_characters_are_escaped_where_they_act(text: str, encoded: str) -> None:
    assert markdown_text(text) == encoded


def test_marks_of_a_line_start_are_left_within_a_line() -> None:
    assert markdown_inline("# a") == "# a"
    assert markdown_inline("1. a > b") == "1. a > b"


def test_hashes_at_the_end_of_a_heading_are_kept() -> None:
    assert [markdown_heading(text) for text in ("C#", "C #", "##")] == ["C#", r"C \#", r"\##"]


def test_every_bar_is_escaped_in_a_cell() -> None:
    assert markdown_cell("p(a | b)\\") == r"p(a \| b)\\"


def test_categories_of_arxiv_stay_as_they_are_in_a_path() -> None:
    assert markdown_path(["cs.CL", "Question *answering*"]) == r"cs.CL › Question \*answering\*"
    assert markdown_path(["evil.com"]) == r"evil\.com"


@settings(deadline=None)
@given(text=HOSTILE)
def test_a_code_span_holds_any_text(text: str) -> None:
    if cleaned := clean_text(text):
        kinds, shown = shape(PARSERS["gfm-like"].parse(f"- x {markdown_code(text)} y"))
        assert kinds.count("code_inline ") == 1
        assert len(kinds) == len(shape(PARSERS["gfm-like"].parse("- x `a` y"))[0])
        assert shown == f"x {cleaned} y"


@pytest.mark.parametrize(
    "address",
    [
        "http://arxiv.org/abs/2605.00001",
        "javascript:alert(1)",
        "https://arxiv.org@evil.example/",
        "https://user:word@arxiv.org/",
        "https://arxiv.org:8080/",
        "https://ärxiv.org/",
        "https://",
        "https:///x",
        "https://arxiv.org\\@evil.example",
        " https://arxiv.org/",
    ],
)
def test_an_address_that_is_not_plain_https_is_no_destination(address: str) -> None:
    assert markdown_destination(address) is None


def test_a_destination_is_percent_encoded_once() -> None:
    assert markdown_destination("https://doi.org/10.1/a%20b(c)<d>;*é") == (
        "https://doi.org/10.1/a%20b%28c%29%3Cd%3E%3B%2A%C3%A9"
    )
    assert markdown_destination("https://arxiv.org/a_b?x=1&y=%zz") == "https://arxiv.org/a_b?x=1&y=%25zz"


@settings(deadline=None)
@given(path=st.text())
def test_any_path_makes_one_link_in_both_forms(path: str) -> None:
    destination = markdown_destination(f"https://arxiv.org/{path}")
    for parser in PARSERS.values():
        for form in (f"a [b]({destination}) c", f"a <{destination}> c"):
            kinds, _ = shape(parser.parse(form))
            assert kinds[2:] == [f"link_open {destination}", "link_close ", "paragraph_close "]


@settings(deadline=None)
@given(text=HOSTILE)
def test_front_matter_values_are_one_line_of_text_that_json_reads_back(text: str) -> None:
    value = front_matter_value(text)
    assert json.loads(value) == clean_text(text)
    assert "\n" not in value
    assert front_matter_value(47) == "47"


@pytest.mark.parametrize(
    "part", ["[", "<1", "@a.", "&a", "*_~", "[a", "-", "a.co", "{{", "https://a.b/", "<a@", "|", "\\"]
)
def test_a_long_run_of_active_characters_is_encoded_in_one_pass(part: str) -> None:
    assert len(markdown_text(part * 20_000)) >= 20_000
