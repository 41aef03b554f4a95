"""The parts of the rules of `agent.extract.check` that need more than a function."""
