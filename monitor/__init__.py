"""Judges and remembers: what a watched name is, where it stands, and what was done about it."""
