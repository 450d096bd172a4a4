"""The tree of commands: each part of it is made when it is asked for."""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from humanloop.cli.calls import MISUSED, call
from humanloop.cli.methods import first_line, methods, tags
from humanloop.cli.parameters import own_option, parameters_of, shown_doc
from humanloop.cli.saying import leave, plain_warnings
from humanloop.cli.serving import server_command
from humanloop.cli.spool import COMMANDS, SPOOL, SPOOL_HELP
from humanloop.cli.writing import complete_output
from humanloop.core.extras import described
from humanloop.server.command import COMMANDS as OF_SERVER
from humanloop.server.command import SERVE, SERVE_HELP, WEB, WEB_HELP
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from humanloop.cli.methods import Method

    Maker = Callable[[], Any]

_SETTINGS: dict[str, Any] = {
    # A trace with the values of variables would show keys.
    "pretty_exceptions_enable": False,
    # Panels leave little room beside the long names of options.
    "rich_markup_mode": None,
    "context_settings": {"help_option_names": ["-h", "--help"], "max_content_width": 110},
}


class Command(TyperCommand):
    """A command that refuses an option with a value which is given twice, where one of the values would get lost."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options."""
        if not ctx.resilient_parsing:  # as completion does
            _, _, given = self.make_parser(ctx).parse_args(args=[*args])
            seen: set[Any] = set()
            for option in given:
                single = not (getattr(option, "is_flag", True) or getattr(option, "multiple", True))
                if single and option.name in seen:
                    leave(f"{option.opts[0]} is given twice, and takes one value.", MISUSED)
                seen.add(option.name)
        return super().parse_args(ctx, args)


class LazyGroup(TyperGroup):
    """A group whose commands are made when they are asked for."""

    def hold(self, commands: dict[str, tuple[str, Maker]]) -> None:
        """Say what commands there are: their names, what each does, and how it is made."""
        self._known = commands
        # The names alone, for suggestions.
        self.commands = dict.fromkeys(commands)  # type: ignore[assignment]  # `get_command` answers the commands
        self._made: dict[str, Any] = {}
        self._resolving = False

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - the signature is the library's
        """Name the commands, in order."""
        return list(self._known)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is to be run."""
        self._resolving = True
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - the signature is the library's
        """Make a command, or answer it if it is made; None if there is none of that name."""
        name = cmd_name.replace("_", "-")
        if name not in self._known:
            return None
        said, maker = self._known[name]
        if not self._resolving:
            # A list of commands, for completion, needs no more than what they say.
            return typer.main.get_command(_typed(_nothing, name, said))
        if name not in self._made:
            self._made[name] = maker()
        return self._made[name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002 - the signature is the library's
        """Write the list of commands; what does not fit in a line goes on in the next."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (said, _) in self._known.items()])


def run() -> None:
    """Run the command line."""
    with plain_warnings(), complete_output():
        app()(prog_name="humanloop")


def app() -> Any:
    """Make the whole command line."""
    root = typer.Typer(cls=LazyGroup, no_args_is_help=True, **_SETTINGS)
    root.callback()(_humanloop)
    known: dict[str, tuple[str, Maker]] = {
        tag.replace("_", "-"): (said, partial(_tag, tag, said)) for tag, said in tags().items()
    }
    known |= {SPOOL: (SPOOL_HELP, _spool), SERVE: (SERVE_HELP, _serve), WEB: (WEB_HELP, _web)}
    known |= {name: (command.help, partial(_of_server, name)) for name, command in OF_SERVER.items()}
    return _group(root, known)


def _show_version(value: bool | None) -> None:
    if value:
        typer.echo(described(__version__))
        raise typer.Exit


def _humanloop(
    version: Annotated[
        bool | None,
        typer.Option("--version", help="Show the version and leave.", callback=_show_version, is_eager=True),
    ] = None,
) -> None:
    """Call the Humanloop API, or serve it on your own machine.

    HUMANLOOP_API_KEY says with which key and HUMANLOOP_HOST where; options of each call may say otherwise.

    For example: humanloop projects list, humanloop chats create --help
    """


def _group(typed: typer.Typer, commands: dict[str, tuple[str, Maker]]) -> Any:
    made: Any = typer.main.get_command(typed)
    made.hold(commands)
    return made


def _tag(tag: str, said: str) -> Any:
    known: dict[str, tuple[str, Maker]] = {
        name.replace("_", "-"): (first_line(method.function), partial(_command, method))
        for name, method in methods(tag).items()
    }
    return _subgroup(tag.replace("_", "-"), said, known)


def _subgroup(name: str, said: str, known: dict[str, tuple[str, Maker]]) -> Any:
    typed = typer.Typer(cls=LazyGroup, add_completion=False, no_args_is_help=True, help=said, **_SETTINGS)
    # Without it, a group with one command would be that command.
    typed.callback()(_nothing)
    made = _group(typed, known)
    made.name = name
    return made


def _nothing() -> None:
    """Do nothing: the command is all."""


def _command(method: Method) -> Any:
    def function(**given: Any) -> None:
        call(method, given)

    return _made(function, parameters_of(method), method.name.replace("_", "-"), shown_doc(method))


def _made(function: Callable[..., None], parameters: list[inspect.Parameter], name: str, said: str) -> Any:
    function.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what Typer reads
    function.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return typer.main.get_command(_typed(function, name, said))


def _typed(function: Callable[..., None], name: str, said: str) -> typer.Typer:
    typed = typer.Typer(add_completion=False, **_SETTINGS)
    typed.command(name, cls=Command, help=said)(function)
    return typed


def _spool() -> Any:
    known: dict[str, tuple[str, Maker]] = {
        name: (first_line(function), partial(_own, function, name)) for name, function in COMMANDS.items()
    }
    return _subgroup(SPOOL, SPOOL_HELP, known)


def _own(function: Callable[..., None], name: str) -> Any:
    return typer.main.get_command(_typed(function, name, inspect.cleandoc(function.__doc__ or "")))


def _web() -> Any:
    """Make a command with its options, for help and completion."""
    server = server_command()

    def function(**given: Any) -> None:
        server.web(given)

    wanted = [option for option in server.COMMAND_LINE if option.name in server.OF_WEB]
    return _made(function, [own_option(option.name, option.flag, option.help) for option in wanted], WEB, WEB_HELP)


def _of_server(name: str) -> Any:
    """Make a command that hands everything that is typed to the server's own."""
    command = OF_SERVER[name]
    takes_all: dict[str, Any] = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}

    def function(ctx: typer.Context) -> None:
        server_command(command.module).main(ctx.args)

    typed = typer.Typer(add_completion=False, **_SETTINGS)
    typed.command(name, help=command.help, context_settings=takes_all)(function)
    return typer.main.get_command(typed)


def _serve() -> Any:
    """Make a command with the options of the server's own, for completion."""
    server = server_command()

    def function(**given: Any) -> None:
        server.run(given)

    parameters = [
        own_option(option.name, option.flag, option.help, is_switch=not option.metavar)
        for option in server.COMMAND_LINE
    ]
    return _made(function, parameters, SERVE, SERVE_HELP)
