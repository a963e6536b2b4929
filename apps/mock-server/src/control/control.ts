import { type Duration, parseDuration } from "@genwait/lifecycle";

import { type FaultName, faultNames, type FaultRule } from "../fault/fault.ts";
import type { InjectedFault } from "../fault/injected-faults.ts";
import type { RequestEntry } from "../mock-options.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ListedScenario } from "../scenario/scenario-book.ts";
import type { Core } from "../service/core.ts";
import type { Changes } from "./changes.ts";
import { ControlError } from "./control-error.ts";
import { createJobControl, type JobControl } from "./job-control.ts";

/** The means to steer a mock from a test; the HTTP API under `/_mock/` calls the same. */
export interface MockControl {
  readonly jobs: JobControl;
  readonly scenarios: ScenarioControl;
  readonly faults: FaultControl;
  readonly requests: RequestControl;
  readonly clock: ClockControl;
  /** Forgets every job, fault and request. Scenarios that were added stay. */
  reset(): void;
}

export interface ScenarioControl {
  list(): readonly ListedScenario[];
  /** The name of the one that plays when nobody chooses. */
  default(): string;
  /** Chooses what plays when nobody chooses. */
  setDefault(scenario: string | Scenario): void;
  add(scenarios: Readonly<Record<string, Scenario>>): void;
}

export interface FaultControl {
  readonly names: readonly FaultName[];
  list(): readonly InjectedFault[];
  /** Puts a fault in the way of the requests that come. */
  add(rule: FaultRule, target?: Omit<InjectedFault, "number" | "rule">): InjectedFault;
  remove(number: number): void;
  clear(): void;
}

export interface RequestControl {
  /** Oldest first; only those after a number, of an API, of a job. */
  list(filter?: RequestFilter): readonly RequestEntry[];
  clear(): void;
  /** Calls back for every request from now on; gives the function that ends it. */
  subscribe(listener: (entry: RequestEntry) => void): () => void;
}

export interface RequestFilter {
  readonly after?: number;
  readonly api?: string;
  readonly job?: string;
}

export interface ClockControl {
  /** The mock's time in epoch milliseconds. */
  now(): number;
  readonly speed: number;
  /** Lets every job grow older at once. */
  advance(by: Duration): void;
}

/** The control of a service. */
export const createControl = (core: Core, changes: Changes): MockControl => {
  const { shared, requests } = core;
  const { book, faults, time, store } = shared;
  return {
    jobs: createJobControl(core, changes),
    scenarios: {
      list: book.list,
      default: () => book.default.name,
      setDefault: (scenario) => {
        const chosen = typeof scenario === "object" ? { name: "custom", scenario } : book.find(scenario);
        if (chosen === undefined) throw new ControlError(404, `Failed to choose a scenario: there is none called "${String(scenario)}". GET /_mock/scenarios lists them.`);
        book.default = chosen;
        changes.emit("scenarios");
      },
      add: (scenarios) => {
        book.add(scenarios);
        changes.emit("scenarios");
      },
    },
    faults: {
      names: faultNames,
      list: faults.list,
      add: (rule, target = {}) => {
        const added = faults.add({ ...target, rule });
        changes.emit("faults");
        return added;
      },
      remove: (number) => {
        if (!faults.remove(number)) throw new ControlError(404, `Failed to remove the fault ${number}: there is none. GET /_mock/faults lists them.`);
        changes.emit("faults");
      },
      clear: () => {
        faults.clear();
        changes.emit("faults");
      },
    },
    requests: {
      list: ({ after, api, job } = {}) =>
        requests.list(after).filter((entry) => (api === undefined || entry.api === api) && (job === undefined || entry.job === job)),
      clear: requests.clear,
      subscribe: requests.subscribe,
    },
    clock: { now: time.now, speed: time.speed, advance: (by) => {
        time.advance(parseDuration(by));
        changes.emit("clock");
      } },
    reset: () => {
      store.clear();
      faults.clear();
      requests.clear();
      for (const part of ["jobs", "faults", "requests"] as const) changes.emit(part);
    },
  };
};
