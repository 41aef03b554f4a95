"""Shorten a sentence in its author's own words: rhetoric and asides go, what is asserted stays.

The result is a subsequence of the sentence's words. Numbers, names, hedges and negations are never cut; a form that
does not pass `check_statement` against its own sentence gives way to a longer one, in the end to the whole sentence.
"""

import re
from collections.abc import Iterator

from agent.extract.check import check_statement
from agent.extract.sentences import NumberedText

SHORTEST_WORDS = 5
"""A remainder of fewer words says too little to stand alone."""

_I = re.IGNORECASE
_MARKER = re.compile(
    r"^[\s%*•·—–-]*(?:\(?(?:\d{1,2}|i{1,3}|iv|vi{0,3}|[a-e])[).:](?=\s)\s*)?(?:\w+ [\w-]+(?: \w+)?: (?=We |we ))?", _I
)
_CONNECTIVE = re.compile(
    r"^(?:(?:and|but|then|thus|hence|also|here|now|yet|so)\b,? |(?:however|moreover"
    r"|furthermore|additionally|specifically|concretely|notably|finally|"
    r"first(?:ly)?|second(?:ly)?|third(?:ly)?|lastly|importantly|interestingly|surprisingly"
    r"|remarkably|therefore|consequently|"
    r"accordingly|similarly|likewise|meanwhile|nevertheless|nonetheless|instead|besides"
    r"|overall|crucially|empirically|unfortunately|strikingly|fortunately|intuitively"
    r"|practically|experimentally|together|in addition|in particular|in detail|in summary|"
    r"in short|more specifically|more importantly|more precisely|most importantly|for"
    r" example|for instance|as a result|in contrast|on the other hand|"
    r"on the one hand|that is|at the same time|to this end|to that end|to do so|in doing so"
    r"|as such|first of all|in general|"
    r"in conclusion|in essence|in fact|indeed|taken together|beyond this|further|"
    r"(?:in|throughout|with) (?:this|the present|our) (?:\w+ )?(?:paper|work|study|article"
    r"|thesis|report|survey|letter|research|approach|framework)|in our (?:\w+"
    r" )?(?:experiments?|evaluations?)"
    r"),? |(?:(?:based|building) on (?:this|these|the above)[\w ]{0,40}|(?:motivated"
    r"|inspired|driven|guided) by (?:this|these|the above|our)[\w ]{0,40}|"
    r"to (?:address|tackle|solve|overcome|fill|bridge|alleviate|mitigate|remedy|resolve"
    r"|combat|handle|surmount|settle|deal with|meet|close|counter) "
    r"(?:this|these|the (?:above|aforementioned)|that|such|those|both|it)[\w -]{0,50})[,:] )",
    _I,
)
_PURPOSE = re.compile(
    r"^(?:to|in order to|unlike|instead of|rather than|motivated by|inspired by|based on"
    r"|given|drawing (?:from|on|upon)|leveraging|considering|with this|building (?:up)?on"
    r"|while (?:prior|previous|existing|recent|current)|"
    r"although (?:prior|previous|existing|recent|current)|whereas (?:prior|previous"
    r"|existing)) [^,;:]{3,160}, (?=(?:we|this paper|this work|our|the proposed"
    r"|(?-i:[A-Z][\w-]*[A-Z0-9])) ?)",
    _I,
)
_FACTIVE = (
    r"(?:show|shows|showed|demonstrate[sd]?|find|finds|found|observe[sd]?|reveal(?:s|ed)?"
    r"|discover(?:s|ed)?|confirm(?:s|ed)?|verif(?:y|ies|ied)|validate[sd]?|establish(?:es"
    r"|ed)?|illustrate[sd]?|report(?:s|ed)?|see|note|point out|prove[sd]?|identify|uncover"
    r"|conclude[sd]?|highlight(?:s|ed)?)"
)
_ADVERBS = r"(?:(?:\w+ly|also|further|then|first|clearly|next|consistently|even|here) ){0,2}"
_EVIDENCE = (
    r"(?:experiments?|experimental results|results?|evaluations?|analys[ie]s|findings?"
    r"|simulations?|studies|study|tests?|ablations?|ablation studies|comparisons?"
    r"|experimentation|observations?|theory|case studies|numerical results|insights"
    r"|theoretical results)"
)
_WE_FRAME = re.compile(
    r"^(?:we|this paper|this work|the authors?|our (?:work|paper|study|analysis|approach))"
    rf" (?:can |will )?{_ADVERBS}{_FACTIVE}(?: empirically| theoretically|"
    r" experimentally)?,? (?:that|how(?= to))\b,? ?",
    _I,
)
_THROUGH_FRAME = re.compile(
    r"^(?:through|via|using|with|by|from|after|based on|in|across)"
    rf" [^,;:]{{0,80}}?\b{_EVIDENCE}(?: (?:on|in|across|over|with|of|using)"
    rf" (?P<scope>[^;:]{{3,120}}?))?, "
    rf"(?:we|this paper|this work) {_ADVERBS}{_FACTIVE} that ",
    _I,
)
_EVIDENCE_FRAME = re.compile(
    r"^(?:(?:our|the|these|this|extensive|comprehensive|experimental|empirical|theoretical"
    r"|numerical|thorough|detailed|further|additional|quantitative|qualitative|"
    r"preliminary|main|key|and|rigorous|systematic|sufficient|simulation|evaluation"
    r"|large-scale|broad|several|various|in-depth|initial|human|computational|ablation|user"
    rf"|real-world) ){{0,5}}"
    rf"{_EVIDENCE}(?P<scope> (?:on|in|across|over|with|using|from|for|under|conducted on"
    rf"|performed on|against|at) [^;:]{{3,140}}?)? {_ADVERBS}{_FACTIVE} that,? ",
    _I,
)
_NUMBERED_EVIDENCE = re.compile(
    r"^(?:it (?:is|was) (?:shown|found|observed|demonstrated|proved|proven) that|there is evidence that) ", _I
)
_PROPOSAL = re.compile(
    r"^(?:we|this paper|this work|this article|the authors?|our (?:work|paper)) (?:\w+ly "
    r"|also |then |first |further |hereby |therefore |thus )?(?:propose[sd]?|introduce[sd]?"
    r"|present(?:s|ed)?|"
    r"develop(?:s|ed)?|design(?:s|ed)?|devise[sd]?|describe[sd]?) (?=(?:an?\b|the\b|our\b"
    r"|(?-i:[A-Z(\"“*])|(?:two|three|four|five|several|new|novel|simple)\b|(?-i:\w+[A-Z])"
    r"|\w[\w-]* \w+, (?:an?|which|that)\b|\w+ing\b))",
    _I,
)
# "we introduce X and prove Y": without "we" the second verb would hang in the air.
_SECOND_VERB = re.compile(
    r"\b(?:and|then) (?:also |then |\w+ly )?(?:prove|show|demonstrate|use|conduct|derive|evaluate|perform|develop|"
    r"propose|introduce|apply|train|study|analy[sz]e|compare|give|provide|present|discuss|investigate|test|report|find|establish|"
    r"design|explore|build|employ|examine|implement|identify|release|formulate|verify|validate|describe)\b",
    _I,
)
_TAILS = (
    re.compile(
        r"(?:, | -- | — |; )(?:thereby|thus|hence|therefore|in turn|ultimately|further|effectively) [a-z]+ing [^;]*$",
        _I,
    ),
    re.compile(
        r", (?:demonstrating|showing|highlighting|underscoring|indicating|suggesting|showcasing"
        r"|proving|validating|confirming|verifying|illustrating|"
        r"paving|opening|offering|providing|making|enabling|allowing|leading|ensuring"
        r"|facilitating|advancing|contributing|emphasizing|raising|marking|bringing|addressing"
        r"|enhancing|achieving|saving|reflecting|meaning) [^;]*$",
        _I,
    ),
    re.compile(
        r", (?:which|where|whose|as well as|and thus|and therefore|and hence|so that|such that|and further) [^;]*$", _I
    ),
    re.compile(r" (?:in order to|so as to|for the purpose of) [^,;]*$", _I),
    re.compile(r"; [^;]*$"),
)
_PARENTHESIS = re.compile(r" \((?P<inner>[^()]{1,200})\)")
_DASHES = re.compile(r" ?(?:--|—|–) [^—–]{3,120}? ?(?:--|—|–) ?")
_RHETORIC = (
    re.compile(r"\b(?:extensive|comprehensive|thorough) (?=experiment|evaluation|analys|empirical)", _I),
    re.compile(
        r"(?<=\b[Aa] )(?:novel|simple (?:yet|but) (?:effective|powerful|efficient)|novel and"
        r" (?:effective|efficient)|new|novel,) (?=[bcdfghjklmnpqrstvwyz])"
    ),
    re.compile(r"(?<=\bthe )(?:novel|new) ", _I),
    re.compile(r",? (?:etc\.?|among others|respectively)(?=\W*$)", _I),
)
_KEPT = re.compile(
    r"\d|\b(?:no|not|never|none|neither|nor|without|cannot|can't|fails?|only|unless|except"
    r"|but|however|may|might|could|can|would|likely|possibly|perhaps|approximately|"
    r"about|suggests?|appears?|seems?|often|sometimes|typically|generally|partially|up to"
    r"|at least|at most|nearly|almost|limited|if|when|under|only|mostly|some|several"
    r"|certain)\b",
    _I,
)
_NAME = re.compile(r"\b(?:[A-Z]{2,}[\w-]*|[A-Z][a-z]+[A-Z]\w*|\w+-[A-Z]\w*|[A-Z][a-z]+(?=[\s,.;)]))")
_SPACES = re.compile(r"\s+")


