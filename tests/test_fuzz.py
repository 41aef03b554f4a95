"""A fixed slice of `make fuzz`: damaged files of every kind give papers or a typed error, and nothing else."""

import random

import pytest

from tests.fuzz import MOST_S, corpus, deadline, try_reading
from tests.mutate import mutated


@pytest.mark.parametrize("seed", range(8))
def test_damaged_files_give_papers_or_a_typed_error(seed: int) -> None:
    chance, files = random.Random(seed), corpus()
    for _ in range(40):
        with deadline(MOST_S):
            try_reading(mutated(chance, files))


def test_every_file_of_the_corpus_is_read_as_it_is() -> None:
    assert "refused" not in [try_reading(data) for data in corpus()]
