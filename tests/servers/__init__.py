"""A fake OpenAI-compatible server for tests: `FakeServer`; `python -m tests.servers` runs one as a process."""

from tests.servers.answers import good_answer, to_wire
from tests.servers.careless import Planted
from tests.servers.fake import FakeServer, Recorded
from tests.servers.faults import MODELS
from tests.servers.kinds import KINDS
from tests.servers.library import read_papers, read_rows

__all__ = ["KINDS", "MODELS", "FakeServer", "Planted", "Recorded", "good_answer", "read_papers", "read_rows", "to_wire"]