def shorten(text: NumberedText, number: int, longest_words: int) -> str:
    """Return the shortest needed form of sentence `number` (1-based): at most `longest_words` words where one passes.

    Rhetoric always goes; asides and trailing clauses go only while the sentence is too long. The whole sentence is
    returned where nothing shorter passes the checks.
    """
    whole = text.sentence(number)
    for candidate in _candidates(whole, longest_words):
        if candidate != whole and is_well_formed(candidate) and not check_statement(candidate, (number,), text):
            return candidate
    return whole


def shorten_or_quote(text: NumberedText, number: int, longest_words: int) -> str:
    """Return a form of sentence `number` of at most `longest_words` words or, where none passes, the whole sentence."""
    short = shorten(text, number, longest_words)
    return short if len(short.split()) <= longest_words else text.sentence(number)


def count_words(text: str) -> int:
    """Count the words of a text as a reader would: runs without blanks that hold a letter or digit."""
    return sum(any(character.isalnum() for character in word) for word in text.split())


def is_well_formed(text: str) -> bool:
    """Say whether brackets and quotation marks are balanced and the text neither begins nor ends in mid-air."""
    pairs = all(text.count(left) == text.count(right) for left, right in ("()", "[]", "{}", "“”"))
    dangling = (
        re.search(
            r"(?:[,:;(—–-]|\b(?:and|or|the|a|an|of|to|with|by|for|in|on|that|which|as|than|not|be"
            r"|is|are|was|were|has|have|its|their|our|this|these|from|into|between|both|such"
            r"|directly|also|when|if|while|where|because))\.?$",
            text,
        )
        is not None
    )
    return pairs and text.count('"') % 2 == 0 and not dangling and count_words(text) >= SHORTEST_WORDS


