"""What every test may ask for."""

from tests.databases import database, fresh_url, postgres, sqlite_template, store, store_url

__all__ = ["database", "fresh_url", "postgres", "sqlite_template", "store", "store_url"]
