"""Values that fit the schemas of a description, made without the generator: what the survey sends and answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from codegen.spec import load, steps_of

_TEXTS: Final = {
    "date": "2024-05-01",
    "date-time": "2024-05-01T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "P1D",
    "uuid": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "email": "ann@example.com",
    "uri": "https://example.com/a?b=c",
    "url": "https://example.com/a?b=c",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "byte": "YWJj",
    "base64": "YWJj",
}
_DEEP: Final = 5
"""How deep values go before only what is required is filled in."""
_TOO_DEEP: Final = 24
_KINDS: Final = {
    "properties": "object",
    "additionalProperties": "object",
    "items": "array",
    "pattern": "string",
    "minLength": "string",
    "minimum": "number",
    "maximum": "number",
}
"""What a schema without a type is of, by a keyword that it has."""


class Source:
    """A description as plain JSON, with the files that it refers to."""

    def __init__(self, path: Path) -> None:
        self.path = path.resolve()
        self._files: dict[Path, Any] = {}
        self.root = self._file(self.path)

    def _file(self, path: Path) -> Any:
        if path not in self._files and not path.is_file():
            self._files[path] = {}  # Nothing is fetched.
        if path not in self._files:
            text = path.read_text(encoding="utf-8")
            value = json.loads(text) if text.lstrip()[:1] == "{" else load(path).root.value
            self._files[path] = _absolute(value, path)
        return self._files[path]

    def resolve(self, value: Any) -> Any:
        """Follow references; what stands beside one in a schema counts as well."""
        for _ in range(50):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value
            value = _merged(self._at(value["$ref"]), {key: part for key, part in value.items() if key != "$ref"})
        return value

    def _at(self, reference: str) -> Any:
        file, mark, pointer = reference.partition("#")
        found = self._file(Path(file))
        for key in steps_of(f"{mark}{pointer}") if pointer else ():
            found = self.resolve(found)
            try:
                found = found[int(key)] if isinstance(found, list) else found[key]
            except (KeyError, IndexError, ValueError, TypeError):
                return {}  # What leads nowhere says nothing.
        return found if isinstance(found, dict) else {}

    def flat(self, schema: Any) -> dict[str, Any]:
        """A schema with its references followed and its `allOf` put together; of a union, the first that is no null."""
        return self._flat(schema, 0)

    def _flat(self, schema: Any, depth: int, *, is_part: bool = False) -> dict[str, Any]:
        pointer = schema.get("$ref") if isinstance(schema, dict) else None
        schema = self.resolve(schema)
        if not isinstance(schema, dict) or depth > _TOO_DEEP:
            return {}
        merged = {key: value for key, value in schema.items() if key not in {"allOf", "anyOf", "oneOf"}}
        parts = schema.get("allOf") or ()
        # One part without properties beside it is a reference with remarks.
        is_made = pointer is not None or len(parts) > 1 or "properties" in schema
        for member in parts:
            merged = _merged(self._flat(member, depth + 1, is_part=is_part or is_made), merged)
        for union in ("oneOf", "anyOf"):
            members = [member for member in schema.get(union) or () if not self._is_null(member)]
            if members:
                told = self._told(schema.get("discriminator"), members[0])
                merged = _merged(self._flat(members[0], depth + 1), merged)
                merged["properties"] = {**merged.get("properties", {}), **told} if told else merged.get("properties")
        if isinstance(merged.get("discriminator"), dict) and not (
            is_part or schema.get("oneOf") or schema.get("anyOf")
        ):
            merged = self._of_base(merged, schema, pointer, depth)
        return {key: value for key, value in merged.items() if value is not None or key in {"const", "enum"}}

    def _of_base(
        self, merged: dict[str, Any], schema: dict[str, Any], pointer: str | None, depth: int
    ) -> dict[str, Any]:
        """Say of what kind an object is that has a base with a discriminator; of the base itself, the first it maps."""
        name, mapping = merged["discriminator"].get("propertyName"), merged["discriminator"].get("mapping") or {}
        kinds = {value: self._mapped(str(reference)) for value, reference in mapping.items()}
        if isinstance(schema.get("discriminator"), dict) and kinds and pointer not in kinds.values():
            return self._flat({"$ref": next(iter(kinds.values()))}, depth + 1)
        told = [value for value, reference in kinds.items() if reference == pointer]
        if not told and (kinds or pointer is None):
            return merged
        entry = {"type": "string", "enum": [told[0] if told else str(pointer).rpartition("/")[2]]}
        return {**merged, "properties": {**merged.get("properties", {}), name: entry}}

    def _mapped(self, reference: str) -> str:
        if "#" in reference or "/" in reference:
            return reference if "#" in reference and not reference.startswith("#") else f"{self.path}{reference}"
        return f"{self.path}#/components/schemas/{reference}"

    def _told(self, discriminator: Any, member: Any) -> dict[str, Any]:
        """What a discriminator says of the field by which a member of a union is told."""
        if not isinstance(discriminator, dict) or not isinstance(member, dict) or "$ref" not in member:
            return {}
        own = self.flat(member).get("properties", {}).get(discriminator.get("propertyName"))
        own = self.resolve(own) if own else {}
        if "const" in own or own.get("enum"):
            return {}
        keys = [
            key
            for key, value in (discriminator.get("mapping") or {}).items()
            if self._mapped(str(value)) == member["$ref"]
        ]
        value = keys[0] if keys else member["$ref"].rpartition("/")[2]
        return {discriminator["propertyName"]: {"type": "string", "enum": [value]}}

    def _is_null(self, schema: Any) -> bool:
        schema = self.resolve(schema)
        return isinstance(schema, dict) and (
            schema.get("type") in ("null", ["null"]) or schema.get("enum") == [None] or schema.get("const", 0) is None
        )

    def sample(self, schema: Any, *, sent: bool, full: bool = True, depth: int = 0, raw: bool = False) -> Any:
        """Make a value that fits a schema.

        Args:
            schema: The schema.
            sent: Whether it goes to the server: then fields that are read only are left out, else those written only.
            full: Whether fields that may be left out are there.
            depth: How deep in the whole value this is.
            raw: Whether bytes may be in it, as in a form: in JSON they are a text.
        """
        flat = self.flat(schema)
        if "const" in flat:
            return flat["const"]
        if flat.get("enum"):
            return next((value for value in flat["enum"] if value is not None), None)
        match self.kind(flat):
            case "object":
                return self._object(flat, sent=sent, full=full, depth=depth, raw=raw)
            case "array":
                return self._array(flat, sent=sent, full=full, depth=depth, raw=raw)
            case "string":
                return _text(flat, raw=raw)
            case "integer":
                return int(_number(flat))
            case "number":
                return _number(flat)
            case kind:
                return {"boolean": True, "null": None}.get(kind, "anything")

    def _array(self, flat: dict[str, Any], *, sent: bool, full: bool, depth: int, raw: bool) -> list[Any]:
        count = max(int(flat.get("minItems") or 0), 1 if depth <= _DEEP else 0) if depth <= _TOO_DEEP else 0
        first = list(flat.get("prefixItems") or ())[:count]
        items = [*first, *([flat.get("items")] * (count - len(first)))]
        return [self.sample(item or {}, sent=sent, full=full, depth=depth + 1, raw=raw) for item in items]

    def kind(self, flat: dict[str, Any]) -> str:
        """The type that a flat schema is of; empty if it may be anything."""
        kinds = flat.get("type")
        if isinstance(kinds, list):
            kinds = next((kind for kind in kinds if kind != "null"), "null")
        return str(kinds or next((kind for key, kind in _KINDS.items() if key in flat), ""))

    def _object(self, flat: dict[str, Any], *, sent: bool, full: bool, depth: int, raw: bool) -> dict[str, Any]:
        required = flat.get("required")
        required = required if isinstance(required, list) else []
        properties = flat.get("properties") or {}
        found: dict[str, Any] = {}
        for name, entry in properties.items():
            told = self.resolve(entry)
            hidden = isinstance(told, dict) and told.get("readOnly" if sent else "writeOnly")
            if hidden or told is False:
                continue
            if name in required or (full and depth <= _DEEP):
                if depth > _TOO_DEEP:
                    continue
                # An object in a form is JSON again.
                found[name] = self.sample(entry, sent=sent, full=full, depth=depth + 1, raw=raw and not depth)
        more = flat.get("additionalProperties", {})
        for name in required:
            if name not in properties:
                found[name] = self.sample(more if isinstance(more, dict) else {}, sent=sent, full=full, depth=depth + 1)
        # An object of which it is said that it has no properties has none; one of which nothing is said has any.
        is_open = full and bool(flat.get("additionalProperties")) if "properties" in flat else more is not False
        if is_open and depth <= _DEEP:
            found["any key"] = self.sample(
                more if isinstance(more, dict) else {}, sent=sent, full=full, depth=depth + 1
            )
        return found


def _absolute(value: Any, path: Path) -> Any:
    """Write references with the file that they lead to."""
    if isinstance(value, list):
        return [_absolute(part, path) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: _absolute(part, path) for key, part in value.items()}
    reference = found.get("$ref")
    if isinstance(reference, str):
        file, _, pointer = reference.partition("#")
        found["$ref"] = f"{(path.parent / file).resolve() if file else path}#{pointer}"
    return found


def _merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    merged = {**first, **second}
    if isinstance(first.get("properties"), dict) and isinstance(second.get("properties"), dict):
        merged["properties"] = dict(first["properties"])
        for name, entry in second["properties"].items():
            known = merged["properties"].get(name)
            merged["properties"][name] = entry if known is None else {"allOf": [known, entry]}
    names = [first.get("required"), second.get("required")]
    lists = [part for part in names if isinstance(part, list)]
    if lists:
        merged["required"] = list(dict.fromkeys(name for part in lists for name in part))
    return merged


def _text(flat: dict[str, Any], *, raw: bool) -> Any:
    media_type = "" if "contentEncoding" in flat else str(flat.get("contentMediaType", ""))
    is_binary = flat.get("format") == "binary" or (media_type and not media_type.endswith("json"))
    if is_binary and raw:
        return b"\x00\xffbytes"
    text = _TEXTS.get(str(flat.get("format")), "some text, & more")
    least, most = int(flat.get("minLength") or 0), flat.get("maxLength")
    text += "x" * (least - len(text))
    return text if most is None else text[: int(most)]


def _number(flat: dict[str, Any]) -> float:
    whole = flat.get("type") == "integer" or "integer" in (flat.get("type") or ())
    low, high = flat.get("minimum"), flat.get("maximum")
    step = flat.get("multipleOf") or (1 if whole else 0.5)
    for limit, sign in (("exclusiveMinimum", 1), ("exclusiveMaximum", -1)):
        value = flat.get(limit)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            low, high = (value + step, high) if sign > 0 else (low, value - step)
        elif value is True:
            low, high = (low + step, high) if sign > 0 and low is not None else (low, high)
            high = high - step if sign < 0 and high is not None else high
    chosen = 3 if whole else 1.5
    if low is not None and chosen < low:
        chosen = low
    if high is not None and chosen > high:
        chosen = high if low is None or high >= low else low
    return chosen