def _candidates(whole: str, longest_words: int) -> Iterator[str]:
    # Best first: as short as needed, then each step undone in turn.
    opened = strip_opening(whole)
    plain = _strip_rhetoric(opened)
    ladder = [plain]
    for step in (_drop_parentheses, _drop_dashes, _drop_tail, _drop_tail, _drop_tail):
        shorter = step(ladder[-1])
        if shorter != ladder[-1]:
            ladder.append(shorter)
    fitting = [form for form in ladder if count_words(form) <= longest_words]
    yield from (_finish(form) for form in fitting)
    yield from (_finish(form) for form in reversed(ladder) if form not in fitting)
    yield _finish(_MARKER.sub("", whole))


def strip_opening(sentence: str) -> str:
    """Remove list markers, connectives and frames such as "Experiments show that" from the head of a sentence."""
    rest = sentence.strip()
    for _ in range(6):
        before = rest
        rest = _MARKER.sub("", rest, count=1)
        rest = _CONNECTIVE.sub("", rest, count=1)
        rest = _drop_if_bare(_PURPOSE, rest)
        rest = _strip_frame(rest)
        if rest == before:
            break
    return rest


def _strip_frame(sentence: str) -> str:
    for pattern in (_WE_FRAME, _NUMBERED_EVIDENCE, _PROPOSAL):
        match = pattern.match(sentence)
        if match and pattern is _PROPOSAL and _SECOND_VERB.search(sentence):
            continue
        if match and not _KEPT.search(match.group(0)):
            return sentence[match.end() :]
    for pattern in (_EVIDENCE_FRAME, _THROUGH_FRAME):
        match = pattern.match(sentence)
        if match is None:
            continue
        scope = (match.group("scope") or "").strip()
        if not scope:
            return sentence[match.end() :] if not _KEPT.search(match.group(0)) else sentence
        if re.match(r"(?:on|in|across|over|with|under|for|at) ", scope, _I):
            return f"{scope}, {sentence[match.end() :]}"
        return sentence
    return sentence


