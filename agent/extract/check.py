"""Is a statement carried by the sentences it cites? No model is asked; no finding means yes.

Sentences are looked up here (rule 1); the rules that compare a statement with them stand in `checking.rules`.
"""

from collections.abc import Sequence

from agent.extract.checking.case import case_of
from agent.extract.checking.occurrence import occurs
from agent.extract.checking.rules import judge
from agent.extract.sentences import NumberedText
from schemas.extraction import Finding

__all__ = ["check_statement", "occurs"]


def check_statement(statement: str, cited: Sequence[int], text: NumberedText) -> tuple[Finding, ...]:
    """Compare a statement with the sentences it cites.

    Args:
        statement: One sentence or part of one, in anybody's words.
        cited: 1-based numbers of sentences of `text`; any number may be wrong.
        text: What the statement is about.

    Returns:
        Why the statement is not carried, rule by rule; empty if it is.
    """
    if not any(letter.isalnum() for letter in statement):
        return (Finding(rule="length", message="the statement is empty"),)
    return _cited_exist(cited, text) or judge(case_of(statement, cited, text))


def _cited_exist(cited: Sequence[int], text: NumberedText) -> tuple[Finding, ...]:
    """Rule 1: the cited sentences exist, and one of them at least is not silenced."""
    if not cited:
        return (Finding(rule="sentence", message="no sentence is cited"),)
    last = len(text.spans)
    wrong = sorted({number for number in cited if not 1 <= number <= last})
    if wrong:
        return tuple(
            Finding(rule="sentence", message=f"there is no s{number}: the abstract has {last} sentences")
            for number in wrong[:3]
        )
    if all(start == end for start, end in (text.spans[number - 1] for number in cited)):
        labels = ", ".join(f"s{number}" for number in sorted(set(cited)))
        return (Finding(rule="sentence", message=f"{labels} speaks to its reader, so it carries no statement"),)
    return ()
