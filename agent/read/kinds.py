"""The page kinds that can be read: one line each; the order decides only where two kinds claim the same line."""

from agent.read import acl_author, arrow_cluster, author_profile, hf_papers, jsonl, plain
from agent.read.page import PageKind

LINES = PageKind("jsonl", jsonl.find_signs, jsonl.find_start, jsonl.read)
"""A JSON object on each line."""

KINDS: tuple[PageKind, ...] = (
    LINES,
    PageKind("author-profile", author_profile.find_signs, author_profile.find_start, author_profile.read, True),
    PageKind("arrow-cluster", arrow_cluster.find_signs, arrow_cluster.find_start, arrow_cluster.read),
    PageKind("hf-papers", hf_papers.find_signs, hf_papers.find_start, hf_papers.read, True),
    PageKind("acl-author", acl_author.find_signs, acl_author.find_start, acl_author.read),
)
"""Kinds that are known by their own signs."""

PLAIN = PageKind("plain", plain.find_signs, plain.find_start, plain.read)
"""What is tried on text without signs, and on what the readers of the other kinds leave unread."""
