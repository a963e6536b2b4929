import { isGood, isId, readAnswer, resolvePointer } from "@genwait/lifecycle";
import type { ApiDescriptor } from "./api-descriptor.ts";
import type { Ask } from "./ask.ts";
import type { CallOptions, NamedParameters, Started } from "./client-options.ts";
import { entry } from "./entry.ts";
import type { MakeJob } from "./job-maker.ts";
import type { CallClock } from "./within.ts";

/** What one operation can be asked. */
export interface Caller {
  /** The name of the client's method that starts a job by it. */
  readonly method: string | undefined;
  /** Calls it and gives the body of its answer, once it is known to be a good one. */
  call(input: unknown, options?: CallOptions<NamedParameters>): Promise<unknown>;
  /** Calls a create, once, and follows its Link to the job. */
  start(input: unknown, options?: CallOptions<NamedParameters>): Promise<Started>;
}

/** Makes what calls one operation. */
export const callerOf = (
  id: string,
  { operations, jobs }: ApiDescriptor,
  ask: Ask,
  makers: Readonly<Record<string, MakeJob>>,
  clock: CallClock,
): Caller => {
  const operation = entry(operations, id);
  const { starts } = operation;
  const job = starts ? jobs[starts.job] : Object.values(jobs).find((candidate) => candidate.operation === id);
  // Somebody who asks for the answer itself gets it in any state, and whatever is missing in it but the id that is wanted.
  const asked = async (input: unknown, options: CallOptions<NamedParameters> | undefined, wanted?: string) => {
    const named: NamedParameters = { ...Object(input) };
    const [{ body }] = await ask(
      operation,
      // The one input that every call takes: parameters by name, or the body, or parameters with the body under `body`.
      operation.body === "input" ? [options?.parameters ?? {}, input] : [named, operation.body && named["body"]],
      (answer) => {
        // A create that answers with an id has started a job, whatever its envelope says: the id must not be lost.
        const isClear = !isGood(answer) || isId(resolvePointer(answer.body, starts?.id));
        const { call, predicates } = (isClear ? undefined : job?.lifecycle) ?? {};
        return readAnswer({ id: { answer: wanted }, call, predicates }, answer);
      },
      options,
    );
    return body;
  };
  return {
    method: starts?.method,
    call: (input, options) => asked(input, options),
    start: async (input, options) => {
      if (!starts) throw new TypeError(`Failed to start a job by ${id}: it starts none. Use call.`);
      const body = await asked(input, options, starts.id);
      const items = resolvePointer(body, starts.items);
      const job = entry(makers, starts.job)(`${resolvePointer(body, starts.id)}`, {
        createdAtMs: clock.now(),
        ...(Array.isArray(items) && items.length > 0 && { expectedItems: items.length }),
      });
      return { job, body };
    },
  };
};
