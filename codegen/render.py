"""The model becomes files."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from codegen import examples, parts, programs, runtime, text
from codegen.imports import import_lines, names_in
from codegen.installable import About
from codegen.joining import home_of, join
from codegen.operation import PROGRESS_NOTE
from codegen.target import LICENSE, PROJECT_FILES, ROOT_MODULES, Extras, Files, Target, formatted
from codegen.type_base import Side
from codegen.type_expr import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from codegen.api import Api, Tag
    from codegen.model import Schema
    from codegen.operation import Operation

_TITLES: Final = {
    Side.FIELD: "Types of what is sent: one TypedDict per schema, imported on first use.",
    Side.MODEL: "Models of what is received: one class per schema, imported on first use.",
}

_HINTS: Final = "core.hints"
"""Imported by its name, where a program writes a name that is not there."""


def render(api: Api, target: Target) -> Files:
    """Make all files of an API."""
    files = dict(_pages(api, target))
    if target.depends:
        files |= _dependent_root(api, target)
    elif target.project is not None:
        files = _project(api, target, files)
    elif target.is_copied:
        files |= _package(api, target, files)
    else:
        files |= _own_root(api, target)
    if target.project is not None:
        files |= _around(api, target, files)
    return formatted({path: content.rstrip() + "\n" for path, content in files.items()}, target)


def _pages(api: Api, target: Target) -> Iterator[tuple[PurePosixPath, str]]:
    jinja = _environment(api, target)
    root, docs = target.root, PurePosixPath("docs")
    yield root / "apis" / "__init__.py", jinja("apis.py")
    yield root / "apis" / "operations.py", jinja("operations.py")
    if api.facts.client:
        yield root / "apis" / "client.py", jinja("client.py")
    yield root / "spec" / "__init__.py", jinja("spec.py")
    yield root / "spec" / "facts.py", jinja("facts.py")
    yield root / "apis" / "tags" / "__init__.py", jinja("tags.py")
    for tag in api.tags:
        names = names_in(tag.expressions)
        lines = _imports(names, target)
        typing = [line.removeprefix("from typing import ") for line in lines if line.startswith("from typing ")]
        others = [line for line in lines if not line.startswith("from typing ")]
        yield (
            root / "apis" / "tags" / f"{tag.module}.py",
            jinja("api.py", tag=tag, typing=[*typing, "Unpack"], imports=others),
        )
        if api.facts.has_raw_modules:
            yield root / "apis" / "tags" / f"{tag.module}_raw.py", jinja("api_raw.py", tag=tag)
        yield docs / "apis" / "tags" / f"{tag.class_name}.md", jinja("tag.md", tag=tag)
    for folder, side in ((target.types, Side.FIELD), (target.models, Side.MODEL)):
        yield root / folder / "__init__.py", jinja("names.py", folder=folder, title=_TITLES[side])
        for schema in api.names:
            yield root / folder / f"{schema.module}.py", _schema_module(jinja, schema, folder, side, target)
    for schema in api.names:
        yield docs / "models" / f"{schema.class_name}.md", jinja("schema.md", schema=schema)
    if target.programs is not None:
        for tag in api.tags:
            yield target.programs / f"{tag.key}.py", _program(jinja, tag, api, target)


def _own_root(api: Api, target: Target) -> Files:
    """Make what stands at the root of the package that has the hand-written modules."""
    jinja = _environment(api, target)
    exports = {**runtime.exports(target.source), **api.facts.exports}
    texts = {"__init__.py": jinja("package.py", exports=dict(sorted(exports.items())), shared={})}
    texts["configuration.py"] = jinja("configuration.py")
    return {target.root / name: texts[name] for name in ROOT_MODULES}


def _dependent_root(api: Api, target: Target) -> Files:
    """Make what stands at the root of a package that imports the hand-written modules from another one."""
    jinja = _environment(api, target)
    own = {"ApiClient": "api_client", "Configuration": "configuration"}
    shared = {name: f"{target.runtime}.{module}" for name, module in runtime.exports(target.source).items()}
    exports = dict(sorted({**_described(api, target), **own}.items()))
    shared = {name: module for name, module in sorted(shared.items()) if name not in exports}
    texts = {f"{name}.py": jinja(f"{name}.py") for name in ("api_client", "configuration", "version")}
    texts |= {"__init__.py": jinja("package.py", exports=exports, shared=shared), "py.typed": ""}
    if target.project is None:
        texts["requirements.txt"] = jinja("requirements.txt")
    return {target.root / name: text for name, text in texts.items()}


def _described(api: Api, target: Target) -> dict[str, str]:
    """The public names that come from the description, and the modules inside of the package that define them."""
    return {
        **{schema.class_name: f"{target.models}.{schema.module}" for schema in api.names},
        **{tag.class_name: f"apis.tags.{tag.module}" for tag in api.tags},
    }


def _around(api: Api, target: Target, files: Files) -> Files:
    """Make what an installable package has around it."""
    jinja = _environment(api, target)
    texts = [text for path, text in files.items() if path.suffix == ".py"]
    about = About(api, target, texts)
    return {path: jinja(path.name, about=about) for path in (*PROJECT_FILES, LICENSE)}


def _project(api: Api, target: Target, files: Files) -> Files:
    """Make a project that can be installed: of what all clients share, it has only what its API uses."""
    files.pop(target.root / "apis" / "operations.py")
    left_out = tuple(parts.unused(api, target.project or Extras()))
    files |= _package(api, target, files, left_out)
    modules = {path: text for path, text in files.items() if path.suffix == ".py" and path.is_relative_to(target.root)}
    names = {".".join(path.relative_to(target.root).with_suffix("").parts): path for path in modules}
    joined = join({name: modules[path] for name, path in names.items()}, target.package, parts.JOINED)
    files = {path: text for path, text in files.items() if path not in modules}
    return files | {names[name]: text for name, text in joined.items()}


def _package(api: Api, target: Target, files: Files, left_out: tuple[parts.Part, ...] = ()) -> Files:
    """Make what a package needs besides, if it stands alone: the hand-written modules, and what is its own in them."""
    jinja = _environment(api, target)
    root = target.root
    pages = {root / f"{name}.py": jinja(f"{name}.py") for name in ("configuration", "version")}
    texts = [content for path, content in (files | pages).items() if path.suffix == ".py"]
    wanted = {name for content in texts for name in runtime.imported(content, target.package)}
    wanted |= {name for name in ("calls.api_client", _HINTS, api.facts.display, api.facts.other_releases) if name}
    inside = (path.relative_to(root) for path in [*files, *pages] if path.is_relative_to(root))
    own = [path.parts[0].removesuffix(".py") for path in inside]
    changed = (*left_out, parts.typed_problems(api, target))
    copies = runtime.copies(target.source, target.package, wanted, own, changed)
    exports = {**_described(api, target), **runtime.exports(target.source)}
    gone = {name for part in left_out for name in part.exports}
    homes = {} if target.project is None else parts.JOINED
    exports = {name: home_of(module, homes) for name, module in sorted(exports.items()) if name not in gone}
    pages[root / "__init__.py"] = jinja("package.py", exports=exports, shared={})
    pages[root / "py.typed"] = ""
    if target.project is None:
        pages[root / "requirements.txt"] = jinja("requirements.txt")
    return pages | {root / path: content for path, content in copies.items()}


def _imports(names: Iterable[str], target: Target) -> tuple[str, ...]:
    return import_lines(names, package=target.package, runtime=target.runtime, models=target.models, types=target.types)


def _schema_module(jinja: Callable[..., str], schema: Schema, folder: str, side: Side, target: Target) -> str:
    names = names_in(schema.expressions(side))
    if schema.is_object:
        template = "type.py" if side is Side.FIELD else "model.py"
    else:
        template = "alias.py"
        names = names_in([] if schema.other else schema.expressions(side))
        # What is received is evaluated with the module.
        if side is Side.FIELD and names & {"types", "models"}:
            names |= {"TYPE_CHECKING"}
    lines = _imports(names, target)
    return jinja(template, schema=schema, folder=folder, side=side, imports=lines)


def _program(jinja: Callable[..., str], tag: Tag, api: Api, target: Target) -> str:
    answers = (answer for operation in tag.operations for answer in programs.answers_of(operation, api.by_name))
    return jinja("program.py", tag=tag, imports=_imports(names_in(answers), target))


def _environment(api: Api, target: Target) -> Callable[..., str]:
    """Make the function that renders a template of that name."""
    environment = Environment(
        loader=PackageLoader("codegen"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701 - Python and Markdown are written, not HTML
    )
    filters: dict[str, Callable[..., str]] = {
        "arguments": _on_own_lines,
        "cell": text.cell,
        "describe": describe,
        "described": text.described,
        "docstring": text.docstring,
        "literal": text.literal,
        "printable": text.printable,
        "wrap": text.wrap,
    }
    names: dict[str, Any] = {
        "api": api,
        "package": target.package,
        "runtime": target.runtime,
        "depends": target.depends,
        "header": target.header,
        "models": target.models,
        "types": target.types,
        "extras": target.extras,
        "requirements": target.requirements,
        "variable": target.name,
        "environment": api.facts.environment or target.name.upper(),
        "key_argument": _key_argument(api),
        "has_progress": target.has_notebooks,
        "answer_note": partial(_answer_note, target=target),
        "callee": partial(_callee, api=api, target=target),
        "call_of": partial(examples.call_of, schemas=api.by_name),
        "calls_of": partial(programs.calls_of, schemas=api.by_name),
        "answer_of": partial(examples.answer_of, schemas=api.by_name),
        "example_of": partial(examples.json_of, schemas=api.by_name),
    }
    environment.filters.update(filters)
    environment.globals.update(names)

    def render_template(template: str, **values: object) -> str:
        return environment.get_template(f"{template}.jinja").render(**values)

    return render_template


def _key_argument(api: Api) -> str:
    """What the configuration calls the key; empty if the API asks for none."""
    security = api.facts.security
    if api.facts.schemes:
        return api.facts.schemes[0].argument
    return ("access_token" if security.word else "api_key") if security else ""


def _callee(tag: Tag, api: Api, target: Target) -> str:
    """What examples call the methods of a tag on."""
    return f"{target.name}.{tag.attribute}" if api.facts.client else tag.key


def _answer_note(operation: Operation, target: Target) -> str:
    return operation.answer_note if target.has_notebooks else operation.answer_note.replace(PROGRESS_NOTE, "")


def _on_own_lines(arguments: str) -> str:
    return f"\n{arguments}" if arguments else ""
