"""Reads pages, extracts, checks and writes: pages ─▶ papers ─▶ outcomes ─▶ library ─▶ digest."""
