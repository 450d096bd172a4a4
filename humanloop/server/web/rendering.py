"""From a template and values to HTML."""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from humanloop.server.domain.log_options import with_value
from humanloop.server.web import formats
from humanloop.server.web.files import static_files
from humanloop.server.web.python_call import literal
from humanloop.server.web.texts import beginning, pretty, visible
from humanloop.server.web.tokens import new_csrf_token
from humanloop.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

    from humanloop.server.web.visit import Visit


SECTIONS = frozenset({"sessions", "prompts", "evaluations", "datasets", "playground", "review", "settings"})
"""Pages that others lead to."""


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("humanloop.server.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "beginning": beginning,
        "cost": formats.cost,
        "count_up": formats.count,
        "duration": formats.duration,
        "fields": formats.fields,
        "iso": formats.iso,
        "line": formats.line,
        "literal": literal,
        "middle": formats.middle,
        "moment": formats.moment,
        "number": formats.number,
        "pretty": pretty,
        "share": formats.share,
        "value": formats.value_of,
        "visible": visible,
    }
    return environment


def _new_form_id() -> str:
    return secrets.token_urlsafe(16)


def render(template: str, visit: Visit, values: Mapping[str, Any]) -> str:
    """Render a page.

    Args:
        template: Name of the template.
        visit: The request.
        values: What the template shows.
    """
    frame = {
        "visit": visit,
        "can_change": visit.session.can_change,
        "csrf_token": new_csrf_token(visit.session.token),
        "files": {name: f"{visit.base}/static/{file.name}" for name, file in static_files().items()},
        "pages": SECTIONS,
        "release": __version__,
        "form_id": _new_form_id,
        "with_value": with_value,
    }
    # A name that a page also has would show one thing in place of the other.
    if twice := frame.keys() & values.keys():
        raise ValueError(f"the page {template} and its frame both name {', '.join(twice)}")
    return _environment().get_template(template).render(frame | dict(values))
