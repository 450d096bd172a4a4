# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""`ProjectsApi`, answering with raw responses."""

from __future__ import annotations

from humanloop.api import RawApi, raw, raw_async
from humanloop.apis.tags.projects_api import ProjectsApi


class ProjectsApiRaw(RawApi):
    """`ProjectsApi`, but every method answers with an `ApiResponse`."""

    list = raw(ProjectsApi.list)
    alist = raw_async(ProjectsApi.alist)
    create = raw(ProjectsApi.create)
    acreate = raw_async(ProjectsApi.acreate)
    get = raw(ProjectsApi.get)
    aget = raw_async(ProjectsApi.aget)
    delete = raw(ProjectsApi.delete)
    adelete = raw_async(ProjectsApi.adelete)
    update = raw(ProjectsApi.update)
    aupdate = raw_async(ProjectsApi.aupdate)
    list_configs = raw(ProjectsApi.list_configs)
    alist_configs = raw_async(ProjectsApi.alist_configs)
    get_active_config = raw(ProjectsApi.get_active_config)
    aget_active_config = raw_async(ProjectsApi.aget_active_config)
    deactivate_config = raw(ProjectsApi.deactivate_config)
    adeactivate_config = raw_async(ProjectsApi.adeactivate_config)
    deactivate_experiment = raw(ProjectsApi.deactivate_experiment)
    adeactivate_experiment = raw_async(ProjectsApi.adeactivate_experiment)
    create_feedback_type = raw(ProjectsApi.create_feedback_type)
    acreate_feedback_type = raw_async(ProjectsApi.acreate_feedback_type)
    update_feedback_types = raw(ProjectsApi.update_feedback_types)
    aupdate_feedback_types = raw_async(ProjectsApi.aupdate_feedback_types)
    export = raw(ProjectsApi.export)
    aexport = raw_async(ProjectsApi.aexport)
    list_deployed_configs = raw(ProjectsApi.list_deployed_configs)
    alist_deployed_configs = raw_async(ProjectsApi.alist_deployed_configs)
    deploy_config = raw(ProjectsApi.deploy_config)
    adeploy_config = raw_async(ProjectsApi.adeploy_config)
    delete_deployed_config = raw(ProjectsApi.delete_deployed_config)
    adelete_deployed_config = raw_async(ProjectsApi.adelete_deployed_config)
