"""Answers whose status has several kinds of content: what comes is told by its media type, and bytes stay bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from codegen.forgiving import parse_forgivingly
from codegen.parse import parse
from codegen.spec import loads
from tests.codegen.echo import Echo, echo_server
from tests.codegen.features import HEAD, answering
from tests.codegen.packages import generated

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT, BYTES = "{schema: {type: string}}", "{schema: {type: string, format: binary}}"
PET = "{schema: {type: object, properties: {name: {type: string}}}}"
CONTENTS = {
    "sheet": f"text/csv: {TEXT}, application/pdf: {BYTES}",
    "page": f"application/xml: {TEXT}, application/zip: {{}}",
    "video": f"video/mp4: {BYTES}, application/json: {TEXT}",
    "words": f"text/plain: {TEXT}, application/json: {PET}",
    "all": f"application/json: {PET}, text/plain: {TEXT}, image/png: {BYTES}",
    "free": f"application/json: {{}}, text/csv: {TEXT}, image/png: {BYTES}",
    "same": f"application/xml: {PET}, application/json: {PET}, text/json: {PET}",
    "either": "application/json: {schema: {type: integer}}, application/hal+json: {schema: {type: boolean}}",
}
PATHS = "".join(
    f"  /{name}: {{get: {{operationId: {name}, tags: [Kinds], "
    f"responses: {{'200': {{description: D., content: {{{content}}}}}}}}}}}\n"
    for name, content in CONTENTS.items()
)
RAW = b"PK\x03\xff\xfe"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("kinds")
    spec = folder / "spec.yaml"
    spec.write_text(f"{HEAD}paths:\n{PATHS}", encoding="utf-8")
    with generated(spec, "kinds", folder) as package:
        yield package


@pytest.fixture(scope="module")
def echo() -> Iterator[Echo]:
    with echo_server() as echo:
        yield echo


@pytest.mark.parametrize(
    ("name", "media_type", "body", "made"),
    [
        ("sheet", "text/csv; charset=iso-8859-1", b"\xfc,b", "ü,b"),
        ("sheet", "application/pdf", RAW, RAW),
        ("sheet", "application/octet-stream", RAW, RAW),
        ("sheet", "", b"[1]", b"[1]"),
        ("page", "application/xml", b"<a/>", "<a/>"),
        ("page", "application/zip", RAW, RAW),
        ("video", "application/json", b'"soon"', "soon"),
        ("video", "video/mp4", RAW, RAW),
        ("words", "text/plain", b"hello", "hello"),
        ("all", "text/plain", b"hello", "hello"),
        ("all", "image/png", RAW, RAW),
        ("free", "application/json", b"[1]", [1]),
        ("free", "", b"[1]", [1]),
        ("free", "text/plain", b"[1]", [1]),
        ("free", "", b"1", b"1"),
        ("free", "", RAW, RAW),
        ("free", "application/octet-stream", b"[1]", b"[1]"),
        ("free", "text/csv", b"[1]", "[1]"),
        ("words", "text/plain", b"[1]", "[1]"),
        ("free", "text/csv", b"a,b", "a,b"),
        ("free", "image/png", RAW, RAW),
        ("either", "application/json", b"3", 3),
        ("either", "application/hal+json", b"true", True),
    ],
)
@pytest.mark.parametrize("validate", [False, True])
def test_what_comes_is_told_by_its_media_type(
    package: Any, echo: Echo, name: str, media_type: str, body: bytes, made: Any, validate: bool
) -> None:
    echo.answers(200, body, media_type)
    with package.ApiClient(package.Configuration(echo.url)) as client:
        answer = getattr(package.KindsApi(client), name)(validate=validate)
    assert (answer, type(answer)) == (made, type(made))


@pytest.mark.parametrize("name", ["words", "all", "same"])
def test_json_beside_other_kinds_is_a_model(package: Any, echo: Echo, name: str) -> None:
    for media_type in ("application/json", ""):
        echo.answers(200, b'{"name": "Rex"}', media_type)
        with package.ApiClient(package.Configuration(echo.url)) as client:
            assert getattr(package.KindsApi(client), name)().name == "Rex"


@pytest.mark.parametrize(
    ("name", "accept"),
    [
        ("sheet", "text/csv, application/pdf"),
        ("video", "application/json, video/mp4;q=0.9"),
        ("all", "application/json, text/plain;q=0.9, image/png;q=0.9"),
        ("same", "application/json, text/json"),
    ],
)
def test_all_kinds_that_can_be_read_are_asked_for(package: Any, echo: Echo, name: str, accept: str) -> None:
    echo.answers(200, {})
    with package.ApiClient(package.Configuration(echo.url)) as client:
        getattr(package.KindsApi(client), name)()
    assert echo.last.headers["Accept"] == accept


def test_the_pages_of_the_reference_name_all_kinds(package: Any) -> None:
    page = (Path(package.__file__).parent.parent / "docs" / "apis" / "tags" / "KindsApi.md").read_text(encoding="utf-8")
    assert "| 200 | D. | `str` or `bytes` |" in page


def test_another_form_of_what_is_json_is_told_and_not_asked_for() -> None:
    document = loads(answering(CONTENTS["same"]), "f.yaml")
    api, _ = parse_forgivingly(document)
    (note,) = api.notes
    assert str(note).endswith("`application/xml` beside JSON, which says the same: not asked for")
    assert parse(document)[1] == ()


def test_an_error_is_one_model() -> None:
    error = f"'404': {{description: D., content: {{application/json: {PET}, text/plain: {TEXT}}}}}"
    success = f"'200': {{description: D., content: {{application/json: {TEXT}}}}}"
    api, _ = parse_forgivingly(loads(f"{HEAD}paths:\n  /a: {{get: {{responses: {{{success}, {error}}}}}}}\n", "f.yaml"))
    (operation,) = api.tags[0].operations
    assert (operation.accept, operation.is_mixed) == ("application/json", False)
    assert operation.problems["404"].startswith("models.")


@pytest.mark.parametrize("status", ["2000", "20X", "foo", "099", "6XX", "\u0662\u0660\u0660"])
def test_what_is_no_status_is_noted(status: str) -> None:
    answers = f"'{status}': {{description: D.}}, x-other: 1, 2xx: {{description: D.}}, default: {{description: D.}}"
    api, problems = parse_forgivingly(loads(f"{HEAD}paths:\n  /a: {{get: {{responses: {{{answers}}}}}}}\n", "f.yaml"))
    assert ([note.reason for note in api.notes], problems) == ([f"`{status}` is no status"], ())
