"""`Digest` ─▶ markdown, the encoders that make hostile text harmless, and the atomic file writer."""
