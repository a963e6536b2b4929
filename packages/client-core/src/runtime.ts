export { createApiClient } from "./api-client.ts";
export { declaredParameters } from "./parameters.ts";
