import type { EndState, Job } from "@genwait/lifecycle";
import type { Engine } from "./engine.ts";
import { openWait } from "./open-wait.ts";
import type { WaitOptions } from "./wait-options.ts";

/** The end of one job. */
export const waitOne = <State extends { readonly phase: string }>(
  engine: Engine,
  job: Job<State>,
  options: WaitOptions<State> | undefined,
): Promise<EndState<State>> => new Promise((resolve) => openWait(engine, job, options ?? noOptions, resolve));

// One for all: ten thousand empty objects are half a megabyte.
const noOptions = {};
