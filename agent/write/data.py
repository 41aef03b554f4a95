"""`Digest` ─▶ JSON for programs: one document, or a line for the head and a line for each paper."""

import json
from collections.abc import Iterator

from agent.write.head import GENERATOR
from schemas.digest import Digest

_HEAD = f'{{\n  "generator": "{GENERATOR}",\n'
_FIRST_LINE = f'{{"generator": "{GENERATOR}", "digest": '


def render_json(digest: Digest) -> str:
    """Return the digest as one JSON object, `generator` first; the schema is that of `digest schema Digest`."""
    return json.dumps({"generator": GENERATOR, **digest.model_dump(mode="json")}, ensure_ascii=False, indent=2) + "\n"


def jsonl_pieces(digest: Digest) -> Iterator[str]:
    """Yield a line with all but the papers under `digest`, then a line a paper: `section` (its path) and `paper`."""
    head = {"generator": GENERATOR, "digest": digest.model_dump(mode="json", exclude={"sections"})}
    yield json.dumps(head, ensure_ascii=False) + "\n"
    for section in digest.sections:
        for paper in section.papers:
            line = {"section": section.path, "paper": paper.model_dump(mode="json")}
            yield json.dumps(line, ensure_ascii=False) + "\n"


def is_our_json(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as one JSON object."""
    return start.startswith(_HEAD)


def is_our_jsonl(start: str) -> bool:
    """Tell whether a file that starts like this is a digest as lines."""
    return start.startswith(_FIRST_LINE)
