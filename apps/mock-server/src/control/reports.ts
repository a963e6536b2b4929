import { type StatusKind, parseDuration } from "@genwait/lifecycle";

import { type ApiModel, defaultJob } from "../document/api-model.ts";
import type { Operation } from "../document/operation.ts";
import type { FaultRule } from "../fault/fault.ts";
import type { InjectedFault } from "../fault/injected-faults.ts";
import { possibleKinds } from "../job/status-kinds.ts";
import type { ListedScenario } from "../scenario/scenario-book.ts";
import type { MockControl } from "./control.ts";

/** An API as the control API shows it. */
export interface ApiReport {
  readonly name: string;
  readonly title: string;
  /** Null where it is used in-process only. */
  readonly address: string | null;
  readonly operations: readonly string[];
  /** The path of the default job's status operation. */
  readonly statusPath?: string;
  /** The header in which it wants a key. */
  readonly keyHeader?: string;
  /** What stands there before the key, such as `Bearer `. */
  readonly keyPrefix?: string;
  /** What starts a job, with a body that is enough. */
  readonly creates: readonly CreateReport[];
  readonly jobs: readonly DeclaredJob[];
}

/** An operation that starts jobs. */
export interface CreateReport {
  readonly operation: string;
  /** In upper case. */
  readonly method: string;
  readonly path: string;
  /** By the document's examples; absent where it takes no JSON. */
  readonly body?: unknown;
}

/** A job that a document declares. */
export interface DeclaredJob {
  readonly name: string;
  readonly isDefault: boolean;
  readonly pollIntervalMs: number;
  /** What a job of this name can be. */
  readonly kinds: readonly StatusKind[];
}

/** What a document declares, in short. */
export const reportApi = (api: ApiModel, address: string | null): ApiReport => {
  const preset = defaultJob(api);
  return {
    name: api.name,
    title: api.title,
    address,
    operations: api.operations.map(({ name }) => name),
    ...(preset !== undefined && { statusPath: preset.operation.path, ...keyHeaderOf(preset.operation) }),
    creates: [...api.creates.keys()].map(({ name, method, path, exampleBody }) => ({
      operation: name,
      method: method.toUpperCase(),
      path,
      ...(exampleBody !== undefined && { body: exampleBody }),
    })),
    jobs: api.jobs.map((job) => ({
      name: job.declaration.name,
      isDefault: job === preset,
      pollIntervalMs: parseDuration(job.declaration.poll?.every ?? "5s"),
      kinds: [...possibleKinds(job.declaration)],
    })),
  };
};

const keyHeaderOf = ({ security }: Operation): Pick<ApiReport, "keyHeader" | "keyPrefix"> => {
  const schemes = security.flat();
  const key = schemes.find((one) => one.type === "apiKey" && one.in === "header");
  if (key?.type === "apiKey")
    return { keyHeader: key.name, ...(key.prefix !== undefined && { keyPrefix: key.prefix }) };
  const http = schemes.find(({ type }) => type === "http");
  if (http?.type !== "http" || http.scheme === "basic") return {};
  return { keyHeader: "authorization", keyPrefix: `${http.scheme.charAt(0).toUpperCase()}${http.scheme.slice(1)} ` };
};

/** The scenarios as the control API shows them. */
export interface ScenariosReport {
  readonly default: string;
  readonly next: string | null;
  readonly scenarios: readonly ListedScenario[];
}

/** Every scenario, and which one plays. */
export const reportScenarios = ({ scenarios }: MockControl): ScenariosReport => ({
  default: scenarios.default(),
  next: scenarios.next() ?? null,
  scenarios: scenarios.list(),
});

/** The time as the control API shows it. */
export interface ClockReport {
  readonly nowMs: number;
  /** The same moment as callers see it. */
  readonly callerMs: number;
  readonly speed: number;
  readonly jumpedMs: number;
}

/** The mock's time. */
export const reportClock = ({ clock }: MockControl): ClockReport => ({
  nowMs: clock.now(),
  callerMs: clock.callerNow(),
  speed: clock.speed,
  jumpedMs: clock.jumpedMs(),
});

/** A fault that lies in wait, as the control API shows it. */
export type FaultReport = FaultRule & Omit<InjectedFault, "rule">;

/** A fault that lies in wait, in one piece. */
export const reportFault = ({ rule, ...target }: InjectedFault): FaultReport => ({ ...target, ...rule });
