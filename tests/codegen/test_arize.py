"""The second API: its package, as its documentation uses it, against a local server with all documented answers."""

from __future__ import annotations

import inspect
import pickle
import subprocess
import sys
import time
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from codegen.parse import parse
from codegen.spec import load
from examples.arize.local_server import KEY, READING_KEY, LocalServer, local_server
from tests.codegen.echo import echo_server
from tests.codegen.packages import ARIZE, ROOT, generated

if TYPE_CHECKING:
    from collections.abc import Iterator

RUN = {"example_id": "example_001", "output": "4", "model": "small", "latency_ms": 118}


def _body(name: str = "first", dataset: str = "dataset_1") -> dict[str, Any]:
    return {"name": name, "dataset_id": dataset, "experiment_runs": [RUN, {"example_id": "example_002", "output": "5"}]}


@pytest.fixture(scope="module")
def arize(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with generated(ARIZE, "arize_experiments", tmp_path_factory.mktemp("arize")) as package:
        yield package


@pytest.fixture
def server() -> Iterator[LocalServer]:
    with local_server() as running:
        yield running


@pytest.fixture
def api(arize: Any, server: LocalServer) -> Iterator[Any]:
    with arize.ApiClient(arize.Configuration(host=server.url, access_token=KEY)) as api_client:
        yield arize.ExperimentsApi(api_client)


def test_the_error_is_where_the_documentation_imports_it_from(arize: Any) -> None:
    assert import_module(f"{arize.__name__}.transport.urllib3_transport").ApiException is arize.ApiException


def test_create_takes_a_dict_or_a_model_in_its_place_or_by_name(arize: Any, api: Any) -> None:
    made = api.experiments_create(_body())
    assert (made.id, made.name, made.dataset_id) == ("experiment_1", "first", "dataset_1")
    assert isinstance(made, arize.Experiment)
    assert isinstance(made.created_at, datetime)
    assert api.experiments_create(experiments_create_request=_body("second")).name == "second"
    model = arize.ExperimentsCreateRequest(
        name="third", dataset_id="dataset_1", experiment_runs=[arize.ExperimentRunCreate(**RUN)]
    )
    third = api.experiments_create(model)
    assert [run.model_extra for run in api.experiments_runs_list(third.id)] == [{"model": "small", "latency_ms": 118}]
    mixed = {**_body("fourth"), "experiment_runs": [arize.ExperimentRunCreate(**RUN), RUN]}
    assert api.experiments_create(mixed, validate=True).name == "fourth"


def test_further_fields_of_a_run_are_kept(api: Any) -> None:
    made = api.experiments_create(_body())
    first, second = api.experiments_runs_list(made.id)
    assert (first.model, first.latency_ms, first.output) == ("small", 118, "4")
    assert second.model_extra == {}
    raw = api.raw.experiments_runs_list(made.id).body["experiment_runs"]
    assert raw[0] == {**RUN, "id": "run_1_1"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"name": 5}, "name"),
        ({"experiment_runs": []}, "experiment_runs"),
        ({"experiment_runs": [{"output": "4"}]}, "experiment_runs.0.example_id"),
        ({"experiment_runs": [{**RUN, "output": 4}]}, "experiment_runs.0.output"),
    ],
)
def test_a_body_that_does_not_fit_is_not_sent(
    arize: Any, api: Any, server: LocalServer, change: dict[str, Any], place: str
) -> None:
    with pytest.raises(arize.SchemaValidationError, match=f" was not sent: {place}: "):
        api.experiments_create({**_body(), **change})
    assert server.store.requests == []


def test_get_and_delete(arize: Any, api: Any) -> None:
    made = api.experiments_create(_body())
    assert api.experiments_get(made.id) == made == api.experiments_get(experiment_id=made.id)
    assert api.experiments_delete(made.id) is None
    with pytest.raises(arize.NotFoundError):
        api.experiments_get(made.id)


def _five(api: Any) -> list[str]:
    return [api.experiments_create(_body(f"number {number}")).id for number in range(5)]


