import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from monitor.config.document import parse
from monitor.config.schema_files import SCHEMAS, schema_text
from tests.config.builders import folder, problems

SHIPPED = Path(__file__).parents[2] / "config"
MISTAKES = Path(__file__).parent / "mistakes"
TOLD_BY_SCHEMA = (
    "watchlist-unknown-key",
    "watchlist-missing-name",
    "watchlist-a-list",
    "watchlist-aliases-as-text",
    "watchlist-bad-severity",
    "watchlist-bad-threshold",
    "watchlist-cooldown-in-words",
    "watchlist-channel-without-sign",
    "sources-bad-kind",
    "settings-bad-time",
    "settings-size-as-number",
    "settings-unknown-key-deep-inside",
)


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(name)))


def value_of(file: Path) -> Any:
    return parse(file.name, file.read_bytes()).value


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_shipped_schemas_are_those_of_the_shapes(name: str) -> None:
    shipped = (SHIPPED / name).read_text(encoding="utf-8")

    assert shipped == schema_text(name), "run: python -m monitor.config.schema_files config"


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema_and_takes_the_shipped_file(name: str) -> None:
    Draft202012Validator.check_schema(json.loads(schema_text(name)))

    validator(name).validate(value_of(SHIPPED / name.replace(".schema.json", ".yaml")))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_is_described_with_an_example_that_is_right(name: str) -> None:
    schema = json.loads(schema_text(name))
    shapes = [schema, *schema["$defs"].values()]

    for key, described in (pair for shape in shapes for pair in shape["properties"].items()):
        shape = schema["$defs"].get(described.get("$ref", "").rpartition("/")[2], {})
        assert described.get("description") or shape["description"], key
        field = Draft202012Validator({"$defs": schema["$defs"], **described})
        for example in described["examples"]:
            field.validate(example)


@pytest.mark.parametrize("name", ["sources", "watchlist", "settings"])
def test_the_first_line_of_a_shipped_file_names_its_schema(name: str) -> None:
    first = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8").partition("\n")[0]

    assert first == f"# yaml-language-server: $schema=./{name}.schema.json"


@pytest.mark.parametrize("mistake", TOLD_BY_SCHEMA)
def test_an_editor_sees_the_mistake_too(mistake: str) -> None:
    name = f"{mistake.partition('-')[0]}.schema.json"

    assert list(validator(name).iter_errors(value_of(MISTAKES / f"{mistake}.yaml")))


def test_an_optional_key_is_never_null(tmp_path: Path) -> None:
    text = "watches: [{name: Quds Force, channel: null}]"

    assert list(validator("watchlist.schema.json").iter_errors(YAML(typ="safe").load(text)))
    assert problems(folder(tmp_path, watchlist=text))
