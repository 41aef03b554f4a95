"""Terms of the field in kinds whose members exclude one another: who says recall does not say precision.

A kind is no list of synonyms: forms of one thing are joined by "/", "_" stands for a blank or a hyphen.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_KINDS = """
accuracy exact_match precision recall/sensitivity specificity f1/f_score/f_measure perplexity auc/auroc calibration
latency/delay/runtime/response_time memory energy/power bandwidth storage throughput parameters/parameter_count
  training_time inference_time
bleu rouge chrf comet meteor bertscore
training/train inference/test_time/testing deployment
pre_training/pretraining/pretrain/pre_train fine_tuning/finetuning/finetune/fine_tune post_training/posttraining
convolutional/convolution/convnet/cnn recurrent/rnn/lstm/gru transformer/self_attention feed_forward/mlp/perceptron
  support_vector/svm decision_tree random_forest logistic_regression state_space
generative discriminative
text/textual image/visual/vision audio/acoustic/sound video tactile/touch/haptic thermal olfactory
sentiment spam translation question_answering/qa summarization/summarisation/summarize named_entity/ner
  part_of_speech/pos_tagging entailment/natural_language_inference/nli relation_extraction coreference toxic/toxicity
  hate_speech paraphrase_identification keyword_extraction dialogue/dialog object_detection segmentation
  depth_estimation pose_estimation captioning speech_recognition speech_synthesis/text_to_speech recommendation
  code_generation theorem_proving node_classification link_prediction graph_classification anomaly_detection
  optical_flow super_resolution fact_checking/fact_verification
classification/classify regression clustering/cluster forecasting/forecast ranking
supervised self_supervised semi_supervised unsupervised
reinforcement_learning/reinforcement supervised_learning imitation_learning/behavior_cloning contrastive_learning
  federated_learning transfer_learning meta_learning active_learning curriculum_learning continual_learning
teacher student
encoder decoder
generator discriminator
actor critic
client server
source target
attacker/attack/adversary defender/defense/defence
user item
buyer seller
prover verifier
sender receiver
leader follower
query document
query key value
read write
lookup scan insertion/insert deletion/delete update
input output
prompt response
row column
node/vertex edge
token word character sentence paragraph document subword phoneme
pixel patch voxel
head layer neuron
syntactic/syntax/syntactically semantic/semantics/semantically lexical/lexically
  morphological/morphology phonetic/phonological/phonetically pragmatic
positional/position temporal/time spatial/space spectral
horizontal vertical
width depth
mean/average median maximum/max/maximal minimum/min/minimal sum variance
gaussian laplacian poisson bernoulli
subgaussian/sub_gaussian heavy_tailed
logarithmic linear quadratic cubic exponential polynomial
convex concave
primal dual
euclidean hyperbolic spherical manhattan
symmetric asymmetric/antisymmetric
discrete continuous
sparse dense
rigid deformable
hard soft
dropout weight_decay batch_normalization layer_normalization label_smoothing early_stopping gradient_clipping
learning_rate batch_size weight_decay random_seed temperature
domain_randomization system_identification data_augmentation
pruning/prune quantization/quantize distillation/distill factorization/factorize
greedy beam_search
bagging boosting stacking
autoregressive diffusion masked
monolingual bilingual multilingual cross_lingual
age gender/sex race/ethnicity/racial income religion/religious disability nationality education
man woman
boy girl
male female
child adult teenager/adolescent
parent teacher pupil
patient clinician/physician/doctor nurse
novice/beginner expert
breast lung liver prostate skin brain colon/colorectal kidney/renal heart/cardiac
diabetes alzheimer parkinson pneumonia tuberculosis stroke asthma hypertension depression cancer/tumor
mri ct sonography x_ray/radiograph
medical/clinical/biomedical legal financial scientific journalistic
mathematics/math/mathematical/arithmetic coding/code/programming commonsense
spring summer autumn winter
day night
morning afternoon evening
weekday weekend
indoor outdoor
urban/city rural
north/northern south/southern east/eastern west/western
millisecond second minute hour day week month year decade
red green blue yellow
rain/rainy snow/snowy fog/foggy
cat dog mouse/mice rat pig cow horse sheep bird
wheat maize/corn rice barley soybean potato
steel aluminum/aluminium copper
electron proton neutron photon muon
bog fen marsh meadow forest
synthetic/simulated/simulation real_world/real
labeled/labelled/annotated unlabeled/unlabelled/unannotated
balanced imbalanced/unbalanced
clean noisy poisoned/corrupted
white_box black_box gray_box/grey_box
membership_inference attribute_inference model_inversion reconstruction label_leakage
poisoning evasion jailbreak prompt_injection
differential_privacy secure_aggregation homomorphic_encryption
anchor positive_pair negative_pair
short_term long_term
intrinsic extrinsic
rare frequent
english french german spanish italian portuguese chinese/mandarin japanese korean arabic hindi russian turkish finnish
  czech polish dutch swedish danish norwegian vietnamese thai swahili urdu bengali tamil hebrew greek romanian
  hungarian ukrainian icelandic
