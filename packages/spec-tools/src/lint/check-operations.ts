import { baseUrlFault, baseUrlKeyword, ownAddress } from "../openapi/base-url.ts";
import { type JsonObject, listAt, memberOf, textAt } from "../openapi/json.ts";
import { keyOfScheme, keyPrefixIn, keyPrefixKeyword, keySchemeOf } from "../openapi/key.ts";
import { type DocumentOperation, operationsOf } from "../openapi/operations.ts";
import type { Resolve } from "../openapi/references.ts";
import type { Fault } from "./problem.ts";

/** Every operation is at an address that may have the key. */
export const checkOperations = (document: JsonObject): readonly Fault[] => {
  const base = textAt(document, baseUrlKeyword);
  return operationsOf(document).flatMap((operation) => checkServers(operation, base));
};

/** An operation that is elsewhere says so in the overlay: no list of the vendor's moves a key. */
const checkServers = (found: DocumentOperation, base: string | undefined): readonly Fault[] => {
  const { operation, pathItem, id, tokens } = found;
  const [holder, place] =
    memberOf(operation, baseUrlKeyword) === undefined ? [pathItem, tokens.slice(0, -1)] : [operation, tokens];
  const pinned = memberOf(holder, baseUrlKeyword);
  if (pinned !== undefined) {
    const fault = typeof pinned === "string" ? baseUrlFault(pinned) : "is no text";
    if (fault === undefined) return [];
    const fix = "Write https, host and path, such as https://uploads.vendor.com/v1; http is for this machine.";
    return [{ tokens: [...place, baseUrlKeyword], message: `the address of ${id}, which gets the key, ${fault}`, fix }];
  }
  const address = base === undefined ? undefined : ownAddress(found, base);
  if (address === undefined) return [];
  const isOwn = listAt(operation, "servers").length > 0;
  return [
    {
      tokens: [...(isOwn ? tokens : tokens.slice(0, -1)), "servers"],
      message: `${id} is at ${address}, and keys go to ${base}`,
      fix: `Pin its own address in the overlay if the key may go there: update: { ${baseUrlKeyword}: "${address}" }; or remove the servers.`,
    },
  ];
};

/** The description of a key names a word before it that the declaration does not have: what a person should look at. */
export const keyWarnings = (document: JsonObject, resolve: Resolve): readonly Fault[] => {
  const { name, scheme } = keySchemeOf(document, resolve) ?? {};
  if (name === undefined || scheme === undefined) return [];
  const key = keyOfScheme(scheme);
  if (key?.in !== "header" || key.prefix !== undefined) return [];
  const prefix = keyPrefixIn(textAt(scheme, "description") ?? "", key.name);
  if (prefix === undefined) return [];
  return [
    {
      tokens: ["components", "securitySchemes", name],
      message: `the description of the key names ${JSON.stringify(prefix)} before it, and it is sent alone`,
      fix: `If it belongs there, write in the overlay: ${keyPrefixKeyword}: ${JSON.stringify(prefix)}.`,
    },
  ];
};
