"""What is not told, shown to people: a model's own coinages stay in the record and out of the page.

An abstract may hide, in characters that nobody sees or in a code, a name that a model is to spread. A statement with
it is dropped; that the page tells what was dropped must not spread it after all. `digest show --trace` has every word.
"""

import re

from schemas.extraction import Dropped
from schemas.paper import Paper

VEIL = "…"
_WORD = re.compile(r"\w[\w-]*")
_CODE = re.compile(r"\S*[:/\\=@<>{}|]\S*[:/\\=@<>{}|]\S*")  # addresses, paths, markup, commands
_SENTENCE = re.compile(r"s\d+")


def veiled(lost: Dropped, paper: Paper) -> Dropped:
    """Return what was dropped, and why, with `…` for names and codes that neither title nor abstract prints."""
    printed = f"{paper.title} {paper.abstract}".casefold()
    is_name = any(finding.rule == "occurrence" for finding in lost.findings)
    text = VEIL if is_name and lost.text.casefold() not in printed else _veil(lost.text, printed)
    findings = tuple(
        finding.model_copy(update={"message": _veil(finding.message, printed)}) for finding in lost.findings
    )
    return lost.model_copy(update={"text": text, "findings": findings})


def _veil(text: str, printed: str) -> str:
    def shown(match: re.Match[str]) -> str:
        word = match.group()
        if word.casefold() in printed or _SENTENCE.fullmatch(word) or not any(map(str.isalpha, word)):
            return word
        coined = any(map(str.isdigit, word)) or (match.start() > 0 and any(map(str.isupper, word)))
        return VEIL if coined else word

    def whole(match: re.Match[str]) -> str:
        return match.group() if match.group().casefold().strip(".,;“”\"'()") in printed else VEIL

    return _WORD.sub(shown, _CODE.sub(whole, text))
