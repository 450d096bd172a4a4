"""Projects, configs, deployments and evaluators on their way into the database: each once, however often it comes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from humanloop.server.domain import configs, evaluators, projects
from humanloop.server.domain.config_content import identity_of
from humanloop.server.domain.deployments import deploy
from humanloop.server.domain.identifiers import new_id
from humanloop.server.domain.times import now
from humanloop.server.json_values import as_object
from humanloop.server.moving.records import Change
from humanloop.server.moving.values import kept
from humanloop.server.moving.writing.known import id_from
from humanloop.server.store import configs as config_rows
from humanloop.server.store import deployments as deployment_rows
from humanloop.server.store import evaluators as evaluator_rows
from humanloop.server.store import imported as imported_rows
from humanloop.server.store import organisation as organisation_rows
from humanloop.server.store import projects as project_rows
from humanloop.server.store import schema
from humanloop.server.store.rows import update

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from humanloop.server.moving.records import Config, Deployment, Evaluator, Project
    from humanloop.server.moving.writing.known import Known
    from humanloop.server.store.rows import Row

_LONGEST_NAME = 255


@dataclass(frozen=True)
class Home:
    """Where logs of a config go."""

    project_id: str
    config_id: str


def put_project(connection: Connection, known: Known, record: Project) -> str:
    """Find the project of this name, or make it; answers its id."""
    found: str | None = known.find("project", record.key)
    if found is not None:
        return found
    row = _imported_project(connection, record) or project_rows.find_project_by_name(connection, record.name)
    row = row or _nameless_project(connection, record)
    if row is None:
        row = projects.ensure_project(connection, {"project": record.name})
        changes: dict[str, Any] = {"config_type": record.type} if record.type else {}
        if record.created_at:
            changes["created_at"] = record.created_at
        if changes:
            update(connection, schema.projects, row["id"], **changes)
        known.counted.imported("projects", kept(record.rest))
    else:
        name_project(connection, known, record, row)
        known.counted.skipped("projects")
    project_id: str = row["id"]
    known.put("project", record.key, project_id)
    if record.is_old_id:
        known.note("project", record.key, project_id, record.rest)
    return project_id


def name_project(connection: Connection, known: Known, record: Project, row: Row) -> None:
    """Give a project its name and its time that has been called by its old id, for lack of both."""
    if row["name"] == record.name or row["name"] != record.stand_in:
        return
    if project_rows.find_project_by_name(connection, record.name) is not None:
        how = "the old id stays: another project is called so"
        known.counted.changed("projects", [Change("name", how, record.name)])
        return
    began = min(row["created_at"], record.created_at or row["created_at"])
    update(connection, schema.projects, row["id"], name=record.name, created_at=began)


def put_config(connection: Connection, known: Known, record: Config) -> Home:
    """Find the config of this content in its project, or register it; answers where its logs go."""
    key = f"{record.project.key}\0{record.key}"
    found: Home | None = known.find("config", key)
    if found is not None:
        return found
    project_id = put_project(connection, known, record.project)
    content = _linked(connection, known, record)
    identity = identity_of(record.type, content)
    row = config_rows.find_config_by_identity(connection, project_id, identity)
    if row is None:
        project = projects.find_project(connection, project_id)
        row = configs.ensure_config(
            connection, project, record.type, content, record.name, record.description, is_active=False
        )
        moments = {"created_at": record.created_at, "updated_at": record.updated_at or record.created_at}
        if record.created_at:
            update(connection, schema.configs, row["id"], **moments, last_used=record.created_at)
        known.counted.imported(record.kind, record.changes, record.secrets)
        known.put("own config", row["id"], record.key)
    elif known.find("own config", row["id"]) not in (None, record.key):
        equal = Change("version", "equal to another version of the same file: one config", record.name or "")
        known.counted.imported(record.kind, [*record.changes, equal], record.secrets)
    else:
        known.counted.skipped(record.kind)
        known.put("own config", row["id"], record.key)
    home = Home(project_id, row["id"])
    known.put("config", key, home)
    if record.is_old_id:
        known.note("config", record.key, home.config_id, record.rest)
    return home


def put_deployment(connection: Connection, known: Known, record: Deployment) -> None:
    """Deploy a config, if that is news: what somebody has deployed here since is not written over.

    A record without an environment is what answers where nothing else is deployed to the default one.
    """
    home = put_config(connection, known, record.config)
    environment = organisation_rows.find_environment(connection, record.environment)
    if environment is None:
        made: dict[str, Any] = {
            "id": new_id("env"),
            "name": record.environment or "production",
            "tag": "other" if organisation_rows.find_environment(connection, None) else "default",
            "created_at": now(),
        }
        organisation_rows.insert_environment(connection, made)
        environment = made
    if record.environment is None:
        _deploy_by_default(connection, known, home, environment)
        return
    entry = f"{home.project_id}\0{environment['id']}"
    # What a later tree of the same import has said, it has said first.
    if known.find("deployment", entry) is None and _is_news(connection, known, record, home, environment):
        deploy(connection, home.project_id, [environment], config_id=home.config_id)
        known.counted.imported("deployments")
    else:
        known.counted.skipped("deployments")
    known.put("deployment", entry, home.config_id)


def put_evaluator(connection: Connection, known: Known, record: Evaluator) -> Row:
    """Find this version of an evaluator, or make it; answers `id` and `version_id`."""
    found: Row | None = known.find("evaluator", record.key)
    if found is not None:
        return found
    row = evaluator_rows.find_evaluator(connection, id_from("evfn", record.file_key))
    row = row or evaluator_rows.find_evaluator_by_name(connection, record.name)
    if row is None:
        row = _new_evaluator(connection, known, record)
        known.counted.imported("evaluators", record.changes)
    else:
        row = _version(connection, known, record, row)
    evaluator = {"id": row["id"], "version_id": row["version_id"]}
    known.put("evaluator", record.key, evaluator)
    if record.is_old_id:
        known.note("evaluator", record.file_key, row["id"])
        if record.key != record.file_key:
            known.note("evaluator_version", record.key, row["version_id"], record.rest)
    return evaluator


def _deploy_by_default(connection: Connection, known: Known, home: Home, environment: Row) -> None:
    """Deploy what answers by default, where nothing is deployed."""
    if deployment_rows.find_deployment(connection, home.project_id, environment["id"]) is not None:
        return
    entry = f"{home.project_id}\0{environment['id']}"
    if deployment_rows.was_deployed(connection, home.project_id, environment["id"]):
        # Somebody has cleared it.
        known.counted.skipped("deployments")
    else:
        deploy(connection, home.project_id, [environment], config_id=home.config_id)
        how = "made: nothing was deployed to the default environment, and this version answered by default"
        known.counted.imported("deployments", [Change("environment", how, environment["name"])])
    known.put("deployment", entry, home.config_id)


def _is_news(connection: Connection, known: Known, record: Deployment, home: Home, environment: Row) -> bool:
    """Tell whether an export says something else than the last import did, and note what it says."""
    key = id_from("dep", record.config.project.key, environment["name"])
    last = imported_rows.find_imported(connection, key)
    before = as_object(last and last["rest"]).get("exported")
    if record.exported is not None and isinstance(before, int) and record.exported < before:
        return False
    file, exported = record.config.project.key, record.exported or before
    rest = {"file": file, "environment": environment["name"], "exported": exported}
    known.note("deployment", key, home.config_id, rest)
    present = deployment_rows.find_deployment(connection, home.project_id, environment["id"])
    if present is not None and present["config_id"] == home.config_id:
        return False
    if last is None:
        # By somebody here, who may have gone on from there, or by an import that has noted nothing.
        is_old = deployment_rows.was_deployed(connection, home.project_id, environment["id"], home.config_id)
    else:
        is_old = last["id"] == home.config_id
    if is_old:
        how = "left out: it was deployed here before, and something else or nothing is since"
        known.counted.note("deployments", Change("version", how, record.config.project.name))
    return not is_old


def _imported_project(connection: Connection, record: Project) -> Row | None:
    """Find the project that a file has become in an earlier import, whatever it is called by now."""
    found = imported_rows.new_ids(connection, [record.key] if record.is_old_id else []).get(record.key)
    return None if found is None else project_rows.find_project(connection, found)


def _nameless_project(connection: Connection, record: Project) -> Row | None:
    """Find the project that an earlier import has made of a file without knowing its name."""
    return None if record.stand_in is None else project_rows.find_project_by_name(connection, record.stand_in)


def _linked(connection: Connection, known: Known, record: Config) -> dict[str, Any]:
    """Put the ids of tools that are files of their own into a config."""
    content = dict(record.content)
    if not record.links:
        return content
    tools = list(content.get("tools", []))
    for link in record.links:
        if link.position < len(tools):
            home = put_config(connection, known, link.version)
            tools[link.position] = {**tools[link.position], "id": home.config_id, "source": "organization"}
    return {**content, "tools": tools}


def _new_evaluator(connection: Connection, known: Known, record: Evaluator) -> Row:
    moment = now()
    row: dict[str, Any] = {
        "id": id_from("evfn", record.file_key),
        "name": record.name[:_LONGEST_NAME],
        "description": record.description[:_LONGEST_NAME],
        "type": record.type,
        "version_id": _version_id(record),
        "logging_project_id": None,
        "created_at": record.created_at or moment,
        "updated_at": record.updated_at or record.created_at or moment,
    }
    if row["id"] in evaluator_rows.names_by_id(connection, [row["id"]]):
        # It was deleted since it was imported: it comes back as another one.
        row["id"], row["version_id"] = new_id("evfn"), new_id("evv")
    evaluator_rows.insert_evaluator(connection, row)
    return _insert_version(connection, known, record, row)


def _version(connection: Connection, known: Known, record: Evaluator, row: Row) -> Row:
    """Find a version of an evaluator that is there, or add it; the newest one is the present one."""
    version_id = _version_id(record)
    present = evaluator_rows.find_evaluator_version(connection, version_id)
    if present is not None and present["id"] == row["id"]:
        known.counted.skipped("evaluators")
        return {"id": row["id"], "version_id": version_id}
    if row["type"] != record.type:
        known.counted.skipped("evaluators")
        how = "left out: the server has an evaluator of this name and of another type, which takes its place"
        known.counted.changed("evaluators", [Change("evaluator_type", how, record.name)])
        return row
    known.counted.imported("evaluators", record.changes)
    made = _insert_version(connection, known, record, {**row, "version_id": version_id})
    if row["id"] == id_from("evfn", record.file_key):
        # Versions come oldest first, and those of the latest tree first of all.
        newest = known.find("newest evaluator", row["id"]) or ""
        stamp = str(record.created_at or "")
        if stamp >= newest:
            update(connection, schema.evaluators, row["id"], version_id=version_id)
            known.put("newest evaluator", row["id"], stamp)
    return made


def _insert_version(connection: Connection, known: Known, record: Evaluator, row: Row) -> Row:
    config_id: str | None = None
    if record.model is not None:
        project = evaluators.logging_project(connection, row)
        made = configs.ensure_config(connection, project, "model", record.model, record.name, is_active=False)
        config_id = made["id"]
    version = {
        "id": row["version_id"],
        "evaluator_id": row["id"],
        "arguments_type": record.arguments_type,
        "return_type": record.return_type,
        "code": record.code,
        "config_id": config_id,
        "created_at": record.created_at or now(),
    }
    evaluator_rows.insert_version(connection, version)
    known.put("newest evaluator", row["id"], str(record.created_at or ""))
    return row


def _version_id(record: Evaluator) -> str:
    return id_from("evv", record.file_key, record.key)
