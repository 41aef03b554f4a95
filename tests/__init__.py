"""Tests; each name is a sentence that the product keeps to."""
