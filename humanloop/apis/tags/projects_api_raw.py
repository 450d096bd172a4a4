# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ProjectsApiRaw` by the import path of earlier releases."""

from humanloop.apis.tags.projects_api import ProjectsApiRaw

__all__ = ["ProjectsApiRaw"]
