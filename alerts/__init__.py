"""Tells: from a match to a message that somebody reads."""
