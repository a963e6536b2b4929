import type { JobWords } from "./job-words.ts";

/** What a reason of the diff is about, in the words of a changelog. */
export interface Thing {
  /** `` `title` ``, or the whole of a place. */
  readonly what: string;
  /** Where it is: `a completed Gamma generation`, `the input of `createGeneration``; empty for a thing that is in nothing. */
  readonly where: string;
  /** Who has it: a caller gives it, or gets it. */
  readonly side: "given" | "got" | undefined;
}

/** Reads the subject of a reason's message: `` `title` in the 200 response of `getGeneration` ``, `The request body of `createPoster``. */
export const thingOf = (subject: string, words: JobWords): Thing => {
  const [, path, place] = /^`([^`]+)` in (.+)$/.exec(subject) ?? [];
  if (path !== undefined && place !== undefined) return { what: `\`${path}\``, ...placeOf(place, words, path) };
  const [, part, holder] = /^[Tt]he ((?:\w+ parameter|header|link|callback) `[^`]+`) of (.+)$/.exec(subject) ?? [];
  if (part !== undefined && holder !== undefined) {
    return { what: `the ${part}`, ...placeOf(holder, words, ""), side: part.includes("parameter") ? "given" : "got" };
  }
  const body = /^[Tt]he request body of (`[^`]+`.*)$/.exec(subject)?.[1];
  if (body !== undefined) return { what: "the request body", where: body, side: "given" };
  return { what: lowerFirst(subject), where: "", side: undefined };
};

const placeOf = (place: string, words: JobWords, path: string): Pick<Thing, "where" | "side"> => {
  const [, input, form] = /^the request body of (`[^`]+`)( as `[^`]+`)?$/.exec(place) ?? [];
  if (input !== undefined) return { where: `the input of ${input}${form ?? ""}`, side: "given" };
  const [, code, operation] = /^the (\S+) response of `([^`]+)`$/.exec(place) ?? [];
  if (code !== undefined && operation !== undefined) {
    const good = code.startsWith("2") || code === "default";
    const job = good ? words.response(operation, path) : undefined;
    return {
      where: job ?? (good ? `the response of \`${operation}\`` : `the ${code} response of \`${operation}\``),
      side: "got",
    };
  }
  return { where: place, side: /parameter/.test(place) ? "given" : undefined };
};

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `` `title` of a completed Gamma generation `` */
export const wholeOf = ({ where }: Thing): string => (where === "" ? "{}" : `{} of ${where}`);
