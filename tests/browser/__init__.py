"""Tests in a real Chromium: `make test-all`, or `python -m pytest tests/browser`."""
