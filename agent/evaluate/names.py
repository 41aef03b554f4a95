"""Measures on annotated abstracts: of datasets, models, topics and categories."""

from collections.abc import Sequence

from agent.evaluate.annotations import Names
from agent.evaluate.cases import Case
from agent.evaluate.figures import Tally
from agent.evaluate.measures import Scored
from schemas.extraction import TopicTag

TOP = 3  # predicted categories among which the primary one is looked for


def datasets(case: Case) -> Scored | None:
    """Compare named datasets; any accepted form counts."""
    told = [one.name for one in case.extraction.datasets] if case.extraction else []
    return _names(told, case.annotation.datasets)


def dataset_roles(case: Case) -> Scored | None:
    """Count rightly told datasets whose role is the annotated one."""
    roles = {name: one.role for one in case.annotation.datasets or () if one.role for name in one.names}
    told = [one for one in case.extraction.datasets if one.name in roles] if case.extraction else []
    if not told:
        return None
    wrong = [f"{one.name}: {one.role}, not {roles[one.name]}" for one in told if one.role != roles[one.name]]
    return Scored(Tally(len(told) - len(wrong), len(told)), tuple(wrong))


def models(case: Case) -> Scored | None:
    """Compare named models and systems; any accepted form counts."""
    told = [one.name for one in case.extraction.models] if case.extraction else []
    return _names(told, case.annotation.models)


def _names(told: Sequence[str], annotated: Sequence[Names] | None) -> Scored | None:
    if annotated is None:
        return None
    wanted = [frozenset(one.names) for one in annotated if one.required]
    optional = {name for one in annotated if not one.required for name in one.names}
    right = [name for name in told if any(name in names for names in wanted)]
    false = [name for name in told if name not in right and name not in optional]
    missed = [names for names in wanted if not names & set(told)]
    wrong = [f"not there: {name}" for name in false] + [f"not told: {' or '.join(sorted(names))}" for names in missed]
    tally = Tally(len(right), len(right) + len(false), len(wanted) - len(missed), len(wanted))
    return Scored(tally, tuple(wrong))


def topics(case: Case) -> Scored | None:
    """Compare tags with the accepted ones: precision of all that are shown, recall of those that are required."""
    annotated = case.annotation.topics
    if annotated is None:
        return None
    one = case.extraction
    shown = [(tag.path[-1], _forms(tag, case)) for tag in one.topics] if one else []
    shown += [(term.name, frozenset({term.name.casefold()})) for term in one.terms] if one else []
    accepted = [(frozenset(name.casefold() for name in topic.names), topic.required) for topic in annotated]
    every = frozenset[str]().union(*(names for names, _ in accepted))
    told = frozenset[str]().union(*(forms for _, forms in shown))
    false = [label for label, forms in shown if not forms & every]
    missed = [names for names, required in accepted if required and not names & told]
    wanted = sum(required for _, required in accepted)
    wrong = [f"not accepted: {label}" for label in false]
    wrong += [f"not told: {' or '.join(sorted(names))}" for names in missed]
    return Scored(Tally(len(shown) - len(false), len(shown), wanted - len(missed), wanted), tuple(wrong))


def _forms(tag: TopicTag, case: Case) -> frozenset[str]:
    """Return all that a tag may be called: its label, the printed term and the other names of its topic."""
    topic = case.taxonomy.topic(tag.node)
    names = [tag.term, tag.path[-1], tag.node.replace("-", " "), *(topic.aliases if topic else ())]
    return frozenset(name.casefold() for name in names)


def category(case: Case) -> Scored | None:
    """Say whether the first predicted category is an accepted one."""
    wanted = case.annotation.arxiv
    if wanted is None or case.extraction is None or not case.extraction.predicted_categories:
        return None
    told = case.extraction.predicted_categories[0]
    right = told in (wanted.primary, *wanted.accept)
    return Scored(Tally(right, 1), () if right else (f"{told}, not {wanted.primary}",))


def primary_category(case: Case) -> Scored | None:
    """Say whether the annotated primary category is among the three likeliest, told or not."""
    wanted = case.annotation.arxiv
    if wanted is None:
        return None
    found = case.extraction
    told = (*found.predicted_categories, *found.unsure_categories)[:TOP] if found else ()
    right = wanted.primary in told
    return Scored(Tally(right, 1), () if right else (f"{', '.join(told) or 'none'}, not {wanted.primary}",))
