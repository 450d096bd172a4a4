# Generated from spec.yaml by `python -m codegen spec.yaml --package shop --runtime humanloop`. Do not edit.
"""What the description of the API says about the API as a whole."""

PACKAGE = "shop"
"""The package, as it names itself to the server."""

HOST = ""
"""URL that all paths are below."""

HOST_NOTE = ""
"""What is to be known of that host."""

KEY_NOTE = ""
"""Where keys come from."""

ENVIRONMENT = "SHOP"
"""What the names of environment variables begin with: `SHOP_HOST` and so on."""

SECURITY_NAME = "Key"
"""Name of the way in which calls are authorised."""

SECURITY_HEADER = "X-KEY"
"""Header that carries the key; empty if the API asks for none."""

SECURITY_WORD = ""
"""Word before the key in that header."""

KEY_ARGUMENT = "api_key"
"""What the configuration calls the key."""

MODELS = "models"
"""Package inside this one that has the models of what is received."""

TYPES = "types"
"""Package inside this one that has the types of what is sent."""

DISPLAY = ""
"""Module of this package that refines how answers are shown, if there is one."""

OTHER_RELEASES = ""
"""Module of this package that knows names of other releases, if there is one."""

REQUIREMENTS: dict[str, tuple[str, ...]] = {
    "async": (
        "aiohttp>=3.13.5,<4",
        "yarl>=1.17",
    ),
    "requests": ("requests>=2.32,<3",),
}
"""What to install for what is optional."""

PROVIDERS: tuple[str, ...] = ()
"""Providers of models whose key a client may hold, as the configuration's `{provider}_api_key`."""
