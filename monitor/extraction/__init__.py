"""Bytes in, nouns out: feeds, pages, dates, addresses. No network, no clock, no database."""
