import type { NamedScenario } from "../job/job-record.ts";
import { type BuiltIn, builtIns } from "./built-in.ts";
import type { Scenario } from "./scenario.ts";
import { longestMs, timeMs } from "./longest-time.ts";

/** Every scenario that can be chosen, and the one that plays when nobody chooses. */
export interface ScenarioBook {
  /** By the text after `mock-`, or of the request header: `failed`, `partial-3`, `slow-90s-anything`. */
  find(text: string): NamedScenario | undefined;
  /** By an id: ids that begin with `mock-` choose, if there is such a scenario. */
  namedBy(id: string): NamedScenario | undefined;
  /** What a scenario's parameter may be, where a text names the scenario and gives it another one. */
  rangeOf(text: string): string | undefined;
  /** Takes an added scenario away; false where there is none of this name. */
  remove(name: string): boolean;
  /** Adds scenarios, or replaces those of the same name. */
  add(scenarios: Readonly<Record<string, Scenario>>): void;
  list(): readonly ListedScenario[];
  /** What plays when nobody chooses. */
  default: NamedScenario;
  /** What the next create plays; taken once. */
  next: NamedScenario | undefined;
  takeNext(): NamedScenario | undefined;
  /** Forgets what was added and chosen since {@link ScenarioBook.settle}. */
  reset(): void;
  /** Makes the present state the one that `reset` goes back to. */
  settle(): void;
}

/** A scenario as lists show it. */
export interface ListedScenario {
  readonly name: string;
  readonly describe: string;
  readonly parameter?: string;
  readonly isBuiltIn: boolean;
}

/** The built-in scenarios and one's own. One's own win. */
export const createScenarioBook = (own: Readonly<Record<string, Scenario>> = {}): ScenarioBook => {
  let added = new Map(Object.entries(own));
  let settled: { readonly added: ReadonlyMap<string, Scenario>; readonly chosen: NamedScenario } | undefined;
  // One object for each text that was ever asked for: a hundred thousand jobs share it.
  const known = new Map<string, NamedScenario>();
  const book: ScenarioBook = {
    default: typical,
    next: undefined,
    takeNext: () => {
      const taken = book.next;
      book.next = undefined;
      return taken;
    },
    settle: () => {
      settled = { added: new Map(added), chosen: book.default };
    },
    reset: () => {
      if (settled === undefined) return;
      added = new Map(settled.added);
      book.default = settled.chosen;
      book.next = undefined;
      known.clear();
    },
    find: (text) => {
      const name = longestName(text, [...added.keys(), ...builtIns.map((builtIn) => builtIn.name)]);
      if (name === undefined) return text === typical.name ? typical : undefined;
      const mine = added.get(name);
      return mine === undefined
        ? fromBuiltIn(name, text.slice(name.length + 1), known)
        : remember(known, name, () => mine);
    },
    namedBy: (id) => (id.startsWith("mock-") ? book.find(id.slice("mock-".length)) : undefined),
    rangeOf: (text) => {
      const name = longestName(text, [...added.keys(), ...builtIns.map((builtIn) => builtIn.name)]);
      const builtIn = added.has(name ?? "") ? undefined : builtIns.find((candidate) => candidate.name === name);
      return builtIn === undefined ? undefined : outOfRange(builtIn, text.slice(builtIn.name.length + 1));
    },
    remove: (name) => {
      known.clear();
      return added.delete(name);
    },
    add: (scenarios) => {
      for (const [name, scenario] of Object.entries(scenarios)) added.set(name, scenario);
      known.clear();
    },
    list: () => listed(added),
  };
  return book;
};

const typical: NamedScenario = { name: "default", scenario: {} };

const listed = (added: ReadonlyMap<string, Scenario>): readonly ListedScenario[] => [
  ...[...added].map(([name, { describe = "" }]) => ({ name, describe, isBuiltIn: false })),
  { name: typical.name, describe: "takes as long as the document says jobs typically do", isBuiltIn: true },
  ...builtIns.map(({ name, describe, parameter }) => ({
    name,
    describe,
    isBuiltIn: true,
    ...(parameter && { parameter: parameter.is }),
  })),
];

const longestName = (text: string, names: readonly string[]): string | undefined =>
  names.filter((name) => text === name || text.startsWith(`${name}-`)).toSorted((a, b) => b.length - a.length)[0];

const fromBuiltIn = (name: string, rest: string, known: Map<string, NamedScenario>): NamedScenario | undefined => {
  const builtIn = builtIns.find((candidate) => candidate.name === name);
  if (builtIn === undefined) return undefined;
  if (outOfRange(builtIn, rest) !== undefined) return undefined;
  const { parameter } = builtIn;
  const [first = ""] = rest.split("-");
  const isGiven = parameter !== undefined && (parameter.is === "count" ? isCount.test(first) : isDuration.test(first));
  const value = isGiven ? first : (parameter?.otherwise ?? "");
  return remember(known, isGiven ? `${name}-${value}` : name, () => builtIn.make(value));
};

// Replaced by nothing in silence: whoever asks for a number, or for a time, that cannot be is told so.
const outOfRange = ({ name, parameter }: BuiltIn, rest: string): string | undefined => {
  if (parameter === undefined) return undefined;
  // A minus stands where the next word would begin.
  const [first = ""] = /^-\d[^-]*|^[^-]*/.exec(rest) ?? [];
  if (parameter.is === "count") {
    if (!isNumber.test(first)) return undefined;
    const count = Number(first);
    if (Number.isInteger(count) && count >= parameter.least && count <= mostItems) return undefined;
    return `${name} takes a number from ${parameter.least} to ${mostItems}, not ${first}`;
  }
  if (isNumber.test(first) || first.startsWith("-")) return `${name} takes a time such as 90s, not ${first}`;
  if (!isDuration.test(first) || timeMs(first) <= longestMs) return undefined;
  return `${name} takes a time of up to a hundred years, not ${first}`;
};

const isNumber = /^-?\d+(?:\.\d+)?$/;

/** A job with more outputs than this is a mistake, or an attack on the mock's memory. */
export const mostItems: number = 1000;

const isCount = /^\d+$/;
const isDuration = /^\d+(?:\.\d+)?(?:ms|s|m|h)$/;

// Parameters come from ids, so there can be any number of them.
const mostKnown = 1000;

const remember = (known: Map<string, NamedScenario>, name: string, make: () => Scenario): NamedScenario => {
  const before = known.get(name);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const made = { name, scenario: make() };
  known.set(name, made);
  return made;
};
