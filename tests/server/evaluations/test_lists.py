"""Lists of evaluations: paged, filtered, sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.server.evaluations.conftest import LENGTH

if TYPE_CHECKING:
    from tests.server.conftest import Api
    from tests.server.evaluations.conftest import Bench


def ids(api: Api, bench: Bench, **query: Any) -> list[str]:
    page = api.ok("evaluations.list", query={"project_id": bench.project["id"], **query})
    assert page["total"] == len(page["records"])
    return [each["id"] for each in page["records"]]


def test_lists_are_paged_from_zero_newest_first(api: Api, bench: Bench) -> None:
    dataset = bench.dataset()
    made = [bench.start(dataset, hl_generated=False)["id"] for _ in range(3)]
    assert ids(api, bench) == made[::-1]
    query = {"project_id": bench.project["id"], "size": 2}
    pages = [api.ok("evaluations.list", query={**query, "page": page}) for page in (0, 1, 2)]
    assert [[each["id"] for each in page["records"]] for page in pages] == [made[:0:-1], made[:1], []]
    assert [page["total"] for page in pages] == [3, 3, 3]
    found = [each["id"] for each in api.ok("evaluations.list_all_for_project", project_id=bench.project["id"])]
    assert found == made[::-1]


def test_filters_of_one_kind_are_alternatives_and_all_kinds_count(api: Api, bench: Bench) -> None:
    first, second = bench.dataset(), bench.dataset()
    api.ok("datasets.update", {"name": "second"}, id=second["id"])
    other = bench.register(prompt_template="Tell {{word}}")
    a = bench.start(first, hl_generated=False)["id"]
    b = bench.start(second, hl_generated=False, config_id=other["id"])["id"]
    c = bench.start(second, hl_generated=False)["id"]
    bench.set_status({"id": b}, "cancelled")
    assert ids(api, bench, id=[a, b]) == [b, a]
    assert ids(api, bench, id_filter=[c]) == [c]
    assert ids(api, bench, dataset_filter="second") == [c, b]
    assert ids(api, bench, dataset_filter=["second", "d"]) == [c, b, a]
    assert ids(api, bench, config_filter=other["id"]) == [b]
    assert ids(api, bench, status_filter="pending") == [c, a]
    assert ids(api, bench, status_filter=["pending", "cancelled"], dataset_filter="second") == [c, b]
    assert ids(api, bench, status_filter="running") == []


def test_dates_include_their_day(api: Api, bench: Bench) -> None:
    made = bench.start(bench.dataset(), hl_generated=False)
    day = made["created_at"][:10]
    assert ids(api, bench, start_date=day, end_date=day) == [made["id"]]
    assert ids(api, bench, start_date="2999-01-01") == ids(api, bench, end_date="2000-01-01") == []


def test_lists_can_be_sorted(api: Api, bench: Bench) -> None:
    evaluator = bench.evaluator("python", code=LENGTH, return_type="number")
    words, made = ("ccc", "a", "bb"), dict[str, str]()
    for word in words:
        dataset = bench.words(word)
        api.ok("datasets.update", {"name": word}, id=dataset["id"])
        made[word] = bench.completed(dataset, evaluator)["id"]
    bench.set_status({"id": made["a"]}, "running")

    def order(*sort: str) -> list[str]:
        names = {evaluation_id: word for word, evaluation_id in made.items()}
        return [names[each] for each in ids(api, bench, sort=list(sort))]

    assert order("dataset.asc") == ["a", "bb", "ccc"]
    assert order("dataset.desc") == ["ccc", "bb", "a"]
    assert order(f"evaluator-{evaluator['id']}.desc") == ["ccc", "bb", "a"]
    assert order("status.desc", "dataset.desc") == ["a", "ccc", "bb"]
    assert order("config.asc") == ["bb", "a", "ccc"]


@pytest.mark.parametrize("sort", ["dataset", "colour.asc", "dataset.up"])
def test_an_order_that_does_not_exist_is_refused(api: Api, bench: Bench, sort: str) -> None:
    detail = api.fail(422, "evaluations.list", query={"project_id": bench.project["id"], "sort": sort})
    assert detail[0]["loc"] == ["query", "sort"]
