"""Whether a text speaks as the abstract of a paper does."""

import re

_VERBS = (
    "analy[sz]e|address|apply|argue|build|characteri[sz]e|collect|compare|conduct|consider|construct|demonstrate|derive"
    "|describe|design|develop|discuss|establish|estimate|evaluate|examine|explore|extend|find|formali[sz]e|formulate"
    "|give|identify|illustrate|implement|improve|introduce|investigate|measure|obtain|observe|offer|outline|perform"
    "|present|propose|prove|provide|release|report|reveal|review|show|solve|study|suggest|test|train|use|validate|verify"
)
_SPEAKS = re.compile(
    rf"\bwe (?:\w+ )?(?:{_VERBS})\b"
    r"|\b(?:this|the present|our) (?:paper|work|article|study|survey|thesis|letter|report|review|method|approach|model"
    r"|framework|results?|analysis|experiments?|findings|algorithm|system)\b"
    r"|\b(?:results|experiments|evaluations?|simulations?|findings|analys[ei]s) (?:\w+ ){0,4}?"
    r"(?:show|demonstrate|indicate|suggest|reveal|confirm|validate)s?\b"
    r"|\b(?:is|are|was|were) (?:proposed|presented|introduced|proved|investigated|derived|evaluated|analy[sz]ed)\b"
    r"|\bin this (?:paper|work|article|study|letter|survey)\b|\bstate-of-the-art\b",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\b(?:said|told|says|spokes(?:man|woman|person)|according to (?:the )?(?:police|officials?|reuters|sources)"
    r"|announced|reuters|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|last (?:week|month|night)|yesterday"
    r"|copyright|licen[cs]e|warranty|click|subscribe|cookies?|install|you|your)\b",
    re.IGNORECASE,
)


def reads_as_abstract(text: str) -> bool:
    """Tell whether the text says what authors did or found, more than it reports, advises or licenses.

    >>> reads_as_abstract("We propose Fenlight. Experiments show a gain."), reads_as_abstract("It rained, he said.")
    (True, False)
    """
    return len(_SPEAKS.findall(text)) > len(_REPORTS.findall(text))


def reads_as_report(text: str) -> bool:
    """Tell whether the text reports, advises or licenses more than it says what authors did or found.

    >>> reads_as_report("It rained, he said."), reads_as_report("Cats sleep when it rains.")
    (True, False)
    """
    return len(_REPORTS.findall(text)) > len(_SPEAKS.findall(text))
