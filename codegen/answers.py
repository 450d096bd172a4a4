"""Answers of OpenAPI become responses of the model, and what a call returns."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.contents import EVENTS, PLAIN, ContentReader, is_json, is_text
from codegen.model import Response, Stream
from codegen.notes import Note
from codegen.type_base import Nullable
from codegen.type_expr import ANY, NONE, Binary, Scalar, UnionOf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from codegen.contents import Body
    from codegen.spec import Node
    from codegen.type_base import TypeExpr


class AnswerReader(ContentReader):
    """Reads what is answered."""

    def responses(self, operation: Node) -> Iterator[Response]:
        """Read the answers of an operation."""
        for status, node in operation.get("responses"):
            if _is_status(status):
                yield self.response(status, node, operation)
            elif not status.startswith("x-"):
                self.pass_over(node, f"`{status}` is no status")

    def response(self, status: str, node: Node, operation: Node) -> Response:
        """Read one of the answers of an operation."""
        node = self.resolve(node)
        self.check_keys(node, {"description", "content", "headers"}, "an answer")
        name, media = self.media(node)
        if not name and EVENTS in node.get("content") and "x-stream" not in operation:
            # Read as a whole, a stream of events is a text.
            return Response(status, node.text("description"), Scalar("str"), media_types=(EVENTS,))
        kind = self.type_of(media["schema"]) if "schema" in media else None
        response = Response(
            status,
            description=node.text("description"),
            type=kind if not name or is_json(name) else self.plain(name, media.get("schema")),
            headers=tuple(name for name, _ in node.get("headers")),
            example=self.example(media),
            has_content=bool(node.get("content").fields),
            media_types=tuple(other for other, _ in node.get("content") if other == "*/*" or _is_like(other, name)),
        )
        # Of an error there is one model, and its body as it came.
        is_returned = response.is_success or (status == "default" and not _has_success(operation))
        return self._with_others(response, node, media, operation) if is_returned else response

    def _with_others(self, response: Response, node: Node, chosen: Node, operation: Node) -> Response:
        """Add the contents that a call can return besides the one that was chosen."""
        contents = {self.media_type(name, media): media for name, media in node.get("content") if media is not chosen}
        contents.pop(EVENTS, None)
        if is_json(self.media(node)[0]):
            contents = dict(self._besides_json(contents, chosen, operation))
        found = {
            name: self.type_of(media.get("schema")) if is_json(name) else self.plain(name, media.get("schema"))
            for name, media in contents.items()
        }
        names = tuple(dict.fromkeys((*response.media_types, *found)))
        return replace(response, others=tuple(found.values()), media_types=names)

    def _besides_json(self, contents: dict[str, Node], chosen: Node, operation: Node) -> Iterator[tuple[str, Node]]:
        """List the contents beside one of JSON that say something else than that."""
        said = self.target(chosen.get("schema"))
        for name, media in contents.items():
            schema = media.get("schema")
            if is_json(name):
                # The same written twice would be two models.
                is_other = self.target(schema).value != said.value
            elif is_other := "x-pages" not in operation and self.kind(schema) in PLAIN:
                # A text that comes as JSON, too, is the same text.
                is_other = not (is_text(name) and self.kind(said) == "string")
            else:
                reason = f"`{name}` beside JSON, which says the same"
                self.notes.append(Note(media.place, reason, "not asked for", is_harmless=True))
            if is_other:
                yield name, media

    def returned(self, node: Node, responses: tuple[Response, ...]) -> TypeExpr:
        """Find out what a call returns: what the answers of success have, whichever it is."""
        successes = _returned(responses)
        if not successes:
            return self._redirected(node, responses)
        has_content = any(response.has_content for response in successes)
        kinds = list(
            dict.fromkeys(
                kind
                for entry in successes
                for kind in (
                    NONE if entry.status == "204" or (has_content and not entry.has_content) else entry.type or ANY,
                    *entry.others,
                )
            )
        )
        if len(kinds) < 2 or ANY in kinds:
            return kinds[0] if len(kinds) == 1 else ANY
        others = tuple(kind for kind in kinds if kind != NONE)
        union = others[0] if len(others) == 1 else UnionOf(others)
        return union.nullable if NONE in kinds else union

    def _redirected(self, node: Node, responses: tuple[Response, ...]) -> TypeExpr:
        """What a call returns of which no answer of success is described: what is behind a redirect, or anything."""
        if any(response.status.startswith("3") for response in responses):
            return Binary().nullable
        self.pass_over(node.get("responses"), "an operation needs an answer of 2xx", "anything may be answered")
        return ANY

    @staticmethod
    def accept(responses: tuple[Response, ...]) -> str:
        """Write what a call asks for: all media types; of successes that may be JSON or something else, rather JSON."""
        names = dict.fromkeys(name for each in responses for name in each.media_types)
        kinds = {is_json(name) for each in _returned(responses) for name in each.media_types}
        less = ";q=0.9" if len(kinds) > 1 else ""
        return ", ".join(name if is_json(name) else f"{name}{less}" for name in names) or "application/json"

    @staticmethod
    def is_mixed(responses: tuple[Response, ...], returns: TypeExpr) -> bool:
        """Whether what is returned may be JSON, and text or bytes as well, or either of these."""
        inner = returns.inner if isinstance(returns, Nullable) else returns
        names = [name for each in _returned(responses) for name in each.media_types]
        plain = [name for name in names if not is_json(name)]
        if inner == ANY:
            return len(plain) > names.count("*/*") and len(plain) < len(names)
        return isinstance(inner, UnionOf) and bool(plain)

    @staticmethod
    def texts(responses: tuple[Response, ...], returns: TypeExpr) -> tuple[str, ...]:
        """The media types of text among answers that may be bytes, too; none where what is no JSON is text anyway."""
        inner = returns.inner if isinstance(returns, Nullable) else returns
        if inner != ANY and not (isinstance(inner, UnionOf) and Binary() in inner.members):
            return ()
        names = [name.partition(";")[0].strip().lower() for each in _returned(responses) for name in each.media_types]
        return tuple(dict.fromkeys(name for name in names if is_text(name) and not is_json(name)))

    def events_of(self, node: Node, body: Body) -> Stream | None:
        """Read the stream of events that an operation answers without saying more about it."""
        given = [entry for status, entry in node.get("responses") if _is_status(status)]
        contents = [self.resolve(entry).get("content") for entry in given]
        found = next((content[EVENTS] for content in contents if EVENTS in content), None)
        if found is None:
            return None
        schema = found.get("schema") if "schema" in found else found.get("itemSchema")
        kind = self.type_of(schema) if schema.value is not None else ANY
        flags = [each for each in body.fields if each.field.wire == "stream" and each.source == "field"]
        return Stream("stream" if flags else "", "", kind)


def _returned(responses: tuple[Response, ...]) -> list[Response]:
    """The answers that a call returns: those of success, else what is said of all others."""
    successes = [response for response in responses if response.is_success]
    return successes or [response for response in responses if response.status == "default"]


def _has_success(operation: Node) -> bool:
    return any(status.startswith("2") and _is_status(status) for status, _ in operation.get("responses"))


def _is_status(text: str) -> bool:
    return bool(re.fullmatch(r"[1-9]\d\d|[1-5](XX|xx)|default", text, re.ASCII))


def _is_like(media_type: str, chosen: str) -> bool:
    """Whether an answer of this media type can be read as one of the media type that was chosen."""
    return media_type != EVENTS and is_json(media_type) == is_json(chosen)