def test_a_list_is_walked_by_its_cursor(api: Any, server: LocalServer) -> None:
    expected = _five(api)
    api.experiments_create(_body(dataset="dataset_2"))
    server.store.requests.clear()
    page = api.experiments_list(dataset_id="dataset_1", limit=2)
    assert [entry.id for entry in page.experiments] == expected[:2]
    assert len(server.store.requests) == 1
    assert [entry.id for entry in page] == expected
    assert len(server.store.requests) == 3
    told: list[tuple[int, int | None]] = []
    list(api.experiments_list("dataset_1", 2, progress=lambda done, total: told.append((done, total))))
    assert told == [(0, None), (2, None), (4, None), (5, None)]
    assert all("dataset_id=dataset_1&limit=2" in target for target in server.store.requests)
    assert [len(step.experiments) for step in page.pages()] == [2, 2, 1]
    onward = api.experiments_list("dataset_1", 2, page.pagination.next_cursor)
    assert [entry.id for entry in onward] == expected[2:]


async def test_a_list_is_walked_by_its_cursor_and_awaited(arize: Any, api: Any) -> None:
    expected = _five(api)
    async with api.api_client:
        page = await api.aexperiments_list(limit=2)
        assert [entry.id async for entry in page] == expected
        assert [len(step.experiments) async for step in page.apages()] == [2, 2, 1]
        with pytest.raises(arize.ApiTypeError, match="async for"):
            list(page)


def test_a_cursor_that_the_documentation_does_not_have_yet_is_followed(api: Any, server: LocalServer) -> None:
    made = api.experiments_create(_body())
    assert [run.output for run in api.experiments_runs_list(made.id, limit=1)] == ["4"]
    server.store.pages_runs = True
    assert [run.output for run in api.experiments_runs_list(made.id, 1)] == ["4", "5"]


def test_pages_are_values(arize: Any, api: Any, server: LocalServer) -> None:
    _five(api)
    page = api.experiments_list(limit=2)
    copy = pickle.loads(pickle.dumps(page))
    assert copy == page == api.experiments_list(limit=2)
    assert len(list(page.model_copy())) == len(list(page.model_copy(deep=True))) == 5
    server.store.requests.clear()
    walk = iter(copy)
    assert [entry.name for entry in (next(walk), next(walk))] == ["number 0", "number 1"]
    with pytest.raises(arize.ApiTypeError, match="it was pickled, which leaves its client out"):
        next(walk)
    assert server.store.requests == []
    assert KEY.encode() not in pickle.dumps(page)


