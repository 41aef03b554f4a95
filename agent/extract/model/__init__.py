"""The agent: any OpenAI-compatible server answers, code checks; `agent.py` is its one page."""
