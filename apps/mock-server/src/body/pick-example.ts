import { ruleMatches, resolvePointer, type Rule, type Scalar } from "@genwait/lifecycle";

import type { Example, Pick } from "./response-template.ts";

/** The example that bears one of the names, in whichever spelling: `notFound`, `not-found` and `not_found` are one. */
export const byName =
  (...names: readonly (Scalar | undefined)[]): Pick =>
  (examples) => {
    const wanted = new Set(names.flatMap((name) => (name === undefined ? [] : [plain(String(name))])));
    return examples.find(({ key }) => wanted.has(plain(key)));
  };

/** What an example has to mean, in the declaration's words. */
export interface Meaning {
  readonly status: number;
  readonly must?: Rule;
  readonly mustNot: readonly Rule[];
  /** Where one of the words stands. */
  readonly at?: string;
  readonly words?: readonly Scalar[];
}

/** The first example that means the right thing by the declaration's rules and words. */
export const byMeaning =
  ({ status, must, mustNot, at, words }: Meaning): Pick =>
  (examples) =>
    examples.find(({ value }) => {
      const response = { status, body: value };
      const isSaid =
        at === undefined || words === undefined || words.some((word) => word === resolvePointer(value, at));
      return (
        isSaid &&
        (must === undefined || ruleMatches(must, response)) &&
        !mustNot.some((rule) => ruleMatches(rule, response))
      );
    });

/** The first choice that finds something. */
export const firstOf =
  (...picks: readonly Pick[]): Pick =>
  (examples): Example | undefined => {
    for (const pick of picks) {
      const found = pick(examples);
      if (found !== undefined) return found;
    }
    return undefined;
  };

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
