"""Make any text harmless in markdown, front matter and addresses, and leave ordinary prose as it is.

A character is escaped only where CommonMark (spec.commonmark.org/0.31.2), GitHub Flavored Markdown
(github.github.com/gfm), linkify-it (bare addresses and mail), GitHub's dollar formulas or a site builder's `{{ }}`
could act on it. Every encoder works on one line: white space, line ends too, is folded to single blanks first.
"""

import json
import re
import string
import unicodedata
from collections.abc import Callable, Sequence

_DROPPED_CATEGORIES = frozenset(("Cc", "Cf", "Co", "Cs"))
# Letters and marks that show nothing and so can carry hidden text: Default_Ignorable_Code_Point of Unicode's
# DerivedCoreProperties.txt, as far as the categories above do not hold them; variation selectors are among them.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufe00-\ufe0f\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Endings that linkify-it takes for a host even without a scheme: generic ones, and its own list of countries.
_COUNTRY = (
    r"a[cdefgilmnoqrstuwxz]|b[abdefghijmnorstvwyz]|c[acdfghiklmnoruvwxyz]|d[ejkmoz]|e[cegrstu]|f[ijkmor]"
    r"|g[abdefghilmnpqrstuwy]|h[kmnrtu]|i[delmnoqrst]|j[emop]|k[eghimnprwyz]|l[abcikrstuvy]|m[acdeghklmnopqrstuvwxyz]"
    r"|n[acefgilopruz]|om|p[aefghklmnrstwy]|qa|r[eosuw]|s[abcdeghijklmnortuvxyz]|t[cdfghjklmnortvwz]|u[agksyz]"
    r"|v[aceginu]|w[fs]|y[et]|z[amw]"
)
_HOST_ENDING = rf"(?:{_COUNTRY}|aero|asia|biz|com|coop|edu|gov|info|museum|name|net|org|pro|shop|web|xxx|рф|xn--)"
_LABEL = r"[^ .@]"
_ACTIVE = re.compile(
    "|".join(
        (
            r"\\(?=[!-/:-@\[-`{-~]|$)",  # would escape what follows; at the end that is our own markup
            r"`",
            r"\*+|_+|~+",  # judged by _is_inert_run
            r"\$(?!\d)|(?<=[^ (])\$",  # a price such as $3 is left: it can open a formula but nothing can close one
            r"<(?! |[\d=][^ @>]{0,40}(?: |$))",  # tags, comments and addresses, not "p < 0.05" or "<5%"
            r"&(?=#?\w+;)",
            r"[\[\]]",  # judged by _plain_brackets
            r"\|",  # judged by _encode
            r"(?<=/)/(?! |$)",  # //host, with or without a scheme before it
            rf"(?<=[^ ])\.(?={_HOST_ENDING}(?![^\W_]|-))|(?<=www)\.",
            rf"(?<=[^ ])@(?={_LABEL}+(?:\.{_LABEL}+)*\.{_LABEL}*[^\W\d]|\d+\.\d+\.\d+\.\d)|(?<=mailto):|(?<=xmpp):",
            r"(?<=\{)[{%]",
        )
    ),
    re.IGNORECASE,
)
# Brackets in prose ("[CLS]", "[0.1, 0.9]") do nothing where no definition, address, image or footnote belongs to them.
_PLAIN_BRACKETS = re.compile(r"(?<=[^!\[\]^\\`])\[(?![ xX]\]|[\^@!])[^\[\]]+\](?![(\[:{])")
_BLOCK_START = re.compile(r"#{1,6}(?= |$)|>|[-+](?= |$)|=+$|(?=[-:| ]*-)[-:|][-:| ]*$|\d{1,9}(?=[.)](?: |$))")
_CLOSING_HASHES = re.compile(r"(?:(?<= )|^)#+$")
_HTTPS = re.compile(r"https://[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_UNSAFE_IN_ADDRESS = re.compile(r"%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._~:/?#@!&=+,%-]")
_BEFORE_OPENING = frozenset(("", " ", *string.punctuation))
# Archives of arXiv whose subject classes are two capital letters (arxiv.org/category_taxonomy).
_CATEGORY = re.compile(r"(?:astro-ph|cs|econ|eess|math|nlin|q-bio|q-fin|stat)\.[A-Z]{2}")
_BACKTICKS = re.compile(r"`+")


def clean_text(text: str) -> str:
    r"""Return the text as one line of visible characters in NFC.

    White space becomes single blanks; control, format, private-use and surrogate characters, noncharacters and letters
    and marks that show nothing are removed.

    >>> clean_text("Pre\u00adtraining\n on\u200b sorted  corpora")
    'Pretraining on sorted corpora'
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    visible = "".join(char for char in _INVISIBLE.sub("", text) if char.isspace() or not _is_dropped(char))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def visible_line(text: str) -> str:
    r"""Return the text as one line without controls and format characters, else unchanged: for formats of data.

    >>> visible_line("e\u0301 \u2764\ufe0f\n\x00 \u202ez") == "e\u0301 \u2764\ufe0f z"
    True
    """
    if not text.isprintable():
        text = "".join(char for char in text if char.isspace() or unicodedata.category(char) not in _DROPPED_CATEGORIES)
    return " ".join(text.split())


def _is_dropped(char: str) -> bool:
    code = ord(char)
    is_noncharacter = code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    return is_noncharacter or unicodedata.category(char) in _DROPPED_CATEGORIES


def markdown_text(text: str) -> str:
    r"""Encode text that begins a line, such as a paragraph of its own.

    >>> markdown_text("1. C++ runs 2.5x faster (p < 0.05) *always*")
    '1\\. C++ runs 2.5x faster (p < 0.05) \\*always\\*'
    """
    return guard_line_start(markdown_inline(text))


def guard_line_start(encoded: str) -> str:
    """Return encoded text so that it begins no heading, list, quotation, rule or table where it begins a line."""
    start = _BLOCK_START.match(encoded)
    if start is None:
        return encoded
    place = start.end() if start.group()[0].isdigit() else 0
    return f"{encoded[:place]}\\{encoded[place:]}"


def markdown_inline(text: str) -> str:
    """Encode text that stands after other words or marks of a line.

    Two or more bars are escaped, so that no text looks like a row of a table; a lone one ("p(a | b)") is left.
    """
    text = clean_text(text)
    return _encode(text, bars=text.count("|") > 1, brackets=False)


def markdown_cell(text: str) -> str:
    """Encode text for a cell of a table."""
    return _encode(clean_text(text), bars=True, brackets=False)


def markdown_label(text: str) -> str:
    """Encode text for the label of a link, `[label](…)`; a caret at its start would make a footnote."""
    text = clean_text(text)
    encoded = _encode(text, bars=text.count("|") > 1, brackets=True)
    return f"\\{encoded}" if encoded.startswith("^") else encoded


def markdown_heading(text: str) -> str:
    """Encode text for a heading, after its `#` marks; the text may end in `#` itself."""
    return _CLOSING_HASHES.sub(r"\\\g<0>", markdown_inline(text))


def markdown_path(path: Sequence[str], encode: Callable[[str], str] = markdown_inline) -> str:
    """Encode labels from category to topic as one path, each by the encoder of the place where they stand.

    arXiv's own codes stay as they are. linkify-it would take `cs.CL` for a host in Chile if it is set to guess hosts,
    which GitHub, GitLab and VS Code do not; and a code comes from the taxonomy, no paper chooses it.
    """
    labels = (label if _CATEGORY.fullmatch(label) else encode(label) for label in path)
    return " › ".join(label for label in labels if label)


def markdown_code(text: str) -> str:
    """Return the text as a code span whose fence is longer than any run of backticks in it."""
    text = clean_text(text)
    runs = {len(run) for run in _BACKTICKS.findall(text)}
    fence = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def markdown_destination(address: str) -> str | None:
    """Return the address for `[label](…)` or `<…>`, percent-encoded; None unless it is https with a plain host.

    >>> markdown_destination("https://doi.org/10.1000/a(b)c"), markdown_destination("https://arxiv.org@evil.example/")
    ('https://doi.org/10.1000/a%28b%29c', None)
    """
    if _HTTPS.fullmatch(address) is None:
        return None
    return _UNSAFE_IN_ADDRESS.sub(_percent_encoded, address)


def front_matter_value(value: str | int) -> str:
    """Return the value as JSON, which YAML 1.2 and 1.1 read as the same string or number.

    The text is cleaned: JSON allows characters in a string that YAML does not.
    """
    return json.dumps(clean_text(value) if isinstance(value, str) else value, ensure_ascii=False)


def _percent_encoded(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match.group().encode("utf-8", "replace"))


def _encode(text: str, *, bars: bool, brackets: bool) -> str:
    plain = frozenset[int]() if brackets else _plain_brackets(text)

    def escape(match: re.Match[str]) -> str:
        """Put a backslash before every character of a run that would act."""
        active = match.group()
        if (
            (active in "[]" and match.start() in plain)
            or (active == "|" and not bars)
            or (active[0] in "*_~" and _is_inert_run(text, match.start(), match.end()))
        ):
            return active
        return "".join("\\" + char for char in active)

    return _ACTIVE.sub(escape, text)


def _plain_brackets(text: str) -> frozenset[int]:
    pairs = _PLAIN_BRACKETS.finditer(text)
    return frozenset(place for pair in pairs for place in (pair.start(), pair.end() - 1))


def _is_inert_run(text: str, start: int, end: int) -> bool:
    """Tell whether a run of `*`, `_` or `~` can neither open nor close emphasis (CommonMark 6.2, GFM 6.5)."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if before == after == " ":
        return True
    if text[start] == "_":
        return before.isalnum() and after.isalnum()
    # "~5%" could only open, and every run that could close is escaped.
    return text[start:end] == "~" and before in _BEFORE_OPENING and after.isalnum()
