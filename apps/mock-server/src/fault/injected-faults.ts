import type { FaultRule } from "./fault.ts";

/** A fault that somebody put in the way of coming requests. */
export interface InjectedFault {
  readonly number: number;
  readonly rule: FaultRule;
  /** Only for requests of this API, operation or job. */
  readonly api?: string;
  readonly operation?: string;
  readonly job?: string;
  /** How many requests still meet it; absent for all of them. */
  readonly times?: number;
}

/** The faults that lie in wait. */
export interface InjectedFaults {
  add(fault: Omit<InjectedFault, "number">): InjectedFault;
  list(): readonly InjectedFault[];
  /** Whether there was such a fault. */
  remove(number: number): boolean;
  clear(): void;
  /** The first that a request meets; it is used up by that. */
  take(target: FaultTarget, hits: (rule: FaultRule, fault: InjectedFault) => boolean): FaultRule | undefined;
}

/** What a request is about. */
export interface FaultTarget {
  readonly api: string;
  readonly operation?: string;
  readonly job?: string;
}

/** Faults from outside, in the order in which they came. */
export const createInjectedFaults = (onUsed: () => void = () => {}): InjectedFaults => {
  let faults: readonly InjectedFault[] = [];
  let count = 0;
  return {
    add: (fault) => {
      const made = { ...fault, number: ++count };
      faults = [...faults, made];
      return made;
    },
    list: () => faults,
    remove: (number) => {
      const rest = faults.filter((fault) => fault.number !== number);
      const wasThere = rest.length < faults.length;
      faults = rest;
      return wasThere;
    },
    clear: () => {
      faults = [];
    },
    take: (target, hits) => {
      if (faults.length === 0) return undefined;
      const met = faults.find((fault) => isFor(fault, target) && hits(fault.rule, fault));
      if (met?.times === undefined) return met?.rule;
      faults = faults.flatMap((fault) =>
        fault !== met ? [fault] : met.times === 1 ? [] : [{ ...met, times: (met.times ?? 1) - 1 }],
      );
      onUsed();
      return met.rule;
    },
  };
};

const isFor = (fault: InjectedFault, target: FaultTarget): boolean =>
  (fault.api === undefined || fault.api === target.api) &&
  (fault.operation === undefined || fault.operation === target.operation) &&
  (fault.job === undefined || fault.job === target.job);
