"""Find the named pretrained models and compared systems of an abstract."""

import re
from collections.abc import Iterator, Sequence

from agent.extract.extractive.addressed import LONGEST_READ
from agent.extract.extractive.gazetteer import find_known
from agent.extract.sentences import NumberedText
from schemas.extraction import Role

MOST_NAMES = 12
MOST_READ = 200
"""Sentences that are looked at; no abstract has more."""
_MODEL_VERSION = re.compile(
    r"\b(?:GPT|LLaMA|Llama|LLAMA|Qwen|QwQ|Mistral|Mixtral|Gemma|Gemini|Claude|DeepSeek|Phi"
    r"|Pythia|OPT|BLOOM|Falcon|T5|Flan-T5|FLAN-T5|BERT|RoBERTa|DeBERTa|ResNet|ViT|DeiT|Swin"
    r"|CLIP|"
    r"SmolLM|OLMo|InternLM|InternVL|ChatGLM|GLM|Yi|Vicuna|TinyLlama|CodeLlama|StarCoder"
    r"|LLaVA|BLIP|YOLO|EfficientNet|DenseNet|VGG|WRN|MobileNet|Nemotron|Kimi|Grok|Baichuan"
    r"|Mamba|RWKV|Whisper|"
    r"Sonnet|Opus|Granite|Cohere|Aya|PaLM|Orca|WizardLM|WizardMath|SOLAR|Zephyr|MiniCPM"
    r"|Hunyuan|Ministral|PaliGemma|gpt-oss|ESM|AlphaFold|NLLB|XLM-R|mT5|SigLIP|DINO)"
    r"(?:[-–]?v?\d[\w.]*\w|[-–]?v?\d)?(?:[-–](?!(?:based|style|like|type|level|inspired"
    r"|generated|guided|specific|free|judged|class|sized|scale|powered|driven|family"
    r"|as)\b)(?:[A-Za-z0-9][\w.]*\w|\d+[bBmM]?|[A-Z])|/\d+){0,5}(?: (?:\d+(?:\.\d+)?[BM]"
    r"|v?\d(?:\.\d)?(?= |[,.;)]|$)(?! \d))(?: (?:\d+(?:\.\d+)?[BM]|Instruct|Chat|Base"
    r"|Sonnet|Opus|Pro|Flash))?)?(?![\w])"
)
_WEIGHTS_NAME = re.compile(r"\b(?P<name>[A-Z][\w.]*(?:-[\w.]+){0,4}-\d+(?:\.\d+)?[BbMm](?:-[A-Z][\w.]*)?)(?!\w)")
STOP_NAMES = frozenset(
    [
        "AI",
        "ML",
        "NLP",
        "CV",
        "LLM",
        "LLMs",
        "MLLM",
        "MLLMs",
        "VLM",
        "VLMs",
        "LM",
        "LMs",
        "RL",
        "RLHF",
        "SFT",
        "DPO",
        "PPO",
        "GRPO",
        "RAG",
        "QA",
        "VQA",
        "API",
        "APIs",
        "GPU",
        "GPUs",
        "CPU",
        "TPU",
        "CNN",
        "CNNs",
        "RNN",
        "RNNs",
        "LSTM",
        "LSTMs",
        "GAN",
        "GANs",
        "GNN",
        "GNNs",
        "DNN",
        "DNNs",
        "SOTA",
        "SoTA",
        "MT",
        "NMT",
        "ASR",
        "TTS",
        "NER",
        "POS",
        "SVM",
        "MLP",
        "CRF",
        "HMM",
        "EM",
        "KL",
        "OOD",
        "FL",
        "IoT",
        "AUC",
        "ROC",
        "BLEU",
        "ROUGE",
        "F1",
        "mAP",
        "PSNR",
        "SSIM",
        "FID",
        "MRR",
        "NDCG",
        "WER",
        "English",
        "Chinese",
        "German",
        "French",
        "Spanish",
        "Japanese",
        "Arabic",
        "Hindi",
        "Europe",
        "US",
        "USA",
        "UK",
        "EU",
        "Bayesian",
        "Gaussian",
        "Markov",
        "Monte",
        "Carlo",
        "Internet",
        "Web",
        "MRI",
        "CT",
        "PET",
        "EEG",
        "ECG",
        "EHR",
        "2D",
        "3D",
        "4D",
        "PDE",
        "ODE",
        "SQL",
        "HTML",
        "JSON",
        "XML",
        "PDF",
        "URL",
        "GitHub",
        "Hugging",
        "Face",
        "HuggingFace",
        "Python",
        "PyTorch",
        "TensorFlow",
        "Transformer",
        "Transformers",
        "U-Net",
        "UNet",
        "Experiments",
        "Results",
        "Extensive",
        "However",
        "The",
        "This",
        "These",
        "Our",
        "We",
        "In",
        "On",
        "For",
        "To",
        "A",
        "An",
        "Existing",
        "Recent",
        "Large",
        "Language",
        "Models",
        "Vision",
        "KV",
        "CoT",
        "MoE",
        "PEFT",
        "LoRA",
        "IID",
        "non-IID",
        "i.i.d",
        "SGD",
        "Adam",
        "NP",
        "AGI",
        "ICL",
        "PTQ",
        "QAT",
        "Pareto",
        "Turing",
        "Twitter",
        "Facebook",
        "Google",
        "OpenAI",
        "Microsoft",
        "Amazon",
        "YouTube",
        "Reddit",
        "Wikipedia",
        "arXiv",
    ]
)


