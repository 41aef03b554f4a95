"""Files of topics in TOML: read whole, every problem found with its line, alone or on top of the packaged topics."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from pydantic import ValidationError

from schemas.terms import normalize_term
from schemas.topic import SLUG, Archive, Category, Taxonomy, Topic

BUILTIN = "builtin"
MOST_NAME_CHARACTERS = 80
MOST_NAME_WORDS = 9
_MARKS = ("broad", "faint", "aside")  # lists of ids at the top of a file
_NOT_CATEGORIES = (*_MARKS, "extends", "remove", "archives", "categories", "needs")
_TABLE = re.compile(r"\s*\[\s*(?:\"([^\"]*)\"|'([^']*)'|([\w.-]+))\s*\]")
_KEY = re.compile(r"\s*(?:\"([^\"]*)\"|'([^']*)'|([\w-]+))\s*=")
_NEEDED = re.compile(r"[^\W_]+\*?")
_PLACE = re.compile(r"at line (\d+)")


class Problem(NamedTuple):
    """What is wrong with a file, and what to do."""

    line: int | None
    """1-based; None: of the whole file."""
    entry: str
    """Id, category or key."""
    message: str


class TopicsFile(NamedTuple):
    """What a file says."""

    taxonomy: Taxonomy | None
    """None if there is a problem."""
    problems: tuple[Problem, ...]
    lines: Mapping[str, int]
    """Where the topics of the file itself stand, by id."""


def read_topics(text: str, base: Taxonomy) -> TopicsFile:
    """Read a file of topics.

    Args:
        text: Of the file.
        base: Archives and categories that are known, and the topics that `extends = "builtin"` means.
    """
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        place = _PLACE.search(str(error))
        return TopicsFile(None, (Problem(int(place[1]) if place else None, "", f"not TOML: {error}"),), {})
    reading = _Reading(text, table, base)
    reading.read()
    taxonomy = None if reading.problems else reading.taxonomy()
    ordered = sorted(reading.problems, key=lambda problem: problem.line or 0)
    known = {key: reading.lines[place] for key, place in reading.places.items() if place in reading.lines}
    return TopicsFile(taxonomy, tuple(ordered), known)


class _Reading:
    """One file while it is read."""

    def __init__(self, text: str, table: Mapping[str, object], base: Taxonomy) -> None:
        self._text = text.splitlines()
        self._table = table
        self._base = base
        self.lines = _find_lines(self._text)
        self.problems: list[Problem] = []
        self.places: dict[str, tuple[str, str]] = {}
        self._extends = table.get("extends") == BUILTIN
        self._topics: dict[str, Topic] = {topic.id: topic for topic in base.topics} if self._extends else {}
        self._archives = {archive.code: archive for archive in base.archives}
        self._categories = {category.code: category for category in base.categories}

    def read(self) -> None:
        """Read every entry; what is wrong goes to `problems`."""
        if not self._extends and "extends" in self._table:
            self._object("", "extends", f'`extends` can only be "{BUILTIN}"; take the line out to replace all topics')
        self._read_places()
        self._remove()
        for code, entries in self._table.items():
            if code not in _NOT_CATEGORIES:
                self._read_category(code, entries)
        self._mark()
        self._read_needs()
        self._find_shared_names()

    def taxonomy(self) -> Taxonomy:
        return Taxonomy(
            archives=tuple(self._archives.values()),
            categories=tuple(self._categories.values()),
            topics=tuple(self._topics.values()),
        )

    def _object(self, table: str, key: str, message: str, name: str = "") -> None:
        start = self.lines.get((table, key))
        ends = sorted(line for line in self.lines.values() if start and line > start)
        within = range(start, (ends[0] if ends else len(self._text) + 1)) if start else range(0)
        found = next((line for line in within if name and name in self._text[line - 1]), start)
        self.problems.append(Problem(found, key or table, message))

    def _strings(self, key: str) -> dict[str, str]:
        entries = self._table.get(key, {})
        if isinstance(entries, dict) and all(isinstance(name, str) for name in entries.values()):
            return entries
        self._object("", key, f"`{key}` is not a table of names")
        return {}

    def _ids(self, key: str) -> list[str]:
        ids = self._table.get(key, [])
        if isinstance(ids, list):
            return [str(topic_id) for topic_id in ids]
        self._object("", key, f"`{key}` is not a list of ids")
        return []

    def _read_places(self) -> None:
        for code, name in self._strings("archives").items():
            try:
                self._archives[code] = Archive(code=code, name=name)
            except ValidationError:
                self._object("archives", code, f"archive `{code}` needs a name and a code of small letters")
        for code, name in self._strings("categories").items():
            archive = code.partition(".")[0]
            try:
                self._categories[code] = Category(code=code, name=name, archive=archive)
            except ValidationError:
                self._object("categories", code, f"category `{code}` needs a name, and a code such as `soil.CH`")
            if archive not in self._archives:
                self._object("categories", code, f"`{code}`: name its archive too, in [archives]: {archive} = '…'")

    def _remove(self) -> None:
        for topic_id in self._ids("remove"):
            if self._topics.pop(topic_id, None) is None:
                why = "which is no topic" if self._extends else 'which needs `extends = "builtin"`'
                self._object("", "remove", f"`remove` lists `{topic_id}`, {why}", topic_id)

    def _read_category(self, code: str, entries: object) -> None:
        if not isinstance(entries, dict):
            self._object("", code, f'`{code}` is not a table of topics; put it under a category such as ["cs.CL"]')
            return
        if code not in self._categories:
            self._object(code, "", f"`{code}` is no category of arXiv; correct it, or name it in [categories]")
            return
        for topic_id, names in entries.items():
            if topic_id in self.places:
                self._object(code, topic_id, f"topic `{topic_id}` stands in the taxonomy twice; remove one")
            elif not SLUG.fullmatch(topic_id):
                rule = "an id has lower-case letters, digits and single hyphens only"
                self._object(code, topic_id, f"topic `{topic_id}`: {rule}")
            elif topic := self._read_topic(topic_id, names, code):
                self._topics[topic_id] = topic
                self.places[topic_id] = (code, topic_id)

    def _read_topic(self, topic_id: str, names: object, code: str) -> Topic | None:
        if not isinstance(names, str):
            self._object(code, topic_id, f"topic `{topic_id}` is not a text of names: 'Label; other name; …'")
            return None
        former = self._topics.get(topic_id)
        added = names.strip().startswith("+")
        if added and former is None:
            self._object(code, topic_id, f"`{topic_id}` adds names (+) to a topic that the packaged file does not have")
            return None
        listed = [name.strip() for name in " ".join(names.split()).removeprefix("+").split(";")]
        before = len(self.problems)
        for problem, name in _find_wrong_names(listed, first_is_label=not added):
            self._object(code, topic_id, f"topic `{topic_id}`: {problem}", name)
        if len(self.problems) > before:
            return None
        if added and former is not None:
            guarded = (f"{name}?" for name in former.guarded)
            return former.model_copy(update=_sorted_names([*former.aliases, *guarded, *listed]))
        return Topic(id=topic_id, label=listed[0], parent=code, **_sorted_names(listed[1:]))

    def _mark(self) -> None:
        for mark in _MARKS:
            for topic_id in self._ids(mark):
                if topic_id in self._topics:
                    self._topics[topic_id] = self._topics[topic_id].model_copy(update={mark: True})
                else:
                    self._object("", mark, f"`{mark}` lists `{topic_id}`, which is no topic", topic_id)

    def _read_needs(self) -> None:
        """Give topics, or all topics of categories, the words of which a text has to hold one."""
        tables = self._table.get("needs", {})
        if not isinstance(tables, dict):
            self._object("", "needs", "`needs` is not a table; write [needs.NAME] with `words` and `topics`")
            return
        for name, entry in tables.items():
            place = f"needs.{name}"
            words = entry.get("words") if isinstance(entry, dict) else None
            listed = entry.get("topics") if isinstance(entry, dict) else None
            if not isinstance(words, str) or not isinstance(listed, list):
                self._object(
                    place, "", f"[{place}] needs `words = 'learn*; neural'` and `topics = [ids or categories]`"
                )
                continue
            needed = [word.strip() for word in words.split(";")]
            for word in needed:
                if not _NEEDED.fullmatch(word):
                    self._object(place, "words", f"`{word}` is not one word, or its beginning and a `*`", word)
            for entry_id in map(str, listed):
                self._give_needs(place, entry_id, needed)

    def _give_needs(self, place: str, entry_id: str, words: Iterable[str]) -> None:
        given = [topic for topic in self._topics.values() if entry_id in (topic.id, topic.parent)]
        if not given:
            self._object(
                place, "topics", f"[{place}] lists `{entry_id}`, which is no topic and no category of one", entry_id
            )
        for topic in given:
            needs = tuple(dict.fromkeys([*topic.needs, *words]))
            self._topics[topic.id] = topic.model_copy(update={"needs": needs})

    def _find_shared_names(self) -> None:
        owners: dict[str, str] = {}
        for topic in sorted(self._topics.values(), key=lambda topic: topic.id in self.places):
            seen: set[str] = set()
            code, _ = self.places.get(topic.id, ("", ""))
            for name in topic.names:
                key = normalize_term(name)
                owner = owners.setdefault(key, topic.id)
                if owner != topic.id:
                    rule = f"`{name}` is a name of two topics, `{owner}` and `{topic.id}`; keep it in one"
                    self._object(code, topic.id, rule, name)
                elif key in seen:
                    self._object(code, topic.id, f"topic `{topic.id}` has the name `{name}` twice; keep one", name)
                seen.add(key)


def _sorted_names(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    listed = list(names)
    return {
        "aliases": tuple(name for name in listed if not name.endswith("?")),
        "guarded": tuple(name[:-1] for name in listed if name.endswith("?")),
    }


def _find_wrong_names(names: list[str], *, first_is_label: bool) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with names, and the name as it stands in the file."""
    for place, name in enumerate(names):
        bare = name.removesuffix("?")
        if not bare:
            yield "a name is empty; take out the `;` too much", ""
        elif not normalize_term(bare):
            yield f"the name `{name}` holds no word", name
        elif len(bare) > MOST_NAME_CHARACTERS or len(bare.split()) > MOST_NAME_WORDS:
            yield f"the name `{bare[:40]}…` is too long to be found; shorten it to {MOST_NAME_WORDS} words", bare[:40]
        elif place == 0 and first_is_label and bare != name:
            yield f"the label `{name}` cannot be guarded; add another name with the `?`", name
        elif place == 0 and first_is_label and bare[0].islower():
            yield f"the label `{name}` begins with a small letter; write it as it is to be shown", name


def _find_lines(text: list[str]) -> dict[tuple[str, str], int]:
    """Return where each (table, key) stands; a table itself has the key ""."""
    lines: dict[tuple[str, str], int] = {}
    table, closing = "", ""
    for number, line in enumerate(text, start=1):
        if closing:
            closing = "" if closing in line else closing
            continue
        if match := _TABLE.match(line):
            table = match[1] or match[2] or match[3] or ""
            lines.setdefault((table, ""), number)
        elif match := _KEY.match(line):
            lines.setdefault((table, match[1] or match[2] or match[3] or ""), number)
            value = line[match.end() :].strip()
            closing = next((mark for mark in ("'''", '"""') if value.startswith(mark) and mark not in value[3:]), "")
    return lines
