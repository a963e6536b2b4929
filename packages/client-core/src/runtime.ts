export { createApiClient } from "./api-client.ts";
export { bodies } from "./bodies.ts";
export { DetailedJobs } from "./detailed-jobs.ts";
export { FollowUpJobs } from "./follow-ups.ts";
export { declaredParameters } from "./parameters.ts";
export { webhooks } from "./webhooks.ts";
