"""Paper ─▶ Outcome: sentences are numbered, an engine answers, code compares the answer with the sentences."""
