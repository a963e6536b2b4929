import { type Departure, describe, resolvePointer } from "@genwait/lifecycle";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import type { ValidationError, Validate } from "./validator.ts";

/** The validator for an HTTP code: the code's own, that of its class, or the operation's default. */
export const validatorFor = ({ answers }: CallContext["operation"], status: number): Validate | undefined =>
  answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;

/** Where an answer leaves what its operation declares, one departure for each pointer. */
export const findDepartures = ({ operation }: CallContext, answer: ReceivedAnswer): readonly Departure[] => {
  const departures: Departure[] = [];
  const add = (pointer: string, expected: string, found: string): void => {
    if (!departures.some((known) => known.pointer === pointer))
      departures.push({ operation: operation.id, pointer, expected, found });
  };
  const media = answer.header("content-type");
  if (answer.text !== "" && !/[/+]json\b/i.test(media ?? ""))
    add("$response.header.content-type", "application/json", media ?? "nothing");
  const validate = validatorFor(operation, answer.status);
  if (validate === undefined) add("$statusCode", "a declared code", `${answer.status}`);
  else if (!validate(answer.body)) for (const error of validate.errors ?? []) addError(add, answer.body, error);
  return departures;
};

/** Reports each place once for a client, and gives what is new. */
export const reportDepartures = ({ connection }: CallContext, departures: readonly Departure[]): readonly Departure[] =>
  departures.filter((departure) => {
    const place = `${departure.operation} ${departure.pointer}`;
    const { departed, options } = connection;
    if (departed.has(place) || departed.size >= mostPlaces) return false;
    departed.add(place);
    try {
      options.onDeparture?.(departure);
    } catch (error) {
      // It must cost no answer, and must not be lost: as an unhandled rejection every platform reports it.
      void Promise.reject(error);
    }
    return true;
  });

// Against schemas with open maps, whose pointers are made from data.
const mostPlaces = 1000;

const addError = (
  add: (pointer: string, expected: string, found: string) => void,
  body: unknown,
  { instancePath, keyword, params }: ValidationError,
): void => {
  // One departure in a list of a thousand items is one place, not a thousand.
  const pointer = instancePath.replaceAll(/\/\d+(?=\/|$)/g, "/*");
  if (keyword === "required") return add(`${pointer}/${params.missingProperty}`, "a value", "nothing");
  const wanted = params.type ?? params.allowedValues ?? params.allowedValue ?? params.format ?? params.limit;
  const expected = [wanted ?? []].flat().join(" or ");
  add(
    pointer,
    keyword === "type" ? expected : `${keyword} ${expected}`.trim(),
    describe(resolvePointer(body, instancePath)),
  );
};
