# Generated from openapi.yaml by `python -m codegen`. Do not edit.
"""Models of what is received: one class per schema, imported on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from humanloop.core.lazy import lazy_names

if TYPE_CHECKING:
    from humanloop.pydantic.add_evaluators_request import AddEvaluatorsRequest
    from humanloop.pydantic.add_evaluators_request_evaluator_ids import AddEvaluatorsRequestEvaluatorIds
    from humanloop.pydantic.agent_config_response import AgentConfigResponse
    from humanloop.pydantic.base_metric_response import BaseMetricResponse
    from humanloop.pydantic.body_model_configs_deserialize import BodyModelConfigsDeserialize
    from humanloop.pydantic.categorical_feedback_label import CategoricalFeedbackLabel
    from humanloop.pydantic.chat_data_response import ChatDataResponse
    from humanloop.pydantic.chat_deployed_request import ChatDeployedRequest
    from humanloop.pydantic.chat_experiment_request import ChatExperimentRequest
    from humanloop.pydantic.chat_message_with_tool_call import ChatMessageWithToolCall
    from humanloop.pydantic.chat_model_config_request import ChatModelConfigRequest
    from humanloop.pydantic.chat_request import ChatRequest
    from humanloop.pydantic.chat_response import ChatResponse
    from humanloop.pydantic.chat_response_provider_responses import ChatResponseProviderResponses
    from humanloop.pydantic.chat_role import ChatRole
    from humanloop.pydantic.completion_deployed_request import CompletionDeployedRequest
    from humanloop.pydantic.completion_experiment_request import CompletionExperimentRequest
    from humanloop.pydantic.completion_model_config_request import CompletionModelConfigRequest
    from humanloop.pydantic.completion_request import CompletionRequest
    from humanloop.pydantic.completion_response import CompletionResponse
    from humanloop.pydantic.completion_response_provider_responses import CompletionResponseProviderResponses
    from humanloop.pydantic.config_response import ConfigResponse
    from humanloop.pydantic.config_type import ConfigType
    from humanloop.pydantic.create_datapoint_request import CreateDatapointRequest
    from humanloop.pydantic.create_datapoint_request_inputs import CreateDatapointRequestInputs
    from humanloop.pydantic.create_datapoint_request_target import CreateDatapointRequestTarget
    from humanloop.pydantic.create_datapoints_by_logs_request import CreateDatapointsByLogsRequest
    from humanloop.pydantic.create_datapoints_by_logs_request_log_ids import CreateDatapointsByLogsRequestLogIds
    from humanloop.pydantic.create_dataset_request import CreateDatasetRequest
    from humanloop.pydantic.create_evaluation_log_request import CreateEvaluationLogRequest
    from humanloop.pydantic.create_evaluation_request import CreateEvaluationRequest
    from humanloop.pydantic.create_evaluation_request_evaluator_ids import CreateEvaluationRequestEvaluatorIds
    from humanloop.pydantic.create_evaluation_result_log_request import CreateEvaluationResultLogRequest
    from humanloop.pydantic.create_evaluator_request import CreateEvaluatorRequest
    from humanloop.pydantic.create_experiment_request import CreateExperimentRequest
    from humanloop.pydantic.create_experiment_request_config_ids import CreateExperimentRequestConfigIds
    from humanloop.pydantic.create_log_response import CreateLogResponse
    from humanloop.pydantic.create_project_request import CreateProjectRequest
    from humanloop.pydantic.create_session_response import CreateSessionResponse
    from humanloop.pydantic.dashboard_configuration import DashboardConfiguration
    from humanloop.pydantic.dashboard_configuration_model_config_ids import DashboardConfigurationModelConfigIds
    from humanloop.pydantic.data_response import DataResponse
    from humanloop.pydantic.datapoint_response import DatapointResponse
    from humanloop.pydantic.datapoint_response_inputs import DatapointResponseInputs
    from humanloop.pydantic.datapoint_response_target import DatapointResponseTarget
    from humanloop.pydantic.datapoints_delete_request import DatapointsDeleteRequest
    from humanloop.pydantic.dataset_response import DatasetResponse
    from humanloop.pydantic.datasets_create_datapoint_request import DatasetsCreateDatapointRequest
    from humanloop.pydantic.datasets_create_datapoint_response import DatasetsCreateDatapointResponse
    from humanloop.pydantic.datasets_list_all_for_project_response import DatasetsListAllForProjectResponse
    from humanloop.pydantic.environment_project_config_request import EnvironmentProjectConfigRequest
    from humanloop.pydantic.environment_project_config_response import EnvironmentProjectConfigResponse
    from humanloop.pydantic.environment_request import EnvironmentRequest
    from humanloop.pydantic.error_detail import ErrorDetail
    from humanloop.pydantic.error_response import ErrorResponse
    from humanloop.pydantic.evaluation_datapoint_snapshot_response import EvaluationDatapointSnapshotResponse
    from humanloop.pydantic.evaluation_response import EvaluationResponse
    from humanloop.pydantic.evaluation_result_response import EvaluationResultResponse
    from humanloop.pydantic.evaluation_status import EvaluationStatus
    from humanloop.pydantic.evaluations_get_for_project_response import EvaluationsGetForProjectResponse
    from humanloop.pydantic.evaluator_arguments_type import EvaluatorArgumentsType
    from humanloop.pydantic.evaluator_config_response import EvaluatorConfigResponse
    from humanloop.pydantic.evaluator_response import EvaluatorResponse
    from humanloop.pydantic.evaluator_return_type_enum import EvaluatorReturnTypeEnum
    from humanloop.pydantic.evaluator_type import EvaluatorType
    from humanloop.pydantic.evaluators_list_response import EvaluatorsListResponse
    from humanloop.pydantic.experiment_config_response import ExperimentConfigResponse
    from humanloop.pydantic.experiment_response import ExperimentResponse
    from humanloop.pydantic.experiment_status import ExperimentStatus
    from humanloop.pydantic.experiments_list_response import ExperimentsListResponse
    from humanloop.pydantic.feedback import Feedback
    from humanloop.pydantic.feedback_aggregate_response import FeedbackAggregateResponse
    from humanloop.pydantic.feedback_class import FeedbackClass
    from humanloop.pydantic.feedback_label_request import FeedbackLabelRequest
    from humanloop.pydantic.feedback_multi_select_aggregate import FeedbackMultiSelectAggregate
    from humanloop.pydantic.feedback_multi_select_aggregate_values import FeedbackMultiSelectAggregateValues
    from humanloop.pydantic.feedback_number_aggregate import FeedbackNumberAggregate
    from humanloop.pydantic.feedback_request import FeedbackRequest
    from humanloop.pydantic.feedback_response import FeedbackResponse
    from humanloop.pydantic.feedback_select_aggregate import FeedbackSelectAggregate
    from humanloop.pydantic.feedback_select_aggregate_values import FeedbackSelectAggregateValues
    from humanloop.pydantic.feedback_submit_request import FeedbackSubmitRequest
    from humanloop.pydantic.feedback_submit_response import FeedbackSubmitResponse
    from humanloop.pydantic.feedback_text_aggregate import FeedbackTextAggregate
    from humanloop.pydantic.feedback_type import FeedbackType
    from humanloop.pydantic.feedback_type_model import FeedbackTypeModel
    from humanloop.pydantic.feedback_type_request import FeedbackTypeRequest
    from humanloop.pydantic.feedback_types import FeedbackTypes
    from humanloop.pydantic.file_type import FileType
    from humanloop.pydantic.finetune_config import FinetuneConfig
    from humanloop.pydantic.finetune_data_summary import FinetuneDataSummary
    from humanloop.pydantic.finetune_data_summary_errors import FinetuneDataSummaryErrors
    from humanloop.pydantic.finetune_request import FinetuneRequest
    from humanloop.pydantic.finetune_response import FinetuneResponse
    from humanloop.pydantic.finetunes_list_all_for_project_response import FinetunesListAllForProjectResponse
    from humanloop.pydantic.function_tool import FunctionTool
    from humanloop.pydantic.function_tool_choice import FunctionToolChoice
    from humanloop.pydantic.generic_config_response import GenericConfigResponse
    from humanloop.pydantic.get_model_config_response import GetModelConfigResponse
    from humanloop.pydantic.http_validation_error import HTTPValidationError
    from humanloop.pydantic.image_chat_content import ImageChatContent
    from humanloop.pydantic.image_url import ImageUrl
    from humanloop.pydantic.label_sentiment import LabelSentiment
    from humanloop.pydantic.linked_tool_request import LinkedToolRequest
    from humanloop.pydantic.log_datapoint_request import LogDatapointRequest
    from humanloop.pydantic.log_request import LogRequest
    from humanloop.pydantic.log_response import LogResponse
    from humanloop.pydantic.logs_log_response import LogsLogResponse
    from humanloop.pydantic.metric_value_response import MetricValueResponse
    from humanloop.pydantic.model_config_chat_request import ModelConfigChatRequest
    from humanloop.pydantic.model_config_chat_request_tools import ModelConfigChatRequestTools
    from humanloop.pydantic.model_config_completion_request import ModelConfigCompletionRequest
    from humanloop.pydantic.model_config_evaluator_aggregate_response import ModelConfigEvaluatorAggregateResponse
    from humanloop.pydantic.model_config_request import ModelConfigRequest
    from humanloop.pydantic.model_config_request_tools import ModelConfigRequestTools
    from humanloop.pydantic.model_config_response import ModelConfigResponse
    from humanloop.pydantic.model_config_tool_request import ModelConfigToolRequest
    from humanloop.pydantic.model_configs_export200_response import ModelConfigsExport200Response
    from humanloop.pydantic.model_configs_export_response import ModelConfigsExportResponse
    from humanloop.pydantic.model_configs_serialize_request import ModelConfigsSerializeRequest
    from humanloop.pydantic.model_configs_serialize_response import ModelConfigsSerializeResponse
    from humanloop.pydantic.model_endpoints import ModelEndpoints
    from humanloop.pydantic.model_providers import ModelProviders
    from humanloop.pydantic.observability_status import ObservabilityStatus
    from humanloop.pydantic.paginated_data_datapoint_response import PaginatedDataDatapointResponse
    from humanloop.pydantic.paginated_data_evaluation_datapoint_snapshot_response import (
        PaginatedDataEvaluationDatapointSnapshotResponse,
    )
    from humanloop.pydantic.paginated_data_evaluation_response import PaginatedDataEvaluationResponse
    from humanloop.pydantic.paginated_data_log_response import PaginatedDataLogResponse
    from humanloop.pydantic.paginated_data_project_response import PaginatedDataProjectResponse
    from humanloop.pydantic.paginated_data_session_response import PaginatedDataSessionResponse
    from humanloop.pydantic.platform_access_enum import PlatformAccessEnum
    from humanloop.pydantic.positive_label import PositiveLabel
    from humanloop.pydantic.project_config_response import ProjectConfigResponse
    from humanloop.pydantic.project_input_response import ProjectInputResponse
    from humanloop.pydantic.project_model_config_feedback_stats_response import ProjectModelConfigFeedbackStatsResponse
    from humanloop.pydantic.project_model_config_request import ProjectModelConfigRequest
    from humanloop.pydantic.project_model_config_request_tools import ProjectModelConfigRequestTools
    from humanloop.pydantic.project_response import ProjectResponse
    from humanloop.pydantic.project_sort_by import ProjectSortBy
    from humanloop.pydantic.project_user_response import ProjectUserResponse
    from humanloop.pydantic.projects_deploy_config_to_environments_response import (
        ProjectsDeployConfigToEnvironmentsResponse,
    )
    from humanloop.pydantic.projects_get_configs_response import ProjectsGetConfigsResponse
    from humanloop.pydantic.projects_get_deployed_configs_response import ProjectsGetDeployedConfigsResponse
    from humanloop.pydantic.projects_update_feedback_types_request import ProjectsUpdateFeedbackTypesRequest
    from humanloop.pydantic.provider_api_keys import ProviderApiKeys
    from humanloop.pydantic.response_format import ResponseFormat
    from humanloop.pydantic.session_log_response import SessionLogResponse
    from humanloop.pydantic.session_project_response import SessionProjectResponse
    from humanloop.pydantic.session_response import SessionResponse
    from humanloop.pydantic.sort_order import SortOrder
    from humanloop.pydantic.stream_token import StreamToken
    from humanloop.pydantic.text_chat_content import TextChatContent
    from humanloop.pydantic.time_unit import TimeUnit
    from humanloop.pydantic.tool_call import ToolCall
    from humanloop.pydantic.tool_choice import ToolChoice
    from humanloop.pydantic.tool_config_request import ToolConfigRequest
    from humanloop.pydantic.tool_config_response import ToolConfigResponse
    from humanloop.pydantic.tool_response import ToolResponse
    from humanloop.pydantic.tool_result_response import ToolResultResponse
    from humanloop.pydantic.tool_source import ToolSource
    from humanloop.pydantic.tool_type import ToolType
    from humanloop.pydantic.update_datapoint_request import UpdateDatapointRequest
    from humanloop.pydantic.update_datapoint_request_inputs import UpdateDatapointRequestInputs
    from humanloop.pydantic.update_datapoint_request_target import UpdateDatapointRequestTarget
    from humanloop.pydantic.update_dataset_request import UpdateDatasetRequest
    from humanloop.pydantic.update_evaluation_status_request import UpdateEvaluationStatusRequest
    from humanloop.pydantic.update_evaluator_request import UpdateEvaluatorRequest
    from humanloop.pydantic.update_experiment_request import UpdateExperimentRequest
    from humanloop.pydantic.update_experiment_request_config_ids_to_deregister import (
        UpdateExperimentRequestConfigIdsToDeregister,
    )
    from humanloop.pydantic.update_experiment_request_config_ids_to_register import (
        UpdateExperimentRequestConfigIdsToRegister,
    )
    from humanloop.pydantic.update_finetune_request import UpdateFinetuneRequest
    from humanloop.pydantic.update_log_request import UpdateLogRequest
    from humanloop.pydantic.update_project_request import UpdateProjectRequest
    from humanloop.pydantic.usage import Usage
    from humanloop.pydantic.user_response import UserResponse
    from humanloop.pydantic.validation_error import ValidationError
    from humanloop.pydantic.validation_error_loc import ValidationErrorLoc
    from humanloop.pydantic.version_status import VersionStatus

__all__ = [
    "AddEvaluatorsRequest",
    "AddEvaluatorsRequestEvaluatorIds",
    "AgentConfigResponse",
    "BaseMetricResponse",
    "BodyModelConfigsDeserialize",
    "CategoricalFeedbackLabel",
    "ChatDataResponse",
    "ChatDeployedRequest",
    "ChatExperimentRequest",
    "ChatMessageWithToolCall",
    "ChatModelConfigRequest",
    "ChatRequest",
    "ChatResponse",
    "ChatResponseProviderResponses",
    "ChatRole",
    "CompletionDeployedRequest",
    "CompletionExperimentRequest",
    "CompletionModelConfigRequest",
    "CompletionRequest",
    "CompletionResponse",
    "CompletionResponseProviderResponses",
    "ConfigResponse",
    "ConfigType",
    "CreateDatapointRequest",
    "CreateDatapointRequestInputs",
    "CreateDatapointRequestTarget",
    "CreateDatapointsByLogsRequest",
    "CreateDatapointsByLogsRequestLogIds",
    "CreateDatasetRequest",
    "CreateEvaluationLogRequest",
    "CreateEvaluationRequest",
    "CreateEvaluationRequestEvaluatorIds",
    "CreateEvaluationResultLogRequest",
    "CreateEvaluatorRequest",
    "CreateExperimentRequest",
    "CreateExperimentRequestConfigIds",
    "CreateLogResponse",
    "CreateProjectRequest",
    "CreateSessionResponse",
    "DashboardConfiguration",
    "DashboardConfigurationModelConfigIds",
    "DataResponse",
    "DatapointResponse",
    "DatapointResponseInputs",
    "DatapointResponseTarget",
    "DatapointsDeleteRequest",
    "DatasetResponse",
    "DatasetsCreateDatapointRequest",
    "DatasetsCreateDatapointResponse",
    "DatasetsListAllForProjectResponse",
    "EnvironmentProjectConfigRequest",
    "EnvironmentProjectConfigResponse",
    "EnvironmentRequest",
    "ErrorDetail",
    "ErrorResponse",
    "EvaluationDatapointSnapshotResponse",
    "EvaluationResponse",
    "EvaluationResultResponse",
    "EvaluationStatus",
    "EvaluationsGetForProjectResponse",
    "EvaluatorArgumentsType",
    "EvaluatorConfigResponse",
    "EvaluatorResponse",
    "EvaluatorReturnTypeEnum",
    "EvaluatorType",
    "EvaluatorsListResponse",
    "ExperimentConfigResponse",
    "ExperimentResponse",
    "ExperimentStatus",
    "ExperimentsListResponse",
    "Feedback",
    "FeedbackAggregateResponse",
    "FeedbackClass",
    "FeedbackLabelRequest",
    "FeedbackMultiSelectAggregate",
    "FeedbackMultiSelectAggregateValues",
    "FeedbackNumberAggregate",
    "FeedbackRequest",
    "FeedbackResponse",
    "FeedbackSelectAggregate",
    "FeedbackSelectAggregateValues",
    "FeedbackSubmitRequest",
    "FeedbackSubmitResponse",
    "FeedbackTextAggregate",
    "FeedbackType",
    "FeedbackTypeModel",
    "FeedbackTypeRequest",
    "FeedbackTypes",
    "FileType",
    "FinetuneConfig",
    "FinetuneDataSummary",
    "FinetuneDataSummaryErrors",
    "FinetuneRequest",
    "FinetuneResponse",
    "FinetunesListAllForProjectResponse",
    "FunctionTool",
    "FunctionToolChoice",
    "GenericConfigResponse",
    "GetModelConfigResponse",
    "HTTPValidationError",
    "ImageChatContent",
    "ImageUrl",
    "LabelSentiment",
    "LinkedToolRequest",
    "LogDatapointRequest",
    "LogRequest",
    "LogResponse",
    "LogsLogResponse",
    "MetricValueResponse",
    "ModelConfigChatRequest",
    "ModelConfigChatRequestTools",
    "ModelConfigCompletionRequest",
    "ModelConfigEvaluatorAggregateResponse",
    "ModelConfigRequest",
    "ModelConfigRequestTools",
    "ModelConfigResponse",
    "ModelConfigToolRequest",
    "ModelConfigsExport200Response",
    "ModelConfigsExportResponse",
    "ModelConfigsSerializeRequest",
    "ModelConfigsSerializeResponse",
    "ModelEndpoints",
    "ModelProviders",
    "ObservabilityStatus",
    "PaginatedDataDatapointResponse",
    "PaginatedDataEvaluationDatapointSnapshotResponse",
    "PaginatedDataEvaluationResponse",
    "PaginatedDataLogResponse",
    "PaginatedDataProjectResponse",
    "PaginatedDataSessionResponse",
    "PlatformAccessEnum",
    "PositiveLabel",
    "ProjectConfigResponse",
    "ProjectInputResponse",
    "ProjectModelConfigFeedbackStatsResponse",
    "ProjectModelConfigRequest",
    "ProjectModelConfigRequestTools",
    "ProjectResponse",
    "ProjectSortBy",
    "ProjectUserResponse",
    "ProjectsDeployConfigToEnvironmentsResponse",
    "ProjectsGetConfigsResponse",
    "ProjectsGetDeployedConfigsResponse",
    "ProjectsUpdateFeedbackTypesRequest",
    "ProviderApiKeys",
    "ResponseFormat",
    "SessionLogResponse",
    "SessionProjectResponse",
    "SessionResponse",
    "SortOrder",
    "StreamToken",
    "TextChatContent",
    "TimeUnit",
    "ToolCall",
    "ToolChoice",
    "ToolConfigRequest",
    "ToolConfigResponse",
    "ToolResponse",
    "ToolResultResponse",
    "ToolSource",
    "ToolType",
    "UpdateDatapointRequest",
    "UpdateDatapointRequestInputs",
    "UpdateDatapointRequestTarget",
    "UpdateDatasetRequest",
    "UpdateEvaluationStatusRequest",
    "UpdateEvaluatorRequest",
    "UpdateExperimentRequest",
    "UpdateExperimentRequestConfigIdsToDeregister",
    "UpdateExperimentRequestConfigIdsToRegister",
    "UpdateFinetuneRequest",
    "UpdateLogRequest",
    "UpdateProjectRequest",
    "Usage",
    "UserResponse",
    "ValidationError",
    "ValidationErrorLoc",
    "VersionStatus",
]

_MODULES = {
    "AddEvaluatorsRequest": "add_evaluators_request",
    "AddEvaluatorsRequestEvaluatorIds": "add_evaluators_request_evaluator_ids",
    "AgentConfigResponse": "agent_config_response",
    "BaseMetricResponse": "base_metric_response",
    "BodyModelConfigsDeserialize": "body_model_configs_deserialize",
    "CategoricalFeedbackLabel": "categorical_feedback_label",
    "ChatDataResponse": "chat_data_response",
    "ChatDeployedRequest": "chat_deployed_request",
    "ChatExperimentRequest": "chat_experiment_request",
    "ChatMessageWithToolCall": "chat_message_with_tool_call",
    "ChatModelConfigRequest": "chat_model_config_request",
    "ChatRequest": "chat_request",
    "ChatResponse": "chat_response",
    "ChatResponseProviderResponses": "chat_response_provider_responses",
    "ChatRole": "chat_role",
    "CompletionDeployedRequest": "completion_deployed_request",
    "CompletionExperimentRequest": "completion_experiment_request",
    "CompletionModelConfigRequest": "completion_model_config_request",
    "CompletionRequest": "completion_request",
    "CompletionResponse": "completion_response",
    "CompletionResponseProviderResponses": "completion_response_provider_responses",
    "ConfigResponse": "config_response",
    "ConfigType": "config_type",
    "CreateDatapointRequest": "create_datapoint_request",
    "CreateDatapointRequestInputs": "create_datapoint_request_inputs",
    "CreateDatapointRequestTarget": "create_datapoint_request_target",
    "CreateDatapointsByLogsRequest": "create_datapoints_by_logs_request",
    "CreateDatapointsByLogsRequestLogIds": "create_datapoints_by_logs_request_log_ids",
    "CreateDatasetRequest": "create_dataset_request",
    "CreateEvaluationLogRequest": "create_evaluation_log_request",
    "CreateEvaluationRequest": "create_evaluation_request",
    "CreateEvaluationRequestEvaluatorIds": "create_evaluation_request_evaluator_ids",
    "CreateEvaluationResultLogRequest": "create_evaluation_result_log_request",
    "CreateEvaluatorRequest": "create_evaluator_request",
    "CreateExperimentRequest": "create_experiment_request",
    "CreateExperimentRequestConfigIds": "create_experiment_request_config_ids",
    "CreateLogResponse": "create_log_response",
    "CreateProjectRequest": "create_project_request",
    "CreateSessionResponse": "create_session_response",
    "DashboardConfiguration": "dashboard_configuration",
    "DashboardConfigurationModelConfigIds": "dashboard_configuration_model_config_ids",
    "DataResponse": "data_response",
    "DatapointResponse": "datapoint_response",
    "DatapointResponseInputs": "datapoint_response_inputs",
    "DatapointResponseTarget": "datapoint_response_target",
    "DatapointsDeleteRequest": "datapoints_delete_request",
    "DatasetResponse": "dataset_response",
    "DatasetsCreateDatapointRequest": "datasets_create_datapoint_request",
    "DatasetsCreateDatapointResponse": "datasets_create_datapoint_response",
    "DatasetsListAllForProjectResponse": "datasets_list_all_for_project_response",
    "EnvironmentProjectConfigRequest": "environment_project_config_request",
    "EnvironmentProjectConfigResponse": "environment_project_config_response",
    "EnvironmentRequest": "environment_request",
    "ErrorDetail": "error_detail",
    "ErrorResponse": "error_response",
    "EvaluationDatapointSnapshotResponse": "evaluation_datapoint_snapshot_response",
    "EvaluationResponse": "evaluation_response",
    "EvaluationResultResponse": "evaluation_result_response",
    "EvaluationStatus": "evaluation_status",
    "EvaluationsGetForProjectResponse": "evaluations_get_for_project_response",
    "EvaluatorArgumentsType": "evaluator_arguments_type",
    "EvaluatorConfigResponse": "evaluator_config_response",
    "EvaluatorResponse": "evaluator_response",
    "EvaluatorReturnTypeEnum": "evaluator_return_type_enum",
    "EvaluatorType": "evaluator_type",
    "EvaluatorsListResponse": "evaluators_list_response",
    "ExperimentConfigResponse": "experiment_config_response",
    "ExperimentResponse": "experiment_response",
    "ExperimentStatus": "experiment_status",
    "ExperimentsListResponse": "experiments_list_response",
    "Feedback": "feedback",
    "FeedbackAggregateResponse": "feedback_aggregate_response",
    "FeedbackClass": "feedback_class",
    "FeedbackLabelRequest": "feedback_label_request",
    "FeedbackMultiSelectAggregate": "feedback_multi_select_aggregate",
    "FeedbackMultiSelectAggregateValues": "feedback_multi_select_aggregate_values",
    "FeedbackNumberAggregate": "feedback_number_aggregate",
    "FeedbackRequest": "feedback_request",
    "FeedbackResponse": "feedback_response",
    "FeedbackSelectAggregate": "feedback_select_aggregate",
    "FeedbackSelectAggregateValues": "feedback_select_aggregate_values",
    "FeedbackSubmitRequest": "feedback_submit_request",
    "FeedbackSubmitResponse": "feedback_submit_response",
    "FeedbackTextAggregate": "feedback_text_aggregate",
    "FeedbackType": "feedback_type",
    "FeedbackTypeModel": "feedback_type_model",
    "FeedbackTypeRequest": "feedback_type_request",
    "FeedbackTypes": "feedback_types",
    "FileType": "file_type",
    "FinetuneConfig": "finetune_config",
    "FinetuneDataSummary": "finetune_data_summary",
    "FinetuneDataSummaryErrors": "finetune_data_summary_errors",
    "FinetuneRequest": "finetune_request",
    "FinetuneResponse": "finetune_response",
    "FinetunesListAllForProjectResponse": "finetunes_list_all_for_project_response",
    "FunctionTool": "function_tool",
    "FunctionToolChoice": "function_tool_choice",
    "GenericConfigResponse": "generic_config_response",
    "GetModelConfigResponse": "get_model_config_response",
    "HTTPValidationError": "http_validation_error",
    "ImageChatContent": "image_chat_content",
    "ImageUrl": "image_url",
    "LabelSentiment": "label_sentiment",
    "LinkedToolRequest": "linked_tool_request",
    "LogDatapointRequest": "log_datapoint_request",
    "LogRequest": "log_request",
    "LogResponse": "log_response",
    "LogsLogResponse": "logs_log_response",
    "MetricValueResponse": "metric_value_response",
    "ModelConfigChatRequest": "model_config_chat_request",
    "ModelConfigChatRequestTools": "model_config_chat_request_tools",
    "ModelConfigCompletionRequest": "model_config_completion_request",
    "ModelConfigEvaluatorAggregateResponse": "model_config_evaluator_aggregate_response",
    "ModelConfigRequest": "model_config_request",
    "ModelConfigRequestTools": "model_config_request_tools",
    "ModelConfigResponse": "model_config_response",
    "ModelConfigToolRequest": "model_config_tool_request",
    "ModelConfigsExport200Response": "model_configs_export200_response",
    "ModelConfigsExportResponse": "model_configs_export_response",
    "ModelConfigsSerializeRequest": "model_configs_serialize_request",
    "ModelConfigsSerializeResponse": "model_configs_serialize_response",
    "ModelEndpoints": "model_endpoints",
    "ModelProviders": "model_providers",
    "ObservabilityStatus": "observability_status",
    "PaginatedDataDatapointResponse": "paginated_data_datapoint_response",
    "PaginatedDataEvaluationDatapointSnapshotResponse": "paginated_data_evaluation_datapoint_snapshot_response",
    "PaginatedDataEvaluationResponse": "paginated_data_evaluation_response",
    "PaginatedDataLogResponse": "paginated_data_log_response",
    "PaginatedDataProjectResponse": "paginated_data_project_response",
    "PaginatedDataSessionResponse": "paginated_data_session_response",
    "PlatformAccessEnum": "platform_access_enum",
    "PositiveLabel": "positive_label",
    "ProjectConfigResponse": "project_config_response",
    "ProjectInputResponse": "project_input_response",
    "ProjectModelConfigFeedbackStatsResponse": "project_model_config_feedback_stats_response",
    "ProjectModelConfigRequest": "project_model_config_request",
    "ProjectModelConfigRequestTools": "project_model_config_request_tools",
    "ProjectResponse": "project_response",
    "ProjectSortBy": "project_sort_by",
    "ProjectUserResponse": "project_user_response",
    "ProjectsDeployConfigToEnvironmentsResponse": "projects_deploy_config_to_environments_response",
    "ProjectsGetConfigsResponse": "projects_get_configs_response",
    "ProjectsGetDeployedConfigsResponse": "projects_get_deployed_configs_response",
    "ProjectsUpdateFeedbackTypesRequest": "projects_update_feedback_types_request",
    "ProviderApiKeys": "provider_api_keys",
    "ResponseFormat": "response_format",
    "SessionLogResponse": "session_log_response",
    "SessionProjectResponse": "session_project_response",
    "SessionResponse": "session_response",
    "SortOrder": "sort_order",
    "StreamToken": "stream_token",
    "TextChatContent": "text_chat_content",
    "TimeUnit": "time_unit",
    "ToolCall": "tool_call",
    "ToolChoice": "tool_choice",
    "ToolConfigRequest": "tool_config_request",
    "ToolConfigResponse": "tool_config_response",
    "ToolResponse": "tool_response",
    "ToolResultResponse": "tool_result_response",
    "ToolSource": "tool_source",
    "ToolType": "tool_type",
    "UpdateDatapointRequest": "update_datapoint_request",
    "UpdateDatapointRequestInputs": "update_datapoint_request_inputs",
    "UpdateDatapointRequestTarget": "update_datapoint_request_target",
    "UpdateDatasetRequest": "update_dataset_request",
    "UpdateEvaluationStatusRequest": "update_evaluation_status_request",
    "UpdateEvaluatorRequest": "update_evaluator_request",
    "UpdateExperimentRequest": "update_experiment_request",
    "UpdateExperimentRequestConfigIdsToDeregister": "update_experiment_request_config_ids_to_deregister",
    "UpdateExperimentRequestConfigIdsToRegister": "update_experiment_request_config_ids_to_register",
    "UpdateFinetuneRequest": "update_finetune_request",
    "UpdateLogRequest": "update_log_request",
    "UpdateProjectRequest": "update_project_request",
    "Usage": "usage",
    "UserResponse": "user_response",
    "ValidationError": "validation_error",
    "ValidationErrorLoc": "validation_error_loc",
    "VersionStatus": "version_status",
}
__getattr__, __dir__ = lazy_names(__name__, _MODULES)
