"""What a name looks like in print: coined words, capitalized words, and the capitals that name nothing."""

from agent.extract.lexicon import one_of, read_sections

COINED = r"(?:(?=[A-Za-z]{0,20}[A-Z][a-z^.+-]{0,30}[A-Z0-9])[\w^.+-]{1,50}[\w^+]|(?=[a-z]{1,20}[A-Z])[\w^+-]{2,50})"
"""A word with two capitals, or a capital and a digit, or a capital inside: FenQA, GPT-4, iMarsh."""
PROPER = r"[A-Z][\w’'-]{0,40}"
"""A capitalized word."""
SUBJECT = (
    r"\b(?:I|(?i:we|this (?:paper|work|article|report)|the authors?|our work))\b "
    r"(?:(?!(?:the|recently|previously|earlier)\b)[a-z]+,? ){0,3}?"
)
"""Who proposes; what "the recently proposed" names is another's."""
VERB = one_of("naming", "naming verbs")
HEAD = one_of("naming", "heads")
MARKS = r"[*\"“‘'`_{]*"
"""What may stand between a word and a name: quotation marks, emphasis."""
STOP_NAMES = frozenset(read_sections("naming")["stop names"])
