"""The options of a command, as Typer wants them: those of the operation, and those that every call has."""

from __future__ import annotations

import inspect
from inspect import Parameter
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from humanloop.cli.arguments import arguments_of
from humanloop.cli.docstrings import read, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from humanloop.cli.arguments import Argument
    from humanloop.cli.methods import Method

_METAVARS: dict[Any, str] = {int: "INTEGER", float: "NUMBER"}
JSON_HELP = "JSON is given as text, as @ and the name of a file, or as - for standard input."
"""How a value is given that is neither a text nor a number."""
_VALUES_HELP = "Text and JSON are given as they are, as @ and the name of a file, or as - for standard input."

PROJECT_ID = "project_id"
"""Argument for which the name of a project may be given, too."""
PROJECT = "project_name"
"""Name of the option that gives it."""
ALL_PAGES = "all_pages"
"""Name of the option that walks all pages of a list."""
AS_JSON = "as_json"
"""Name of the option that chooses the form of the output."""
CLIENT = ("api_key", "host", "timeout", "max_retries")
"""Options of every call that are arguments of the client."""


def parameters_of(method: Method) -> list[Parameter]:
    """List the options of a command."""
    doc = read(inspect.getdoc(method.function) or "")
    arguments = arguments_of(method.function)
    flags = {argument.name: argument.flag for argument in arguments}
    by_name = takes_project_name(arguments)
    options = [
        _option(
            argument._replace(required=argument.required and not (by_name and argument.name == PROJECT_ID)),
            method,
            doc.arguments.get(argument.name, ""),
            flags,
        )
        for argument in arguments
    ]
    if by_name:
        options.append(_own(PROJECT, str, "--project", "Name of the project, in place of --project-id."))
    if method.operation.pages is not None:
        options.append(_own(ALL_PAGES, bool, "--all", "Show the records of this page and of all after it."))
    return [
        *options,
        _own(AS_JSON, bool, "--json/--table", "Form of the output. Default: a table in a terminal, else JSON."),
        _own("api_key", str, "--api-key", "API key. Default: HUMANLOOP_API_KEY."),
        _own("host", str, "--host", "URL that all paths are below. Default: HUMANLOOP_HOST, else the API's own."),
        _own("timeout", float, "--timeout", "Seconds that the call may take in all."),
        _own("max_retries", int, "--max-retries", "Further tries after the first, 0 for none."),
    ]


def takes_project_name(arguments: Sequence[Argument]) -> bool:
    """Say whether the name of a project stands for its id: everywhere but where the API itself takes a name."""
    names = {argument.name for argument in arguments}
    return PROJECT_ID in names and "project" not in names


def shown_doc(method: Method) -> str:
    """Write what a command does."""
    arguments = arguments_of(method.function)
    text = shown(read(inspect.getdoc(method.function) or "").text, {each.name: each.flag for each in arguments})
    is_read = any(each.type not in (bool, int, float) for each in arguments)
    return f"{text}\n\n{_VALUES_HELP}" if is_read else text


def own_option(name: str, flag: str, text: str, *, is_switch: bool = False) -> Parameter:
    """Make an option that takes a text, or that is a switch, and may be left out."""
    return _own(name, bool if is_switch else str, flag, text)


def _option(argument: Argument, method: Method, meaning: str, flags: dict[str, str]) -> Parameter:
    flag, values = argument.flag, argument.values
    if argument.is_list:
        meaning += " The option once for each, or JSON."
    if values and not all(value in meaning for value in values):
        meaning += f" One of: {', '.join(values)}."
    if method.operation.stream is not None and argument.name == method.operation.stream.flag:
        meaning = "Print the answer piece by piece, as it arrives."
    elif argument.type is bool:
        flag = f"{flag}/--no-{flag[2:]}"
    info = typer.Option(
        flag,
        # By its own name, it is the field of the same name elsewhere that is meant.
        help=shown(meaning.strip(), {name: each for name, each in flags.items() if name != argument.name}),
        show_default=False,
        metavar=None if argument.type is bool else argument.metavar or _METAVARS.get(argument.type, "TEXT"),
        autocompletion=_completer(values) if values else None,
    )
    if argument.required:
        return Parameter(argument.name, Parameter.KEYWORD_ONLY, annotation=Annotated[argument.type, info])
    return _optional(argument.name, argument.type, info)


def _own(name: str, kind: Any, flag: str, text: str) -> Parameter:
    metavar = None if kind is bool else _METAVARS.get(kind, "TEXT")
    return _optional(name, kind, typer.Option(flag, help=text, show_default=False, metavar=metavar))


def _optional(name: str, kind: Any, info: Any) -> Parameter:
    hint: Any = Annotated[Optional[kind], info]
    return Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=hint)


def _completer(values: tuple[str, ...]) -> Callable[[str], list[str]]:
    def complete(incomplete: str) -> list[str]:
        return [value for value in values if value.startswith(incomplete)]

    return complete
