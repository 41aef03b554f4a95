"""Terms ─▶ taxonomy nodes: which nodes a text names, which of them it is about, which terms map to them.

Words are compared in the normal form of `schemas.taxonomy.normalize_term`; nothing is merged by similarity of strings.
A node needs its label or an alias in title or abstract, or an acronym that the text itself defines as one of them;
some need a word of their field besides.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.extract.phrases import BREAKING, MOST_WORDS, is_phrase, is_term
from agent.extract.sentences import NumberedText
from agent.extract.worded import Words, split_words
from agent.extract.words import stem
from schemas.extraction import Mention, TopicTag
from schemas.taxonomy import NameTree, Taxonomy, Topic, TopicName, normalize_term

MOST_TERMS = 6
FEWEST_TERMS = 2
_FILLED = 4  # topics up to which a text of the fields takes those named in passing; chosen on gold/dev.jsonl

_ACRONYM = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
_LONGEST_ACRONYM = 8  # letters; more are no acronym, and the long form is looked for at most so far away
_SMALL = frozenset(["a", "an", "and", "by", "for", "from", "in", "of", "on", "or", "the", "to", "via", "with"])
_ANNOUNCED = re.compile(
    r"\b(?:we|(?:this|the present) (?:paper|work|study|article|survey)|our (?:work|paper|study|goal|aim)) "
    r"(?:\w+ ){0,3}?(?:propos|present|introduc|develop|design|stud(?:y|ies)|investigat|examin|explor|address|tackl"
    r"|consider|analy[sz]|focus|revisit|describ|survey|review)"
)
_ENOUGH = 1.4  # weight of what is named in two places, or once in the title; chosen on gold/dev.jsonl
_ENOUGH_IF_FAINT = 2.2  # named in three places, or once in the title
_SHORT = 2  # sentences of an abstract in which one mention is much
_TAILS = re.compile(r" (?:algorithm|approach|framework|method|model|problem|setting|strategy|system|task|technique)$")

_FORMULA = frozenset("$\\{}=")
_NEXT = frozenset([",", "and", "or"])


class _Found(NamedTuple):
    """Words `first` to `last` name a topic."""

    topic: Topic
    first: int
    last: int
    sentence: int
    guarded: bool


class _Reading(NamedTuple):
    words: Words
    found: dict[str, list[_Found]]
    """What counts, by topic id, in order of appearance."""
    defined: dict[str, Topic | None]
    """Acronyms that the text defines, in normal form; None: as something that is no topic."""
    filled: int
    """Topics up to which those named in passing count: most in a text that holds a word that some topic needs, so is of
    a field that the taxonomy is for; 0: they do not count."""


def find_topics(text: NumberedText, taxonomy: Taxonomy, without: Sequence[str] = ()) -> tuple[str, ...]:
    """Return up to 6 terms that the text is about, as printed, most central first.

    Names of taxonomy nodes come first, broad ones last among them. Where they are fewer than 2, or than 4 in a text of
    the taxonomy's fields, narrow nodes follow that it names in passing, by several words; where that leaves fewer than
    2, noun phrases, none with a word of a name in `without`. Empty only if no phrase can be found.
    """
    reading = _read(text, taxonomy)
    chosen = _central(reading, text)[:MOST_TERMS]
    terms = [_best(reading.found[node], reading.words) for node in chosen]
    if len(terms) < FEWEST_TERMS:
        terms.extend(_phrases(reading, taxonomy, FEWEST_TERMS - len(terms), without))
    return tuple(terms)


def _central(reading: _Reading, text: NumberedText) -> list[str]:
    """Return the ids of the nodes that the text is about."""
    announced = {number for number, sentence in enumerate(text.sentences, 1) if _ANNOUNCED.search(sentence.lower())}
    filled = reading.filled or (FEWEST_TERMS if len(text.spans) <= _SHORT else 0)
    ranks: list[tuple[int, bool, float, int, str]] = []
    for node, found in reading.found.items():
        weight = _weigh(found, announced, len(text.spans))
        topic = found[0].topic
        broad = topic.broad or topic.faint
        most = MOST_TERMS
        if weight < (_ENOUGH_IF_FAINT if topic.faint else _ENOUGH):
            enough = not broad and _says_enough(found, reading.words)
            most = min(filled, FEWEST_TERMS if topic.aside else MOST_TERMS) if enough else 0
        if most:
            ranks.append((-most, broad, -weight, found[0].first, node))
    ranks.sort()
    return [node for place, (most, *_, node) in enumerate(ranks) if place < -most]


def _says_enough(found: Sequence[_Found], words: Words) -> bool:
    """Say whether one mention may tell what a text is about: by several words, not the next in a row of examples."""
    return any(one.first < one.last and words.keys[one.first - 1] not in _NEXT for one in found)


def map_terms(
    terms: Sequence[str], text: NumberedText, taxonomy: Taxonomy
) -> tuple[tuple[TopicTag, ...], tuple[Mention, ...]]:
    """Return the nodes of the terms, each once, in order of the first term; and the terms that map to none, raw.

    A node is taken only if the text names it. The sentences of a free term are those that hold all its words.
    """
    reading = _read(text, taxonomy)
    tags: dict[str, TopicTag] = {}
    free: dict[str, Mention] = {}
    for term in terms:
        topic = _topic_of(term, reading, taxonomy)
        key = normalize_term(term)
        if topic is None:
            if key not in free and key:
                free[key] = Mention(name=term, sentences=_sentences_with(key, reading.words))
        elif topic.id not in tags:
            found = reading.found[topic.id]
            numbers = tuple(sorted({one.sentence for one in found} - {0}))
            printed = _best(found, reading.words)
            tags[topic.id] = TopicTag(node=topic.id, path=taxonomy.path(topic.id), term=printed, sentences=numbers)
    return tuple(tags.values()), tuple(free.values())


def unnamed_phrases(text: NumberedText, taxonomy: Taxonomy) -> tuple[str, ...]:
    """Return noun phrases that stand in the title or are repeated, outside of all names of topics that count."""
    reading = _read(text, taxonomy)
    words = reading.words
    named = {at for found in reading.found.values() for one in found for at in range(one.first, one.last + 1)}
    phrases = []
    for gram, places in _places(words, named, set()).items():
        in_title = words.sentences[places[0]] == 0
        if (in_title or len(places) > 1) and is_phrase(gram, repeated_in_title=in_title and len(places) > 1):
            phrase = words.printed(places[0], places[0] + len(gram) - 1)
            if _FORMULA.isdisjoint(phrase) and _topic_of(phrase, reading, taxonomy) is None:
                phrases.append(phrase)
    return tuple(phrases)


def term_occurs(term: str, text: NumberedText, taxonomy: Taxonomy) -> bool:
    """Say whether the stems of the term's content words, or a name of its topic, occur in title or abstract."""
    reading = _read(text, taxonomy)
    if _topic_of(term, reading, taxonomy) is not None:
        return True
    wanted = [word for word in normalize_term(term).split() if word not in _SMALL]
    present = set(reading.words.keys)
    missing = [word for word in wanted if word not in present]
    if wanted and missing:
        stems = {stem(key) for key in present if key.isalnum()}
        missing = [word for word in missing if stem(word) not in stems]
    return bool(wanted) and not missing


