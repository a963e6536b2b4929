export type { ApiDescriptor, ErrorRule, JobDeclaration, Operation, Parameter, Start } from "./api-descriptor.ts";
export { ApiError, type ApiErrorFacts, type Blame, isApiError } from "./api-error.ts";
export type { ApiClient, CallOptions, ClientOptions, JobOptions, NamedParameters, Started } from "./client-options.ts";
export { createApiClient } from "./create-api-client.ts";
export type { Validate, ValidationError } from "./validator.ts";
