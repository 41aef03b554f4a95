"""Topics in `follow` that no topic or category answers to, told with the nearest name."""

from collections.abc import Iterator
from difflib import get_close_matches

from agent.cli.options import Voice
from agent.cli.printing import tell
from schemas.follow import Follow
from schemas.taxonomy import Taxonomy, named_topic


def tell_unknown_topics(follow: Follow, taxonomy: Taxonomy, voice: Voice) -> None:
    """Tell the user of each such topic; free terms may be meant, so it is no error."""
    for line in () if voice.quiet else unknown_topics(follow, taxonomy):
        tell(f"digest: {line}")


def unknown_topics(follow: Follow, taxonomy: Taxonomy) -> Iterator[str]:
    """Yield a sentence for each topic that a reader follows and the taxonomy does not know by this name."""
    names = {_fold(name): name for name in _names(taxonomy)}
    for topic in follow.topics:
        if _fold(topic) in names:
            continue
        if (known := named_topic(topic, taxonomy)) is not None:
            yield f"`follow` names the topic `{topic}`, which is another name of “{known.label}”: write that"
            continue
        near = get_close_matches(_fold(topic), names, n=1)
        hint = f"; did you mean “{names[near[0]]}”?" if near else ""
        yield f"`follow` names the topic `{topic}`, which no topic answers to: only that free term is looked for{hint}"


def _names(taxonomy: Taxonomy) -> Iterator[str]:
    yield from (name for topic in taxonomy.topics for name in (topic.id, topic.label))
    yield from (category.code for category in taxonomy.categories)


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()
