"""The kinds of files that are read as a whole: one line each, known from what they hold, never from their names.

To add a kind, write a module with `knows` and `read` and give it a line here. `agent.read.source` asks the kinds in
order, after bytes have been inflated and decoded, and takes the first that knows the document; if none does, the text
kinds of `agent.read.kinds` are tried on its lines. A kind that is known from its first line comes before those known
from a line further down: the cells of a table may hold a record of another kind. `read` returns `Records`: drafts (with
`numbers=()`, as a file of records has no lines worth showing) and problems. It may raise `UnreadableError(fact,
remedy)`, which becomes a `SourceError` with the file's name, and nothing else, whatever the text is.
"""

from agent.read.records import (
    arxiv_atom,
    arxiv_json,
    arxiv_list,
    arxiv_mail,
    arxiv_rss,
    bibtex,
    csl_json,
    csv_table,
    hf_daily,
    openalex,
    plain_json,
    ris,
    semantic_scholar,
)
from agent.read.records.json_kind import json_kind
from agent.read.records.record import FileKind

FILE_KINDS: tuple[FileKind, ...] = (
    json_kind("arxiv-json", arxiv_json.knows, arxiv_json.read),
    json_kind("semantic-scholar", semantic_scholar.knows, semantic_scholar.read),
    json_kind("openalex", openalex.knows, openalex.read),
    json_kind("hf-daily", hf_daily.knows, hf_daily.read),
    json_kind("csl-json", csl_json.knows, csl_json.read),
    json_kind("json", plain_json.knows, plain_json.read, in_lines=False),
    FileKind("csv", csv_table.knows, csv_table.read),
    FileKind("bibtex", bibtex.knows, bibtex.read),
    FileKind("arxiv-atom", arxiv_atom.knows, arxiv_atom.read),
    FileKind("arxiv-rss", arxiv_rss.knows, arxiv_rss.read),
    FileKind("arxiv-mail", arxiv_mail.knows, arxiv_mail.read),
    FileKind("arxiv-list", arxiv_list.knows, arxiv_list.read),
    FileKind("ris", ris.knows, ris.read),
)