def find_models(
    text: NumberedText, roles: Sequence[Role], own_names: Sequence[str], datasets: Sequence[str]
) -> tuple[str, ...]:
    """Return named pretrained models and compared systems; what only the background mentions is left out."""
    found: dict[str, None] = {}
    for number, sentence in read_own(text, roles):
        if roles[number - 1] == "background":
            continue
        for name in _model_names(sentence):
            found.setdefault(name)
    own = frozenset(own_names)
    taken = frozenset(datasets)
    kept = [name for name in found if name not in taken and not any(_belongs(name, mine) for mine in own)]
    return tuple(kept[:MOST_NAMES])


def _belongs(name: str, own_name: str) -> bool:
    # A part of the own name, or the own name with a size or variant behind it.
    return name.startswith(own_name) or re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", own_name) is not None


def read_own(text: NumberedText, roles: Sequence[Role]) -> Iterator[tuple[int, str]]:
    """Yield number and text of the sentences that may be looked at: no addresses, adverts or endless ones."""
    for number, role in enumerate(roles[:MOST_READ], 1):
        sentence = text.sentence(number)
        if role != "other" and len(sentence) <= LONGEST_READ:
            yield number, sentence


def is_model(name: str) -> bool:
    """Say whether a name is that of a model family, with or without version and size."""
    return _MODEL_VERSION.fullmatch(name) is not None


def _model_names(sentence: str) -> Iterator[str]:
    spans = [(hit.start, hit.end) for hit in find_known(sentence, "models")]
    spans += [match.span() for match in _MODEL_VERSION.finditer(sentence) if match.group() not in STOP_NAMES]
    spans += [match.span("name") for match in _WEIGHTS_NAME.finditer(sentence)]
    known_datasets = [(hit.start, hit.end) for hit in find_known(sentence, "datasets")]
    taken: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        inside = any(left <= start and end <= right for left, right in known_datasets)
        if not inside and all(end <= left or start >= right for left, right in taken) and not _is_part(sentence, start):
            taken.append((start, end))
    yield from (sentence[start:end] for start, end in sorted(taken))


def _is_part(sentence: str, start: int) -> bool:
    # The end of a longer word, as in "pre-CLIP" or "mBERT": the name only qualifies another thing.
    before = sentence[max(0, start - 1) : start]
    return before.isalnum() or before in ("-", "_")
