import { resolvePointer, type XCallRule } from "@genwait/lifecycle";

import { type ResponseMember, plainName } from "./response-members.ts";
import type { FoundExample } from "./found-operations.ts";

/** The rule by which an envelope says that the call failed inside a 2xx: a code beside `data`, a `success: false`, a filled error. */
export const guessCallRule = (
  members: readonly ResponseMember[],
  { near, examples }: { readonly near: string; readonly examples: readonly FoundExample[] },
): XCallRule | undefined => {
  // Without an envelope, what stands beside the status is about the job.
  if (near === "") return undefined;
  const outside = members.filter(({ parent }) => parent === "");
  const message = outside.find(({ name }) =>
    /^(?:message|msg|errormessage|errmsg|detail|statusmsg)$/.test(plainName(name)),
  )?.pointer;
  const code = outside.find(
    ({ name, schema }) =>
      /^(?:code|errorcode|errcode|statuscode|ret|retcode)$/.test(plainName(name)) && isNumber(schema.types),
  );
  const because = message === undefined ? {} : { message };
  if (code !== undefined) {
    return {
      when: [{ at: code.pointer, not: goodCode(code, examples) }],
      is: "rejected",
      ...because,
      code: code.pointer,
    };
  }
  const flag = outside.find(
    ({ name, schema }) => /^(?:success|ok|successful)$/.test(plainName(name)) && schema.types.includes("boolean"),
  );
  if (flag !== undefined) return { when: [{ at: flag.pointer, is: false }], is: "rejected", ...because };
  const error = outside.find(({ name }) => /^(?:err|error|errors)$/.test(plainName(name)));
  if (error === undefined) return undefined;
  const inside = members.find(
    ({ parent, name }) => parent === error.pointer && /^(?:message|msg|reason|detail)$/.test(plainName(name)),
  );
  return {
    when: [{ at: error.pointer, empty: false }],
    is: "rejected",
    ...(inside === undefined ? because : { message: inside.pointer }),
  };
};

const isNumber = (types: readonly string[]): boolean => types.includes("integer") || types.includes("number");

/** What the code is when all is well: by an example, by the description, else 0. */
const goodCode = ({ pointer, schema }: ResponseMember, examples: readonly FoundExample[]): number => {
  const shown = examples.map(({ value }) => resolvePointer(value, pointer)).find((value) => typeof value === "number");
  if (shown !== undefined) return shown;
  const own = schema.source["example"];
  if (typeof own === "number") return own;
  return Number(/\b(0|100|200|1000)\b/.exec(schema.description)?.[1] ?? 0);
};
