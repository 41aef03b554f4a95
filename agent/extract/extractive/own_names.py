"""Find the name that a paper gives its own work, and the other forms of it."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.acronyms import matching_words, words_before
from agent.extract.extractive.addressed import LONGEST_READ
from agent.extract.extractive.gazetteer import load_names
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_NAMES = 4
_COINED = r"(?:(?=[A-Za-z]{0,20}[A-Z][a-z^.+-]{0,30}[A-Z0-9])[\w^.+-]{1,50}[\w^+]|(?=[a-z]{1,20}[A-Z])[\w^+-]{2,50})"
_LINK = r"(?:of|for|with|via|and|by|from|to|in|on|the|as|beyond)"
_TITLED = rf"(?:[A-Z][\w-]*)(?: (?:{_LINK} (?:{_LINK} )?)?[A-Z][\w-]*){{1,6}}"
_MARKS = r"[*\"“‘'`_{]*"
_QUALIFIERS = (
    r"(?:(?:an?|the|our|The|two|new|novel|simple|efficient|effective|and|unified|general"
    r"|first|[a-z]+-[a-z]+|[a-z]{4,}(?:ed|ing|al|ive|ic|le|ous|ent|ant)),? ){0,6}"
)
VERB = (
    r"(?:propose[sd]?|introduc(?:e[sd]?|ing)|present(?:s|ed|ing)?|develop(?:s|ed)?"
    r"|design(?:s|ed)?|devis(?:e[sd]?)|describ(?:e[sd]?)|releas(?:e[sd]?)|contribute|build"
    r"|construct(?:s|ed)?|create[sd]?|curate[sd]?|term(?:ed)?|offer|unveil)"
)
SUBJECT = r"\b(?i:we|this (?:paper|work|article|report)|the authors?|our work)\b (?:[a-z]+,? ){0,3}?"
_HEAD = (
    r"(?:method|approach|framework|model|algorithm|system|architecture|pipeline|benchmark"
    r"|dataset|corpus|network|technique|strategy|paradigm|mechanism|module|toolkit|library"
    r"|agent|suite|loss|optimizer|series|scheme|protocol|platform|attack|defense|decoder"
    r"|encoder|estimator|procedure)"
)
_ENDS = (
    rf"(?=[*\"”’'`_}}]*(?:$|[,.:;(\[]| \(| (?:that|which|to|for|as|and|is|with|in|on|by"
    rf"|where|via|-|--|—|–)(?: |$)| (?:[a-z-]+ ){{0,2}}{_HEAD}s?\b))"
)
_PROPOSED = re.compile(
    rf"{SUBJECT}{VERB} {_QUALIFIERS}{_MARKS}(?P<name>{_TITLED}|{_COINED}(?: [A-Z0-9][\w-]*){{0,2}}){_ENDS}"
)
_CALLED = re.compile(
    r"\b(?:called|named|termed|dubbed|coined(?: as)?|denoted (?:as|by)|referred to as"
    r"|abbreviated (?:as|to)|(?:which|that) we (?:\w+ )?(?:call|term|name|dub|refer to as"
    r"|denote)|we (?:call|term|name|dub|refer to)(?: (?:it|this|our|the|these)(?:"
    rf" \w+){{0,4}})?(?: as)?|, i\.e\.,|namely),? (?:the |an? )?{_MARKS}(?P<name>{_TITLED}"
    rf"|{_COINED}(?: [A-Z0-9][\w-]*){{0,2}}|[A-Z][a-z]{{2,}})(?=\W|$)"
)
_HEAD_NAME = re.compile(
    rf"\b(?:our|proposed|novel|new) (?:[a-z-]+ ){{0,5}}{_HEAD},?"
    rf" {_MARKS}(?P<name>(?:[A-Z][\w-]* ){{0,3}}{_COINED}|(?<=, ){_TITLED})(?=\W|$)"
)
_CALLED_PLAIN = re.compile(
    r"\b(?:called|named|termed|dubbed) (?P<name>[a-z][\w-]+(?: [a-z][\w-]+){1,4}?)(?=[,.;:]| \(|$| which\b| that\b)"
)
_OUR_NAME = re.compile(
    r"\b(?:[Oo]ur|the proposed|novel|proposes? an?|introduces? an?|presents? an?) (?:\w+"
    rf" ){{0,2}}?{_MARKS}(?P<name>{_COINED}){_ENDS}"
)
_ACRONYM = re.compile(r"(?<= )\((?P<short>[A-Za-z][\w^+-]{1,14})\)")
_EXPANSION = re.compile(rf"(?P<short>{_COINED}) \((?P<long>(?:[\w-]{{1,40}}[ )]){{2,10}})")
_PLAIN = re.compile(
    rf"{SUBJECT}(?:propose|introduce|present|develop|devise) {_MARKS}(?P<name>(?!(?:to|a|an"
    r"|the|our|two|three|several|new|novel|that|how)\b)[a-z][\w-]+(?:"
    rf" [a-z][\w-]+){{1,3}}),? (?:which|an?\b|where|that\b)",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(rf"{SUBJECT}{VERB} (?:an?|the|our) (?P<name>(?:[\w-]+ ){{1,6}}[\w-]+) {_HEAD}\b")
_GENERIC_HEADS = frozenset(
    [
        "methods",
        "approaches",
        "techniques",
        "models",
        "algorithms",
        "strategies",
        "results",
        "experiments",
        "frameworks",
        "method",
        "approach",
        "bounds",
        "insights",
        "evidence",
        "data",
        "information",
        "theory",
        "analysis",
    ]
)
_REPORT_TITLE = re.compile(
    rf"^(?:The )?(?P<name>{_COINED}(?: [A-Z0-9][\w.-]*){{0,2}}?) (?:[Tt]echnical|[Ss]ystem)"
    r" (?:[Rr]eport|[Dd]escription|[Cc]ard)"
)
_NAMING_GAP = re.compile(
    rf"(?:(?:(?!(?:for|to|of|in|on|with|that|which|based|from|by|via|and)\b)[\w-]+,? ){{0,6}}"
    rf"|.{{0,60}}\b{_HEAD}(?:,| –| —| --| -|:) (?:the |an? )?)$"
)
_PROPOSING = re.compile(rf"{SUBJECT}{VERB}|\b(?:is|was|are) (?:proposed|introduced|presented|developed|designed)\b")
_TITLE_NAME = re.compile(r"^(?P<name>[^:]{2,60}): ")
_NOT_OWN = frozenset(
    [
        "LLM",
        "LLMs",
        "AI",
        "ML",
        "NLP",
        "RL",
        "RLHF",
        "SFT",
        "KL",
        "GPU",
        "CPU",
        "API",
        "MLLM",
        "MLLMs",
        "VLM",
        "VLMs",
        "CNN",
        "CNNs",
        "DNN",
        "DNNs",
        "RNN",
        "GNN",
        "GNNs",
        "GAN",
        "GANs",
        "LSTM",
        "RAG",
        "QA",
        "VQA",
        "SOTA",
        "PLM",
        "PLMs",
        "LM",
        "LMs",
        "NMT",
        "ASR",
        "FL",
        "MoE",
        "KD",
        "OPD",
        "PDE",
        "PDEs",
        "CoT",
        "DP",
        "EM",
        "3D",
        "2D",
    ]
)


def find_names(text: NumberedText, roles: Sequence[Role]) -> tuple[str, ...]:
    """Return the names that the paper gives its own work, as printed, the surest first; empty if it gives none."""
    found: dict[str, None] = {}
    for name in _from_title(text, roles):
        if cleaned := _clean(name):
            found.setdefault(cleaned)
    for name in _from_sentences(text, roles):
        cleaned = _clean(name)
        if cleaned and not _is_known(cleaned) and not _is_older(cleaned, text, roles):
            found.setdefault(cleaned)
    for name in tuple(found):
        for other in _other_forms(name, text, roles):
            cleaned = _clean(other)
            if cleaned:
                found.setdefault(cleaned)
    return tuple(found)[:MOST_NAMES]


def _from_title(text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    title = text.title[:LONGEST_READ]
    if match := _REPORT_TITLE.match(title):
        yield match.group("name")
    match = _TITLE_NAME.match(title)
    if match is None:
        yield from _titled_proposal(title, text, roles)
        return
    name = match.group("name").strip()
    rest = text.abstract[: LONGEST_READ * 4]
    if (
        re.fullmatch(_COINED, name)
        or (len(name.split()) == 1 and re.search(rf"\b{re.escape(name)}\b", rest))
        or (len(name.split()) <= 5 and _is_proposed(name, text, roles))
    ):
        yield name
    else:
        yield from _titled_proposal(title, text, roles)


def _defined(sentence: str) -> Iterator[str]:
    # Acronyms that a sentence defines for what it proposes: "we present a lazy memory network (LMN)", "a lazy memory
    # network (LMN) is presented", not "a method for question answering (QA)".
    active = re.search(rf"{SUBJECT}{VERB} ", sentence)
    for match in _ACRONYM.finditer(sentence):
        short = match.group("short")
        long = matching_words(words_before(sentence, match.start()), short)
        is_word = sentence[match.end() : match.end() + 1] != "-"
        if long is None or not short[0].isupper() or len(short) < 3 or not is_word:
            continue
        start = sentence.rindex(long, 0, match.start())
        opening = active.end() if active and active.end() <= start else max(0, sentence.rfind(", ", 0, start))
        if _NAMING_GAP.match(sentence[opening:start].lstrip(", ")):
            yield short


def _titled_proposal(title: str, text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    # "we propose a staggered pruning mechanism" in a paper whose title says "Staggered Pruning".
    words = [_singular(word) for word in title.split()]
    for _, sentence in _own_sentences(text, roles):
        for match in _DESCRIBED.finditer(sentence):
            wanted = [_singular(word) for word in match.group("name").split()]
            for size in range(len(wanted), 1, -1):
                if any(
                    words[place : place + size] == wanted[-size:] and _is_prominent(title, place, size)
                    for place in range(len(words) - size + 1)
                ):
                    yield " ".join(match.group("name").split()[-size:])
                    break


def _is_prominent(title: str, place: int, size: int) -> bool:
    # A name opens the title, ends it, or stands behind "by" or "via".
    words = title.split()
    return (
        place == 0
        or place + size == len(words)
        or words[place - 1].casefold() in ("by", "via", "with", "through", "using")
    )


def _singular(word: str) -> str:
    return word.strip(".,:;").casefold().removesuffix("s")


def _is_proposed(name: str, text: NumberedText, roles: Sequence[Role]) -> bool:
    pattern = re.compile(
        rf"(?:{VERB}|called|named|termed|dubbed) (?:\w+ ){{0,4}}?{_MARKS}{re.escape(name)}", re.IGNORECASE
    )
    return any(pattern.search(sentence) for _, sentence in _own_sentences(text, roles))


def _own_sentences(text: NumberedText, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    for number, role in enumerate(roles, 1):
        sentence = text.sentence(number)
        if role not in ("other", "background") and len(sentence) <= LONGEST_READ:
            yield number, sentence


def _from_sentences(text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    for _, sentence in _own_sentences(text, roles):
        for pattern in (_PROPOSED, _CALLED, _HEAD_NAME, _OUR_NAME):
            for match in pattern.finditer(sentence):
                name = match.group("name")
                if name[0].isupper() or any(letter.isupper() for letter in name):
                    yield name
        if _PROPOSING.search(sentence):
            yield from _defined(sentence)
            yield from (match.group("name") for match in _CALLED_PLAIN.finditer(sentence))
        plain = _PLAIN.search(sentence)
        if plain and plain.group("name").split()[-1].lower() not in _GENERIC_HEADS:
            yield plain.group("name")


def _clean(name: str) -> str | None:
    stripped = name.strip(" *\"“”‘’'`_.,;{}")
    for tail in ("-based", "-style"):
        stripped = stripped.removesuffix(tail)
    words = stripped.split()
    if len(words) > 1 and words[0] in ("The", "A", "An", "Our"):
        words = words[1:]
    while words and (
        words[-1] in _TRAILING or words[-1] in ("of", "for", "with", "and", "to", "in", "on", "by", "via", "the")
    ):
        words = words[:-1]
    if (
        not words
        or len(" ".join(words)) < 2
        or (len(words) == 1 and (words[0] in _NOT_OWN or words[0].lower() in _TRAILING))
    ):
        return None
    if len(words) == 1 and words[0].islower():
        return None
    return " ".join(words)


_TRAILING = frozenset(
    [
        "framework",
        "method",
        "approach",
        "algorithm",
        "model",
        "architecture",
        "pipeline",
        "dataset",
        "benchmark",
        "technique",
        "strategy",
        "system",
        "network",
        "paradigm",
        "mechanism",
    ]
)


def _is_older(name: str, text: NumberedText, roles: Sequence[Role]) -> bool:
    # What the background already speaks of is not the paper's own.
    pattern = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    return any(
        role == "background" and pattern.search(text.sentence(number)[:LONGEST_READ])
        for number, role in enumerate(roles, 1)
    )


def _is_known(name: str) -> bool:
    return name in load_names("models") or name in load_names("datasets")


def _other_forms(name: str, text: NumberedText, roles: Sequence[Role]) -> Iterator[str]:
    passages = [text.title[:LONGEST_READ], *(sentence for _, sentence in _own_sentences(text, roles))]
    for passage in passages:
        for match in _ACRONYM.finditer(passage):
            long = matching_words(words_before(passage, match.start()), match.group("short"))
            if long is None:
                continue
            if match.group("short") == name:
                yield long
            elif (
                long.casefold() == name.casefold()
                or long.casefold().endswith(name.casefold())
                or name.casefold().endswith(long.casefold())
            ):
                yield match.group("short")
        for match in _EXPANSION.finditer(passage):
            if match.group("short") == name and (long := matching_words(match.group("long").strip(") "), name)):
                yield long
    title = _TITLE_NAME.match(passages[0])
    if title and title.group("name").strip() == name:
        long = matching_words(passages[0][title.end() :], name)
        if long:
            yield long
