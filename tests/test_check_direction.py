"""Tests of rule 4: what a statement raises, negates and prefers, its sentences do too."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.extract.check import check_statement
from agent.extract.checking.clauses import read_clauses
from agent.extract.sentences import NumberedText


def rules(statement: str, *sentences: str) -> set[str]:
    abstract, spans = " ".join(sentences), list[tuple[int, int]]()
    for sentence in sentences:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(sentence)))
    text = NumberedText("On Peat", abstract, tuple(spans))
    return {finding.rule for finding in check_statement(statement, range(1, len(spans) + 1), text)}


OPPOSITES = """
Pruning cuts inference cost by half while keeping accuracy intact.
  | Accuracy suffers when pruning halves the inference cost.
The gap between teacher and student shrinks as data grows.
  | As data grows, the gap between teacher and student widens.
Attention sinks vanish once the softmax is replaced.
  | Attention sinks emerge once the softmax is replaced.
Annotators agree on sarcasm only rarely.
  | Annotators usually agree on sarcasm.
Models trained with dropout are less sensitive to hyperparameters.
  | Models trained with dropout are more sensitive to hyperparameters.
The learned metric correlates well with human judgement.
  | The learned metric is at odds with human judgement.
Unlike FenCache, Mossgate keeps all keys.
  | Like FenCache, Mossgate keeps all keys.
The proposed loss makes training stable.
  | Training becomes unstable with the proposed loss.
Our estimator is unbiased under covariate shift.
  | Under covariate shift the estimator is biased.
Models are overconfident on rare entities.
  | Models are underconfident on rare entities.
Tokens at the end of the context receive the most attention.
  | Tokens at the end of the context receive the least attention.
Prompt tuning matches full fine-tuning at scale.
  | At scale, prompt tuning falls short of full fine-tuning.
Fine-tuning on peat data improves calibration.
  | Fine-tuning on peat data leaves calibration unchanged.
Early layers encode syntax and late layers encode meaning.
  | Late layers encode syntax and early layers encode meaning.
The approach needs access to gradients.
  | The approach works without access to gradients.
"""
NEGATIONS = """
Fine-tuning on synthetic peat data does not improve calibration.
  | Calibration improves after fine-tuning on synthetic peat data.
The problem can be solved in polynomial time.
  | The problem cannot be solved in polynomial time.
We find no evidence that the benchmark is contaminated.
  | We find evidence that the benchmark is contaminated.
The approach is applicable to unseen languages.
  | The approach is not applicable to unseen languages.
The model fails to generalize to long inputs.
  | The model generalizes to long inputs.
A weak teacher cannot fully elicit the knowledge of its student.
  | A weak teacher can fully elicit the knowledge of its student.
"""
COMPARISONS = """
Mossgate answers faster than dense retrieval on long questions.
  | On long questions dense retrieval is quicker than Mossgate.
Larger reed models are easier to distill than small ones.
  | Small reed models are easier to distill than larger ones.
We show that depth matters more than width for transfer.
  | Width matters more than depth for transfer.
The student exceeds its teacher on most tasks.
  | The teacher exceeds its student on most tasks.
Most errors stem from retrieval rather than generation.
  | Most errors stem from generation rather than retrieval.
Our method requires fewer labels than self-training.
  | Self-training requires fewer labels than the method.
"""
SAME = """
Mossgate answers faster than dense retrieval on long questions.
  | On long questions dense retrieval is slower than Mossgate.
Larger reed models are easier to distill than small ones.
  | Small reed models are harder to distill than larger ones.
The student exceeds its teacher on most tasks.
  | On most tasks the teacher is outperformed by its student.
Sparse training converges more slowly than dense training.
  | Dense training converges faster than sparse training.
Our method requires fewer labels than self-training.
  | Self-training needs more labels than the method.
Pruning cuts inference cost by half while keeping accuracy intact.
  | Pruning halves inference cost without hurting accuracy.
Our estimator is unbiased under covariate shift.
  | Under covariate shift the estimator has no bias.
Noise in the labels has little effect on ranking quality.
  | Ranking quality is hardly affected by noise in the labels.
The cache keeps latency low under heavy load.
  | Under heavy load the cache prevents high latency.
With retrieval, hallucinations become less frequent.
  | Retrieval reduces hallucinations.
The model fails to generalize to long inputs.
  | Generalization to long inputs is poor.
We propose Mossgate, which lowers perplexity and speeds up decoding.
  | Mossgate improves perplexity and decoding speed.
Gains diminish as models become larger.
  | The larger the model, the smaller the gains.
We find that neither depth nor width is decisive.
  | Depth and width are not decisive.
Speculative decoding leaves the output distribution unchanged.
  | Speculative decoding does not change the output distribution.
The proposed router avoids expert collapse.
  | With the proposed router, experts do not collapse.
"""


def pairs(listed: str) -> list[tuple[str, str]]:
    lines = listed.replace("\n  | ", " | ").split("\n")
    return [(sentence, statement) for sentence, bar, statement in (line.partition(" | ") for line in lines) if bar]


@pytest.mark.parametrize(("sentence", "statement"), pairs(OPPOSITES + NEGATIONS + COMPARISONS))
def test_the_opposite_is_found(sentence: str, statement: str) -> None:
    assert "direction" in rules(statement, sentence)


@pytest.mark.parametrize(("sentence", "statement"), pairs(SAME))
def test_the_same_in_other_words_is_carried(sentence: str, statement: str) -> None:
    assert rules(statement, sentence) == set()


@pytest.mark.parametrize(("sentence", "statement"), pairs(OPPOSITES + NEGATIONS + COMPARISONS + SAME))
def test_every_sentence_carries_itself_and_is_turned_by_none_beside_it(sentence: str, statement: str) -> None:
    assert rules(sentence, sentence) == set()
    assert "direction" not in rules(f"Indeed, {sentence[0].lower()}{sentence[1:]}", sentence, statement)


def test_a_finding_says_what_each_says() -> None:
    sentence = "Pruning raises the latency of the router."
    text = NumberedText("On Peat", sentence, ((0, len(sentence)),))
    (finding,) = check_statement("Pruning lowers the latency of the router.", [1], text)
    assert finding.message == "s1 says raises, the statement says lowers"


@given(
    st.text(
        alphabet=st.sampled_from("not no less than fails improves over worse , . -") | st.characters(), max_size=200
    )
)
def test_any_text_is_read(text: str) -> None:
    clauses = read_clauses(text)
    assert not clauses.denied & clauses.granted - {token.stem for token in clauses.tokens}
    assert all(0 <= polar.place < len(clauses.tokens) for polar in clauses.polars)
