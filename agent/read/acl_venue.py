"""Short names of the volumes that the ACL Anthology prints."""

import re

from agent.read.dates import YEAR

VOLUME_START = re.compile(
    r"(?:Findings of the|Proceedings of|Transactions of the Association for|Computational Linguistics, Volume"
    r"|Computational Linguistics - |Actes d|Journal for Language Technology|Northern European Journal"
    rf"|(?:{YEAR} )?(?:Joint )?(?:International )?(?:Conference|Workshop) on)"
)
"""How the title of a volume begins."""
VOLUME_WORD = re.compile(r"Proceedings|Workshop|Conference|Journal|Transactions|Findings|Symposium|Volume|Linguistics")
"""A word that only the title of a volume has, for lines that stand where one is expected."""

_YEAR = re.compile(rf"\b{YEAR}\b")
_FINDINGS = re.compile(rf"Findings of .*?: ?(?P<name>[A-Z][\w*-]*(?: [A-Z][\w*-]*)?)(?: (?P<year>{YEAR}))?")
_IN_BRACKETS = re.compile(rf"\((?P<name>\*?[A-Z][\w*-]*?(?:[ -][A-Z][\w*-]*?)?)(?:[ -](?P<year>{YEAR}))?\)")
_SERIES = (
    (re.compile(r"Transactions of the Association for Computational Linguistics"), "TACL"),
    (re.compile(r"North American Chapter"), "NAACL"),
    (re.compile(r"European Chapter"), "EACL"),
    (re.compile(r"Asia-Pacific Chapter"), "AACL"),
    (re.compile(r"Annual Meeting of the Association for Computational Linguistics"), "ACL"),
    (re.compile(r"Empirical Methods in Natural Language Processing"), "EMNLP"),
    (re.compile(r"International Joint Conference on Natural Language Processing"), "IJCNLP"),
    (re.compile(r"International Conference on Computational Linguistics"), "COLING"),
    (re.compile(r"Language Resources and Evaluation"), "LREC"),
    (re.compile(r"Computational Natural Language Learning"), "CoNLL"),
    (re.compile(r"International (?:Conference on )?Natural Language Generation"), "INLG"),
    (re.compile(r"Special Interest Group on Discourse and Dialogue"), "SIGDIAL"),
    (re.compile(r"Conference on Machine Translation"), "WMT"),
    (re.compile(r"Workshop on Semantic Evaluation"), "SemEval"),
)
_TRACKS = re.compile(r"System Demonstrations|Student Research Workshop|Tutorial Abstracts|Industry Track")


def short_venue(printed: str, year: str | None) -> str:
    """Return the short form of a volume's title; the title itself if none is known.

    Args:
        printed: The title of the volume.
        year: Of the heading over the paper, for titles that print no year.

    >>> short_venue("Findings of the Association for Computational Linguistics: ACL 2025", "2025")
    'Findings of ACL 2025'
    >>> short_venue("Proceedings of the 2023 Conference on Empirical Methods in Natural Language Processing", "2023")
    'EMNLP 2023'
    """
    own = _YEAR.search(printed)
    year = own.group() if own else year
    if match := _FINDINGS.match(printed):
        return _dated(f"Findings of {match['name']}", match["year"] or year)
    track = _TRACKS.search(printed)
    if re.search(r"Workshop|Shared Task", printed) and not (track and "Annual Meeting" in printed):
        return _bracketed(printed, year) or _series(printed, year, only="SemEval") or printed
    name = _series(printed, year) or _bracketed(printed, year) or printed
    return f"{name} {track.group()}" if track and name != printed else name


def _bracketed(printed: str, year: str | None) -> str | None:
    match = next((found for found in _IN_BRACKETS.finditer(printed) if not found["name"].startswith("Volume")), None)
    return _dated(match["name"], match["year"] or year) if match else None


def _series(printed: str, year: str | None, only: str | None = None) -> str | None:
    found = sorted(
        (match.start(), name)
        for pattern, name in _SERIES
        if (only is None or name == only) and (match := pattern.search(printed))
    )
    names = [name for _, name in found]
    if "LREC" in names and "COLING" in names:
        names = ["LREC-COLING"]
    if names[:1] == ["NAACL"] and len(names) > 1:
        names = names[:1]
    return _dated("-".join(names), year) if names else None


def _dated(name: str, year: str | None) -> str:
    return f"{name} {year}" if year else name
