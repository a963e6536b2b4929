import type { CallOptions } from "./client-options.ts";
import type { ThingsClient } from "./fixtures/things-api.ts";

export const parametersInOptions = async (client: ThingsClient, options: CallOptions): Promise<void> => {
  await client.createThing({ text: "a boat" }, { parameters: { dryRun: true } });
  await client.createThing({ text: "a boat" }, options);
  // @ts-expect-error a parameter that the operation does not have
  await client.createThing({ text: "a boat" }, { parameters: { dryRuns: true } });
  // @ts-expect-error this operation takes its parameters by name
  await client.renameThing({ id: "thing-1", body: { name: "boat" } }, { parameters: { dryRun: true } });
};
