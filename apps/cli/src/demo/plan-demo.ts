import type { ApiDescriptor } from "@genwait/client-core";
import type { Scenario } from "@genwait/mock-server";

/** One job of the demo: which API, and what its life is made to be. */
export interface DemoJob {
  readonly api: ApiDescriptor;
  readonly id: string;
  readonly scenario: Scenario;
}

/**
 * What the demo shows of each API follows from its declaration: jobs of several outputs end partly, others once well and
 * once not; and the roughest way to a good end that a service can have.
 */
export const planDemo = (apis: readonly ApiDescriptor[]): readonly DemoJob[] =>
  apis.flatMap((api) => {
    const scenarios = hasItems(api) ? { some: partial, rough } : { good, bad, rough };
    return Object.entries(scenarios).map(([name, scenario]) => ({ api, id: `demo-${name}`, scenario }));
  });

const hasItems = ({ jobs, defaultJob }: ApiDescriptor): boolean => jobs[defaultJob]?.lifecycle.items !== undefined;

const good: Scenario = { duration: "3s", end: "succeeded" };

const bad: Scenario = { duration: "2s", end: "failed" };

const partial: Scenario = { duration: "5s", items: ["succeeded", "succeeded", "withheld", "succeeded"] };

const rough: Scenario = {
  duration: "4s",
  end: "succeeded",
  faults: [
    // From the first read on, so that they are met at any speed.
    { is: "rate-limited", on: 1, retryAfter: "1s" },
    { is: "reset", on: 2 },
    { is: "bad-gateway", on: 5 },
  ],
};
