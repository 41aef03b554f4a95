"""Say which runs of words are noun phrases that a researcher would filter by; words are in their normal form.

There is no tagger of parts of speech here: a phrase is what stands between words that make no phrase, does not end in a
word that could name anything, and shows no form of a verb.
"""

import re
from collections.abc import Sequence

from agent.extract.words import FUNCTION_WORDS
from schemas.taxonomy import PREFIXES

MOST_WORDS = 4
_SHORTEST_SINGLE = 7  # letters

BREAKING = (
    FUNCTION_WORDS
    | PREFIXES
    | frozenset(
        re.findall(
            r"\w+",
            """
        able achieve attempt add aim allow answer apply argue ask avoid base based become begin believe best
        better bring broad build call called capture cause choose collect combine come common compare complete
        complex conclude consider consist construct contain contribute cost cover create deal decrease define
        demonstrate depend derive describe design detect develop different differ discover discuss distinct drop
        due easy effective efficient employ enable enhance ensure establish established estimate et evaluate
        evaluating examine exceed exhibit exist existing expensive explain exploit explore exploring express
        extensive extend fail fall fast few fewer find first fit fix focus follow form former full gain generate
        give good grow hard help high hold hope identify illustrate implement imply important improve improved
        improving include incorporate increase increasing increasingly indicate introduce investigate involve
        join know large largest lead learn learned leave let leverage limit limited long lose low lower main
        maintain make match matter mean measure minimize modern need new next non novel observe obtain occur
        offer old open operate order original outperform perform play point poor possible prefer prescribed
        present presented prevent previous prior produce promising propose proposed prove provide publish put
        raise reach read real recent recently recommend recover reduce refer release rely remain remove replace
        report represent require resolve respect result retain rethinking retrieve reveal revisiting rich right
        robust run see seek select serve set several short show shown significant significantly similar simple
        small smaller solve speed stand start stay stop strong study suffer sufficient suggest support surpass
        survey take tell test think third train trained try turn two three four five understand understanding
        unified use used useful using utilize validate various vary verify wait want weak wide widely work worse
        write year yield zero one single second
        """,
        )
    )
)
"""Verbs, comparatives and words of any abstract: no phrase holds one."""
_GENERIC = frozenset(
    re.findall(
        r"\w+",
        """
        ability accuracy advance advantage algorithm analysis application approach article aspect author
        baseline behavior benefit book budget capability case challenge change character class code comparison
        component concept condition context contribution corpus data dataset degree detail difference difficulty
        direction document effect effort element environment error evaluation evidence example experiment factor
        failure feature field figure finding framework function future game goal group guideline human idea
        image impact implementation improvement information input insight instance issue item kind knowledge
        language law layer lesson level library life limit limitation line literature loss machine mechanism
        metric method model module name nature network note notion number object observation opportunity outcome
        output overview page pair paper parameter part passage pattern people performance person perspective
        phenomenon phase point practice prediction principle problem procedure process program project property
        question range rate ratio reader reason reference relation requirement research resource review role
        round rule sample scale scenario scheme science score sentence setting shift side size solution source
        space stage state step strategy structure student subject success suite system target task teacher team
        technique term text theory thing time title tool topic tradeoff training type unit user value variant
        variety version view way word world
    """,
    )
)
"""Nouns of any abstract: none is a phrase alone, and a phrase holds another noun too."""
_NOUNS_IN_ING = frozenset(
    re.findall(
        r"\w+",
        """
    learning training processing reasoning modeling embedding routing scheduling mining planning clustering sampling
    pricing coding encoding decoding parsing tagging labeling matching ranking mapping indexing hashing caching
    prompting tuning pruning rendering lighting imaging sensing sequencing engineering computing networking programming
    testing debugging marketing banking gaming crowdsourcing boosting bagging smoothing forecasting weighting
    """,
    )
)
_TECHNICAL = re.compile(r"\w+(?:tion|sis|ity|ics|graphy|ology|metry|ism|ance|ence|ment|gram|graph|tron|code)$")
_VERBAL = re.compile(r"\w+(?:ed|ly|ize|ify)$")


def is_phrase(words: Sequence[str], *, repeated_in_title: bool = False) -> bool:
    """Say whether 2 to 4 words, none of them breaking, make a phrase worth filtering by.

    A phrase that ends in a gerund is one only if title and abstract both print it.
    """
    if not 2 <= len(words) <= MOST_WORDS or all(word in _GENERIC for word in words):
        return False
    last = words[-1]
    if (
        _is_gerund(words[0])
        or (_is_gerund(last) and not repeated_in_title)
        or _VERBAL.fullmatch(last)
        or words[0].endswith("ly")
    ):
        return False
    return len(set(words)) == len(words)


def is_common(word: str) -> bool:
    """Say whether one normal word is said in any abstract."""
    return word in _GENERIC or word in BREAKING


def is_term(word: str) -> bool:
    """Say whether one word is technical enough to stand alone."""
    return len(word) >= _SHORTEST_SINGLE and word not in _GENERIC and _TECHNICAL.fullmatch(word) is not None


def _is_gerund(word: str) -> bool:
    return word.endswith("ing") and len(word) > 5 and word not in _NOUNS_IN_ING
