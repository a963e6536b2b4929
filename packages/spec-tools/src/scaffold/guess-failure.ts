import type { XFailure } from "@genwait/lifecycle";

import { type ResponseMember, plainName } from "./response-members.ts";

/** Where a failed response says why: beside the status, or in an object there that is named after errors. */
export const guessFailure = (members: readonly ResponseMember[], near: string): XFailure | undefined => {
  const beside = members.filter(({ parent }) => parent === near);
  const holder = beside.find(
    ({ name, schema }) =>
      /^(?:error|err|failure|errors|errordetails?)$/.test(plainName(name)) && schema.members.size > 0,
  );
  const inside = holder === undefined ? [] : members.filter(({ parent }) => parent === holder.pointer);
  const message = inside.find(isOneOf(messageNames)) ?? beside.filter(isScalar).find(isOneOf(messageBeside));
  const code = inside.find(isOneOf(codeNames)) ?? beside.filter(isScalar).find(isOneOf(codeBeside));
  if (message === undefined && code === undefined) return undefined;
  return {
    ...(message !== undefined && { message: message.pointer }),
    ...(code !== undefined && { code: code.pointer }),
  };
};

// In order of preference, as `plainName` writes them.
const messageNames = ["message", "msg", "reason", "detail", "description", "errormessage", "title"];
const codeNames = ["code", "errorcode", "statuscode", "type", "kind", "status"];
const messageBeside = [
  "errormessage",
  "failurereason",
  "failreason",
  "failuremessage",
  "failmessage",
  "failmsg",
  "errormsg",
  "error",
  "failure",
  "taskstatusmsg",
  "statusmessage",
  "statusmsg",
  "statusreason",
  "reason",
  "errorreason",
  "errordetail",
];
const codeBeside = ["failurecode", "errorcode", "failcode", "statuscode"];

const isScalar = ({ schema }: ResponseMember): boolean =>
  schema.members.size === 0 && schema.entry === undefined && schema.types[0] !== "object";

const isOneOf =
  (names: readonly string[]) =>
  ({ name }: ResponseMember): boolean =>
    names.includes(plainName(name));
