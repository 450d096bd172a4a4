"""What readers hand to the writer, whatever they have read: one form of record for each kind of thing.

A record holds what it needs as records, so that it can be taken in without anything having come before it. `key` is
what tells two records of a kind apart within an import: mostly the id that the thing had where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from datetime import datetime

Rest = dict[str, Any]
"""What has no place here: it is kept beside the old id."""


class Place(NamedTuple):
    """Where a record stands: the file, and the line if it has lines."""

    file: str
    line: int | None = None


class Change(NamedTuple):
    """A field that is not taken over as it was.

    Attributes:
        field: The field.
        how: What became of it.
        example: A value, as short text.
    """

    field: str
    how: str
    example: str = ""


@dataclass(frozen=True)
class Project:
    """A file of the vendor's, or a project of v4.

    Args:
        stand_in: What it is called where nothing says its name.
    """

    key: str
    name: str
    type: str | None = None
    created_at: datetime | None = None
    is_old_id: bool = True
    rest: Rest = field(default_factory=dict[str, Any])
    stand_in: str | None = None


@dataclass(frozen=True)
class Link:
    """A tool of a config that is a file of its own.

    Args:
        position: Its place among the tools of the config.
        version: The tool.
    """

    position: int
    version: Config


@dataclass(frozen=True)
class Config:
    """A version of a prompt, tool, flow or agent.

    Args:
        kind: The word of `--only` that chooses it.
        key: Its old id.
        project: Where it belongs.
        type: The type of config that it becomes.
        content: What it consists of.
        is_old_id: Whether the key is an id that somebody may ask for.
    """

    kind: str
    key: str
    project: Project
    type: str
    content: Mapping[str, Any]
    name: str | None = None
    description: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    links: tuple[Link, ...] = ()
    changes: tuple[Change, ...] = ()
    rest: Rest = field(default_factory=dict[str, Any])
    secrets: int = 0
    is_old_id: bool = True


@dataclass(frozen=True)
class Deployment:
    """A config that is deployed to an environment.

    Args:
        config: The config.
        environment: The name of the environment; without one, the config is what answers by default.
        exported: When it was so: a number that grows with time. None if nobody knows.
    """

    config: Config
    environment: str | None
    exported: int | None = None


@dataclass(frozen=True)
class Evaluator:
    """A version of an evaluator.

    Args:
        file_key: The old id of the evaluator itself.
        options: Labels that people choose from, each with what it says of a log.
    """

    key: str
    file_key: str
    name: str
    type: str
    arguments_type: str
    return_type: str
    description: str = ""
    code: str | None = None
    model: Mapping[str, Any] | None = None
    options: tuple[tuple[str, str], ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    changes: tuple[Change, ...] = ()
    rest: Rest = field(default_factory=dict[str, Any])
    is_old_id: bool = True


@dataclass(frozen=True)
class Datapoint:
    """A datapoint of a dataset."""

    key: str
    inputs: Any
    messages: Any
    target: Any
    created_at: datetime | None = None
    rest: Rest = field(default_factory=dict[str, Any])
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Dataset:
    """A version of a dataset, which becomes a dataset.

    Args:
        file_key: The old id of the dataset itself.
        is_newest: Whether it is the newest version: the old id of the dataset leads to it, and it has its name.
        older_name: What it is called if it is not.
        datapoints: Reads its datapoints.
    """

    key: str
    file_key: str
    is_newest: bool
    project: Project
    name: str
    older_name: str
    datapoints: Callable[[], Iterator[Datapoint | Failure]]
    description: str | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    rest: Rest = field(default_factory=dict[str, Any])
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Evaluation:
    """A run of an evaluation, which becomes an evaluation."""

    key: str
    name: str | None
    config: Config
    dataset: Dataset
    evaluators: tuple[Evaluator, ...]
    status: str
    is_generated: bool
    created_at: datetime | None = None
    updated_at: datetime | None = None
    rest: Rest = field(default_factory=dict[str, Any])
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Feedback:
    """What a person said of a log.

    Args:
        key: Its old id.
        type: The type of feedback.
        feedback_class: The class of that type, if the project does not have it yet.
        labels: Labels that belong to the type, each with its sentiment.
    """

    key: str
    type: str
    value: Any
    feedback_class: str
    labels: tuple[tuple[str, str], ...] = ()
    user: str | None = None
    created_at: datetime | None = None


@dataclass(frozen=True)
class Result:
    """What an evaluator made of a log.

    Args:
        key: Its old id.
        evaluation: The evaluation that it belongs to; None for one of monitoring.
    """

    key: str
    evaluator: Evaluator
    value: Any
    error: str | None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    evaluation: str | None = None


@dataclass(frozen=True)
class Said:
    """What people and evaluators said of a log that is known by its old id."""

    log: str
    feedback: Sequence[Feedback]
    results: Sequence[Result]
    place: Place
    size: int = 0


class Parent(NamedTuple):
    """The log that another one is a part of: by its old id, or by the reference that its application gave it."""

    name: str
    is_reference: bool = False


@dataclass(frozen=True)
class Log:
    """A log.

    Args:
        key: Its old id.
        config_key: What tells its config apart.
        config: Reads its config.
        fields: Fields of the log, as the server takes them in.
        session: Reference of its session.
        evaluation: The evaluation that it belongs to, and the datapoint that it was made for.
        size: Bytes of the text that it was read from.
        secrets: How many secrets were left out.
    """

    key: str
    config_key: str
    config: Callable[[], Config]
    fields: Mapping[str, Any]
    place: Place
    session: str | None = None
    parent: Parent | None = None
    feedback: Sequence[Feedback] = ()
    results: Sequence[Result] = ()
    evaluation: tuple[str, str] | None = None
    rest: Rest = field(default_factory=dict[str, Any])
    changes: Sequence[Change] = ()
    size: int = 0
    secrets: int = 0


@dataclass(frozen=True)
class Skipped:
    """Something that cannot be taken, and why."""

    kind: str
    change: Change


@dataclass(frozen=True)
class Failure:
    """Something that cannot be read."""

    kind: str
    place: Place
    reason: str


Definition = Project | Config | Deployment | Evaluator | Dataset | Evaluation
"""A record that logs may need."""
Record = Definition | Log | Said | Skipped | Failure
"""Any record."""