@lru_cache(maxsize=4)
def _read(text: NumberedText, taxonomy: Taxonomy) -> _Reading:
    """Return what the text names.

    A topic that needs words counts where the text holds one. A guarded name counts beside a sure one of its topic, or
    in a title beside a topic of the same category that is named in the title or twice.
    """
    words = split_words(text)
    root = taxonomy.names
    found = _find_names(words, root)
    defined = dict(_find_definitions(words, root, found))
    if defined:
        found = _apply_definitions(words, found, defined)
    by_topic: dict[str, list[_Found]] = {}
    present = frozenset(words.keys)
    for one in found:
        if one.topic.id in by_topic or _holds_needed(one.topic.needs, present):
            by_topic.setdefault(one.topic.id, []).append(one)
    sure = {node: named[0].topic.parent for node, named in by_topic.items() if not all(one.guarded for one in named)}
    homes = {home for node, home in sure.items() if len(by_topic[node]) > 1 or by_topic[node][0].sentence == 0}
    counting = {
        node: named
        for node, named in by_topic.items()
        if node in sure or (named[0].sentence == 0 and named[0].topic.parent in homes)
    }
    filled = (_FILLED if taxonomy.needs else FEWEST_TERMS) if _holds_needed(taxonomy.needs, present) else 0
    return _Reading(words, counting, defined, filled)


