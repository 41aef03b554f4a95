"""The public API."""

import subprocess
import sys

import pytest

import agent


@pytest.mark.parametrize("name", agent.__all__)
def test_every_public_name_is_documented(name: str) -> None:
    assert vars(__import__(getattr(agent, name).__module__, fromlist=[name]))[name].__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        agent.nonsense  # noqa: B018  # the look-up is what is tested


def test_importing_the_package_loads_nothing_else() -> None:
    script = "import sys, agent; print(sorted(name for name in sys.modules if name.startswith(('agent.', 'pydantic'))))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