first second third fourth fifth
explanation answer question hint
age_group income_group
low_resource high_resource
sighted blind
deaf hearing
gradient activation weight
lidar radar camera ultrasound
exact approximate
time_complexity/time memory/space
resolution size
phone laptop desktop server
dawn dusk noon midnight
pedestrian vegetation building vehicle
peer instructor
short long
inner outer
intra inter
upstream downstream
left right
prior posterior
micro macro
false_positive false_negative
top_down bottom_up
in_domain/in_distribution out_of_domain/out_of_distribution
active passive
directed undirected
majority minority
noun verb adjective
warm cold
"""


class Term(NamedTuple):
    """A term as it stands among the words of a text.

    Attributes:
        kind: Number of its kind.
        concept: Number of what it means; forms of one thing share it.
        first, last: Places of its words, the last one excluded.
    """

    kind: int
    concept: int | str
    first: int
    last: int


def _index() -> dict[str, tuple[tuple[tuple[str, ...], tuple[tuple[int, int], ...]], ...]]:
    """Return first word ─▶ the words of terms, longer ones first, with their kinds and concepts."""
    meanings: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    concept = 0
    for kind, listed in enumerate(_KINDS.replace("\n  ", " ").strip().splitlines()):
        for forms in listed.split():
            for form in forms.split("/"):
                key = tuple(map(singular, form.split("_")))
                if (kind, concept) not in meanings.setdefault(key, []):
                    meanings[key].append((kind, concept))
            concept += 1
    found: dict[str, list[tuple[tuple[str, ...], tuple[tuple[int, int], ...]]]] = {}
    for key in sorted(meanings, key=len, reverse=True):
        found.setdefault(key[0], []).append((key, tuple(meanings[key])))
    return {first: tuple(listed) for first, listed in found.items()}


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Return a word in lower case without the s of a plural: stems would make one of discriminator, discriminative."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4 else word


_INDEX = _index()


_OPENED = {
    word: terms
    for first, terms in _INDEX.items()
    for word in (first, f"{first}s", f"{first[:-1]}ies")
    if singular(word) == first
}
"""Word in lower case, singular or plural ─▶ the terms that it may open, longer ones first."""


def find_terms(words: Sequence[str]) -> list[Term]:
    """Return the terms among the words of a text in lower case, in order; the longest at a place counts."""
    found: list[Term] = []
    taken = 0
    for place in [place for place, word in enumerate(words) if word in _OPENED]:
        if place < taken:
            continue
        for key, meanings in _OPENED[words[place]]:
            last = place + len(key)
            if len(key) == 1 or tuple(map(singular, words[place:last])) == key:
                found += [Term(kind, concept, place, last) for kind, concept in meanings]
                taken = last
                break
    return found
