"""All tables together: what a new database is made with, and what migrations are held against."""

from monitor.storage import (
    tables,
    tables_archive,
    tables_evidence,
    tables_keeping,
    tables_presses,
    tables_search,
    tables_texts,
    tables_witness,
)

metadata = tables.metadata
MODULES = (
    tables,
    tables_evidence,
    tables_archive,
    tables_search,
    tables_keeping,
    tables_presses,
    tables_texts,
    tables_witness,
)
"""Each adds its tables to the metadata as it is imported."""
