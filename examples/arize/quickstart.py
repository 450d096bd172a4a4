"""Generate a client for another API, and use it: `python examples/arize/quickstart.py`.

The package is made from `openapi.yaml` into a temporary folder, and talks to a small server in this process.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from local_server import KEY, local_server

HERE = Path(__file__).parent
PACKAGE = "arize_experiments"


def generate(folder: str) -> None:
    """Write the package into a folder, and make it importable."""
    command = [sys.executable, "-m", "codegen", str(HERE / "openapi.yaml"), "--package", PACKAGE, "--out", folder]
    subprocess.run(command, cwd=HERE.parent.parent, check=True)  # noqa: S603 - nothing in it comes from outside
    sys.path.insert(0, folder)


def main(host: str, token: str) -> None:
    """Create experiments, list them, delete one."""
    from arize_experiments import (  # noqa: PLC0415 - generated a moment ago
        ApiClient,
        ApiException,
        Configuration,
        ExperimentRunCreate,
        ExperimentsApi,
        ExperimentsCreateRequest,
    )

    with ApiClient(Configuration(host=host, access_token=token)) as api_client:
        api = ExperimentsApi(api_client)

        for style, latency in (("terse", 130), ("polite", 210), ("verbose", 480)):
            # A body is a dict or a model; a run takes fields of your own.
            made = api.experiments_create(
                {
                    "name": f"capitals-{style}",
                    "dataset_id": "dataset_12345",
                    "experiment_runs": [
                        {"example_id": "example_001", "output": "Paris", "style": style, "latency_ms": latency},
                        {"example_id": "example_002", "output": "Lima", "style": style, "latency_ms": latency + 20},
                    ],
                }
            )
            print(f"created  {made.id}  {made.name}")

        run = ExperimentRunCreate(example_id="example_001", output="Paris")
        try:
            api.experiments_create(
                ExperimentsCreateRequest(name="capitals-terse", dataset_id="dataset_12345", experiment_runs=[run])
            )
        except ApiException as error:
            print(f"refused  {error}")

        # Pages of two; iterating over the first one goes on to the others.
        for experiment in api.experiments_list(dataset_id="dataset_12345", limit=2):
            runs = list(api.experiments_runs_list(experiment.id))
            slowest = max(run.latency_ms for run in runs)
            print(f"listed   {experiment.id}  {experiment.name:16}  {len(runs)} runs, slowest {slowest} ms")

        api.experiments_delete(made.id)
        left = api.raw.experiments_list(dataset_id="dataset_12345").body["experiments"]
        print(f"deleted  {made.id}; left: {', '.join(experiment['name'] for experiment in left)}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, local_server() as server:
        generate(folder)
        main(server.url, KEY)
