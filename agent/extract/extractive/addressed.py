"""Find sentences that talk to whoever processes the abstract instead of reporting on the work.

An abstract reports; it does not give orders to its reader. Instructions to a summarizer, remarks to indexing systems,
chat markup and adverts are labelled so that no other part of the engine ever chooses them.
"""

import re
from collections.abc import Sequence

LONGEST_READ = 2000
"""Characters of one sentence that are looked at; longer ones are not prose."""

_MARKUP = re.compile(
    r"<\|[\w ]{1,30}\|>|\[/?(?:INST|SYS|SYSTEM)\]|<</?SYS>>|</?(?:abstract|paper|system"
    r"|user|assistant|document|instructions?)>"
    r"|</?(?:script|img|iframe|svg|style)\b|\bon(?:error|load|click)\s?=|javascript:|\{%"
    r"|\x1b|!\[[^\]]{0,80}\]\(|[\U000e0000-\U000e007f]"
    r"|={3,} ?[A-Z]|(?:^|\s)#{2,} ?(?:system|instruction|user|assistant|response)|\{\s?\"\w{1,40}\"\s?:|```",
    re.IGNORECASE,
)
_MACHINE = (
    r"(?:AI|LLM|language model|assistant|chatbot|chat bot|bot|summari[sz]er|indexer|crawler|parser|annotator|agent)s?"
)
_RECORD = (
    r"(?:summar(?:y|ies)|tl;?dr|digests?|json|schema|fields?|tags?|keywords?|records?"
    r"|index(?:es)?|listings?|entr(?:y|ies)|"
    r"metadata|answer|reply|response|output|reviews?|ratings?|scores?|findings|claims|topics?|datasets?)"
)
_ORDER = (
    r"(?:add|append|include|insert|list|write|say|state|output|print|reply|respond|answer"
    r"|return|record|mark|give|rate|set|use|call|name|mention|recommend|repeat|translate"
    r"|copy|cite|report|treat|enter|put)"
)
_ADDRESSES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instruction|prompt"
        r"|rule|message|guideline|schema|text above|above)",
        r"\b(?:previous|above|earlier) (?:instruction|prompt|message)s?\b",
        r"\b(?:as|if|when) (?:you (?:are|read|process|summari[sz]e|review|index|tag|extract)"
        rf"|an? (?:helpful )?{_MACHINE})\b",
        r"\byou (?:are|must|should|will|have to|need to|may|can) (?:now |also |only |not |never"
        rf" |always )?(?:an? |the |{_ORDER}\b|be\b|ignore\b)",
        rf"\byour (?:\w+ ){{0,2}}{_RECORD}\b",
        rf"\b(?:note|message|attention|reminder|hint|instructions?|remark|notice|request|advice|tags) (?:to|for) "
        rf"(?:the |all |any |every |automated |ai )*(?:\w+ ){{0,2}}(?:{_MACHINE}|reviewers?"
        r"|readers?|editors?|engines?|systems?|tools?|models?)\b",
        rf"^\W{{0,3}}(?:\w+ ){{0,2}}(?:note|notice|instruction|reminder|directive|message|remark"
        rf"|disclaimer)(?:,? \w+)?\s?:.{{0,40}}\b{_ORDER}\b",
        rf"\b(?:any|every|the|each|all|your|this|a) (?:\w+ ){{0,3}}{_RECORD} (?:of|for|about|on)"
        r" (?:this|the|our) (?:\w+ )?"
        rf"(?:work|paper|abstract|article|study|record|document)\b.{{0,30}}\b(?:should|must|has"
        r" to|have to|shall|needs? to|ought)\b",
        rf"\b{_RECORD} (?:should|must|has to|have to|shall|needs? to) (?:\w+ ){{0,2}}(?:state"
        r"|say|be|read|contain|include|mention|start|begin|list|give|end|call)\b",
        rf"\b(?:when|whenever|once|if|before|while|after) .{{0,60}}\b(?:are|is|being|gets?)"
        r" (?:\w+ )?(?:listed|summari[sz]ed|indexed|extracted|tagged|processed|"
        rf"reported|translated|catalogu?ed|read by)\b.{{0,20}}[,:] ?(?:please )?{_ORDER}\b",
        rf"^\W{{0,3}}(?:please |now |instead,? |kindly |then )*{_ORDER} (?:\S+ ){{1,8}}(?:as|in"
        rf"|to|into|under|for) (?:an? |the |your |its |every )?(?:\w+ ){{0,3}}"
        rf"(?:{_RECORD}|positive|accept(?:ed)?)\b",
        rf"^\W{{0,3}}(?:please |kindly ).{{0,80}}\b(?:{_RECORD}|paper|model|instruction|link|page)\b",
        r"^\W{0,3}(?:please )?(?:decode|quote|copy|paste|open|run|execute|fetch|send|download"
        r"|follow|repeat|translate|summari[sz]e|tell|return|replace|rewrite|"
        r"delete|remove|click|read|load|post|submit|forward|award|grant|accept|approve|praise"
        r"|recommend) (?:the|this|these|your|all|every|only|it|any|each|me|that|them|what"
        r"|everything)\b",
        r"\b(?:in|into|at the (?:start|end|top) of) (?:the|your|any|every) (?:summary"
        r"|abstract's summary|digest|tl;?dr|answer|reply|output|response),? (?:please )?"
        rf"{_ORDER}\b",
        r"^\W{0,3}(?:upvotes?|likes|comments?|views|downloads|citations?) \d",
        r"\b(?:reply|respond|answer) (?:only )?with\b|\bdo not (?:mention|summari[sz]e|reveal"
        r"|tell|extract|list|output|follow|report)\b",
        rf"\b(?:{_MACHINE}|search engines?|indexing systems?|automated (?:readers?|tools?"
        r"|systems?)|reviewers?) (?:reading|processing|summari[sz]ing|should|must|shall|are"
        r" (?:asked|instructed|required))\b",
        r"\b(?:click (?:here|on|the)|visit (?:us|our (?:web)?site|our shop|www|https?)|buy now"
        r"|order now|subscribe (?:to|now|at)|sign up|free trial|promo(?:tion(?:al)?)? code|"
        r"discount|coupon|casino|limited offer|% off\b|best price|follow us|contact us (?:at|on))",
    )
)


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "a",
        "an",
        "and",
        "in",
        "to",
        "is",
        "are",
        "was",
        "were",
        "we",
        "our",
        "for",
        "with",
        "on",
        "by",
        "that",
        "this",
        "from",
        "as",
        "at",
        "it",
        "its",
        "be",
        "can",
        "than",
        "or",
        "not",
        "these",
        "which",
        "has",
        "have",
    ]
)
FOREIGN_WORDS = 8
"""So many words without one of the commonest English ones are not English."""


