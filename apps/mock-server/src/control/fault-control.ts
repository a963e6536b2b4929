import { type FaultName, faultNames, type FaultRule } from "../fault/fault.ts";
import type { InjectedFault } from "../fault/injected-faults.ts";
import type { ApiContext } from "../service/context.ts";
import type { Core } from "../service/core.ts";
import { downloadOperation } from "../service/respond-to-file.ts";
import { checkBySchema } from "./check-by-schema.ts";
import { ControlError } from "./control-error.ts";
import { findApi } from "./find-job.ts";

/** Faults from outside, in the way of the requests that come. */
export interface FaultControl {
  /** Every fault there is. */
  readonly names: readonly FaultName[];
  /** Those that lie in wait. */
  list(): readonly InjectedFault[];
  /** Throws a ControlError where it could never hit: for an API or an operation that is not there. */
  add(rule: FaultRule, target?: Omit<InjectedFault, "number" | "rule">): InjectedFault;
  /** Throws a ControlError where there is none of this number. */
  remove(number: number): void;
  clear(): void;
}

/** Steers the faults of a service. */
export const createFaultControl = ({ contexts, shared: { faults, changes } }: Core): FaultControl => ({
  names: faultNames,
  list: faults.list,
  add: (rule, target = {}) => {
    checkBySchema(rule, "fault");
    refuseVain(rule, target, contexts);
    const added = faults.add({ ...target, rule });
    changes.emit({ of: "faults" });
    return added;
  },
  remove: (number) => {
    if (!faults.remove(number)) {
      throw new ControlError(
        "no-fault",
        `Failed to remove fault ${number}: there is none of this number. GET /_mock/faults lists those that lie in wait.`,
      );
    }
    changes.emit({ of: "faults" });
  },
  clear: () => {
    faults.clear();
    changes.emit({ of: "faults" });
  },
});

// A test whose fault was mistyped must not pass because nothing ever happened.
const refuseVain = (
  { on }: FaultRule,
  { api, operation, job, times }: Omit<InjectedFault, "number" | "rule">,
  contexts: ReadonlyMap<string, ApiContext>,
): void => {
  const apis = api === undefined ? [...contexts.values()] : [findApi(contexts, api)];
  const calls = on === undefined ? [] : [on].flat();
  if (times !== undefined && !(Number.isInteger(times) && times > 0))
    throw vain(`"times" is ${times}, and no whole number above 0. Give one, or leave it out.`);
  if (job !== undefined && calls.length > 0 && calls.every((call) => call === "create"))
    throw vain(`a create has no job "${job}" yet. Leave out the job, or give the number of a poll.`);
  if (operation === downloadOperation && calls.length > 0)
    throw vain(`"on" counts polls and creates, and a download is neither. Leave it out.`);
  if (operation === undefined) return;
  const named = apis.flatMap(({ api: model }) =>
    model.operations
      .filter(({ name }) => name === operation)
      .map((found) => ({ isPoll: found.xJob !== undefined, isCreate: model.creates.has(found) })),
  );
  const names = apis.flatMap((context) => context.api.operations.map(({ name }) => name));
  if (named.length === 0 && operation !== downloadOperation)
    throw vain(`there is no operation "${operation}". Choose one of ${[...names, downloadOperation].join(", ")}.`);
  const meets = (call: number | "create"): boolean =>
    named.some(({ isPoll, isCreate }) => (call === "create" ? isCreate : isPoll));
  if (calls.length > 0 && operation !== downloadOperation && !calls.some(meets))
    throw vain(`"${operation}" is no ${calls.includes("create") ? "create" : "poll of a job"}. Leave out "on".`);
};

const vain = (reason: string): ControlError => new ControlError("bad-request", `Failed to add a fault: ${reason}`);
