"""Name what kind of contribution a paper makes, from its title and the sentences in which it says what it does."""

import re
from collections.abc import Sequence

from agent.extract.extractive.addressed import LONGEST_READ
from agent.extract.sentences import NumberedText
from schemas.answer import Contribution
from schemas.extraction import Role

_I = re.IGNORECASE
_WE = r"\b(?:we|this (?:paper|work|article|study)|the authors?)\b (?:\w+ ){0,3}?"
_NEW = r"(?:propos\w+|introduc\w+|present\w*|develop\w*|design\w*|devis\w+)"
_TITLE: tuple[tuple[Contribution, int, str], ...] = (
    ("survey", 6, r"\b(?:survey|review|overview|roadmap|tutorial|primer|taxonomy of)\b"),
    (
        "position",
        6,
        r"^position(?::| paper)|\b(?:perspective|manifesto|call to action|case for|case against"
        r"|should (?:be|not|we)|opinion)\b",
    ),
    (
        "resource",
        5,
        r"\b(?:benchmark\w*|datasets?|corpus|corpora|shared task|test suite|treebank|testbed"
        r"|leaderboard|library|toolkit|benchmarking|[\w-]*bench(?:-\w+)?)\b",
    ),
    (
        "theory",
        3,
        r"\b(?:bounds?|complexity|convergence|theor(?:y|em|etical)|provabl[ey]|impossibility"
        r"|optimality|identifiability|generalization error|minimax|asymptotic\w*|games?"
        r"|equilibri\w+|auctions?|proofs?)\b",
    ),
    (
        "empirical study",
        3,
        r"\b(?:empirical|case study|stud(?:y|ies)|analy(?:sis|zing)|investigat\w+|understanding"
        r"|exploring|evaluating|comparison|comparative|comparing|rethinking|revisiting|what"
        r" makes|why|how (?:do|does|well|much)|does|do|is|are|can|characteri[sz]ing|pitfalls"
        r"|lessons|impact of|effects? of|limits of|measuring|quantifying|assessing|probing"
        r"|unravelling|beyond accuracy)\b",
    ),
    ("system", 8, r"\btechnical report\b"),
    (
        "system",
        4,
        r"\b(?:technical report|system description|demo(?:nstration)?|platform|open[- ]source)\b|\bsystem (?:for|at)\b",
    ),
    (
        "method",
        2,
        r"^[\w^+.-]{2,20}: |\b(?:via|using|by|with|towards|framework|algorithm|efficient"
        r"|improving|learning to|boosting|mitigating|accelerating)\b",
    ),
)
_BODY: tuple[tuple[Contribution, int, str], ...] = (
    (
        "method",
        5,
        rf"{_WE}{_NEW} [^.;]{{0,80}}\b(?:methods?|approach(?:es)?|framework|algorithms?|models?"
        r"|architecture|technique|strategy|strategies|mechanism|network|scheme|pipeline"
        r"|paradigm|loss|estimator|procedure|module|decoding|training|distillation|attack"
        r"|defense)\b",
    ),
    (
        "method",
        3,
        rf"{_WE}{_NEW}\b|\bour (?:proposed )?(?:method|approach|framework|algorithm|model)\b"
        r"|\bthe proposed (?:method|approach|framework|algorithm|model)\b",
    ),
    (
        "method",
        4,
        r"\b(?:method|approach|framework|algorithm|model|network|architecture"
        r"|scheme)\b[^.;]{0,40}\b(?:is|was|are) (?:proposed|introduced|developed|presented)\b",
    ),
    (
        "resource",
        5,
        rf"{_WE}(?:{_NEW}|releas\w+|creat\w+|construct\w*|curat\w+|build|collect\w*|contribut\w+"
        rf"|compil\w+|publish) [^.;]{{0,90}}\b(?:benchmark|dataset|data set|corpus|test suite"
        r"|treebank|testbed|lexicon|library|toolkit|toolbox|knowledge base|collection)\b",
    ),
    (
        "survey",
        7,
        r"\b(?:this|our|the present) (?:survey|review|tutorial)\b|\b(?:we|this paper|this"
        r" article|this work) (?:\w+ )?(?:surveys?|reviews?)\b|\b(?:systematic|literature"
        r"|comprehensive) (?:survey|review)\b",
    ),
    (
        "position",
        6,
        r"\b(?:this|our) (?:position|perspective) paper\b|\b(?:we|this paper) (?:argues?"
        r"|contends?|advocates?|calls? for)\b",
    ),
    (
        "theory",
        5,
        r"\bwe (?:\w+ ){0,2}(?:prove|derive|establish)\b|\b(?:theorem|upper bounds?|lower"
        r" bounds?|convergence rates?|minimax|np-hard|error bounds?|regret bounds?|theoretical"
        r" (?:insights|framework|analysis|results|guarantees))\b",
    ),
    (
        "system",
        4,
        rf"{_WE}(?:{_NEW}|report|describ\w+) [^.;]{{0,70}}\b(?:system|platform|software|tool"
        r"|package|series of|family of|application|prototype|engine)\b",
    ),
    (
        "empirical study",
        5,
        rf"{_WE}(?:stud(?:y|ies)|investigat\w+|examin\w+|analy[sz]\w+|explor\w+|compar\w+"
        r"|evaluat\w+|conduct\w*|assess\w*|benchmark|probe|survey|systematically \w+|ask"
        r"|revisit|vary|measure) ",
    ),
    (
        "empirical study",
        3,
        r"\bwe (?:\w+ ){0,2}(?:find|found|observe|discover|identify) (?:that|two|three|four)\b"
        r"|\b(?:empirical|systematic|case|pilot|preliminary|comparative|data-driven) (?:study"
        r"|analysis|investigation|evaluation|comparison)\b|\bour (?:analysis|findings|study)\b",
    ),
)
_TITLE_CUES = tuple((kind, weight, re.compile(pattern, _I)) for kind, weight, pattern in _TITLE)
_BODY_CUES = tuple((kind, weight, re.compile(pattern, _I)) for kind, weight, pattern in _BODY)
_ORDER: tuple[Contribution, ...] = ("method", "resource", "survey", "theory", "empirical study", "system", "position")


def name_contribution(text: NumberedText, roles: Sequence[Role]) -> Contribution:
    """Return the main contribution; `method` where nothing speaks for another."""
    scores = dict.fromkeys(_ORDER, 0)
    scores["method"] = 1
    for kind, weight, pattern in _TITLE_CUES:
        if pattern.search(text.title[:LONGEST_READ]):
            scores[kind] += weight
    own = [
        text.sentence(number)[:LONGEST_READ]
        for number, role in enumerate(roles, 1)
        if role in ("objective", "method", "result")
    ]
    for kind, weight, pattern in _BODY_CUES:
        hits = sum(pattern.search(sentence) is not None for sentence in own)
        scores[kind] += weight * min(hits, 1) + min(max(hits - 1, 0), 2)
    return max(_ORDER, key=lambda kind: (scores[kind], -_ORDER.index(kind)))
