"""Cue phrases by which a sentence of an abstract shows its role: the one lexicon of the engine's rules.

Each cue is (role, weight, pattern). Weights are small whole numbers set by hand: 4 settles a role alone, 1 tips it.
"""

import re
from typing import NamedTuple

from schemas.extraction import Role


class Cue(NamedTuple):
    """One pattern and how strongly it speaks for a role (negative: against)."""

    role: Role
    weight: int
    pattern: re.Pattern[str]


_ADVERB = r"(?:(?:\w+ly|also|then|first|next|further|here|now|thus|hence|instead|therefore|empirically)[, ]{1,2}){0,2}"
WE = (
    r"(?:\b(?:we|this (?:paper|work|article|study|report|thesis|survey|letter|research)|the"
    r" (?:paper|present (?:paper|work|study)|authors?)|our (?:paper|work|study|research)"
    rf"|i)\b (?:have |has |will |can )?{_ADVERB})"
)
PROPOSE = (
    r"(?:propos\w+|introduc\w+|present(?:s|ed|ing)?|develop(?:s|ed)?|design(?:s|ed)?"
    r"|devis\w+|describ\w+|suggest(?:s|ed)? (?:an?|to)\b|put forward|contribut\w+)"
)
BUILD = (
    r"(?:build|built|construct\w*|creat\w+|curat\w+|collect\w*|train\w*|fine-?tun\w+"
    r"|pre-?train\w*|us(?:e|es|ed|ing)\b|employ\w*|"
    r"appl(?:y|ies|ied)|adopt\w*|leverag\w+|utili[sz]\w+|implement\w*|formulat\w+|extend\w*"
    r"|integrat\w+|combin\w+|adapt\w*|"
    r"perform\w*|conduct\w*|carr(?:y|ied) out|evaluat\w+|benchmark\w*|compar\w+|test(?:s|ed)?\b|sweep|model(?:s|ed)?\b|"
    r"generat\w+|simulat\w+|annotat\w+|measur\w+|control\w*|modify|modifies|augment\w*"
    r"|incorporat\w+|optimi[sz]\w+|survey\w*|"
    r"defin\w+|convert\w*|transform\w*|sampl\w+|vary|select\w*|split\w*|treat\w*|rescale"
    r"|replac\w+|drop\b|keep\b|give\b)"
)
STUDY = (
    r"(?:aim\w*|seek\w*|attempt\w*|focus\w*|stud(?:y|ies|ied)|investigat\w+|explor\w+|examin\w+|consider\w*|ask\b|asks|"
    r"address(?:es|ed)?|analy[sz]\w+|revisit\w*|tackl\w+|try|tries|want\w*|intend\w*|wonder|deal\w*|pursu\w+|assess\w*|"
    r"concern\w*|discuss\w*|look at|are interested|turn to|probe\b|provid\w+ (?:an?|the)"
    r" [\w -]{0,40}(?:investigation|analysis|study|overview|survey|review))"
)
FIND = (
    r"(?:find|finds|found|show|shows|showed|shown|observ\w+|demonstrat\w+|prov(?:e|es|ed"
    r"|en)|discover\w*|reveal\w*|report\w*|"
    r"achiev\w+|obtain\w*|deriv\w+|establish\w*|identif\w+|conclud\w+|confirm\w*|verif\w+"
    r"|outperform\w*|point(?:s|ed)? out|"
    r"uncover\w*|illustrat\w+|validat\w+|see that|note that|argu\w+|reach\w*|improv\w+|reduc\w+|attain\w*|highlight\w*|"
    r"provid\w+ (?:strong |clear |empirical |theoretical |the first |first )*(?:evidence"
    r"|proof|guarantee)\w*|believe that)"
)
_EVIDENCE = (
    r"(?:experiment\w*|result\w*|evaluation\w*|finding\w*|analys[ie]s|simulation\w*"
    r"|stud(?:y|ies)|test\w*|ablation\w*|comparison\w*|evidence|theor(?:y|ems?)"
    r"|observation\w*|case stud\w+|measurements?|insights)"
)
_SHOW = (
    r"(?:show\w*|demonstrat\w+|reveal\w*|indicat\w+|suggest\w*|confirm\w*|verif\w+"
    r"|validat\w+|prov(?:e|es|ed)|illustrat\w+|highlight\w*|establish\w*|support\w*"
    r"|evidence|corroborat\w+|underscore\w*)"
)

