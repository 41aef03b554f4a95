"""Name the problem a paper addresses in at most six words of its own."""

import re
from collections.abc import Sequence

from agent.extract.lexicon import LONGEST_READ, read_sections
from agent.extract.passages import read_own
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

TASK_WORDS = 6
LONGEST_TASK = 80
"""Characters: a longer phrase of six words is no name of a task."""

_STOP = (
    r"(?:with|via|using|by|through|from|under|based|without|that|which|where|when|while|and"
    r"|or|in|on|of|to|is|are|was|has|have|can|as|at|beyond|against|we|it|its|this)"
)
_WORD = r"[A-Za-z][\w/+'’-]*"
_PHRASE = rf"(?P<task>(?:(?!{_STOP}\b){_WORD} ){{0,5}}(?!{_STOP}\b){_WORD})"
_SUBJECT = r"(?:task|problem|challenge|field|area|topic)s? of "
_NAMED = re.compile(rf"\b{_SUBJECT}(?:the |an? )?{_PHRASE}", re.IGNORECASE)
_NAMED_SIGN = re.compile(_SUBJECT)
"""In small letters; most sentences need no closer look."""
_FOR = re.compile(
    rf"\bfor (?:the |an? |more |better |improved |efficient |effective |robust |scalable |reliable )*{_PHRASE}",
    re.IGNORECASE,
)
_GENERIC = frozenset(read_sections("method")["list said of any task"])


def name_task(text: NumberedText, roles: Sequence[Role], topics: Sequence[str]) -> str | None:
    """Return a phrase of title or abstract that names the task; None where none is found.

    Order: what the title says the work is for, what the abstract calls its task or problem, the most central topic.
    """
    title = text.title[:LONGEST_READ]
    stated = (_phrase(_NAMED, one) for _, one in read_own(text, roles) if _NAMED_SIGN.search(one.lower()))
    central = (topic for topic in topics[:1] if " " in topic or topic in title)
    return _phrase(_FOR, title) or next(filter(None, stated), None) or next(central, None)


def _phrase(pattern: re.Pattern[str], passage: str) -> str | None:
    for match in pattern.finditer(passage):
        words = match.group("task").strip(" -'’").split()
        if (
            1 < len(words) <= TASK_WORDS
            and len(match.group("task")) <= LONGEST_TASK
            and words[0].lower() not in _GENERIC
            and words[-1].lower() not in _GENERIC
        ):
            return " ".join(words)
    return None
