"""The history of the schema, one for SQLite and PostgreSQL, which Alembic runs."""
