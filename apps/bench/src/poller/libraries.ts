import { createHttpPoller } from "@azure/core-lro";
import { createPoller } from "@genwait/poller";
import pRetry from "p-retry";
import pWaitFor from "p-wait-for";
import type { BenchJob } from "./bench-job.ts";

export interface WaitOptions {
  readonly intervalMs: number;
  readonly signal?: AbortSignal;
}

/** Waits for a job by one library, as its documentation says; peers get no deadline, which would cost them a timer each. */
export type Wait = (job: BenchJob, options: WaitOptions) => Promise<unknown>;

const genwait = (): Wait => {
  const poller = createPoller();
  return (job, options) => poller.wait(job, options);
};

const waitFor =
  (): Wait =>
  (job, { intervalMs, signal }) => {
    let last: unknown;
    return pWaitFor(
      async () => {
        const { state } = await job.poll();
        last = state;
        return state.phase !== "pending" && pWaitFor.resolveWith(last);
      },
      { interval: intervalMs, ...(signal !== undefined && { signal }) },
    );
  };

const coreLro =
  (): Wait =>
  (job, { intervalMs, signal }) => {
    const sendPollRequest = async () => {
      const { state } = await job.poll();
      const body = { status: state.phase === "pending" ? "Running" : "Succeeded", state };
      return {
        flatResponse: state,
        rawResponse: { statusCode: 200, headers: {}, body, request: { method: "GET", url: job.id } },
      };
    };
    const poller = createHttpPoller(
      {
        sendInitialRequest: async () => ({
          flatResponse: {},
          rawResponse: {
            statusCode: 202,
            headers: { "operation-location": job.id },
            body: {},
            request: { method: "PUT", url: job.id },
          },
        }),
        sendPollRequest,
      },
      { intervalInMs: intervalMs },
    );
    return poller.pollUntilDone(signal === undefined ? {} : { abortSignal: signal });
  };

const retry =
  (): Wait =>
  (job, { intervalMs, signal }) =>
    pRetry(
      async () => {
        const { state } = await job.poll();
        if (state.phase === "pending") throw new Error("pending");
        return state;
      },
      {
        retries: 1000,
        factor: 1,
        minTimeout: intervalMs,
        maxTimeout: intervalMs,
        ...(signal !== undefined && { signal }),
      },
    );

/** Ours first, then the peers. */
export const libraries: Readonly<Record<string, () => Wait>> = {
  genwait,
  "p-wait-for": waitFor,
  "core-lro": coreLro,
  "p-retry": retry,
};

export const peers: readonly string[] = Object.keys(libraries).slice(1);
