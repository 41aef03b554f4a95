"""Stem ─▶ the groups of `opposites` in which it stands and on which side, and which stems are welcome."""

from typing import NamedTuple

from agent.extract.checking.opposites import GROUPS
from agent.extract.words import stem

NEUTRAL = frozenset(
    """cost costs costing costed optimize optimizes optimized optimizing optimizer optimizers optimization optimizations
    optimise optimised effect effects effected effectively highly most generally lead leading leads reinforcement weak
    weakly accuracy accuracies precision""".split()
)
"""Words that share a stem with one of a group but not its meaning."""


LOOSE = frozenset(
    map(
        stem,
        """more less high higher highest low lower lowest large larger largest small smaller smallest great greater
        greatest long longer longest short shorter shortest fewer fewest least good poor bad better best worse worst
        gain loss expand efficient accurate robust secure safe fast slow easy simple hard difficult""".split(),
    )
)
"""Stems that are said of many things, so that they must stand close to what both texts share."""


class Side(NamedTuple):
    """Where a stem stands: the number of its group and +1 or -1."""

    group: int
    sign: int


def _sides() -> dict[str, tuple[Side, ...]]:
    found: dict[str, tuple[Side, ...]] = {}
    for number, group in enumerate(GROUPS):
        for sign, listed in ((1, group.plus), (-1, group.minus)):
            for word in dict.fromkeys(map(stem, listed.split())):
                side = Side(number, sign)
                if side not in found.get(word, ()):
                    found[word] = (*found.get(word, ()), side)
    return found


SIDES = _sides()
"""Stem ─▶ its sides."""

COSTS = frozenset(
    map(
        stem,
        """error loss cost latency memory time overhead perplexity complexity bias risk gap forgetting variance noise
        vulnerability hallucination burden parameters computation compute regret distortion memorization leakage
        toxicity redundancy failure uncertainty delay consumption footprint storage rate_flip flip interference
        degradation discrepancy divergence collapse budget energy mistakes mismatch inconsistency inefficiency
        conflict artifacts confusion threat harm damage instability drift staleness workload barrier
        limitation problem issue ambiguity sensitivity harmful undesirable adverse reliance dependency dependence
        communication bandwidth expense effort runtime flops deviation distance
        wer mse mae rmse cer fid overfitting""".split(),
    )
)
"""Stems of what is welcome when there is less of it."""
GOODS = frozenset(
    map(
        stem,
        """accuracy performance quality robustness efficiency precision recall f1 score bleu rouge auc throughput
        speed reliability stability generalization capability ability fidelity diversity safety security privacy
        fairness coverage consistency alignment factuality success effectiveness utility power reasoning faithfulness
        interpretability transferability scalability usability agreement gain improvement speedup map iou dice psnr
        ssim mrr ndcg reward profit satisfaction helpfulness convergence calibration return fluency readability
        relevance         purity credibility""".split(),
    )
)
"""Stems of what is welcome when there is more of it."""
