"""Fine-tunes: what is to be trained on which dataset. No provider of this server trains, so every job has failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from humanloop.server.domain import projects
from humanloop.server.domain.datasets import dataset_answer, find_dataset
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.errors import NotFoundError
from humanloop.server.json_values import as_array, as_object, to_text
from humanloop.server.store import finetunes as rows
from humanloop.server.store import schema
from humanloop.server.store.datasets import datapoints_page
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import Connection

    from humanloop.server.store.rows import Row

_PAGE = 1000
# Letters of a token, on the average of English text: nothing is sent to a tokenizer to find out.
_LETTERS = 4


def create_finetune(connection: Connection, project_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Record a job; answers it.

    Raises:
        NotFoundError: The project or the dataset does not exist.
    """
    summary = summarize(connection, project_id, body)
    provider = body["config"].get("provider") or "openai"
    moment = now()
    row: dict[str, Any] = {
        "id": new_id("ft"),
        "project_id": project_id,
        "name": body["name"],
        "status": "failed",
        "model_name": None,
        "provider_id": None,
        "provider_details": {
            "error": f"This server cannot start the job: it has no adapter that trains models of {provider!r}."
        },
        "data_summary": summary,
        "metadata": body.get("metadata"),
        "config": {**body["config"], "provider": provider, "parameters": body["config"].get("parameters") or {}},
        # Kept as JSON, which knows no times.
        "dataset": _plain(dataset_answer(find_dataset(connection, body["dataset_id"]))),
        "created_at": moment,
        "updated_at": moment,
    }
    rows.insert_finetune(connection, row)
    return _answer(row)


def summarize(connection: Connection, project_id: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """Check the dataset of a job: how much there is, and what cannot be used. Nothing is stored.

    Raises:
        NotFoundError: The project or the dataset does not exist.
    """
    projects.find_project(connection, project_id)
    dataset = find_dataset(connection, body["dataset_id"])
    letters, errors = 0, list[dict[str, Any]]()
    for datapoint in _datapoints(connection, dataset["id"]):
        letters += _letters(datapoint)
        missing = _missing(datapoint)
        if missing:
            errors.append({"datapoint_id": datapoint["id"], "error": missing})
    return {
        "data_count": dataset["datapoint_count"],
        "error_count": len(errors),
        "truncated_data_count": 0,
        "token_count": -(-letters // _LETTERS),
        "truncated_token_count": 0,
        "cost": 0.0,
        "errors": errors,
        "dataset_name": dataset["name"],
        "dataset_id": dataset["id"],
    }


def list_finetunes(connection: Connection, project_id: str) -> list[dict[str, Any]]:
    """Answer the jobs of a project, newest first.

    Raises:
        NotFoundError: There is no such project.
    """
    projects.find_project(connection, project_id)
    return [_answer(row) for row in rows.finetunes_of_project(connection, project_id)]


def update_finetune(
    connection: Connection, project_id: str, finetune_id: str, body: Mapping[str, Any]
) -> dict[str, Any]:
    """Change the name of a job; answers it.

    Raises:
        NotFoundError: The project does not exist, or has no such job.
    """
    projects.find_project(connection, project_id)
    row = rows.find_finetune(connection, project_id, finetune_id)
    if row is None:
        raise NotFoundError.of("fine-tune", finetune_id)
    if body.get("name") is None:
        return _answer(row)
    changes: dict[str, Any] = {"name": body["name"], "updated_at": now()}
    update(connection, schema.finetunes, finetune_id, **changes)
    return _answer({**row, **changes})


def _datapoints(connection: Connection, dataset_id: str) -> Iterator[Row]:
    offset = 0
    while found := datapoints_page(connection, dataset_id, offset, _PAGE):
        yield from found
        offset += _PAGE


def _missing(datapoint: Row) -> str | None:
    """Say what a datapoint lacks to be learnt from; None if it can be."""
    if not datapoint["messages"] and not datapoint["inputs"]:
        return "It has neither messages nor inputs."
    if as_object(datapoint["target"]).get("output") is None:
        return "Its target has no `output` to learn."
    return None


def _letters(datapoint: Row) -> int:
    texts = [message.get("content") for message in as_array(datapoint["messages"])]
    texts += as_object(datapoint["inputs"]).values()
    texts += as_object(datapoint["target"]).values()
    return sum(len(to_text(text)) for text in texts if text is not None)


def _plain(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if key.endswith("_at") else value for key, value in answer.items()}


def _answer(row: Row) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key != "project_id"}
