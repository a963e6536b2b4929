import type { Row } from "./member-sentences.ts";
import { type Thing, wholeOf } from "./thing.ts";

const isGiven = ({ side }: Thing): boolean => side === "given";

/** Bounds, defaults, texts and rules. The first that fits counts. */
export const limitRows: readonly Row[] = [
  [
    /has the default (.+) in place of (.+)/,
    ([now = "", was = ""], thing) => ({
      sentence: `Changed the default of ${wholeOf(thing)} from ${was} to ${now}`,
      hint: `Pass ${was} wherever ${wholeOf(thing)} was left out.`,
    }),
  ],
  [/has the default (.+)/, ([now = ""], thing) => ({ sentence: `Gave ${wholeOf(thing)} the default ${now}` })],
  [
    /no longer has the default (.+)/,
    ([was = ""], thing) => ({ sentence: `Took the default ${was} from ${wholeOf(thing)}` }),
  ],
  [
    /(?:now has|no longer has|has changed in) the rule (.+)/,
    (_, thing) => ({
      sentence: `Changed the rules for ${wholeOf(thing)}`,
      hint: isGiven(thing)
        ? "Check what you give against its new rules."
        : "Expect values of {} that the old rules ruled out.",
    }),
  ],
  [
    /has the (.+?) (`[^`]*`) in place of (`[^`]*`)/,
    ([limit = "", now = "", was = ""], thing) => ({
      sentence: `Changed the ${limit} of ${wholeOf(thing)} from ${was} to ${now}`,
      hint: check(thing),
    }),
  ],
  [
    /now has the (.+?):? (`[^`]*`)/,
    ([limit = "", now = ""], thing) => ({ sentence: `Gave ${wholeOf(thing)} the ${limit} ${now}`, hint: check(thing) }),
  ],
  [
    /no longer has the (.+?):? (`[^`]*`)/,
    ([limit = "", was = ""], thing) => ({
      sentence: `Took the ${limit} ${was} from ${wholeOf(thing)}`,
      hint: isGiven(thing) ? undefined : "Expect values of {} that the old bound ruled out.",
    }),
  ],
  [
    /may now have further members of any kind/,
    (_, thing) => ({
      sentence: `Opened ${wholeOf(thing)} to further members`,
      hint: isGiven(thing) ? undefined : "Expect further members of any kind.",
    }),
  ],
  [
    /may no longer have further members/,
    (_, thing) => ({
      sentence: `Closed ${wholeOf(thing)} to further members`,
      hint: isGiven(thing) ? "Give the listed members only." : undefined,
    }),
  ],
  [
    /now says what further members are|(?:no longer|now) says what a member named like .+ is/,
    (_, thing) => ({ sentence: `Changed what further members of ${wholeOf(thing)} are`, hint: adjust(thing) }),
  ],
  [
    /is now limited to one kind of value|may now be anything/,
    (_, thing) => ({ sentence: `Changed what ${wholeOf(thing)} may be`, hint: adjust(thing) }),
  ],
  [
    /now describes its first .+|must now be one of several shapes|need no longer be one of several shapes|is now told apart by .+|says in another way how its shapes are told apart/,
    (_, thing) => ({ sentence: `Changed the shapes of ${wholeOf(thing)}`, hint: adjust(thing) }),
  ],
  [
    /is now written (?:with|as) .+|has another `(?:contentType|style|explode|allowReserved)`/,
    (_, thing) => ({
      sentence: `Changed how ${wholeOf(thing)} is written`,
      hint: "Use the new version of the client, which writes it so.",
    }),
  ],
  [
    /(?:has another|now has|no longer has)(?: an?)? (?:title|description|examples?|XML form|link to further documentation|summary|tags|further documentation|contact details|licence details|version|statement of its terms|`\S+`)/,
    (_, { what, where }) => ({
      sentence: "Reworded the documentation of {}",
      what: where === "" ? what : `${what} in ${where}`,
    }),
  ],
];

const check = (thing: Thing): string =>
  isGiven(thing) ? "Check what you give for {} against it." : "Expect values of {} that the old bound ruled out.";

const adjust = (thing: Thing): string =>
  isGiven(thing) ? "Give {} in its new form." : "Adjust the code that reads {}.";
