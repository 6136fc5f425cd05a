from pathlib import Path

import pytest

from monitor.config.database import absolute, database_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///var/tocsin.db", "sqlite:////srv/tocsin/var/tocsin.db"),
        ("sqlite:///tocsin.db?timeout=5", "sqlite:////srv/tocsin/tocsin.db?timeout=5"),
        ("sqlite:////var/lib/tocsin.db", "sqlite:////var/lib/tocsin.db"),
        ("sqlite+pysqlite:///x.db", "sqlite+pysqlite:////srv/tocsin/x.db"),
        ("sqlite:///file:x.db?uri=true", "sqlite:///file:x.db?uri=true"),
        ("postgresql://u:p@db/tocsin", "postgresql://u:p@db/tocsin"),
    ],
)
def test_a_relative_file_counts_from_the_base(url: str, expected: str) -> None:
    assert absolute(database_url(url), base=Path("/srv/tocsin")) == expected


@pytest.mark.parametrize("url", ["tocsin.db", "mysql://h/x", "sqlite://", "sqlite:///:memory:"])
def test_a_database_that_cannot_be_used_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="write"):
        database_url(url)


def test_what_stands_before_a_host_is_not_repeated_as_a_scheme() -> None:
    with pytest.raises(ValueError, match="is not a database URL") as caught:
        database_url("user:very-secret@postgresql://host/x")

    assert "very-secret" not in str(caught.value)
