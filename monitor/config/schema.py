"""The JSON Schemas of the files: editors complete and check by them, messages quote them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from monitor.config.shape import Shape
from monitor.config.syntax import KeyPath

Schema = Mapping[str, Any]


class FileSchema(GenerateJsonSchema):
    """pydantic's generator, for files: an optional key is left out, and never null."""

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The default as the file would spell it; that of a section stands at its keys."""
        generated, default = self.generate_inner(schema["schema"]), schema.get("default")
        if default is None or isinstance(default, Shape):
            return generated
        spelled = cast("dict[str, Any]", schema["schema"]).get("serialization", {}).get("function")
        return {**generated, "default": spelled(default) if spelled else default}

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


@cache
def file_schema(shape: type[Shape]) -> Schema:
    """The schema of a file, as JSON."""
    generated = shape.model_json_schema(schema_generator=FileSchema)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **generated}


@dataclass(frozen=True, slots=True)
class Expected:
    """What may stand at a place: any one of these, for example this."""

    kinds: tuple[Schema, ...]
    example: Any = None

    @property
    def types(self) -> set[str]:
        return {str(kind["type"]) for kind in self.kinds if "type" in kind}

    @property
    def keys(self) -> dict[str, Schema]:
        keys: dict[str, Schema] = {}
        for kind in self.kinds:
            keys |= kind.get("properties", {})
        return keys

    @property
    def required(self) -> list[str]:
        return [key for kind in self.kinds for key in kind.get("required", ())]

    @property
    def choices(self) -> list[Any]:
        return [choice for kind in self.kinds for choice in kind.get("enum", ())]


def expected(root: Schema, path: KeyPath) -> Expected:
    """What the schema expects at the path."""
    found = Expected(tuple(_kinds(root, root)))
    for step in path:
        found = _inside(root, found, step)
    return found


def _inside(root: Schema, outer: Expected, step: str | int) -> Expected:
    if isinstance(step, int):
        inner = [kind["items"] for kind in outer.kinds if "items" in kind]
        example = outer.example[0] if isinstance(outer.example, list) else None
    else:
        inner = [outer.keys[step]] if step in outer.keys else []
        example = next(iter(inner[0].get("examples", ())), None) if inner else None
    kinds = tuple(kind for schema in inner for kind in _kinds(root, schema))
    return Expected(kinds, example)


def _kinds(root: Schema, schema: Schema) -> Iterator[Schema]:
    """The alternatives of a schema, references followed."""
    if "$ref" in schema:
        yield from _kinds(root, root["$defs"][schema["$ref"].rpartition("/")[2]])
    elif "anyOf" in schema:
        for kind in schema["anyOf"]:
            yield from _kinds(root, kind)
    else:
        yield schema
