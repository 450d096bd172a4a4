"""Settings in a file of their own, and enumerations as classes."""

from __future__ import annotations

import pickle
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from codegen.__main__ import main
from codegen.toml_lines import line_of, lines_of
from tests.codegen.echo import echo_server
from tests.codegen.packages import imported_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SPEC = """
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /things:
    post:
      operationId: do_it
      tags: [A]
      parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/Kind'}}]
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
      responses: {'200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}
    get:
      operationId: list_things
      tags: [A]
      parameters: [{name: page, in: query, schema: {type: integer, default: 1}}]
      responses: {'200': {description: D., content: {application/json: {schema: {$ref: '#/components/schemas/List'}}}}}
  /internal/a: {get: {operationId: hidden, tags: [B], responses: {'200': {description: D.}}}}
components:
  schemas:
    Kind: {type: string, enum: [in-progress, done, "", 5x, in_progress], description: A kind.}
    Level: {type: integer, enum: [-1, 0, 1]}
    One: {type: string, enum: [one]}
    A:
      type: object
      required: [kind]
      properties:
        kind: {$ref: '#/components/schemas/Kind'}
        level: {$ref: '#/components/schemas/Level'}
        kinds: {type: array, items: {$ref: '#/components/schemas/Kind'}}
        one: {$ref: '#/components/schemas/One'}
    Sub: {type: object, properties: {type: {type: string}}}
    List:
      type: object
      properties: {records: {type: array, items: {$ref: '#/components/schemas/A'}}, total: {type: integer}}
    Union:
      oneOf: [{$ref: '#/components/schemas/Sub'}]
      discriminator: {propertyName: type, mapping: {s: '#/components/schemas/Sub'}}
"""
SETTINGS = """
leave-out = ["/internal/*"]
[client]
enumerations = "enum"
environment = "ABC"
[schemas]
A = "Thing"
Sub = "Part"
[operations."POST /things"]
name = "run"
tag = "Things"
timeout = 5
parameters = {q = "wanted"}
[operations.list_things]
tag = "Things"
pages = {page = "page", items = "records", total = "total"}
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("configured")
    assert generate(folder, SPEC, SETTINGS) == 0
    with imported_from(folder, "told") as module:
        yield module


def generate(folder: Path, spec: str, settings: str) -> int:
    """Write the package `told` of a description and settings into a folder."""
    (folder / "spec.yaml").write_text(spec, encoding="utf-8")
    (folder / "codegen.toml").write_text(settings, encoding="utf-8")
    arguments = [str(folder / "spec.yaml"), "--package", "told", "--config", str(folder / "codegen.toml")]
    return main([*arguments, "--out", str(folder)])


def test_operations_are_as_the_settings_say(package: Any) -> None:
    with echo_server() as echo, package.ApiClient(package.Configuration(echo.url)) as client:
        api = package.ThingsApi(client)
        echo.answers(200, {"kind": "done"})
        assert type(api.run("done", wanted="5x")) is package.Thing
        assert echo.last.target == "/things?q=5x"
        echo.chosen = lambda query: {"records": [{"kind": query["page"]}] if query["page"] == "1" else [], "total": 1}
        assert [thing.kind for thing in api.list_things(page=1)] == ["1"]
    assert not {"A", "Sub", "BApi", "AApi"} & {*package.__all__}


def test_enumerations_are_classes_and_open(package: Any) -> None:
    kinds = import_module("told.models").Kind
    assert {name: member.value for name, member in kinds.__members__.items()} == {
        "IN_PROGRESS": "in-progress",
        "DONE": "done",
        "EMPTY": "",
        "VALUE_5X": "5x",
        "IN_PROGRESS_2": "in_progress",
    }
    assert [*import_module("told.models").Level.__members__] == ["MINUS_1", "VALUE_0", "VALUE_1"]
    thing = package.Thing.model_validate_json('{"kind":"done","level":7,"kinds":["new"],"one":"two"}', strict=True)
    assert thing.kind is kinds.DONE
    assert (thing.kinds, thing.level) == (["new"], 7)
    assert thing.model_dump_json() == '{"kind":"done","level":7,"kinds":["new"],"one":"two"}'
    assert pickle.loads(pickle.dumps(thing)) == thing
    with pytest.raises(ValueError, match="5 is not a valid Kind"):
        kinds(5)


def test_members_are_sent_as_their_values(package: Any) -> None:
    with echo_server() as echo, package.ApiClient(package.Configuration(echo.url)) as client:
        echo.answers(200, {"kind": "in-progress"})
        kinds, levels = import_module("told.models").Kind, import_module("told.models").Level
        package.ThingsApi(client).run(kinds.IN_PROGRESS, levels.MINUS_1, kinds=[kinds.DONE], wanted=kinds.EMPTY)
        assert echo.last.target == "/things?q="
        assert echo.last.body == b'{"kind":"in-progress","level":-1,"kinds":["done"]}'


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("a = [", "codegen.toml:1: not TOML: "),
        ("other = 1", "codegen.toml:1 other: unknown: `other`; known here: `client`, `leave-out`, "),
        ("[project]\nnotebook = true", "codegen.toml:2 project.notebook: unknown: `notebook`"),
        ("[operations.do_it]\npage = 1", "codegen.toml:2 operations.do_it.page: unknown: `page`"),
        ("[operations.do_that]\nname = 'a'", "codegen.toml:1 operations.do_that: there is no operation `do_that`"),
        ("leave-out = ['/b*']", "codegen.toml:1 leave-out.0: there is no operation `/b*`"),
        ("[operations.do_it]\nparameters = {r = 'a'}", "the operation has no parameter `r` of its own"),
        ("[schemas]\nB = 'C'", "codegen.toml:2 schemas.B: there is no schema `B`"),
        ("[schemas]\nA = 'Kind'", "codegen.toml:2 schemas.A: there is a schema `Kind` already"),
        ("[client]\nbodies = 'no'", "codegen.toml:2 client.bodies: it may be `fields` or `whole`, not `no`"),
        ("[client]\nbody = 'no'", "codegen.toml:2 client.body: unsupported in `x-client`: `body`"),
        ("[operations.do_it]\npages = {page = 'p', items = 'records'}", "codegen.toml:2 operations.do_it.pages"),
        ("leave-out = '/b*'", "codegen.toml:1 leave-out: `leave-out` has to be a list of texts, not `/b*`"),
        ("client = 5", "codegen.toml:1 client: `client` has to be a table"),
        ("[client]\n\nraw-modules = 1", "codegen.toml:3 client.raw-modules: `raw-modules` has to be true or false"),
        ("[client]\nenvironment = ''", "codegen.toml:2 client.environment: `environment` has to be a text that is not"),
        ("[project]\n\nsessions = 'yes'", "codegen.toml:3 project.sessions: `sessions` has to be true or false"),
        ("[schemas]\nA = 5", "codegen.toml:2 schemas.A: `A` has to be a text that is not empty, not `5`"),
        ("[operations]\ndo_it = 5", "codegen.toml:2 operations.do_it: `do_it` has to be a table"),
        ("[operations.do_it]\ntag = ''", "codegen.toml:2 operations.do_it.tag: `tag` has to be a text"),
        (
            "[operations.do_it]\ntimeout = 'soon'",
            "codegen.toml:2 operations.do_it.timeout: `timeout` has to be a finite number",
        ),
        (
            "[operations.do_it]\ntimeout = true",
            "codegen.toml:2 operations.do_it.timeout: `timeout` has to be a finite number",
        ),
        ("[operations.do_it]\ntimeout = inf", "`timeout` has to be a finite number above 0, not `inf`"),
        ("[operations.do_it]\ntimeout = nan", "`timeout` has to be a finite number above 0, not `nan`"),
        ("[operations.do_it]\npages = 5", "codegen.toml:2 operations.do_it.pages: `pages` has to be a table, not `5`"),
        ("[operations.do_it]\npositional = 'q'", "do_it.positional: `positional` has to be a list of texts"),
        (
            "[operations.do_it]\npositional = ['r']",
            "codegen.toml:2 operations.do_it.positional.0: there is no parameter",
        ),
        ("[operations.do_it]\nparameters.q = 'class'", "codegen.toml:2 operations.do_it.parameters.q: `q` has to be a"),
        ("[operations.do_it.parameters]\n# Why\n'q' = 'timeout'", "codegen.toml:3 operations.do_it.parameters.q: "),
        ("[client]\na = 1\nb = [", "codegen.toml:3: not TOML: "),
    ],
)
def test_settings_that_are_wrong_are_told(
    settings: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert generate(tmp_path, SPEC, settings) == 1
    assert message in capsys.readouterr().err


def test_without_settings_enumerations_are_literals(tmp_path: Path) -> None:
    assert generate(tmp_path, SPEC, "") == 0
    text = (tmp_path / "told" / "models" / "kind.py").read_text(encoding="utf-8")
    assert 'Kind = Union[Literal["in-progress", "done", "", "5x", "in_progress"], str]' in text


def test_lines_are_those_where_tables_and_values_begin() -> None:
    text = """# c = 1
[operations."GET /a"]  # b
name = '''
[client]
tag = 1
'''
"parameters" . q = "x\u2028"
pages = {items = "i", page = "p"}
leave-out = [
  "a",  # b = ]
  [
  ],
]
 [[list]]
key = 1
[client]
"""
    lines = lines_of(text)
    at = "operations", "GET /a"
    assert [line_of(lines, path) for path in (at, (*at, "name"), (*at, "tag"))] == [2, 3, 2]
    assert [line_of(lines, (*at, "parameters", name)) for name in ("q", "r")] == [7, 7]
    assert [line_of(lines, (*at, "pages", name)) for name in ("items", "page")] == [8, 8]
    assert line_of(lines, (*at, "leave-out", "0")) == 9
    assert [line_of(lines, path) for path in (("list", "0", "key"), ("client",), ("other",))] == [14, 16, 1]
