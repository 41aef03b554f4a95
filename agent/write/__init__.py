"""`Digest` ─▶ markdown or an HTML page, the encoders that make hostile text harmless, and the atomic file writer."""
