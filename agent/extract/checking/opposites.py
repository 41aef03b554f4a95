"""Words of research prose that stand against each other, in groups: one side raises, improves or grants, the other not.

A group says which words can contradict which; it is no dictionary of meanings. Words are kept by their stems, so that
every form of a verb is found; forms whose stems differ ("low", "lower") are written out.
"""

from typing import NamedTuple


class Group(NamedTuple):
    """Two sides of words.

    Attributes:
        valued: The first side is welcome in itself, so that it also stands against unwelcome words of other groups.
        near: Every word must stand close to what both texts share: words that are said of many things.
    """

    name: str
    plus: str
    minus: str
    valued: bool = False
    near: bool = False


AMOUNT, WORTH, DEGREE, PARITY = "amount", "worth", "degree", "parity"

GROUPS = (
    Group(
        AMOUNT,
        """increase higher high highest raise rise grow growth larger largest greater greatest more most boost
        amplify amplification enlarge expand expansion elevate escalate surge inflate intensify widen maximize
        longer longest multiply heighten upward swell exacerbate aggravate worsen deepen skyrocket soar climb
        bigger explode balloon""",
        """decrease lower low lowest reduce reduction drop fall fell fallen decline less fewer smaller smallest
        shrink cut diminish lessen alleviate mitigate mitigation minimize shorten shorter shortest save saving
        lighten ease relieve curb suppress suppression attenuate dampen narrow downward decrement fewest least
        slash trim curtail halve plummet sink dwindle restrain""",
    ),
    Group(
        WORTH,
        """outperform better best improve improvement superior superiority surpass beat win won wins enhance
        enhancement strengthen ahead excel gain overtake dominate eclipse outdo outrank outstrip advantage
        advantageous benefit beneficial profit favorable favourable favorably favourably succeed success
        successful effective effectiveness efficacy outclass facilitate help aid enrich elevate refine bolster
        exceed good great excellent """,
        """underperform worse worst worsen degrade degradation inferior inferiority trail lag hurt harm harmful
        impair impairment deteriorate deterioration weaken undermine damage sacrifice compromise detrimental
        adverse adversely unfavorable unfavourable unfavorably ineffective ineffectiveness hinder hamper impede
        inhibit erode cripple ruin destroy unsuccessful disappoint struggle poor poorly poorer poorest bad badly
        disadvantage disadvantageous disrupt jeopardize backfire lose lost loss drawback
        obstruct regress counterproductive disadvantaged fail failure suffer""",
        valued=True,
    ),
    Group("strength", "stronger strongest", "weaker weakest", near=True),
    Group(
        "speed",
        """fast faster fastest quick quicker quickly rapid rapidly accelerate acceleration speedup swift
        swiftly speed""",
        """slow slower slowest slowly slowdown decelerate sluggish delay impede prolong""",
        valued=True,
    ),
    Group(
        "robust",
        """robust robustness robustly resilient resilience resistant resistance secure safe safety safer safest
        safely immune immunity trustworthy protect protection safeguard withstand harmless defend shield""",
        """vulnerable vulnerability fragile fragility brittle brittleness susceptible susceptibility unsafe insecure
        prone untrustworthy nonrobust endanger expose unprotected sensitive defenseless dangerous""",
        valued=True,
    ),
    Group(
        "stable", "stable stability stabilize stably", "unstable instability unstably destabilize collapse", valued=True
    ),
    Group("converge", "converge convergence convergent", "diverge divergent nonconvergent", near=True),
    Group(
        "likeness",
        """similar similarity similarly alike same identical like likeness resemble coincide resemblance equal
        equally equivalent indistinguishable interchangeable uniform comparable comparably""",
        """different differ difference differently unlike dissimilar dissimilarity distinct discrepancy disparity
        contrast unequal distinguishable opposite heterogeneous disparate""",
        near=True,
    ),
    Group(
        "agreement",
        """consistent consistently consistency agree agreement align alignment aligned match coherent coherence
        compatible corroborate correlate confirm support validate verify substantiate accord conform""",
        """inconsistent inconsistently inconsistency disagree disagreement misalign misalignment misaligned mismatch
        incoherent incoherence incompatible contradict contradiction contradictory refute disprove conflict
        conflicting deny oppose invalidate reject rebut dispute falsify""",
        near=True,
    ),
    Group("relation", "positively directly proportional", "negatively inversely anticorrelated"),
    Group(
        "ease",
        """easy easier easiest easily simple simpler simplest simply simplify simplification straightforward trivial
        effortless ease readily tractable""",
        """hard harder hardest difficult difficulty challenging complicated complicate nontrivial cumbersome
        intractable laborious onerous""",
    ),
    Group(
        "enough", "sufficient sufficiently suffice enough adequate adequately", "insufficient insufficiently inadequate"
    ),
    Group(
        "need",
        """necessary necessarily necessity essential crucial crucially critical indispensable vital require
        need require""",
        """unnecessary unnecessarily needless redundant optional dispensable superfluous dispense obviate
        unneeded""",
    ),
    Group(
        "possible",
        "possible feasible enable capable able allow permit let empower",
        """impossible infeasible impractical unable incapable prevent preclude prohibit forbid block disable
        bar rule""",
    ),
    Group(
        "cost",
        """cheap cheaper cheaply inexpensive economical lightweight affordable efficient efficiently
        efficiency frugal""",
        """expensive expensively costly costlier inefficient inefficiently inefficiency wasteful
        heavyweight prohibitive""",
        valued=True,
    ),
    Group(
        DEGREE,
        """significant significantly substantial substantially considerable considerably sharply marked markedly
        dramatic dramatically drastic drastically notable notably noticeable noticeably strongly remarkable
        remarkably vast vastly severe severely big huge greatly major pronounced massive clear clearly heavily
        large profound profoundly appreciable tremendous""",
        """insignificant insignificantly negligible negligibly marginal marginally slight slightly minor minimal
        minimally modest modestly barely unnoticeable little imperceptible mild mildly faint weakly small limited""",
        near=True,
    ),
    Group(
        "right",
        """accurate accurately accuracy precise precisely precision correct correctly right valid faithful
        reliable"""
        "reliably reliability credible",
        """inaccurate inaccurately imprecise imprecisely incorrect incorrectly wrong wrongly invalid erroneous"""
        """misleading mislead unreliable unreliably unfaithful unreliability mistaken""",
        valued=True,
    ),
    Group("known", "known understood", "unknown unclear unexplored understudied overlooked neglected"),
    Group(
        "early",
        "early earlier before beginning first initially prior precede",
        "late later after end last finally follow",
        near=True,
    ),
    Group(
        "estimate",
        """overestimate overestimation overstate overfit exaggerate overrate overshoot overpredict overvalue""",
        """underestimate underestimation understate underfit underrate undershoot underpredict undervalue""",
    ),
    Group(
        "keep",
        """preserve store preservation retain retention maintain keep kept conserve remember sustain""",
        """lose loses lost discard forget forgetting destroy sacrifice abandon drop erase distort""",
    ),
    Group("inside", "include contain incorporate comprise cover", "exclude omit leave ignore neglect disregard lack"),
    Group("accept", "accept adopt embrace approve", "reject refuse decline abandon dismiss"),
    Group(
        "often",
        """often frequently frequent commonly usually typically mostly always widely regularly frequent common
        widespread""",
        """rarely rarer rarest seldom infrequently occasionally sporadically rare infrequent uncommon scarcely never""",
    ),
    Group("many", "many numerous majority abundant plenty", "few minority scarce handful none fewer"),
    Group(
        "urge",
        """encourage promote incentivize foster stimulate prioritize favor favour reward""",
        """discourage caution warn inhibit deter penalize penalise punish disfavor discouraged suppress avoid
        deprioritize""",
    ),
    Group(
        "remedy",
        """solve address tackle resolve overcome remedy mitigate mitigation alleviate avoid prevent eliminate fix
        circumvent counter combat bypass rectify cure ameliorate suppress relieve neutralize""",
        """cause induce exacerbate aggravate amplify trigger provoke incur worsen perpetuate intensify ignore neglect
        suffer magnify""",
        near=True,
    ),
    Group("best", "optimal optimally optimality", "suboptimal suboptimally suboptimality", near=True),
    Group("hold", "hold held persist", "break vanish", near=True),
    Group("appear", "appear emerge arise", "disappear vanish", near=True),
    Group(
        "change",
        "change vary shift alter affect alteration fluctuate influence",
        """unchanged constant unaffected untouched invariant intact unaltered insensitive stay remain""",
        near=True,
    ),
    Group("rank", "above top upper ahead", "below bottom lower behind", near=True),
    Group("within", "within inside", "beyond outside", near=True),
    Group("grant", "permit legitimate legal lawful", "illegal unlawful illegitimate", near=True),
    Group("start", "start begin initiate", "stop end halt cease terminate", near=True),
    Group(
        PARITY,
        """unchanged untouched unaffected on-par match comparable comparably competitive competitively equal equally
        tie saturate saturation plateau constant flat close""",
        "",
    ),
    Group("choice", "prefer preferred choose favor favour like", "reject dislike disfavor disprefer shun", near=True),
    Group(
        "weight",
        """relevant decisive crucial crucially critical critically important importance matter essential
        influential central""",
        """irrelevant unimportant immaterial inconsequential negligible secondary""",
        near=True,
    ),
    Group("use", "exploit leverage utilize utilise attend", "ignore neglect overlook disregard", near=True),
    Group("add", "add include insert", "remove omit ablate exclude drop", near=True),
    Group("tight", "tight tighter tightly tightest", "loose looser loosely loosest vacuous"),
    Group("minimum", "flat flatter", "sharp sharper", near=True),
    Group("depth", "deep deeper", "shallow shallower"),
    Group("extent", "broad broader broadly wide wider widely", "narrow narrower narrowly restricted"),
    Group("scale", "global globally", "local locally"),
    Group("supervision", "supervised", "unsupervised"),
    Group("line", "online", "offline"),
    Group("change", "dynamic dynamically adaptive", "static statically fixed"),
    Group("sense", "explicit explicitly", "implicit implicitly"),
    Group("chance", "deterministic deterministically", "stochastic stochastically random randomly"),
    Group("course", "forward", "backward reverse"),
    Group("place", "internal internally", "external externally"),
    Group("centre", "centralized centralised", "decentralized decentralised distributed"),
    Group("hand", "automatic automatically automated", "manual manually"),
    Group("side", "same", "opposite"),
    Group("time", "synchronous synchronously", "asynchronous asynchronously"),
    Group("shape", "linear linearly", """nonlinear nonlinearly exponential exponentially quadratic quadratically"""),
    Group("form", "convex", "nonconvex"),
    Group("size", "finite", "infinite"),
    Group("public", "public publicly open", "private privately closed proprietary"),
    Group("sight", "visible apparent seen", "invisible hidden unseen"),
    Group(
        "reliance",
        "independent independently regardless insensitive agnostic",
        "dependent dependence depend depends sensitive hinge",
        near=True,
    ),
    Group(
        "distance",
        "close closer closest nearest nearer nearby adjacent",
        "farther farthest furthest distant apart",
        near=True,
    ),
    Group("likelihood", "likelier", "unlikelier unlikely improbable"),
    Group("service", "valuable", "useless worthless unhelpful", valued=True),
    Group("bond", "correlate correlation associate association tie link", "unrelated uncorrelated", near=True),
    Group("surprise", "expected expectedly", """unexpected unexpectedly surprisingly surprising counterintuitive"""),
)
