"""Fetches: from a source to its pages."""
