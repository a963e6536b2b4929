import { type Departure, describe, resolvePointer } from "@genwait/lifecycle";
import type { Operation } from "./api-descriptor.ts";
import type { CallContext, ReceivedAnswer } from "./call-context.ts";
import { callError } from "./call-error.ts";
import { scrub } from "./scrub.ts";
import type { Validate } from "./validator.ts";

/** The validator for an HTTP code: the code's own, that of its class, or the operation's default. */
export const validatorFor = ({ answers }: Operation, status: number): Validate | undefined =>
  answers[status] ?? answers[`${Math.floor(status / 100)}XX`] ?? answers.default;

/**
 * Validates an answer that could be read, and gives what is new for this client. A departure is reported and costs
 * nothing, for no paid job shall be lost to a null somewhere; a strict client makes an error of it.
 */
export const findDepartures = (context: CallContext, answer: ReceivedAnswer): readonly Departure[] => {
  const { operation, connection } = context;
  const departures: Departure[] = [];
  const add = (pointer: string, expected: string, found: string): void => {
    if (connection.options.strict) {
      throw callError(context, "contract", `${pointer || "the answer"} is ${found} instead of ${expected}`, answer);
    }
    const { departed } = connection;
    const place = `${operation.id} ${pointer}`;
    if (departed.has(place) || departed.size > mostPlaces) return;
    departed.add(place);
    departures.push({ operation: operation.id, pointer, expected, found });
  };
  const media = answer.header("content-type");
  if (answer.text && !/[/+]json\b/i.test(`${media}`))
    add("$response.header.content-type", "JSON", scrub(`${media}`, context.secret));
  const validate = validatorFor(operation, answer.status);
  if (!validate) add("$statusCode", "a declared code", `${answer.status}`);
  else if (!validate(answer.body)) {
    for (const { instancePath, keyword, params } of validate.errors ?? []) {
      // A departure in a list of a thousand items is one place, not a thousand.
      const pointer = instancePath.replaceAll(/\/\d+(?=\/|$)/g, "/*");
      if (keyword === "required") add(`${pointer}/${params.missingProperty}`, "a value", "nothing");
      else
        add(
          pointer,
          `${params.type ?? params.allowedValues ?? keyword}`,
          describe(resolvePointer(answer.body, instancePath)),
        );
    }
  }
  for (const departure of departures) tell(connection.options.onDeparture, departure);
  return departures;
};

const tell = (onDeparture: ((departure: Departure) => void) | undefined, departure: Departure): void => {
  try {
    onDeparture?.(departure);
  } catch (error) {
    // It must cost no answer, and must not be lost: every platform reports an unhandled rejection.
    void Promise.reject(error);
  }
};

// Against schemas with open maps, whose pointers are made of data.
const mostPlaces = 1000;
