"""What an invented paper is and what models say about it: what the tests of the model engine share."""

import json
from typing import Any

from agent.extract.model.talk import Subject
from agent.extract.sentences import number_sentences
from schemas.exchange import Exchange, Message, Purpose, Reply
from schemas.taxonomy import load_taxonomy

TEXT = number_sentences(
    "Mossgate: Question Answering with Fewer Passages",
    "Large language models read more passages than they need. "
    "We present Mossgate, a rule that stops retrieval early. "
    "On FenQA it needs 52% fewer retrieval calls than Llama-3.1-8B.",
)
SUBJECT = Subject(TEXT, ("background", "method", "result"), load_taxonomy())
RESULT = "result: On FenQA it needs 52% fewer retrieval calls [3]"
FINDING = "finding: Large language models read more passages than they need [1]"
WRONG = "result: On FenQA it needs 25% fewer retrieval calls [3]"
"""A claim with a number that no sentence prints."""


def wire(**changes: object) -> dict[str, Any]:
    """Return an answer in the wire form, before it is one, that every check lets pass; some fields changed."""
    return {
        "contribution": "method",
        "task": "question answering",
        "names": ["Mossgate"],
        "method": "Mossgate stops retrieval early [2]",
        "claims": [RESULT, FINDING],
        "key": 1,
        "datasets": ["evaluated: FenQA"],
        "models": ["Llama-3.1-8B"],
        "topics": ["question answering", "passages"],
        "tldr": "Mossgate needs 52% fewer retrieval calls on FenQA [2, 3]",
        **changes,
    }


def said(**changes: object) -> Reply:
    """Return a reply with such an answer."""
    return Reply(content=json.dumps(wire(**changes)), finish_reason="stop")


def exchange(reply: Reply, purpose: Purpose = "extract") -> Exchange:
    """Return a request about the paper and its reply; a second one after a cut answer has twice the room."""
    return Exchange(
        purpose=purpose,
        messages=(Message(role="user", content="…"),),
        max_tokens=1800 if purpose == "longer" else 900,
        server="http://127.0.0.1:8080/v1",
        structure="json_schema, enforced",
        reply=reply,
    )
