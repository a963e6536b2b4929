export { createApiClient } from "./api-client.ts";
export { declaredParameters } from "./declared-parameters.ts";