def test_a_cursor_that_leads_nowhere_ends_the_walk(arize: Any, api: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    _five(api)
    page = api.experiments_list(limit=2)
    page.pagination.next_cursor = "MA=="
    walk = iter(page)
    assert [next(walk).name for _ in range(4)] == ["number 0", "number 1", "number 0", "number 1"]
    second = api.experiments_list(limit=2, cursor="MA==")
    second.pagination.next_cursor = "MA=="
    with pytest.raises(arize.ApiValueError, match="as the one after itself"):
        list(second)


def _page(*names: str, following: str | None = None) -> dict[str, Any]:
    now = "2024-05-01T12:00:00Z"
    fields = {"dataset_id": "d", "dataset_version_id": "v", "created_at": now, "updated_at": now}
    cursor = {} if following is None else {"next_cursor": following}
    entries = [{"id": name, "name": name, **fields} for name in names]
    return {"experiments": entries, "pagination": {"has_more": following is not None, **cursor}}


async def test_the_ends_of_lists(arize: Any) -> None:
    with echo_server() as echo, arize.ApiClient(arize.Configuration(echo.url, "key")) as api_client:
        api = arize.ExperimentsApi(api_client)
        for page, seen in ((_page(), []), (_page("a"), ["a"]), (_page("a", following=""), ["a"])):
            echo.answers(200, page)
            assert [entry.id for entry in api.experiments_list()] == seen
            async with arize.ApiClient(api_client.configuration) as other:
                first = await arize.ExperimentsApi(other).aexperiments_list()
                assert [entry.id async for entry in first] == seen
        assert len(echo.sent) == 6


async def test_an_empty_page_amid_a_list_is_walked_over(arize: Any) -> None:
    pages = {None: _page("a", following="1"), "1": _page(following="2"), "2": _page("b")}
    with echo_server() as echo, arize.ApiClient(arize.Configuration(echo.url, "key")) as api_client:
        echo.chosen = lambda query: pages[query.get("cursor")]
        assert [entry.id for entry in arize.ExperimentsApi(api_client).experiments_list()] == ["a", "b"]
        async with arize.ApiClient(api_client.configuration) as other:
            first = await arize.ExperimentsApi(other).aexperiments_list()
            assert [entry.id async for entry in first] == ["a", "b"]
        assert len(echo.sent) == 6


@pytest.mark.parametrize("length", [1, 2, 3, 7])
async def test_cursors_that_lead_in_a_circle_are_an_error(arize: Any, length: int) -> None:
    following = {None: "0"} | {str(number): str((number + 1) % length) for number in range(length)}
    with echo_server() as echo, arize.ApiClient(arize.Configuration(echo.url, "key")) as api_client:
        echo.chosen = lambda query: _page("a", following=following[query.get("cursor")])
        with pytest.raises(arize.ApiValueError, match=r"as the one after itself|in a circle"):
            list(arize.ExperimentsApi(api_client).experiments_list())
        assert len(echo.sent) < 3 * length + 3
        async with arize.ApiClient(api_client.configuration) as other:
            first = await arize.ExperimentsApi(other).aexperiments_list()
            with pytest.raises(arize.ApiValueError, match=r"as the one after itself|in a circle"):
                [entry async for entry in first]


DOCUMENTED = {
    "experiments_create": (201, 400, 401, 403, 409, 422, 429),
    "experiments_delete": (204, 400, 401, 403, 404, 422, 429),
    "experiments_get": (200, 400, 401, 403, 404, 422, 429),
    "experiments_list": (200, 400, 401, 403, 422, 429),
    "experiments_runs_list": (200, 400, 401, 403, 404, 422, 429),
}
KINDS = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}


def test_the_statuses_are_those_of_the_documentation() -> None:
    api, _ = parse(load(ARIZE))
    found = {entry.id: tuple(int(answer.status) for answer in entry.responses) for entry in api.tags[0].operations}
    assert found == DOCUMENTED


@pytest.mark.parametrize("method", DOCUMENTED)
async def test_every_documented_error_of_every_operation_in_every_form(arize: Any, method: str) -> None:
    given = {"experiments_create": [_body()], "experiments_list": []}.get(method, ["e"])
    with echo_server() as echo:
        async with arize.ApiClient(arize.Configuration(echo.url, "key", max_retries=0)) as api_client:
            api = arize.ExperimentsApi(api_client)
            for status in DOCUMENTED[method][1:]:
                problem = {"title": "T", "status": status, "type": "about:blank", "detail": "why", "instance": "/i"}
                echo.answers(status, problem, "application/problem+json")
                for target in (api, api.raw):
                    with pytest.raises(arize.ApiException, match=f"^{status} .*: why") as caught:
                        getattr(target, method)(*given)
                    assert (type(caught.value).__name__, caught.value.body) == (KINDS[status], problem)
                    with pytest.raises(arize.ApiException, match=f"^{status} .*: why") as caught:
                        await getattr(target, f"a{method}")(*given)
                    assert (type(caught.value).__name__, caught.value.body) == (KINDS[status], problem)
            assert len(echo.sent) == 4 * len(DOCUMENTED[method][1:])


PROBLEMS = [
    (400, "BadRequestError", lambda api: api.experiments_list(cursor="???"), "this cursor is not one of ours"),
    (404, "NotFoundError", lambda api: api.experiments_get("nothing"), "there is no experiment nothing"),
    (404, "NotFoundError", lambda api: api.experiments_delete("nothing"), "there is no experiment nothing"),
    (404, "NotFoundError", lambda api: api.experiments_runs_list("nothing"), "there is no experiment nothing"),
    (409, "ConflictError", lambda api: api.experiments_create(_body()), "an experiment called first already"),
    (422, "UnprocessableEntityError", lambda api: api.experiments_list(limit=1000), "between 1 and 100"),
]


