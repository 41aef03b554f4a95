"""Prompt texts of the engines that ask a model, one file a task; the embedded engine asks nobody."""
