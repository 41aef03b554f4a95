"""Measurements; each module is a command, `make bench` runs them all."""