@pytest.mark.parametrize(("status", "kind", "call", "detail"), PROBLEMS)
def test_problems(arize: Any, api: Any, status: int, kind: str, call: Any, detail: str) -> None:
    api.experiments_create(_body())
    with pytest.raises(arize.ApiException) as caught:
        call(api)
    error = caught.value
    assert type(error) is getattr(arize, kind)
    assert error.status == error.body["status"] == status
    assert detail in error.body["detail"]
    assert str(error).endswith(error.body["detail"])
    assert error.headers["content-type"] == "application/problem+json"
    assert arize.Problem.model_validate(error.body).detail == error.body["detail"]
    with pytest.raises(getattr(arize, kind)):
        call(api.raw)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"title": "Teapot", "status": 418, "detail": "short and stout"}, "short and stout"),
        ({"title": "Teapot", "status": 418}, "Teapot"),
        ({"error": {"message": "short"}}, "short"),
        ({"message": "stout"}, "stout"),
        ({"other": 1}, "{'other': 1}"),
    ],
)
def test_what_an_error_says(arize: Any, body: dict[str, Any], said: str) -> None:
    with echo_server() as echo, arize.ApiClient(arize.Configuration(echo.url, "key")) as api_client:
        echo.answers(418, body, "application/problem+json")
        with pytest.raises(arize.ApiException) as caught:
            arize.ExperimentsApi(api_client).experiments_get("e")
    assert str(caught.value).endswith(f"on GET /v2/experiments/e: {said}")
    assert caught.value.body == body


@pytest.mark.parametrize(
    ("key", "status", "kind"), [("wrong", 401, "AuthenticationError"), (READING_KEY, 403, "PermissionDeniedError")]
)
async def test_keys(arize: Any, server: LocalServer, key: str, status: int, kind: str) -> None:
    async with arize.ApiClient(arize.Configuration(host=server.url, access_token=key)) as api_client:
        api = arize.ExperimentsApi(api_client)
        with pytest.raises(getattr(arize, kind)) as caught:
            api.experiments_create(_body())
        assert caught.value.status == status
        with pytest.raises(getattr(arize, kind)):
            await api.aexperiments_create(_body())
        with pytest.raises(getattr(arize, kind)):
            await api.raw.aexperiments_create(_body())


async def test_every_form_of_every_operation(arize: Any, api: Any, server: LocalServer) -> None:
    async with api.api_client:
        made = await api.aexperiments_create(_body())
        assert await api.aexperiments_get(made.id) == api.experiments_get(made.id) == made
        raw, araw = api.raw.experiments_get(made.id), await api.raw.aexperiments_get(made.id)
        assert raw.status == araw.status == 200
        assert raw.body == araw.body
        assert raw.body["id"] == made.id
        assert api.raw.experiments_create(_body("second")).status == 201
        assert (await api.raw.aexperiments_create(_body("third"))).status == 201
        assert (await api.raw.aexperiments_list()).body == api.raw.experiments_list().body
        runs = await api.aexperiments_runs_list(made.id)
        assert [run.output async for run in runs] == ["4", "5"]
        assert (await api.raw.aexperiments_runs_list(made.id)).body == api.raw.experiments_runs_list(made.id).body
        assert await api.aexperiments_delete(made.id) is None
        assert api.raw.experiments_delete("experiment_2").status == 204
        assert (await api.raw.aexperiments_delete("experiment_3")).status == 204
    assert set(server.store.accepted) == {"application/json, application/problem+json", "application/problem+json"}


async def test_a_busy_server_is_asked_again_when_it_says(api: Any, server: LocalServer) -> None:
    made = api.experiments_create(_body())
    server.store.busy, server.store.requests = 1, []
    begun = time.monotonic()
    answer = api.raw.experiments_get(made.id)
    assert time.monotonic() - begun >= server.store.retry_after
    assert answer.status == 200
    assert len(server.store.requests) == 2
    async with api.api_client:
        server.store.busy, server.store.requests = 1, []
        assert (await api.aexperiments_create(_body("second"))).name == "second"
        assert len(server.store.requests) == 2


