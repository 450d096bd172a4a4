"""Making a call, and how the process ends: 0 if it went well, 1 if the API refused, 2 if it was asked wrongly."""

from __future__ import annotations

import json
import os
import re
import sys
from typing import TYPE_CHECKING, Any

import typer

from humanloop.cli.arguments import STANDARD_INPUT, arguments_of
from humanloop.cli.output import Printer
from humanloop.cli.parameters import ALL_PAGES, AS_JSON, CLIENT, JSON_HELP, PROJECT, PROJECT_ID, takes_project_name
from humanloop.cli.saying import is_seen, leave
from humanloop.cli.writing import complete_output
from humanloop.core.errors import ApiException, ApiStreamingException, OpenApiException

if TYPE_CHECKING:
    from collections.abc import Sequence

    from humanloop.cli.arguments import Argument
    from humanloop.cli.methods import Method
    from humanloop.client import Humanloop

_PLACE = re.compile(r"(^|[:;] )(?:(?:body|query|path)\.)?(\w+)(?=(?:\.[\w.]+)?: )", re.MULTILINE)
"""Where a message names an argument, as in `body.model_config.model: it is required`."""
_REFUSED = 1
MISUSED = 2
_STOPPED = 130


def call(method: Method, given: dict[str, Any]) -> None:
    """Call an operation and print what it answers.

    Args:
        method: What to call.
        given: What the options said; None for those that were left out.
    """
    arguments = _arguments(method, given)
    printer = Printer(as_json=given[AS_JSON])
    try:
        with client_of({name: given[name] for name in CLIENT}) as client, complete_output():
            if given.get(PROJECT) is not None:
                arguments[PROJECT_ID] = _project_id(client, given[PROJECT])
            _print(method, client, arguments, printer, all_pages=bool(given.get(ALL_PAGES)))
    except (ApiException, ApiStreamingException) as error:
        said = _by_options(str(error), method)
        leave(f"{said} (request {error.request_id})" if error.request_id else said, _REFUSED)
    except OpenApiException as error:
        leave(_by_options(str(error), method), MISUSED)
    except RecursionError:
        leave("The answer is nested too deep to be printed.", _REFUSED)
    except KeyboardInterrupt:
        raise typer.Exit(_STOPPED) from None


def _print(method: Method, client: Humanloop, arguments: dict[str, Any], printer: Printer, *, all_pages: bool) -> None:
    operation = method.operation
    # The attribute of a tag whose name is a call of the front door ends in `_api`.
    api: Any = getattr(client, f"{method.tag}_api", None) or getattr(client, method.tag)
    if operation.stream is not None and arguments.pop(operation.stream.flag, False):
        # `create_deployed` streams as `stream_deployed`.
        with getattr(api, method.name.replace("create", "stream", 1))(**arguments) as stream:
            printer.print_stream(stream)
    elif operation.pages is not None and all_pages:
        # A long walk says how far it is, to whoever looks at it.
        walked = getattr(api, method.name)(**arguments, progress=is_seen(sys.stderr))
        records = [_plain(record) for record in walked]
        # The shape of one page: that which holds them all.
        more = {name: len(records) for name in (operation.pages.size, operation.pages.total) if name}
        printer.print_answer({**_plain(walked), operation.pages.items: records, **more}, operation.pages)
    else:
        response = getattr(api.raw, method.name)(**arguments)
        printer.print_answer(response.body, operation.pages)


def _plain(model: Any) -> dict[str, Any]:
    """Write an answer as it came."""
    plain: dict[str, Any] = model.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return plain


def _project_id(client: Humanloop, name: str) -> str:
    """Find the project of a name."""
    return client.projects.get(name=name).id


def _arguments(method: Method, given: dict[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    arguments = arguments_of(method.function)
    if takes_project_name(arguments):
        known = [
            flag for flag, name in (("--project-id", PROJECT_ID), ("--project", PROJECT)) if given.get(name) is not None
        ]
        is_required = any(argument.required and argument.name == PROJECT_ID for argument in arguments)
        if len(known) > 1:
            leave("Give --project-id or --project, not both.", MISUSED)
        if is_required and not known:
            leave("Missing option --project-id, or --project with the name.", MISUSED)
    _check_standard_input(arguments, given)
    for argument in arguments:
        value = given.get(argument.name)
        # An option that was never given is an empty list to some releases of Typer.
        if value is None or value == []:
            continue
        try:
            made[argument.name] = argument.convert(value)
        except json.JSONDecodeError as error:
            leave(f"{argument.flag} is not JSON ({error}); {JSON_HELP}", MISUSED)
        except OSError as error:
            literal = "" if "JSON" in (argument.metavar or "") else "; @@ begins a text with one @"
            what = error.filename or "standard input"
            leave(f"{argument.flag} cannot be read: {error.strerror}: {what}{literal}", MISUSED)
        except ValueError as error:
            leave(f"{argument.flag} cannot be read: {error}", MISUSED)
    _check_body(method, made)
    return made


def _check_body(method: Method, made: dict[str, Any]) -> None:
    operation = method.operation
    elsewhere = {"body", *re.findall(r"{(\w+)}", operation.path), *operation.query, *operation.headers}
    flags = [each.flag for each in arguments_of(method.function) if each.name in made.keys() - elsewhere]
    if "body" in made and flags:
        leave(f"{', '.join(flags)} cannot stand beside --body, which is all that is sent: write it into that.", MISUSED)


def _check_standard_input(arguments: Sequence[Argument], given: dict[str, Any]) -> None:
    readers = [
        argument.flag
        for argument in arguments
        for text in (given.get(argument.name) if argument.is_list else [given.get(argument.name)]) or ()
        if text == STANDARD_INPUT
    ]
    if len(readers) > 1:
        leave(f"{' and '.join(readers)}: standard input can be read once; give the other one in a file.", MISUSED)


def _by_options(message: str, method: Method) -> str:
    """Name the options where a message names the places of arguments, in the call or in the request."""
    flags = {argument.name: argument.flag for argument in arguments_of(method.function)}
    return _PLACE.sub(lambda found: found[1] + flags[found[2]] if found[2] in flags else found[0], message)


def client_of(given: dict[str, Any]) -> Humanloop:
    """Make a client of options and of the environment; without a key, leave with a line that says so.

    Args:
        given: Arguments of the client; None for those that are not given.
    """
    if given.get("api_key") is None and not os.environ.get("HUMANLOOP_API_KEY"):
        where = "the server prints one when it first starts, and its operator gives you others"
        leave(f"There is no API key: set HUMANLOOP_API_KEY, or give --api-key; {where}.", MISUSED)
    # Imported for the call: help and completion do without it.
    from humanloop.client import Humanloop  # noqa: PLC0415

    return Humanloop(**{name: value for name, value in given.items() if value is not None})