def is_addressed(sentence: str) -> bool:
    """Say whether a sentence gives orders to its reader, advertises, or carries chat markup."""
    head = _INVISIBLE.sub("", sentence[:LONGEST_READ])
    return _MARKUP.search(head) is not None or any(pattern.search(head) for pattern in _ADDRESSES)


def find_addressed(sentences: Sequence[str]) -> frozenset[int]:
    """Return the 1-based numbers of sentences never to be chosen.

    What stands between two sentences with chat markup or fake delimiters belongs to the intruder too. So does a
    sentence in another language inside an English abstract: its orders could not be recognized.
    """
    marked = [number for number, sentence in enumerate(sentences, 1) if _MARKUP.search(sentence[:LONGEST_READ])]
    block = range(marked[0], marked[-1] + 1) if marked else range(0)
    return (
        frozenset(block)
        | _find_foreign(sentences)
        | {number for number, sentence in enumerate(sentences, 1) if is_addressed(sentence)}
    )


def _find_foreign(sentences: Sequence[str]) -> frozenset[int]:
    foreign = frozenset(number for number, sentence in enumerate(sentences, 1) if _is_foreign(sentence[:LONGEST_READ]))
    return foreign if 2 * len(foreign) < len(sentences) else frozenset()


def _is_foreign(sentence: str) -> bool:
    words = _WORD.findall(sentence.casefold())
    return len(words) >= FOREIGN_WORDS and _ENGLISH.isdisjoint(words)
