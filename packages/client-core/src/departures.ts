import { type Departure, describe, resolvePointer } from "@genwait/lifecycle";
import type { Fail, ReceivedAnswer } from "./call-context.ts";
import { differenceOf } from "./call-error.ts";
import type { ClientOptions } from "./client-options.ts";
import type { Scrub } from "./scrub.ts";

/** Finds where an answer that could be read leaves its schema, as far as it is new for the client. */
export type FindDepartures = (
  operation: string,
  answer: ReceivedAnswer,
  scrub: Scrub,
  fail: Fail,
) => readonly Departure[];

// Against schemas with open maps, whose pointers are made of data.
const mostPlaces = 1000;

/**
 * What finds the departures of one client's answers. A departure is reported and costs nothing, for no paid job shall be
 * lost to a null somewhere; a strict client makes an error of it.
 */
export const departureFinder = ({ strict, onDeparture }: ClientOptions): FindDepartures => {
  const places = new Set<string>();
  return (operation, answer, scrub, fail) => {
    const { text, body, errors } = answer;
    const departures: Departure[] = [];
    const add = (pointer: string, expected: string, found: string): void => {
      const departure = { operation, pointer, expected, found };
      if (strict) throw fail("contract", differenceOf(departure), answer);
      const { size } = places;
      if (size > mostPlaces || places.add(`${operation} ${pointer}`).size === size) return;
      departures.push(departure);
      // Apart from the call, so that a callback that throws costs no answer; every platform reports its rejection.
      void Promise.resolve(departure).then(onDeparture);
    };
    const media = `${answer.header("content-type")}`;
    if (text && !/[/+]json\b/i.test(media)) add("$response.header.content-type", "JSON", scrub(media));
    if (!errors) add("$statusCode", "a declared code", `${answer.status}`);
    // A departure in a list of a thousand items is one place, not a thousand.
    for (const { pointer, expected } of errors ?? [])
      add(pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"), expected, describe(resolvePointer(body, pointer)));
    return departures;
  };
};
