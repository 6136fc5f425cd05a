"""What a person's editor makes of an entry."""

import pytest

from monitor.cli.watch_dialog import let_edit


@pytest.mark.parametrize(
    ("editor", "name"),
    [("sed -i.bak s/One/Two/", "Two"), ("true", "One"), ("no-such-editor", "One")],
)
def test_an_entry_is_as_the_editor_leaves_it(
    editor: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", editor)

    entry = let_edit({"name": "One", "aliases": ["Uno"]}, accept=lambda _: None)

    assert entry == {"name": name, "aliases": ["Uno"]}