@lru_cache(maxsize=256)
def _split_needs(needs: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the normal forms of whole words, and beginnings in small letters."""
    whole = frozenset(normalize_term(word) for word in needs if not word.endswith("*"))
    return whole, tuple(word[:-1].lower() for word in needs if word.endswith("*"))


def _holds_needed(needs: tuple[str, ...], present: frozenset[str]) -> bool:
    """Say whether one of the words that a topic needs is present; true if it needs none."""
    if not needs:
        return True
    whole, beginnings = _split_needs(needs)
    return not whole.isdisjoint(present) or any(key.startswith(beginnings) for key in present)


def _find_names(words: Words, root: NameTree) -> list[_Found]:
    """Return the longest name at each place, without those that lie within another."""
    keys = words.keys
    found: list[_Found] = []
    reached = 0
    for first, key in enumerate(keys):
        if key not in root.firsts:
            continue
        node = root.begin(key)
        at = first
        longest: _Found | None = None
        while node is not None:
            name = node.name
            if name and at >= reached and words.reach(first, at) and _is_printed_so(name, words, at):
                longest = _Found(name.topic, first, at, words.sentences[first], name.guarded)
            at += 1
            node = node.after.get(keys[at])
        if longest is not None:
            found.append(longest)
            reached = longest.last + 1
    return found


def _is_printed_so(name: TopicName, words: Words, at: int) -> bool:
    """Say whether a short acronym stands in its own case; in a title of capitals alone no word shows its case."""
    if name.cased is None:
        return True
    shouted = words.sentences[at] == 0 and words.text.title.isupper()
    return not shouted and words.printed(at, at).removesuffix("s") == name.cased.removesuffix("s")


def _find_definitions(words: Words, root: NameTree, found: Sequence[_Found]) -> Iterator[tuple[str, Topic | None]]:
    """Yield the acronyms of `long form (LF)` and `LF (long form)` that concern a topic."""
    keys = words.keys
    for at, key in enumerate(keys):
        if key != "(":
            continue
        if keys[at + 2] == ")" and at:
            acronym, last, latest = at + 1, at - 1, 0
        elif ")" in keys[at + 2 : at + 2 + 2 * _LONGEST_ACRONYM] and at:
            acronym, last, latest = at - 1, keys.index(")", at) - 1, at + 1
        else:
            continue
        letters = words.printed(acronym, acronym).removesuffix("s")
        if len(letters) > _LONGEST_ACRONYM or not _ACRONYM.fullmatch(letters):
            continue
        first = _start_of_long_form(letters.lower(), words, last)
        if first is None or first < latest:
            continue
        topic = root.named(keys[first : last + 1])
        owner = root.named([keys[acronym]])
        if topic is None and any(one.topic is owner and first <= one.first <= last for one in found):
            topic = owner
        if topic is not None or owner is not None:
            yield keys[acronym], topic


def _start_of_long_form(letters: str, words: Words, last: int) -> int | None:
    """Return where the words that end at `last` begin to spell the letters; None if they do not."""
    left = len(letters)
    for at in range(last, max(-1, last - 2 * _LONGEST_ACRONYM), -1):
        key = words.keys[at]
        if not key[0].isalnum():
            return None
        initials = "".join(part[0] for part in re.split(r"[\W_]+", words.printed(at, at).lower()) if part)
        if letters[:left].endswith(initials):
            left -= len(initials)
        elif letters[left - 1] == initials[0]:
            left -= 1
        elif key not in _SMALL:
            return None
        if left == 0:
            return at
    return None


def _apply_definitions(words: Words, found: list[_Found], defined: dict[str, Topic | None]) -> list[_Found]:
    """Return what was found, with the acronyms that the text defines read as it says."""
    kept = [one for one in found if one.first < one.last or words.keys[one.first] not in defined]
    taken = {at for one in kept for at in range(one.first, one.last + 1)}
    for at, key in enumerate(words.keys):
        topic = defined.get(key)
        if topic is not None and at not in taken and words.printed(at, at)[:1].isupper():
            kept.append(_Found(topic, at, at, words.sentences[at], False))
    return sorted(kept, key=lambda one: one.first)


def _topic_of(term: str, reading: _Reading, taxonomy: Taxonomy) -> Topic | None:
    """Return the topic that a term names, whole or without a last word such as `method`, if the text names it too."""
    key = normalize_term(term)
    for name in (key, _TAILS.sub("", key)):
        topic = reading.defined[name] if name in reading.defined else taxonomy.names.named(name.split())
        if topic is not None:
            return topic if topic.id in reading.found else None
    return None


def _best(found: Sequence[_Found], words: Words) -> str:
    """Return the longest of the names that led to a node, as first printed."""
    best = max(found, key=lambda one: (not one.guarded, one.last - one.first))
    return words.printed(best.first, best.last)


def _weigh(found: Sequence[_Found], announced: set[int], last: int) -> float:
    """Return how central a topic is: a sentence counts once, more names in it a little; long names count more."""
    weight = 0.0
    seen: set[int] = set()
    for one in found:
        if one.sentence in seen:
            weight += 0.4
        elif one.sentence == 0:
            weight += 3.0
        elif one.sentence in announced:
            weight += 1.2
        else:
            weight += 1.0 if one.sentence in (1, last) else 0.8
        seen.add(one.sentence)
    longest = max(one.last - one.first for one in found)
    return weight * (0.8 + 0.1 * min(longest, 3))


def _sentences_with(key: str, words: Words) -> tuple[int, ...]:
    wanted = {stem(word) for word in key.split() if word not in _SMALL}
    held: dict[int, set[str]] = {}
    for word, sentence in zip(words.keys, words.sentences, strict=True):
        if word[0].isalnum() and stem(word) in wanted:
            held.setdefault(sentence, set()).add(stem(word))
    return tuple(sorted(number for number, stems in held.items() if stems == wanted and number))


def _phrases(reading: _Reading, taxonomy: Taxonomy, most: int, without: Sequence[str]) -> list[str]:
    """Return up to `most` noun phrases, none within a topic's name or one of `without`, no two with a common word.

    In this order: repeated phrases that the title holds, other repeated ones; where the text names no topic, phrases of
    the title that are not repeated and technical words of the title, and if all of that is nothing, any word of it.
    """
    words = reading.words
    named = {at for found in reading.found.values() for one in found for at in range(one.first, one.last + 1)}
    places = _places(words, named, {key for name in without for key in normalize_term(name).split()})
    chosen: list[str] = []
    used: set[str] = set()
    for gram in sorted(places, key=lambda gram: _rank_phrase(gram, places[gram], words)):
        lonely = not reading.found and not chosen
        in_title = words.sentences[places[gram][0]] == 0
        repeated = len(places[gram]) > 1
        worth = is_phrase(gram, repeated_in_title=repeated and in_title)
        worth = worth and (repeated or (not reading.found and in_title))
        worth = worth or (lonely and (in_title or not words.text.title) and (len(gram) > 1 or is_term(gram[0])))
        phrase = words.printed(places[gram][0], places[gram][0] + len(gram) - 1)
        worth = worth and _FORMULA.isdisjoint(phrase)
        if worth and used.isdisjoint(gram) and _topic_of(phrase, reading, taxonomy) is None:
            chosen.append(phrase)
            used.update(gram)
            if len(chosen) == most:
                break
    if not chosen and not reading.found and places:
        gram = min(places, key=lambda gram: (words.sentences[places[gram][0]] != 0, -len(gram), places[gram][0]))
        chosen.append(words.printed(places[gram][0], places[gram][0] + len(gram) - 1))
    return chosen


def _places(words: Words, named: set[int], owned: set[str]) -> dict[tuple[str, ...], list[int]]:
    """Return where each run of up to 4 words that no breaking word parts begins."""
    places: dict[tuple[str, ...], list[int]] = {}
    for first, last in _runs(words, named, owned):
        for start in range(first, last + 1):
            for end in range(start, min(last, start + MOST_WORDS - 1) + 1):
                if words.reach(start, end):
                    places.setdefault(tuple(words.keys[start : end + 1]), []).append(start)
    return places


def _rank_phrase(gram: tuple[str, ...], places: Sequence[int], words: Words) -> tuple[bool, bool, bool, int, int]:
    elsewhere = words.sentences[places[0]] != 0
    repeated = len(places) > 1
    return (
        not is_phrase(gram, repeated_in_title=repeated and not elsewhere),
        not repeated,
        elsewhere,
        -len(gram) * min(len(places), 3),
        places[0],
    )


def _runs(words: Words, named: set[int], owned: set[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each unbroken row of words that may make a phrase."""
    first = -1
    for at, key in enumerate(words.keys):
        if at not in named and key not in BREAKING and key not in owned and len(key) > 2 and key.isalpha():
            first = at if first < 0 else first
        elif first >= 0:
            yield first, at - 1
            first = -1
