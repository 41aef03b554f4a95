"""Annotations and engines ─▶ figures: how much of what a person would say of a paper is told, and how much is wrong.

`annotations` reads what people wrote, `cases` lays it beside what an engine told, `measures` and `names` compare field
by field, `claims` tries the checks on edited claims, `figures` adds up with intervals, `report` prints. Engines are
run by the caller.
"""
