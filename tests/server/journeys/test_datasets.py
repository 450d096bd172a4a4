"""Cases to measure with (journey 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from humanloop import NotFoundError

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop


def test_15_dataset_by_api_and_from_logs(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    project = humanloop.projects.create(name=new_name())
    dataset = humanloop.datasets.create(project_id=project.id, name="parcels", description="Questions about parcels")
    assert dataset.datapoint_count == 0

    written = humanloop.datasets.create_datapoint(
        dataset_id=dataset.id,
        body=[
            {"inputs": {"city": "Oslo"}, "target": {"output": "two days", "days": 2}},
            {"messages": [{"role": "user", "content": "Where is it?"}], "target": {"output": "on its way"}},
        ],
    )
    assert [point.id[:5] for point in written] == ["evtc_", "evtc_"]

    answered = humanloop.log(project_id=project.id, inputs={"city": "Bergen"}, output="three days")
    (copied,) = humanloop.datasets.create_datapoint(dataset_id=dataset.id, log_ids=[answered.id])
    assert (copied.inputs, copied.target) == ({"city": "Bergen"}, {"output": "three days"})
    assert copied.source_project_data_id == answered.id
    with pytest.raises(NotFoundError):
        humanloop.datasets.create_datapoint(dataset_id=dataset.id, log_ids=["data_unknown"])

    assert humanloop.datasets.get(id=dataset.id).datapoint_count == 3
    pages = [humanloop.datasets.list_datapoints(dataset_id=dataset.id, page=page, size=2) for page in (0, 1, 2)]
    assert [[point.id for point in page.records] for page in pages] == [
        [point.id for point in written],
        [copied.id],
        [],
    ]
    assert {page.total for page in pages} == {3}

    changed = humanloop.datapoints.update(id=copied.id, target={"output": "four days"})
    assert (changed.inputs, changed.target) == ({"city": "Bergen"}, {"output": "four days"})
    humanloop.datapoints.delete([written[0].id])
    assert humanloop.datasets.get(id=dataset.id).datapoint_count == 2
    assert humanloop.datasets.delete(id=dataset.id) is None
    assert humanloop.datasets.list_all_for_project(project_id=project.id) == []
