import { type Thing, wholeOf } from "./thing.ts";

/** What a change of a thing is called in the past tense, and what it asks of callers. */
export interface Told {
  readonly sentence: string;
  readonly hint?: string | undefined;
  /** In place of the thing itself. */
  readonly what?: string;
}

/** A predicate of the diff's messages, and how it is told. */
export type Row = readonly [predicate: RegExp, tell: (groups: readonly string[], thing: Thing) => Told];

const into = (thing: Thing): string => (thing.where === "" ? "" : ` to ${thing.where}`);
const from = (thing: Thing): string => (thing.where === "" ? "" : ` from ${thing.where}`);
const isGiven = ({ side }: Thing): boolean => side === "given";
/** Headers and callbacks have no types that a compiler could miss. */
const reading = ({ what }: Thing): string =>
  what.startsWith("`")
    ? "Code that reads {} no longer compiles: do without it."
    : "Code that reads {} finds nothing: do without it.";

/** Members, parameters, headers, bodies: that they came, went, or became something else. The first that fits counts. */
export const memberRows: readonly Row[] = [
  [
    /is new and required/,
    (_, thing) => ({ sentence: `Added {}${into(thing)}, where it is required`, hint: "Give {} in every call." }),
  ],
  [/is new/, (_, thing) => ({ sentence: `Added {}${into(thing)}` })],
  [/is no longer (?:read|write)-only/, (_, thing) => ({ sentence: `Added {}${into(thing)}` })],
  [
    /was removed|is now (?:read|write)-only/,
    (_, thing) => ({
      sentence: `Removed {}${from(thing)}`,
      hint: isGiven(thing) ? "Leave {} out: it is no longer taken." : reading(thing),
    }),
  ],
  [/is now required/, (_, thing) => ({ sentence: `Made ${wholeOf(thing)} required`, hint: "Give {} in every call." })],
  [/is now optional/, (_, thing) => ({ sentence: `Made ${wholeOf(thing)} optional` })],
  [/is now always there/, (_, thing) => ({ sentence: `Guaranteed ${wholeOf(thing)}: it is always there` })],
  [
    /may now be missing/,
    (_, thing) => ({ sentence: `Let {} be missing${from(thing)}`, hint: "Expect {} to be missing." }),
  ],
  [
    /may now be null/,
    (_, thing) => ({
      sentence: `Let ${wholeOf(thing)} be null`,
      hint: isGiven(thing) ? undefined : "Expect {} to be null.",
    }),
  ],
  [
    /may no longer be null/,
    (_, thing) => ({
      sentence: `Ruled out null for ${wholeOf(thing)}`,
      hint: isGiven(thing) ? "Leave {} out in place of null." : undefined,
    }),
  ],
  [
    /is now (.+); it was (.+)/,
    ([now = "", was = ""], thing) => ({
      sentence: `Changed ${wholeOf(thing)} from ${bare(was)} to ${bare(now)}`,
      hint: adjust(thing),
    }),
  ],
  [
    /(?:now accepts|may now be) (.+) and (?:no longer accepts|is no longer) (.+)/,
    ([more = "", less = ""], thing) => ({
      sentence: `Replaced ${less} by ${more} among the values of ${wholeOf(thing)}`,
      hint: `Use ${more} in place of ${less}.`,
    }),
  ],
  [/may now be (`[a-z]+\/\S+`)/, ([type = ""], thing) => ({ sentence: `Let ${wholeOf(thing)} be ${type}` })],
  [
    /is no longer (`[a-z]+\/\S+`)/,
    ([type = ""], thing) => ({
      sentence: `Removed ${type} from the forms of ${wholeOf(thing)}`,
      hint: "Use another of its forms.",
    }),
  ],
  [
    /(?:now accepts|may now be) (the shape .+|one of its shapes)/,
    ([shape = ""], thing) => ({
      sentence: `Added ${shape} to ${wholeOf(thing)}`,
      hint: isGiven(thing) ? undefined : "Handle the new shape.",
    }),
  ],
  [
    /(?:no longer accepts|is no longer) (the shape .+|one of its shapes)/,
    ([shape = ""], thing) => ({
      sentence: `Removed ${shape} from ${wholeOf(thing)}`,
      hint: isGiven(thing) ? "Give another shape." : undefined,
    }),
  ],
  [
    /is no longer limited to a list of values/,
    (_, thing) => ({ sentence: `Freed ${wholeOf(thing)} from its list of values` }),
  ],
  [
    /is now limited to (.+)/,
    ([values = ""], thing) => ({
      sentence: `Limited ${wholeOf(thing)} to ${values}`,
      hint: isGiven(thing) ? "Give one of the listed values." : undefined,
    }),
  ],
  [/is deprecated/, (_, thing) => ({ sentence: `Deprecated ${wholeOf(thing)}` })],
  [/is no longer deprecated/, (_, thing) => ({ sentence: `Took back the deprecation of ${wholeOf(thing)}` })],
  [
    /(?:now accepts|may now be) (`.+)/,
    ([values = ""], thing) => ({
      sentence: `Added ${values} to the values of ${wholeOf(thing)}`,
      hint: isGiven(thing) ? undefined : "Handle the new value.",
    }),
  ],
  [
    /(?:no longer accepts|is no longer|can no longer be) (`.+)/,
    ([values = ""], thing) => ({
      sentence: `Removed ${values} from the values of ${wholeOf(thing)}`,
      hint: isGiven(thing) ? "Give another value." : undefined,
    }),
  ],
];

const adjust = (thing: Thing): string =>
  isGiven(thing) ? "Give {} in its new form." : "Adjust the code that reads {}.";

const bare = (type: string): string => type.replace(/^of /, "");