_TABLE: tuple[tuple[Role, int, str], ...] = (
    (
        "background",
        3,
        r"^(?:recent|recently|existing|previous|prior|current|currently|traditional"
        r"|conventional|despite|in recent years|modern|many|most|several|some|various"
        r"|historically|today|nowadays|to date)\b",
    ),
    (
        "background",
        2,
        r"^(?:however|unfortunately|although|though|while|yet|but|therefore|consequently|as a"
        r" result|nevertheless|nonetheless|as)\b",
    ),
    (
        "background",
        2,
        r"\b(?:ha(?:s|ve) (?:been|become|shown|emerged|demonstrated|achieved|attracted|received"
        r"|gained|proven|led|made|enabled|driven|recently|not been|largely|mostly|focused"
        r"|traditionally))\b",
    ),
    (
        "background",
        2,
        r"\b(?:remain\w*|suffer\w*|fail(?:s)? to|lack\w*|typically|usually|often|poorly"
        r" understood|little is known|(?:is|are|was|were) (?:\w+ )?known|well[- ]known|widely[-"
        r" ](?:used|studied|adopted)|challeng(?:e|es|ing)|crucial|critical|essential|important"
        r"|promising|popular|increasingly|bottleneck|struggl\w+|limited to|costly|expensive"
        r"|difficult|growing|fundamental|overlook\w*|under-?explored|open (?:problem"
        r"|question))\b",
    ),
    (
        "background",
        2,
        r"\b(?:existing|previous|prior|current|traditional|conventional|state-of-the-art)"
        r" (?:\w+ ){0,3}(?:methods?|approaches|work|works|studies|research|models?|techniques"
        r"|solutions|algorithms|systems|practice|paradigm|stud(?:y|ies))\b(?! (?:show|in"
        r" (?:both|terms)))",
    ),
    (
        "background",
        7,
        r"^(?:however, |yet,? |but |while |although )?(?:in recent years,? )?(?:recent|existing"
        r"|previous|prior|current|traditional|conventional|most|many|several|earlier|some)"
        r" (?:[\w-]+ ){0,3}(?:stud(?:y|ies)|works?|research|methods?|approaches|models"
        r"|practices?|advances?|progress|techniques|efforts|LLMs?|systems|literature|solutions"
        r"|algorithms|benchmarks|critics|attempts)\b",
    ),
    (
        "result",
        -7,
        r"^(?:however, |yet,? |but )?(?:in recent years,? )?(?:recent|existing|previous|prior"
        r"|current|traditional|conventional|most|many|several|earlier) (?:[\w-]+"
        r" ){0,3}(?:stud(?:y|ies)|works?|research|methods?|approaches|models|practices?"
        r"|advances?|progress|techniques|efforts|LLMs?|systems|literature|solutions|algorithms"
        r"|benchmarks|critics|attempts)\b",
    ),
    (
        "background",
        3,
        r"^(?:recently|in recent years|to (?:address|tackle|alleviate|overcome|solve) (?:this"
        r"|these|the) [\w ]{0,60}, (?:prior|previous|recent|existing|many|several))\b",
    ),
    ("objective", 6, rf"{WE}{STUDY}"),
    (
        "objective",
        5,
        r"\b(?:the|our|main|primary) (?:aim|goal|objective|purpose|focus)s? (?:of|in) (?:this"
        r"|the present|our)|\bour (?:main |primary |overall )?(?:aim|goal|objective|purpose"
        r"|focus) (?:is|was)\b|\bhere,? we ask\b|\bin order to (?:understand|study"
        r"|investigate)\b",
    ),
    ("objective", 4, r"\?\W{0,2}$"),
    ("method", 7, rf"{WE}{PROPOSE}"),
    ("method", 5, rf"{WE}{BUILD}"),
    (
        "method",
        5,
        r"\b(?:is|are|was|were) (?:\w+ )?(?:proposed|introduced|presented|developed|designed"
        r"|employed|adopted|constructed|implemented|formulated|applied|conducted|performed"
        r"|collected)\b",
    ),
    (
        "method",
        3,
        r"^(?:specifically|concretely|in detail|more specifically|to (?:this end|address|tackle"
        r"|solve|overcome|achieve|alleviate|mitigate|bridge|fill|reduce|meet|further)|motivated"
        r" by|inspired by|based on (?:this|these|the)|by (?:\w+ing)|after that|building on"
        r"|during|at inference|in the (?:first|second|third) stage|the (?:core|key|main|basic"
        r"|central) (?:idea|insight|component)|instead of|unlike)\b",
    ),
    (
        "method",
        3,
        r"\b(?:our|the proposed|this|the) (?:[\w-]+ ){0,2}(?:method|approach|framework|model"
        r"|algorithm|system|architecture|pipeline|technique|strategy|scheme|mechanism|module"
        r"|dataset|benchmark|loss|network|selector)\b,? (?:\w+ly )?(?:first |then |also )?(?:is"
        r" (?:based|built|trained|designed|composed|motivated|inspired|governed)|consists?"
        r"|comprises?|contains?|uses?|employs?|leverages?|combines?|integrates?|incorporates?"
        r"|learns?|exploits?|relies|introduces?|takes|includes?|operates?|works|extends?"
        r"|replaces?|adopts?|utili[sz]es?|models?|treats?|maps?|generates?|predicts?"
        r"|decomposes?|constructs?|applies|adaptively|derives?|allocates?|selects?|computes?"
        r"|encodes?|aligns?|trains?)\b",
    ),
    (
        "method",
        2,
        r"\b(?:consists? of|comprises?|is (?:based|built|trained) on|are (?:fed|trained|mapped"
        r"|used|then|computed|generated)|which (?:\w+ly )?(?:uses?|leverages?|combines?"
        r"|integrates?|learns?|exploits?|consists?|employs?)|two-stage|first stage|jointly|is"
        r" used to|are used to|by (?:introducing|using|leveraging|incorporating|replacing"
        r"|combining|exploiting|employing))\b",
    ),
    (
        "method",
        2,
        r"^[A-Z]\w*[A-Z0-9-]\w*(?:-\w+)? (?:\w+ly )?(?:introduces?|uses?|employs?|leverages?"
        r"|combines?|integrates?|incorporates?|learns?|exploits?|replaces?|adopts?|maps?"
        r"|constructs?|applies|models?|decomposes?|trains?|first|consists?|is an?)\b",
    ),
    (
        "method",
        3,
        r"^(?:\(?(?:\d|i{1,3}|iv|[a-d])[).:]) ?(?:\w+ ){0,6}(?:module|loss|mechanism|component|strategy|network)",
    ),
    ("result", 7, rf"{WE}{FIND}"),
    ("result", 7, rf"\b{_EVIDENCE}\b[^.;:]{{0,120}}?\b{_SHOW}\b"),
    (
        "result",
        3,
        r"\b(?:outperform\w*|surpass\w*|state-of-the-art (?:performance|results?|accuracy)|new"
        r" state of the art|achiev\w+|improv(?:es?|ed|ements?|ing)|exceed\w*|superior\w*"
        r"|competitive (?:results?|performance|with)|on par with|comparable to|compared (?:to"
        r"|with)|better than|reduc(?:es|ed|tion)|speed-?ups?|faster|gains? of|(?:more|less"
        r"|fewer|higher|lower|larger|smaller) [\w -]{0,30}\bthan|yields?|leads? to|results? in"
        r"|increas(?:es|ed)|effectiveness of|retains?|maintains?|closes? the gap|falls?|drops?"
        r" (?:by|to)|transfers? to|loses?)\b",
    ),
    (
        "result",
        3,
        r"\d(?:\.\d+)? ?(?:\\?%|percent\b|percentage points?\b|points?\b|x\b|times\b|\\times"
        r"|pp\b|\\,pp|dB\b|BLEU\b|F1\b|mAP\b)",
    ),
    (
        "result",
        3,
        r"^(?:notably|surprisingly|interestingly|remarkably|importantly|in particular|our"
        r" results?|our findings?|our experiments?|experiments?|extensive experiments?"
        r"|experimental|empirically|theoretically|results|overall|together|these (?:results"
        r"|findings)|across|on [A-Z]|numerical)\b",
    ),
    (
        "result",
        2,
        r"\b(?:to (?:our|the best of our) (?:best )?knowledge|for the first time|theorem"
        r"|guarantees? that|we (?:can|are able)|release|releas(?:e|ed|ing))\b",
    ),
    (
        "other",
        9,
        r"\b(?:code|codes|data|dataset|datasets|models?|implementation|demo|weights|software"
        r"|scripts?|materials?|checkpoints|resources|appendix|supplementary|benchmark|source"
        r"|video|project page|toolkit|package|library|repository|corpus|annotations"
        r"|prompts)\b[^.;]{0,60}\b(?:(?:is|are|will be|can be|have been|has been|be|made|freely"
        r"|publicly|openly)\b ?(?:\w+ ){0,3}(?:available|released|found|open-sourced?"
        r"|accessible|downloaded|provided)|available (?:at|on|from|here|https?|in))",
    ),
    (
        "other",
        9,
        r"^\(?(?:[\w ]{0,30}?(?:code|data|demo|project page|project|website|github|homepage"
        r"|page|models?|dataset)s? ?(?:page)?: ?(?:https?|www)|https?://|warning:|disclaimer"
        r"|content warning|keywords?:|note:|this is (?:a|the) (?:preprint|draft|extended)"
        r"|accepted (?:at|to|by)|to appear|published in|presented at)",
    ),
    (
        "other",
        8,
        r"^\W*(?:we|our)\b[^.;]{0,25}\b(?:releas\w+|open-sourc\w+|publish|make)"
        r" [^.]{0,80}\b(?:code|data|datasets?|models?|weights|available|public|publicly"
        r"|https?)\b",
    ),
    (
        "other",
        8,
        r"\bwe hope\b|\bhope(?:fully)? (?:that|to|our|this)|\bwarning\b.{0,30}\b(?:paper"
        r"|content|examples?)\b|\bmay contain (?:\w+ )?(?:offensive|harmful|upsetting)|\bcode"
        r" (?:is|will be|are)\b|\bpage limit\b|\bsupported by\b",
    ),
    ("other", 4, r"https?://\S+|github\.com|huggingface\.co"),
)

CUES: tuple[Cue, ...] = tuple(Cue(role, weight, re.compile(pattern, re.IGNORECASE)) for role, weight, pattern in _TABLE)
"""All cues; patterns ignore case and are bounded, so that a sentence costs time linear in its length."""
