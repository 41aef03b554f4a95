"""Rule 6: how many of a statement's content words the cited sentences hold."""

from collections.abc import Sequence

from agent.extract.evidence import Evidence
from agent.extract.words import FUNCTION_WORDS, parts, stem

# Share of a statement's content words that the cited sentences may lack. Faithful gists of annotated claims lack up
# to 0.47, statements with the evidence of others 0.62 and more.
_MOST_MISSING = 0.55


def missing_words(statement: str, cited: Evidence) -> list[str]:
    """Return the content words that the cited sentences lack, [] if there are few; an acronym carries its words."""
    every = [part for part in parts(statement) if part.isalpha() and len(part) > 1]
    content = [part for part in every if part.lower() not in FUNCTION_WORDS]
    stems, most = cited.stems, _MOST_MISSING * len(content)
    missing = [part for part in content if stem(part) not in stems]
    if len(missing) <= most:
        return []  # acronyms, which take longer to find, could only carry more
    expanded = _expanded(every, cited.acronyms)
    missing = [
        part for part in missing if part not in expanded and not cited.abbreviates(part.lower().removesuffix("s"))
    ]
    return missing if len(missing) > most else []


def _expanded(content: Sequence[str], acronyms: frozenset[str]) -> frozenset[str]:
    """Return the words of the statement that spell out an acronym of the cited sentences."""
    found: set[str] = set()
    letters = "".join(part[0].lower() for part in content)
    for acronym in acronyms:
        start = letters.find(acronym)
        if start >= 0:
            found.update(content[start : start + len(acronym)])
    return frozenset(found)
