import type { ApiDescription } from "@genwait/client-core";
import type { Scenario } from "@genwait/mock-server";

/** One job of the demo: which API, and its scenario. */
export interface DemoJob {
  readonly api: ApiDescription;
  readonly id: string;
  readonly scenario: Scenario;
}

/**
 * What the demo shows of each API follows from its declaration: jobs of several items end partly, others once well and
 * once not; and the roughest way to a good result that a service can have.
 */
export const planDemo = (apis: readonly ApiDescription[]): readonly DemoJob[] =>
  apis.flatMap((api) => {
    const scenarios = hasItems(api) ? { some: partial, rough } : { good, bad, rough };
    return Object.entries(scenarios).map(([name, scenario]) => ({ api, id: `demo-${name}`, scenario }));
  });

const hasItems = ({ jobs, defaultJob }: ApiDescription): boolean =>
  jobs.some(({ name, lifecycle }) => name === defaultJob && lifecycle.items !== undefined);

const good: Scenario = { duration: "3s", result: "succeeded" };

const bad: Scenario = { duration: "2s", result: "failed" };

const partial: Scenario = { duration: "5s", items: ["succeeded", "succeeded", "filtered", "succeeded"] };

const rough: Scenario = {
  duration: "4s",
  result: "succeeded",
  faults: [
    // From the first poll on, so that they are met at any speed.
    { is: "rate-limited", on: 1, retryAfter: "1s" },
    { is: "reset", on: 2 },
    { is: "bad-gateway", on: 5 },
  ],
};
