"""Sessions as trees with bars of time, and their list."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from humanloop.server.domain.session_trees import in_order

if TYPE_CHECKING:
    from humanloop import Humanloop
    from tests.server.web.conftest import Reader
    from tests.server.web.world import World


def nodes(*pairs: tuple[str, str | None]) -> list[dict[str, str | None]]:
    return [{"id": name, "parent_id": parent} for name, parent in pairs]


def test_children_stand_below_their_parents() -> None:
    found = in_order(nodes(("a", None), ("b", "c"), ("c", "a"), ("d", None), ("e", "a"), ("lost", "nobody")))
    assert [(node["id"], node["depth"]) for node in found] == [
        *(("a", 0), ("c", 1), ("b", 2), ("e", 1)),
        *(("d", 0), ("lost", 0)),
    ]


def test_a_circle_is_shown_once() -> None:
    found = in_order(nodes(("a", "b"), ("b", "a"), ("self", "self")))
    assert [(node["id"], node["depth"]) for node in found] == [("a", 0), ("b", 1), ("self", 0)]


def test_a_session_takes_as_long_in_the_list_as_on_its_page(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/projects/{world.project}/sessions")
    assert ">4.20 s<" in page.partition(f'id="{world.session}"')[2].partition("</tr>")[0]


def test_a_session_shows_its_tree_its_sums_and_one_log(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/sessions/{world.session}?log={world.tools}")
    assert re.findall(r'class="node depth-(\d+)"', page) == ["0", "1", "1"]
    assert "4.20 s" in page
    assert "$0.002" in page
    assert "Where shall it go?" in page
    assert f'<tr id="{world.tools}" class="chosen"' in page
    # A log of another session is not shown in this one.
    assert world.log not in reader.get(f"/app/sessions/{world.session}").replace(f"?log={world.log}", "")
    assert reader.get(f"/app/sessions/{world.session}?log=nothing").count('class="chosen"') == 1
    assert "Not found" in reader.get("/app/sessions/nothing", 404)


def test_sessions_are_listed_with_their_errors(reader: Reader, world: World) -> None:
    page = reader.get(f"/app/projects/{world.project}/sessions")
    assert f'href="/app/sessions/{world.session}"' in page
    assert "1 error" in page


def test_sessions_stand_in_the_order_of_the_time_that_is_shown(reader: Reader, client: Humanloop) -> None:
    now = datetime.now(UTC)
    config = {"type": "model", "provider": "mock", "model": "m"}
    for batch in range(3):
        client.log(
            [
                {
                    "project": "order",
                    "config": config,
                    "output": "o",
                    "session_reference_id": f"order {batch} {index}",
                    "created_at": now - timedelta(days=30 * batch + index + 1),
                }
                for index in range(4)
            ]
        )
    last = client.log(project="order", config=config, output="o", session_reference_id="order now")
    path = f"/app/projects/{client.logs.get(str(last.id)).project_id}/sessions"
    page = reader.get(path)
    rows = re.findall(r"<tr id=.*?</tr>", page, re.DOTALL)
    times = [re.findall(r'<time datetime="([^"]+)"', row) for row in rows]
    arrived = [datetime.fromisoformat(found[0]) for found in times]
    assert arrived == sorted(arrived, reverse=True)
    assert [len(found) for found in times] == [1, *[2] * 12]
    assert all(datetime.fromisoformat(found[1]) < now for found in times[1:])
    assert str(client.logs.get(str(last.id)).session_id) in rows[0]
    assert re.findall(r"<tr id=.*?</tr>", reader.get(path), re.DOTALL) == rows


def test_a_session_that_cost_nothing_says_so(reader: Reader, client: Humanloop) -> None:
    costs = {"free": {"prompt_cost": 0, "output_cost": 0}, "half": {"output_cost": 0.5}, "unknown": {}}
    sessions = {
        name: str(client.log(project="costs", output="o", session_reference_id=f"cost {name}", **cost).session_id)
        for name, cost in costs.items()
    }
    project = next(each.id for each in client.projects.list() if each.name == "costs")
    page = reader.get(f"/app/projects/{project}/sessions")
    shown = {
        name: re.findall(r'class="number">([^<]*)</td>', page.partition(f'id="{session}"')[2].partition("</tr>")[0])[-1]
        for name, session in sessions.items()
    }
    assert shown == {"free": "$0", "half": "$0.500", "unknown": "\N{EN DASH}"}


def test_an_empty_session_and_an_empty_list_are_pages(reader: Reader, client: Humanloop) -> None:
    session = client.sessions.create()
    assert "no logs" in reader.get(f"/app/sessions/{session.id}")
    project = client.projects.create(name="without sessions")
    assert "No sessions yet" in reader.get(f"/app/projects/{project.id}/sessions")