def _drop_if_bare(pattern: re.Pattern[str], sentence: str) -> str:
    match = pattern.match(sentence)
    if match is None or not _is_droppable(match.group(0)[1:]):
        return sentence
    return sentence[match.end() :]


def _is_droppable(segment: str) -> bool:
    return _KEPT.search(segment) is None and _NAME.search(segment) is None


def _strip_rhetoric(sentence: str) -> str:
    for pattern in _RHETORIC:
        sentence = pattern.sub("", sentence)
    return sentence


def _drop_parentheses(sentence: str) -> str:
    def replace(match: re.Match[str]) -> str:
        inner = match.group("inner").strip()
        if re.fullmatch(r"[A-Za-z][\w-]{0,14}s?", inner) and any(letter.isupper() for letter in inner[1:] or inner):
            rest = sentence[: match.start()] + sentence[match.end() :]
            return "" if re.search(rf"(?<!\w){re.escape(inner.rstrip('s'))}", rest) is None else match.group(0)
        return "" if _is_droppable(inner) else match.group(0)

    return _PARENTHESIS.sub(replace, sentence)


def _drop_dashes(sentence: str) -> str:
    match = _DASHES.search(sentence)
    if match is None or not _is_droppable(match.group(0)):
        return sentence
    return sentence[: match.start()] + " " + sentence[match.end() :]


def _drop_tail(sentence: str) -> str:
    body = sentence.rstrip(" .")
    cuts = [match for pattern in _TAILS if (match := pattern.search(body)) is not None]
    for match in sorted(cuts, key=lambda match: -match.start()):
        if _is_droppable(match.group(0)[2:]) and is_well_formed(body[: match.start()]):
            return body[: match.start()] + "."
    return sentence


def _finish(sentence: str) -> str:
    text = _SPACES.sub(" ", sentence).strip(" ,;:")
    text = re.sub(r" (?=[,.;:])", "", text)
    if text and text[0].islower() and not re.match(r"[a-z]+[A-Z0-9]", text):
        text = text[0].upper() + text[1:]
    return text
