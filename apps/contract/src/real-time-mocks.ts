import { type MockServer, startMockServer } from "@genwait/mock-server";
import { apis } from "./apis.ts";
import { endScenarios } from "./end-scenarios.ts";

// A process of its own cannot share a virtual time; a minute of a job's life is short enough to sit through.
const speed = 100;

/** On real sockets and in real time, for programs that run as processes of their own. */
export const startRealTimeMocks = (): Promise<MockServer> =>
  startMockServer({
    apis: apis.map(({ name, document }) => ({ name, document })),
    port: 0,
    scenarios: endScenarios,
    limits: false,
    speed,
  });
