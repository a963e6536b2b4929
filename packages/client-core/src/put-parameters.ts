import { createQuerySerializer } from "openapi-fetch";
import type { Parameter } from "./api-descriptor.ts";
import { checkHeader } from "./build-request.ts";
import type { NamedParameters } from "./client-options.ts";

/**
 * Puts parameters into the headers of a request and the query of its address, and gives the address. A part of the client:
 * only operations that take such parameters, and keys that travel in the query, bring it. The query is written by
 * openapi-fetch.
 *
 * @throws TypeError for a required one that is missing, or one that no header can carry.
 */
export const putParameters = (
  url: string,
  headers: Record<string, string>,
  list: readonly Parameter[],
  given: NamedParameters,
): string => {
  const query: Record<string, unknown> = {};
  for (const { name, in: place, required } of list) {
    const value = given[name];
    if (value == null) {
      if (required) throw new TypeError(`${name} is missing`);
    } else if (place === "header") headers[name] = checkHeader(`${value}`, name);
    else query[name] = value;
  }
  const search = createQuerySerializer()(query);
  return search ? `${url}${url.includes("?") ? "&" : "?"}${search}` : url;
};
