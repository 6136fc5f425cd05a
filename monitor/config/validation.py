"""A document against the shape that it should have: every problem at once, in our words.

pydantic says which rule is broken where; what a key takes, and an example of it, come from the same
JSON Schema that editors use.
"""

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from monitor.config.document import Document
from monitor.config.quoting import did_you_mean, quoted, written
from monitor.config.schema import Expected, Schema, expected, file_schema
from monitor.config.shape import Shape
from monitor.config.syntax import KeyPath
from monitor.config.wording import problem
from monitor.errors import Problem

AnyShape = TypeVar("AnyShape", bound=Shape)


def validate(document: Document, shape: type[AnyShape]) -> tuple[AnyShape | None, list[Problem]]:
    """The document as that shape, or None; and all that is wrong with it."""
    problems = [
        problem(document, flaw.path, flaw.message, line=flaw.line) for flaw in document.flaws
    ]
    if document.value is None:
        return None, problems
    try:
        return shape.model_validate(document.value), problems
    except ValidationError as error:
        return None, problems + _in_words(document, error, file_schema(shape))


def _in_words(document: Document, error: ValidationError, root: Schema) -> list[Problem]:
    told = []
    for detail in error.errors(include_url=False):
        path = tuple(detail["loc"])
        if detail["input"] is None:
            continue  # a key without a value: told already, as a flaw of the text
        # Both messages name the key themselves; what they concern is the mapping around it.
        at = path[:-1] if detail["type"] in {"missing", "extra_forbidden"} else path
        told.append(problem(document, at, _message(detail, root), line=document.line(path)))
    return told


def _message(detail: ErrorDetails, root: Schema) -> str:
    path, value = tuple(detail["loc"]), detail["input"]
    match detail["type"]:
        case "extra_forbidden":
            return _unknown_key(path, root)
        case "missing":
            return _missing(path, root)
        case "value_error":
            return str(detail["ctx"]["error"])
        case "literal_error":
            return _not_a_choice(value, expected(root, path))
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{quoted(value)} is out of range; write {_range(expected(root, path))}"
        case "too_short":
            return f"the list is empty; give it at least one item{_such_as(expected(root, path))}"
        case _:
            return _of_another_kind(value, expected(root, path), path)


def _unknown_key(path: KeyPath, root: Schema) -> str:
    known = expected(root, path[:-1]).keys
    hint = did_you_mean(str(path[-1]), known)
    return f"unknown key {quoted(path[-1])}{hint or '; known here: ' + ', '.join(known)}"


def _missing(path: KeyPath, root: Schema) -> str:
    key, example = path[-1], expected(root, path).example
    return f"`{key}` is missing; add it, such as `{key}: {written(example)}`"


def _not_a_choice(value: Any, at: Expected) -> str:
    choices = " or ".join(f"`{choice}`" for choice in at.choices)
    return f"{quoted(value)} is none of the choices; write {choices}{_close(value, at)}"


def _close(value: Any, at: Expected) -> str:
    return did_you_mean(value, at.choices) if isinstance(value, str) else ""


def _range(at: Expected) -> str:
    kind = at.kinds[0]
    noun = "a whole number" if kind["type"] == "integer" else "a number"
    least = kind.get("minimum", kind.get("exclusiveMinimum"))
    more = "above" if "exclusiveMinimum" in kind else "from"
    most = f" up to {kind['maximum']:g}" if more == "above" else f" to {kind['maximum']:g}"
    return f"{noun} {more} {least:g}{most}"


def _of_another_kind(value: Any, at: Expected, path: KeyPath) -> str:
    hint = _conversion(value, at, path) or _such_as(at)
    return f"must be {_noun(at)}, not {quoted(value)}{hint}"


_NOUNS = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
}

_NOTHING = frozenset({"none", "no", "off", "never", "disabled"})
_TRUTH = {"yes": "true", "on": "true", "no": "false", "off": "false"}


def _noun(at: Expected) -> str:
    nouns = [noun for name, noun in _NOUNS.items() if name in at.types]
    if "object" in at.types:
        keys = ", ".join(f"`{key}`" for key in at.required or list(at.keys)[:3])
        nouns.append(f"a mapping with {keys}")
    return " or ".join(nouns)


def _conversion(value: Any, at: Expected, path: KeyPath) -> str:
    """What the value was probably meant to be, written as it should be."""
    key = path[-1] if path and isinstance(path[-1], str) else ""
    if not path:
        first = (at.required or list(at.keys))[0]
        return f"; put `{first}:` in its first line, and indent what belongs to it"
    if "string" in at.types and isinstance(value, int | float):
        return f'; put it in quotes: `"{written(value)}"`'
    if "array" in at.types and key and isinstance(value, str):
        return f"; write `{key}: [{written(value)}]`"
    if at.types == {"object"} and (value is False or str(value).lower() in _NOTHING):
        return f"; leave `{key}` out where none is wished"
    if "object" in at.types and at.required and isinstance(value, str):
        return f"; write `{'' if key else '- '}{at.required[0]}: {written(value)}`"
    return _plain_conversion(value, at)


def _plain_conversion(value: Any, at: Expected) -> str:
    if not isinstance(value, str):
        return ""
    if "boolean" in at.types and value.lower() in _TRUTH:
        return f"; write `{_TRUTH[value.lower()]}`"
    if at.types & {"integer", "number"} and value.replace(".", "", 1).isdecimal():
        return f"; write `{value}` without quotes"
    return ""


def _such_as(at: Expected) -> str:
    return "" if at.example is None else f", such as `{written(at.example)}`"
