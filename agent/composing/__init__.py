"""The parts of composing: one paper told in its room, reading order, indexes, links, changes."""
