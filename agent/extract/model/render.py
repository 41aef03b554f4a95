"""Paper ─▶ messages: a fixed prefix that servers can keep, then the numbered sentences between two marks.

The prefix is byte-identical in all requests of a run; what a repair adds comes last, so that a server that keeps
prefixes reads the abstract once. The marks hold a hash of the text between them: nobody can print in an abstract
the mark that ends it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from agent.extract.model.shape import Schema, schema_text
from agent.extract.sentences import NumberedText
from prompts import load_prompt
from schemas.exchange import Message
from schemas.extraction import Dropped

BYTES_A_TOKEN = 3
"""UTF-8 bytes that a token stands for at the least in English text; figures from it are upper bounds."""
MARK_DIGITS = 12
MOST_FINDINGS = 12
_NOT_TOLD = ("count", "occurrence")  # the latter: names of a method are dropped under the field of their method
_LONGEST_SAID = 300  # characters of a statement that a repair repeats


def ask(text: NumberedText) -> tuple[Message, ...]:
    """Return the messages that ask about a text; they do not depend on server or rung."""
    return (
        Message(role="system", content=load_prompt("extract").text),
        Message(role="user", content=marked(text)),
    )


def ask_again(text: NumberedText, faults: Iterable[str]) -> tuple[Message, ...]:
    """Return the messages of a fresh request that tells what was wrong with an answer."""
    told = "\n".join(f"- {fault}" for fault in list(faults)[:MOST_FINDINGS])
    first, second = ask(text)
    content = f"{second.content}\n\n{load_prompt('repair').filled(findings=told)}"
    return first, Message(role="user", content=content)


def with_schema(messages: tuple[Message, ...], schema: Schema) -> tuple[Message, ...]:
    """Tell the schema at the end of the prefix, for servers that would not show it to the model."""
    first, *rest = messages
    told = load_prompt("schema").filled(schema=schema_text(schema))
    return (Message(role="system", content=f"{first.content}\n\n{told}"), *rest)


def marked(text: NumberedText) -> str:
    """Return title and numbered sentences between marks, one a line, without characters that are not shown."""
    lines = [f"Title: {visible(text.title)}"]
    lines += [f"{number} {visible(sentence)}" for number, sentence in enumerate(text.sentences, start=1)]
    body = "\n".join(lines)
    mark = hashlib.sha256(body.encode()).hexdigest()[:MARK_DIGITS]
    return f"<{mark}>\n{body}\n</{mark}>"


def visible(text: str) -> str:
    """Return a text on one line without control and format characters, private and unassigned ones.

    Variation selectors beyond the sixteenth go too: no Latin text has them, and they spell bytes that nobody sees.
    """
    folded = " ".join(text.split())
    if folded.isascii() and folded.isprintable():
        return folded
    return " ".join("".join(one for one in folded if not _is_hidden(one)).split())


def _is_hidden(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "C" or "\U000e0100" <= letter <= "\U000e01ef"


def faults_of(dropped: Iterable[Dropped]) -> tuple[str, ...]:
    """Return what was wrong with the statements of an answer; names and terms are not asked for again."""
    return tuple(
        f"{lost.field} {_quoted(lost.text)}: " + "; ".join(finding.message for finding in lost.findings)
        for lost in dropped
        if lost.field in ("tldr", "method", "claim") and any(one.rule not in _NOT_TOLD for one in lost.findings)
    )


def _quoted(text: str) -> str:
    plain = re.sub(r"[<>]", " ", visible(text))
    return f'"{plain[:_LONGEST_SAID]}"'


def about_tokens(messages: Iterable[Message]) -> int:
    """Return at most how many tokens messages are; real counts lie below, for English by a third."""
    return sum(len(message.content.encode()) // BYTES_A_TOKEN + 8 for message in messages)
