export type { AnyJob, ClientFactory, ClientRequest, DurableClient } from "./clients.ts";
export type { UserTransaction } from "./database.ts";
export { DurableError, type DurableErrorFacts, type DurableErrorReason, isDurableError } from "./durable-error.ts";
export type { FleetRate } from "./fleet-rate-limit.ts";
export type { CreateIntent } from "./intents.ts";
export { printMigrations } from "./migrations.ts";
export type {
  DeliveryOverview,
  EndpointOverview,
  OpenWaitOverview,
  OverviewOptions,
  RateLimitOverview,
  ResultOverview,
  StoreOverview,
  WorkerOverview,
} from "./overview.ts";
export type { WaitFailure, WaitResult } from "./result-log.ts";
export { serveStatus, type StatusServer, type StatusServerOptions } from "./status-server.ts";
export type { StoreLocation } from "./store.ts";
export { metrics, spans } from "./telemetry.ts";
export type { WaitFilter, WaitPhase, WaitPollOptions, WakeTarget, WebhookTarget } from "./wait-table.ts";
export {
  type AddOptions,
  createWaits,
  type ResultsOptions,
  type RetentionOptions,
  type RunningWorker,
  type StartedJob,
  type StartInput,
  type StartName,
  type StartOptions,
  type Wait,
  type Waits,
  type WaitsOptions,
  type WebhookOptions,
} from "./waits.ts";
export type { Resolve } from "./webhook-address.ts";
export { type ReceivedWebhook, verifyWebhook } from "./webhook-signature.ts";
export type { WorkerEvent, WorkOptions } from "./worker.ts";
