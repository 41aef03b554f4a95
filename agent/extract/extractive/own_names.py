"""Find the name that a paper gives its own work, and the other forms of it."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.acronyms import matching_words, spelt_out
from agent.extract.extractive.gazetteer import STOP_NAMES
from agent.extract.extractive.plausible import is_known, is_of_others, is_plausible, speaks_of_own
from agent.extract.extractive.titles import fold, names_in_title
from agent.extract.lexicon import LONGEST_READ, one_of, read_patterns, read_sections
from agent.extract.passages import count_printed, find_all, own_sentences
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_NAMES = 4
_ACRONYM, _ENDED, _EXPANSION, _NAMING_GAP, _PROPOSING, _ACTIVE, _PASSIVE = (
    re.compile(one_of("naming", heading))
    for heading in (
        *("acronym", "acronym ended", "spelt behind", "acronym gap"),
        *("proposing", "proposing next", "proposed next"),
    )
)
_COINED = re.compile(one_of("naming", "list coined"))
_SHORT = re.compile(rf"(?P<short>{one_of('naming', 'list coined')})\)")
_INTRODUCING = re.compile(rf"{one_of('naming', 'introducing it')}$")
_EXPLAINING = re.compile(one_of("naming", "saying what it is"))
_OWN_ACRONYM = re.compile(one_of("naming", "own acronym"))
_TRAILING = frozenset(read_sections("naming")["trailing words"])
_TOWARDS = re.compile(r"^Towards? ", re.IGNORECASE)
_EMPHASIS = " *\"“”‘’'`_.,;{}"


def find_names(text: NumberedText, roles: Sequence[Role]) -> tuple[str, ...]:
    """Return the names that the paper gives its own work, as printed, the surest first; empty if it gives none."""
    if "background" in roles and {"background", "other"}.issuperset(roles):
        roles = ["method"] * len(roles)  # an abstract of nothing else speaks of its own work all the same
    own = tuple(own_sentences(text, roles))
    found: dict[str, None] = {}
    for name in names_in_title(text, roles):
        cleaned = _clean(name)
        if cleaned and not (cleaned.islower() and _is_older(cleaned, text, roles)):
            found.setdefault(cleaned)
    for name in _from_sentences(own, fold(text.title)) if not found else ():
        cleaned = _clean(name)
        if cleaned and (_is_explained(cleaned, own) or not (is_known(cleaned) or _is_older(cleaned, text, roles))):
            found.setdefault(cleaned)
    for name in tuple(found):
        for other in _other_forms(name, [text.title[:LONGEST_READ], *own]):
            if cleaned := _clean(other, whole=True):
                found.setdefault(cleaned)
    return tuple(name for name in found if not any(one.startswith(f"{name} and ") for one in found))[:MOST_NAMES]


def _from_sentences(own: Sequence[str], title: str) -> Iterator[str]:
    for sentence in own:
        for pattern in read_patterns("naming", "own name"):
            for match in pattern.finditer(sentence):
                said = match.groupdict().get("said")
                if said and not speaks_of_own(sentence[: match.start("said")], said):
                    continue
                name = match.group("name")
                if not name.islower() and not is_of_others(sentence, *match.span("name")):
                    yield name
        if _PROPOSING.search(sentence):
            called, explained = (list(pattern.finditer(sentence)) for pattern in read_patterns("naming", "own phrase"))
            if not called:  # "a search (MCTS) named X": the acronym is of what X is built on
                yield from _defined(sentence)
            yield from (match.group("name") for match in (*called, *explained))
        for match in _OWN_ACRONYM.finditer(sentence):
            said, name, long = match.group("said", "name", "long")
            ours = said is None or speaks_of_own(sentence[: match.start()], said)
            ours = ours and (match.group("titled") is None or fold(long) in title)  # "such a lazy memory network (LMN)"
            if ours and matching_words(long, name) == long:
                yield name


def _defined(sentence: str) -> Iterator[str]:
    # Acronyms that a sentence defines for what it proposes: "we present a lazy memory network (LMN)", "a lazy memory
    # network (LMN) is presented", not "a method for question answering (QA)".
    active = _ACTIVE.search(sentence)
    for match in _ACRONYM.finditer(sentence):
        short = match.group("short")
        long = spelt_out(sentence, match.start(), short)
        behind = sentence[match.end() :]
        if long is None or short.islower() or len(short) < 3 or short[-1] == "s" or not _ENDED.match(behind):
            continue
        start = sentence.rfind(long, 0, match.start())
        if start < 0:  # odd blanks stand between its words
            continue
        if not ((active and active.end() <= start) or _PASSIVE.match(behind)):
            continue
        opening = active.end() if active and active.end() <= start else max(0, sentence.rfind(", ", 0, start))
        if _NAMING_GAP.match(sentence[opening:start].lstrip(", ")):
            yield short


def _clean(name: str, *, whole: bool = False) -> str | None:
    # `whole`: every word of it stands for a letter of an acronym.
    stripped = _TOWARDS.sub("", name.strip(_EMPHASIS))
    for tail in ("-based", "-style", "-like"):
        stripped = stripped.removesuffix(tail)
    before, joint, behind = stripped.partition(" for ")
    if joint and matching_words(behind, before):
        return before
    words = stripped.split()
    if len(words) > 1 and words[0] in ("The", "A", "An", "Our"):
        words = words[1:]
    if len(words) > 1 and words[1] == "for" and _COINED.fullmatch(words[0]):
        words = words[:1]  # "SLIDE for Structural Learning": what follows spells it
    while words and words[-1] in _TRAILING and not whole:
        words = words[:-1]
    if not words or len(" ".join(words)) < 2:
        return None
    if len(words) == 1 and (words[0] in STOP_NAMES or words[0].lower() in _TRAILING or words[0].islower()):
        return None
    return " ".join(words) if whole or is_plausible(" ".join(words)) else None


def _is_explained(name: str, own: Sequence[str]) -> bool:
    # Even what everybody knows by now was new in the paper that says what it is: "we present Tarn 2, an engine".
    return any(
        _EXPLAINING.match(sentence, start + len(name)) and _INTRODUCING.search(sentence[:start])
        for sentence in own
        for start in find_all(sentence, name)
    )


def _is_older(name: str, text: NumberedText, roles: Sequence[Role]) -> bool:
    # What the background already speaks of is not the paper's own.
    return any(
        role == "background" and count_printed(text.sentence(number)[:LONGEST_READ], name)
        for number, role in enumerate(roles, 1)
    )


def _other_forms(name: str, passages: Sequence[str]) -> Iterator[str]:
    for passage in passages:
        if "(" not in passage:
            continue
        place = passage.find(f"{name} (")
        if place >= 0 and (match := _SHORT.match(passage, place + len(name) + 2)):
            yield match.group("short")
        for match in _ACRONYM.finditer(passage):
            short = match.group("short")
            long = spelt_out(passage, match.start(), short)
            if long is None:
                continue
            if short == name:
                yield long
            elif long.casefold().endswith(name.casefold()) or name.casefold().endswith(long.casefold()):
                yield short
        for match in _EXPANSION.finditer(passage):
            if match.group("short") == name and (long := matching_words(match.group("long").strip(") "), name)):
                yield long
    before, colon, behind_colon = passages[0].partition(": ")
    if colon and before.strip() == name and (long := matching_words(behind_colon, name)):
        yield long
