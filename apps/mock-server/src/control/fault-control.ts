import { type FaultName, faultNames, type FaultRule } from "../fault/fault.ts";
import type { InjectedFault } from "../fault/injected-faults.ts";
import type { Shared } from "../service/context.ts";
import { ControlError } from "./control-error.ts";

/** Faults from outside, in the way of the requests that come. */
export interface FaultControl {
  /** Every fault there is. */
  readonly names: readonly FaultName[];
  /** Those that lie in wait. */
  list(): readonly InjectedFault[];
  add(rule: FaultRule, target?: Omit<InjectedFault, "number" | "rule">): InjectedFault;
  /** Throws a ControlError where there is none of this number. */
  remove(number: number): void;
  clear(): void;
}

/** Steers the faults of a service. */
export const createFaultControl = ({ faults, changes }: Shared): FaultControl => ({
  names: faultNames,
  list: faults.list,
  add: (rule, target = {}) => {
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
