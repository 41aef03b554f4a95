"""Find the name that a paper gives its own work, and the other forms of it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from agent.extract.extractive.acronyms import matching_words, words_before
from agent.extract.extractive.coined import COINED, HEAD, MARKS, STOP_NAMES, SUBJECT, VERB
from agent.extract.extractive.others import is_of_others, speaks_of_own
from agent.extract.extractive.passages import count_printed, own_sentences
from agent.extract.extractive.plausible import is_eponym, is_institution, is_known, is_known_technique, is_plausible
from agent.extract.extractive.titles import names_in_title
from agent.extract.lexicon import LONGEST_READ, one_of, read_sections
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_NAMES = 4
_LINK = r"(?:of|for|with|via|and|by|from|to|in|on|the|as|beyond|based)"
_TITLED = rf"(?:[A-Z][\w-]*)(?: (?:{_LINK} (?:{_LINK} )?)?[A-Z][\w-]*){{1,6}}"
_SINGLE = r"[A-Z][a-z]{3,30}"
_NAME = rf"{_TITLED}|{COINED}(?: [A-Z0-9][\w-]*){{0,2}}"
_QUALIFIERS = (
    r"(?:(?:an?|the|our|The|two|new|novel|simple|efficient|effective|and|unified|general"
    r"|first|[a-z]+-[a-z]+|[a-z]{4,}(?:ed|ing|al|ive|ic|le|ous|ent|ant)),? ){0,6}"
)
_ENDS = (
    rf"(?=[*\"”’'`_}}]*(?:$|[,.:;(\[]| \(| (?:that|which|to|for|as|and|is|with|in|on|by"
    rf"|where|via|-|--|—|–)(?: |$)| (?:[a-z-]+ ){{0,2}}{HEAD}s?\b))"
)
_EXPLAINED = r"(?=,? (?:which|that)\b|, (?:an?|the|our|whose|where)\b| \([A-Z])"
_PROPOSED = re.compile(rf"{SUBJECT}{VERB} {_QUALIFIERS}{MARKS}(?P<name>{_NAME}){_ENDS}")
_PROPOSED_SINGLE = re.compile(rf"{SUBJECT}(?:\w+ and )?{VERB} {MARKS}(?P<name>{_SINGLE}){_EXPLAINED}")
_CALLED = re.compile(
    r"(?<!-)\b(?:(?P<said>called|named|termed|dubbed|coined(?: as)?|denoted (?:as|by)|referred to as"
    r"|abbreviated (?:as|to)|, i\.e\.,|namely)|(?:which|that) we (?:\w+ )?(?:call|term|name|dub|refer to as"
    r"|denote)|we (?:call|term|name|dub|refer to)(?: (?:it|this|our|the|these)(?:"
    rf" \w+){{0,4}})?(?: as)?),? (?:the |an? )?{MARKS}(?P<name>{_NAME}|[A-Z][a-z]{{2,}})(?=\W|$)"
)
_NAMED_BEHIND = re.compile(
    rf"{SUBJECT}{VERB} (?:an?|the|our) (?:[\w-]+ ){{1,9}}[\w-]+, {MARKS}(?P<name>{COINED}){MARKS}"
    r"(?=, (?:that|which|to|for|an?|based|where|by|in|with|and)\b|\.)"
)
_CALLED_THIS = re.compile(
    r"\bwe (?:call|term|name|dub|refer to) (?:it|this|our|the|these)(?: \w+){0,2}?(?: as)? "
    r"(?P<name>(?!as )[a-z]+(?:-[a-z]+)+(?: [a-z][\w-]+){0,2}|(?!as )[a-z]+ing(?: [a-z][\w-]+){1,2})(?=[.,;:(]| \(|$)"
)
_CALLED_PLAIN = re.compile(
    r"(?<!-)(?<!so )\b(?:called|named|termed|dubbed) "
    r"(?P<name>[a-z][\w-]+(?: [a-z][\w-]+){1,4}?)(?=[,.;:]| \(|$| which\b| that\b)"
)
_HEAD_NAME = re.compile(
    rf"\b(?:our|proposed|novel|new) (?:[a-z-]+ ){{0,5}}{HEAD},?"
    rf" {MARKS}(?P<name>(?:[A-Z][\w-]* ){{0,3}}{COINED}|(?<=, ){_TITLED})(?=\W|$)"
)
_OUR_NAME = re.compile(
    r"\b(?:[Oo]ur|the proposed|novel|proposes? an?|introduces? an?|presents? an?) (?:\w+"
    rf" ){{0,2}}?{MARKS}(?P<name>{COINED}){_ENDS}"
)
_PLAIN = re.compile(
    rf"{SUBJECT}(?:propose|introduce|present|develop|devise) {MARKS}(?P<name>(?!(?:to|in|for|at|on|here|a|an"
    r"|the|our|two|three|several|new|novel|that|how)\b)[a-z][\w-]+(?:"
    rf" [a-z][\w-]+){{1,3}})(?:,? (?:which|where|that)\b|, an?\b)",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"(?P<short>{COINED})\)")
_ACRONYM = re.compile(r"(?<= )\((?P<short>[A-Za-z][\w^+-]{1,14})\)")
_EXPANSION = re.compile(rf"(?P<short>{COINED}) \((?P<long>(?:[\w-]{{1,40}}[ )]){{2,10}})")
_NAMING_GAP = re.compile(
    rf"(?:(?:(?!(?:for|to|of|in|on|with|that|which|based|from|by|via|and)\b)[\w-]+,? ){{0,6}}"
    rf"|.{{0,60}}\b{HEAD}(?:,| –| —| --| -|:) (?:the |an? )?)$"
)
_PROPOSING = re.compile(rf"{SUBJECT}{VERB}|\b(?:is|was|are) (?:proposed|introduced|presented|developed|designed)\b")
_ACTIVE = re.compile(rf"{SUBJECT}(?:\w+ and )?(?:propos|introduc|present|develop|devis|design)(?:e?[sd]?|ing) ")
_PASSIVE = re.compile(r"\b(?:is|was|are) (?:\w+ )?(?:proposed|introduced|presented|developed|designed)\b")
_READ_BEHIND = 80
"""Characters behind a bracketed acronym in which "is proposed" is looked for."""
_ENDED = re.compile(
    rf"$|[,.:;]| (?:that|which|to|for|as|and|is|was|are|with|in|on|by|where|via|from|of|at|using|based|-|–|—)\b"
    rf"| [–—-]| (?:[\w-]+ )?{HEAD}\b"
)
_WORKS = re.compile(
    rf"(?:^|, |, but |that |, and )(?P<name>{_SINGLE}|{COINED}) (?:\w+ly )?{one_of('naming', 'does')}\b"
)
_CALLING = ("call", "name", "term", "dub", "coin", "denote", "refer", "abbrev", "i.e.")
_PROPOSER = re.compile(rf"{SUBJECT}(?:\w+ and )?{VERB}")
_NAMING = (
    (_PROPOSED, ()),
    (_PROPOSED_SINGLE, ()),
    (_CALLED, _CALLING),
    (_HEAD_NAME, ("our ", "proposed ", "novel ", "new ")),
    (_OUR_NAME, ("Our ", "our ", "proposed ", "novel ", "propose", "introduce", "present")),
    (_NAMED_BEHIND, ()),
)
"""Where names are given, and words of which one stands there, if none that somebody proposes: few sentences have any."""
_TRAILING = frozenset(read_sections("naming")["trailing words"])
_GENERIC_HEADS = frozenset(read_sections("naming")["generic heads"])
_MEASURE = re.compile(rf"\b(?:{HEAD}|index|measure|metric|score|distance|depth|test|code)$")
_TOWARDS = re.compile(r"^Towards? ", re.IGNORECASE)
_EMPHASIS = " *\"“”‘’'`_.,;{}"


def find_names(text: NumberedText, roles: Sequence[Role]) -> tuple[str, ...]:
    """Return the names that the paper gives its own work, as printed, the surest first; empty if it gives none."""
    own = tuple(own_sentences(text, roles))
    found: dict[str, None] = {}
    for name in names_in_title(text, roles):
        cleaned = _clean(name)
        if cleaned and not (cleaned.islower() and _is_older(cleaned, text, roles)):
            found.setdefault(cleaned)
    for name in _from_sentences(own, f"{text.title} {text.abstract}"):
        cleaned = _clean(name)
        if cleaned and not is_known(cleaned) and not _is_older(cleaned, text, roles):
            found.setdefault(cleaned)
    if not found:
        found.update(dict.fromkeys(_at_work(own, text, roles)))
    for name in tuple(found):
        for other in _other_forms(name, [text.title[:LONGEST_READ], *own]):
            if cleaned := _clean(other, whole=True):
                found.setdefault(cleaned)
    return tuple(found)[:MOST_NAMES]


def _is_kept_up(plain: re.Match[str], printed: str) -> bool:
    # Plain words that nothing marks are a name where they say what is done, and are proposed or said again.
    name = plain.group("name")
    if "-" in name or not name.islower():
        return True
    is_proposed = re.search(r"\b(?:propose|devise) ", plain.group()) is not None
    return name.endswith(("ing", "tion", "sion")) and (is_proposed or printed.casefold().count(name) > 1)


def _from_sentences(own: Sequence[str], printed: str) -> Iterator[str]:
    for sentence in own:
        proposes = _PROPOSER.search(sentence) is not None
        for pattern, words in _NAMING:
            if not (any(map(sentence.__contains__, words)) if words else proposes):
                continue
            for match in pattern.finditer(sentence):
                name = match.group("name")
                said = match.group("said") if pattern is _CALLED else None
                if said and not speaks_of_own(sentence[: match.start("said")], said):
                    continue
                if any(letter.isupper() for letter in name) and not is_of_others(sentence, *match.span("name")):
                    yield name
        yield from (match.group("name") for match in _CALLED_THIS.finditer(sentence))
        if _PROPOSING.search(sentence):
            if not _CALLED_PLAIN.search(sentence):  # "a search (MCTS) named X": the acronym is of what X is built on
                yield from _defined(sentence)
            yield from (match.group("name") for match in _CALLED_PLAIN.finditer(sentence))
        plain = _PLAIN.search(sentence)
        if plain and plain.group("name").split()[-1].lower() not in _GENERIC_HEADS and _is_kept_up(plain, printed):
            yield plain.group("name")


def _defined(sentence: str) -> Iterator[str]:
    # Acronyms that a sentence defines for what it proposes: "we present a lazy memory network (LMN)", "a lazy memory
    # network (LMN) is presented", not "a method for question answering (QA)".
    active = _ACTIVE.search(sentence)
    for match in _ACRONYM.finditer(sentence):
        short = match.group("short")
        long = matching_words(words_before(sentence, match.start()), short)
        behind = sentence[match.end() : match.end() + _READ_BEHIND]
        if long is None or not short[0].isupper() or len(short) < 3 or short[-1] == "s" or not _ENDED.match(behind):
            continue
        start = sentence.rfind(long, 0, match.start())
        if start < 0:  # odd blanks stand between its words
            continue
        if is_known_technique(long) or not ((active and active.end() <= start) or _PASSIVE.search(behind)):
            continue
        opening = active.end() if active and active.end() <= start else max(0, sentence.rfind(", ", 0, start))
        if _NAMING_GAP.match(sentence[opening:start].lstrip(", ")):
            yield short


def _at_work(own: Sequence[str], text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    # Nobody introduces it, but something with a name of its own keeps doing things: "Tarn reads ..., Tarn needs ...".
    counts = Counter(match.group("name") for sentence in own for match in _WORKS.finditer(sentence))
    whole = f"{text.title} {text.abstract}"
    for name, count in counts.items():
        is_word = f" {name.lower()} " in whole  # an address may well print it so
        new = not is_word and not is_known(name) and not _is_older(name, text, roles)
        if new and count and count_printed(whole, name) > 1 and _clean(name) and _is_used_inside(own, name):
            if any(_is_common_term(long) for long in _other_forms(name, [text.title[:LONGEST_READ], *own])):
                continue
            yield name
            return


def _is_common_term(long: str) -> bool:
    # What an acronym that nobody introduces stands for: "critical slowing down" is no name, "reed depth index" may be.
    return is_institution(long) or (long.islower() and _MEASURE.search(long) is None)


def _is_used_inside(own: Sequence[str], name: str) -> bool:
    # A capital that is not just the first of a sentence: something else stands before it, and no noun behind it.
    if not is_eponym(name):
        return True
    places = [(sentence, sentence.find(f" {name}")) for sentence in own]
    inside = [(sentence, place + 1) for sentence, place in places if place > 0]
    return bool(inside) and not any(is_of_others(sentence, at, at + len(name)) for sentence, at in inside)


def _clean(name: str, *, whole: bool = False) -> str | None:
    # `whole`: every word of it stands for a letter of an acronym.
    stripped = _TOWARDS.sub("", name.strip(_EMPHASIS))
    for tail in ("-based", "-style", "-like"):
        stripped = stripped.removesuffix(tail)
    words = stripped.split()
    if len(words) > 1 and words[0] in ("The", "A", "An", "Our"):
        words = words[1:]
    while words and words[-1] in _TRAILING and not whole:
        words = words[:-1]
    if not words or len(" ".join(words)) < 2:
        return None
    if len(words) == 1 and (words[0] in STOP_NAMES or words[0].lower() in _TRAILING or words[0].islower()):
        return None
    return " ".join(words) if whole or is_plausible(" ".join(words)) else None


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
            long = matching_words(words_before(passage, match.start()), short)
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
