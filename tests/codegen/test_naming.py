"""Names of the spec and their Python forms."""

from __future__ import annotations

import pytest

from codegen import naming
from humanloop.response.model import Model
from humanloop.response.pages import Page


@pytest.mark.parametrize(
    ("schema", "class_name", "module"),
    [
        ("ChatRole", "ChatRole", "chat_role"),
        ("HTTPValidationError", "HTTPValidationError", "http_validation_error"),
        ("PaginatedData_LogResponse_", "PaginatedDataLogResponse", "paginated_data_log_response"),
        ("Body_ModelConfigs_deserialize", "BodyModelConfigsDeserialize", "body_model_configs_deserialize"),
        (
            "ModelConfigsExport200Response",
            "ModelConfigsExport200Response",
            "model_configs_export200_response",
        ),
        ("problem-details", "ProblemDetails", "problem_details"),
        ("Import", "Import", "import_"),
        ("2nd-thing", "Schema2ndThing", "schema2nd_thing"),
        ("größe", "Größe", "größe"),
        ("実験 結果", "実験結果", "実験結果"),
    ],
)
def test_schema(schema: str, class_name: str, module: str) -> None:
    assert (naming.class_name(schema), naming.module_name(schema)) == (class_name, module)


@pytest.mark.parametrize(
    ("wire", "field", "parameter"),
    [
        ("name", "name", "name"),
        ("class", "class_", "class_"),
        ("from", "from_", "from_"),
        ("model_config", "model_config_", "model_config"),
        ("model_config_id", "model_config_id", "model_config_id"),
        ("json", "json_", "json"),
        ("validate", "validate_", "validate_"),
        ("options", "options", "options_"),
        ("camelCase", "camel_case", "camel_case"),
        ("with-dash", "with_dash", "with_dash"),
        ("2fast", "field_2fast", "_2fast"),
    ],
)
def test_field_and_parameter(wire: str, field: str, parameter: str) -> None:
    assert (naming.field_name(wire), naming.parameter_name(wire)) == (field, parameter)


@pytest.mark.parametrize(
    ("operation_id", "tag", "method"),
    [
        ("Chats_create", "Chats", "create"),
        ("Chats_createDeployed", "Chats", "create_deployed"),
        ("ModelConfigs_register", "Model Configs", "register"),
        ("Feedback_feedback", "Feedback", "feedback"),
        ("experiments_runs_list", "Experiments", "runs_list"),
        ("getUser", "Users", "get_user"),
        ("Users_import", "Users", "import_"),
        ("Users_raw", "Users", "raw_"),
        ("wait", "Users", "wait_"),
        ("2fa", "Users", "call_2fa"),
        ("größe_abfragen", "Users", "größe_abfragen"),
    ],
)
def test_method(operation_id: str, tag: str, method: str) -> None:
    assert naming.method_name(operation_id, tag) == method


@pytest.mark.parametrize(
    ("tag", "name", "class_name"),
    [
        ("Model Configs", "model_configs", "ModelConfigsApi"),
        ("2nd", "tag_2nd", "Tag2ndApi"),
        ("Raw", "raw", "RawApi"),
        ("🚀", "default", "DefaultApi"),
    ],
)
def test_tag(tag: str, name: str, class_name: str) -> None:
    assert (naming.tag_name(tag), naming.tag_class(tag)) == (name, class_name)


@pytest.mark.parametrize(
    ("method", "stream"),
    [
        ("create", "stream"),
        ("create_deployed", "stream_deployed"),
        ("created", "stream_created"),
        ("run", "stream_run"),
    ],
)
def test_stream(method: str, stream: str) -> None:
    assert naming.stream_name(method) == stream


@pytest.mark.parametrize(("wire", "expected"), [("name", True), ("class", False), ("a-b", False), ("aB", False)])
def test_is_attribute(wire: str, expected: bool) -> None:
    assert naming.is_attribute(wire) is expected


def test_no_field_hides_what_a_model_or_its_class_has() -> None:
    owners = (Page, Model, type(Model))
    public = {name for owner in owners for name in dir(owner) if name.islower() and not name.startswith("_")}
    assert {"mro", "register", "to_pandas", "model_dump"} <= public
    for name in public:
        assert naming.field_name(name) == f"{name}_"
