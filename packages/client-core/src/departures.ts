import { type Departure, describe, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { contractError } from "./call-error.ts";
import type { Validate } from "./validator.ts";

/** The validator for an HTTP code: the code's own, that of its class, or the operation's default. */
export const validatorFor = ({ answers }: Operation, status: number): Validate | undefined =>
  answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;

/**
 * Validates an answer that could be read, and gives what is new for this client. A departure is reported and costs
 * nothing, for no paid job shall be lost to a null somewhere; a strict client makes an error of it.
 */
export const findDepartures = (context: CallContext, answer: ReceivedAnswer): readonly Departure[] => {
  const { options, departed } = context.connection;
  const departures = departuresOf(context, answer);
  if (options.strict && departures[0]) throw contractError(context, departures[0], answer);
  return departures.filter((departure) => {
    const places = departed.size;
    if (places > mostPlaces || departed.add(`${departure.operation} ${departure.pointer}`).size === places)
      return false;
    // Apart from the call, so that a callback that throws costs no answer; every platform reports its rejection.
    void Promise.resolve(departure).then(options.onDeparture);
    return true;
  });
};

const departuresOf = (
  { operation, scrub }: CallContext,
  { status, body, text, header }: ReceivedAnswer,
): Departure[] => {
  const departures: Departure[] = [];
  const add = (pointer: string, expected: string, found: string): void => {
    departures.push({ operation: operation.id, pointer, expected, found });
  };
  const media = `${header("content-type")}`;
  if (text && !/[/+]json\b/i.test(media)) add("$response.header.content-type", "JSON", scrub(media));
  const validate = validatorFor(operation, status);
  if (!validate) add("$statusCode", "a declared code", `${status}`);
  // A departure in a list of a thousand items is one place, not a thousand.
  for (const { pointer, expected } of validate?.(body) ?? [])
    add(pointer.replaceAll(/\/\d+(?=\/|$)/g, "/*"), expected, describe(resolvePointer(body, pointer)));
  return departures;
};

// Against schemas with open maps, whose pointers are made of data.
const mostPlaces = 1000;
