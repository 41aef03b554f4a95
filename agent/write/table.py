"""References as a table: CSV that a spreadsheet opens without computing anything, and that reads back as it was.

A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV Injection"); so does one that
begins with apostrophes before such a character, so that taking one apostrophe away undoes it exactly.

Source: RFC 4180, https://owasp.org/www-community/attacks/CSV_Injection
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence

from agent.write.encode import visible_line
from schemas.reference import Reference

COLUMNS = (
    *("id", "ids", "title", "authors", "date", "venue", "categories", "url", "abstract", "tldr", "task"),
    *("contribution", "method", "claims", "datasets", "models", "topics", "terms", "keywords", "engine", "status"),
)
MARK = "\ufeff"
"""For the start of a file: without it Excel takes UTF-8 for the encoding of the country."""
ET_AL = "et al."

_FORMULA = re.compile(r"'*\s*[=+\-@\t\r\n＝＋－＠]")


def render_row(cells: Iterable[str]) -> str:
    """Return one row, every cell quoted and safe, with its line end."""
    row = io.StringIO()
    csv.writer(row, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow([safe_cell(cell) for cell in cells])
    return row.getvalue()


def header_row() -> str:
    """Return the row of the names of the columns."""
    return render_row(COLUMNS)


def reference_row(reference: Reference) -> str:
    """Return the row of one paper."""
    return render_row(_cell(reference, name) for name in COLUMNS)


def safe_cell(text: str) -> str:
    """Return the text of a cell that no spreadsheet takes for a formula.

    >>> safe_cell("=1+1"), safe_cell("'=1+1"), safe_cell("it's")
    ("'=1+1", "''=1+1", "it's")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def _cell(reference: Reference, name: str) -> str:
    if name == "url":
        return next(iter(reference.addresses()), "")
    if name == "authors":
        return _listed((*reference.authors, *([ET_AL] if reference.authors and reference.authors_truncated else [])))
    if name == "claims":
        return "\n".join(visible_line(claim) for claim in reference.claims)
    value: object = getattr(reference, name)
    return _listed(value) if isinstance(value, tuple) else visible_line(str(value))


def _listed(items: Sequence[str]) -> str:
    """Join items by semicolons; as a list of JSON where that could not be parted again."""
    shown = [visible_line(item) for item in items]
    if any(";" in item or not item for item in shown) or (shown and shown[0].startswith(("[", "'["))):
        return json.dumps(shown, ensure_ascii=False)
    return "; ".join(shown)
