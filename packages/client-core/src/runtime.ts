export { createApiClient } from "./api-client.ts";
export { DetailedJobs } from "./detailed-jobs.ts";
export { FollowUpJobs } from "./follow-ups.ts";
export { declaredParameters } from "./parameters.ts";
