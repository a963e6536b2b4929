import { type Duration, parseDuration } from "@genwait/lifecycle";

import type { RequestEntry } from "../mock-options.ts";
import { highestSpeed, latestMs } from "../mock-time.ts";
import type { Core } from "../service/core.ts";
import { longestMs } from "../scenario/longest-time.ts";
import { ControlError } from "./control-error.ts";
import { createFaultControl, type FaultControl } from "./fault-control.ts";
import { createJobControl, type JobControl } from "./job-control.ts";
import { createScenarioControl, type ScenarioControl } from "./scenario-control.ts";

/** The means to steer a mock from a test; the HTTP API under `/_mock/` calls the same. */
export interface MockControl {
  readonly jobs: JobControl;
  readonly scenarios: ScenarioControl;
  readonly faults: FaultControl;
  readonly requests: RequestControl;
  readonly clock: ClockControl;
  /** Forgets jobs, faults, requests, and scenarios that were chosen or added since the start; takes back advances of the clock. */
  reset(): void;
}

/** The log of requests. */
export interface RequestControl {
  /** Oldest first. */
  list(filter?: RequestFilter): readonly RequestEntry[];
  /** The number of the newest request; 0 before the first. */
  last(): number;
  clear(): void;
  /** Calls back for every request from now on; gives the function that ends it. */
  subscribe(listener: (entry: RequestEntry) => void): () => void;
}

/** Which requests of the log. */
export interface RequestFilter {
  /** Only requests whose number is above this. */
  readonly since?: number;
  /** At most this number, the newest of them. */
  readonly limit?: number;
  readonly api?: string;
  /** The job's id. */
  readonly job?: string;
}

/** The mock's time. */
export interface ClockControl {
  /** The mock's time in epoch milliseconds. */
  now(): number;
  readonly speed: number;
  /** Lets jobs run faster or slower from now on; 0 stops them. */
  setSpeed(speed: number): void;
  /** The same moment as callers see it: jumps count, speed does not. */
  callerNow(): number;
  /** The sum of all jumps. */
  jumpedMs(): number;
  /** Lets every job grow older at once. */
  advance(by: Duration): void;
}

/** The control of a service. */
export const createControl = (core: Core): MockControl => {
  const { shared, requests } = core;
  const { changes, time } = shared;
  const initialSpeed = time.speed;
  const jobs = createJobControl(core);
  const scenarios = createScenarioControl(shared);
  const faults = createFaultControl(core);
  const clear = (): void => {
    requests.clear();
    changes.emit({ of: "cleared" });
  };
  return {
    jobs,
    scenarios,
    faults,
    requests: {
      list: ({ since, limit, api, job } = {}) => {
        const found = requests
          .list(since)
          .filter((entry) => (api === undefined || entry.api === api) && (job === undefined || entry.job === job));
        return limit === undefined ? found : found.slice(Math.max(0, found.length - limit));
      },
      last: requests.last,
      clear,
      subscribe: requests.subscribe,
    },
    clock: {
      now: time.now,
      get speed() {
        return time.speed;
      },
      setSpeed: (speed) => {
        if (!(speed >= 0 && speed <= highestSpeed))
          throw new ControlError(
            "bad-request",
            `Failed to set the speed: ${speed} is not from 0 to ${highestSpeed}. Give 0 to stand still, 1 for real time.`,
          );
        time.setSpeed(speed);
        changes.emit({ of: "clock" });
      },
      callerNow: time.limitsNow,
      jumpedMs: time.jumpedMs,
      advance: (by) => {
        const byMs = parseDuration(by);
        if (!(byMs <= longestMs) || time.now() + byMs > latestMs)
          throw new ControlError(
            "bad-request",
            `Failed to advance the clock by ${by}: it would leave what a date can hold. Advance it by less, at most a hundred years at once.`,
          );
        time.advance(byMs);
        changes.emit({ of: "clock" });
      },
    },
    reset: () => {
      jobs.clear();
      faults.clear();
      clear();
      scenarios.reset();
      if (time.speed !== initialSpeed) time.setSpeed(initialSpeed);
      time.advance(-time.jumpedMs());
      changes.emit({ of: "clock" });
    },
  };
};
