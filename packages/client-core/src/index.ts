export type {
  AnyClient,
  AnyResponse,
  ApiAddress,
  ApiDescription,
  ApiJob,
  ApiKey,
  ApiOperation,
  ApiParameter,
  ApiStart,
  ApiWebhook,
  CallParameter,
  CarriedValue,
  ErrorRule,
  GivenParameter,
  JobCall,
} from "./api-description.ts";
export { ApiError, type ApiErrorFacts, isApiError } from "./api-error.ts";
export type {
  BodyReader,
  CallInit,
  ClientOptions,
  FetchInit,
  FetchResponse,
  JobOptions,
  Started,
  StartInit,
} from "./client-options.ts";
export type { WithConstants } from "./constants.ts";
export { jobOf, type Refine, startJob } from "./jobs.ts";
export type { CheckedResponse, CheckSchema, FoundMismatch, ResponseValidator } from "./validate.ts";
export type { Client, FetchOptions, HeadersOptions, Middleware } from "openapi-fetch";
export {
  WebhookError,
  type WebhookErrorKind,
  type WebhookOptions,
  type WebhookRequest,
  type Webhooks,
} from "./webhooks.ts";
