"""Many threads at once, each with the SDK."""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Any

from humanloop import Humanloop

if TYPE_CHECKING:
    from humanloop.server import RunningServer
    from tests.server.conftest import Api

THREADS = 32
ROUNDS = 6


def test_32_threads_lose_nothing_and_mix_nothing_up(server: RunningServer, api: Api) -> None:
    project = api.name()
    failures: list[Exception] = []
    done: Counter[str] = Counter()

    def work(number: int) -> None:
        try:
            with Humanloop(api_key=server.api_key, host=server.url, max_retries=0) as client:
                for turn in range(ROUNDS):
                    work_once(client, f"{number}-{turn}")
                    done["rounds"] += 1
        except Exception as error:  # noqa: BLE001 - raised again where the test sees it
            failures.append(error)

    def work_once(client: Humanloop, name: str) -> None:
        config: Any = {"type": "model", "model": "m", "temperature": len(name) / 10}
        log = client.log(project=project, output=name, reference_id=name, config=config)
        assert client.logs.get(log.id).output == name
        client.feedback(type="rating", value="good", data_id=log.id)
        chat = client.chat(
            project=project,
            messages=[{"role": "user", "content": name}],
            model_config={"model": "m", "provider": "mock", "other": {"mock_output": name}},
        )
        assert chat.data[0].output == name
        assert client.logs.list(project_id=log.project_id, size=3).total > 0

    threads = [threading.Thread(target=work, args=(number,)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert not failures, failures[0]
    assert done["rounds"] == THREADS * ROUNDS
    (found,) = api.ok("projects.list", query={"filter": project})["records"]
    assert found["data_count"] == THREADS * ROUNDS * 2
