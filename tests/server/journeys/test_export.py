"""Taking everything home (journey 23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop import Humanloop


def test_23_export_everything(humanloop: Humanloop, new_name: Callable[[], str]) -> None:
    name = new_name()
    logged = humanloop.log(
        body=[
            {"project": name, "inputs": {"number": str(number)}, "output": f"answer {number}"} for number in range(230)
        ]
    )
    project_id = logged[0].project_id

    exported: list[str] = []
    total, page = 1, 0
    while len(exported) < total:
        found = humanloop.projects.export(id=project_id, page=page, size=100)
        exported += [log.id for log in found.records]
        total, page = found.total, page + 1
    assert total == 230
    assert page == 3
    assert exported == [log.id for log in reversed(logged)]

    past_the_end = humanloop.projects.export(id=project_id, page=page, size=100)
    assert (list(past_the_end.records), past_the_end.total, past_the_end.page) == ([], 230, 3)
