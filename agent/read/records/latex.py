r"""LaTeX in the fields of bibliographies as the text it prints: accents, letters, quotes, dashes, braces, fonts.

Mathematics between dollar signs stays as it is. A parser of LaTeX is not used: to it, the bare `%` of an abstract
begins a comment that swallows the rest of the line.

Source: "BibTeXing" (https://tug.ctan.org/biblio/bibtex/base/btxdoc.pdf) for accents in braces,
https://en.wikibooks.org/wiki/LaTeX/Special_Characters for their commands.
"""

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "ldots": "…", "dots": "…", "textellipsis": "…",
    "textendash": "–", "textemdash": "—", "textquoteleft": "‘", "textquoteright": "’", "textquotedblleft": "“",
    "textquotedblright": "”", "textquotesingle": "'", "textquotedbl": '"', "textasciitilde": "~",
    "textasciicircum": "^", "textbackslash": "\\", "textbar": "|", "textless": "<", "textgreater": ">",
    "textdollar": "$", "textunderscore": "_", "textbullet": "•", "textperiodcentered": "·", "textdegree": "°",
    "texttrademark": "™", "textregistered": "®", "textcopyright": "©", "textbraceleft": "{", "textbraceright": "}",
    "lbrace": "{", "rbrace": "}",
    "guillemotleft": "«", "guillemotright": "»", "textquestiondown": "¿", "textexclamdown": "¡", "textmu": "µ",
    "textperthousand": "‰", "textalpha": "α", "textbeta": "β", "textgamma": "γ", "textepsilon": "ε", "textlambda": "λ",
}  # fmt: skip
_FONTS = frozenset(
    re.findall(
        r"\w+",
        "textit textbf texttt textsc textsf textrm textup textsl textnormal textmd emph em it bf tt sc sf rm sl text"
        " underline mbox hbox url href uppercase lowercase itshape bfseries scshape ttfamily ensuremath relax protect"
        " bibinfo enquote footnotesize small normalfont",
    )
)
_TOKEN = re.compile(
    r"(?P<math>\\\(.{1,500}?\\\)|(?<!\\)\$[^$]{1,500}(?<!\\)\$)"
    r"|\\(?P<accent>[`'^~=.\"])\s*(?:\{\s*)?(?P<base>\\[ij](?![A-Za-z])|[^\W\d_])(?:\s*\})?"
    r"|\\(?P<letter_accent>[uvHcdbkr])(?:\s*\{\s*|\s+)(?P<letter_base>\\[ij](?![A-Za-z])|[^\W\d_])(?:\s*\})?"
    r"|\\(?P<command>[A-Za-z]+)(?:\*?[ \t]*(?:\{\})?)"
    r"|\\(?P<escaped>[%&_#${}])|(?P<space>~|\\[ ,;:!/])|(?P<hyphen>\\-)"
    r"|(?P<dash>-{2,3})(?!-)|(?P<open>``)|(?P<close>'')|(?P<brace>[{}])",
    re.DOTALL,
)


def decoded(text: str) -> str:
    r"""Return what LaTeX prints; a command that is not known stays as it is.

    >>> decoded("{\\'E}mile {\\O}st and G{\\\"o}del's \\textit{{BERT}} at 5\\% -- $O(n^{2})$")
    "Émile Øst and Gödel's BERT at 5% – $O(n^{2})$"
    """
    if not any(char in text for char in "\\{}$~`'-"):
        return text
    return unicodedata.normalize("NFC", _TOKEN.sub(_printed, text))


def _printed(match: re.Match[str]) -> str:
    found = match.groupdict()
    if found["math"]:
        return match.group()
    accent = found["accent"] or found["letter_accent"]
    if accent:
        base = (found["base"] or found["letter_base"]).removeprefix("\\")
        return unicodedata.normalize("NFC", base + _ACCENTS[accent])
    if command := found["command"]:
        if command in _LETTERS:
            return _LETTERS[command]
        return "" if command in _FONTS else match.group()
    if found["escaped"]:
        return found["escaped"]
    if found["dash"]:
        return "–" if len(found["dash"]) == 2 else "—"
    if found["space"]:
        return "" if match.group() in ("\\/", "\\!") else " "
    return "“" if found["open"] else "”" if found["close"] else ""
