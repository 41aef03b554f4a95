"""Name the problem a paper addresses in at most six words of its own."""

import re
from collections.abc import Sequence

from agent.extract.lexicon import LONGEST_READ
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
_NAMED = re.compile(rf"\b(?:task|problem|challenge|field|area|topic)s? of (?:the |an? )?{_PHRASE}", re.IGNORECASE)
_FOR = re.compile(
    rf"\bfor (?:the |an? |more |better |improved |efficient |effective |robust |scalable |reliable )*{_PHRASE}",
    re.IGNORECASE,
)
_GENERIC = frozenset(
    """use example instance evaluation training this these it them us each both all which future further task tasks
    problem paper work free""".split()
)


def name_task(text: NumberedText, roles: Sequence[Role], topics: Sequence[str]) -> str | None:
    """Return a phrase of title or abstract that names the task; None where none is found.

    Order: what the title says the work is for, what the abstract calls its task or problem, the most central topic.
    """
    title = text.title[:LONGEST_READ]
    phrases = (
        _phrase(_FOR, title),
        _stated(text, roles),
        next((topic for topic in topics[:1] if " " in topic or topic in title), None),
    )
    return next(filter(None, phrases), None)


def _stated(text: NumberedText, roles: Sequence[Role]) -> str | None:
    printed = (text.sentence(number) for number, role in enumerate(roles, 1) if role != "other")
    return next(filter(None, (_phrase(_NAMED, sentence[:LONGEST_READ]) for sentence in printed)), None)


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