def test_a_busy_server_that_asks_for_too_much_is_not(arize: Any, api: Any, server: LocalServer) -> None:
    server.store.busy, server.store.retry_after = 3, 3600
    with pytest.raises(arize.RateLimitError) as caught:
        api.experiments_list()
    assert caught.value.headers["Retry-After"] == "3600"
    assert len(server.store.requests) == 1


def test_the_key_and_the_host_may_come_from_the_environment(
    arize: Any, server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARIZE_API_KEY", KEY)
    monkeypatch.setenv("ARIZE_HOST", server.url)
    with arize.ApiClient() as api_client:
        assert list(arize.ExperimentsApi(api_client).experiments_list()) == []


def test_without_a_key_the_message_says_where_it_comes_from(arize: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ARIZE_API_KEY", raising=False)
    configuration = arize.Configuration()
    assert configuration.host == "https://api.arize.com"
    with pytest.raises(arize.ClientConfigurationError, match=r"`access_token=…`.*ARIZE_API_KEY"):
        arize.ExperimentsApi(arize.ApiClient(configuration)).experiments_list()


def test_a_configuration_does_not_show_its_token(arize: Any) -> None:
    configuration = arize.Configuration(access_token="a-token-nobody-sees")
    assert configuration.access_token == "a-token-nobody-sees"
    assert "nobody" not in repr(configuration) + repr(vars(configuration))
    configuration.access_token = "another"
    assert configuration.authorization() == {"Authorization": "Bearer another"}


def test_the_package_is_its_own(arize: Any, api: Any, server: LocalServer, monkeypatch: pytest.MonkeyPatch) -> None:
    assert arize.Configuration(host=server.url, access_token=KEY).max_retries >= 0
    monkeypatch.setenv("HUMANLOOP_API_KEY", "another")
    monkeypatch.setenv("HUMANLOOP_HOST", "http://another.example")
    assert arize.Configuration().host == "https://api.arize.com"
    assert arize.Configuration().api_key == {}
    made = api.experiments_create(_body())
    shown = made._repr_html_() + api.experiments_list()._repr_html_() + repr(made)
    assert "experiment_1" in shown
    for value in (made, api.experiments_runs_list(made.id)):
        assert pickle.loads(pickle.dumps(value)) == value
    with pytest.raises(arize.NotFoundError) as caught:
        api.experiments_get("nothing")
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (type(copy), str(copy), copy.body) == (arize.NotFoundError, str(caught.value), caught.value.body)
    # Closed here: its package is thrown away with this file, and whoever nobody closed with it, in any order.
    with pickle.loads(pickle.dumps(api.api_client)) as client:
        assert arize.ExperimentsApi(client).experiments_get(made.id) == made


def test_signatures_are_those_of_the_documentation(arize: Any) -> None:
    def names(method: str) -> list[str]:
        return list(inspect.signature(getattr(arize.ExperimentsApi, method)).parameters)[1:-2]

    assert names("experiments_create") == ["experiments_create_request"]
    assert names("experiments_list") == ["dataset_id", "limit", "cursor"]
    assert names("experiments_get") == names("experiments_delete") == ["experiment_id"]
    assert names("experiments_runs_list") == ["experiment_id", "limit"]


def test_the_root_of_the_package_is_light(arize: Any) -> None:
    folder = str(arize.__path__[0])[: -len("arize_experiments")]
    program = (
        f"import sys; sys.path.insert(0, {folder!r})\n"
        "from arize_experiments import ApiException, Configuration, ExperimentsApi\n"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('pydantic', 'urllib3', 'humanloop')))"
    )
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True, cwd="/")
    assert found.stdout.strip() == "[]"
    assert {"ApiClient", "Experiment", "ExperimentsApi", "ExperimentsCreateRequest"} <= {*dir(arize)}
    assert all(getattr(arize, name) is not None for name in arize.__all__)


def test_the_quickstart(tmp_path: Any) -> None:
    found = subprocess.run(
        [sys.executable, str(ROOT / "examples" / "arize" / "quickstart.py")],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    lines = found.stdout.splitlines()
    assert len(lines) == 9
    assert "`arize_experiments` with 5 operation(s) is in " in lines[0]
    assert lines[-1] == "deleted  experiment_3; left: capitals-terse, capitals-polite"
    assert found.stderr == ""
