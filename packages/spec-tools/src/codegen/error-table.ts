import type { CallErrorKind } from "@genwait/lifecycle";

import type { ApiModel } from "./api-model.ts";
import { markdownTable } from "./markdown-table.ts";

/** The kinds of call errors as a table, with what this API's own declarations add. */
export const errorTable = (api: ApiModel): string =>
  markdownTable(
    ["kind", "when", "blame"],
    kinds.map(([kind, when, blame]) => [`\`${kind}\``, [when, ...added(api, kind)].join("; "), blame]),
  );

const kinds: readonly (readonly [CallErrorKind, string, string])[] = [
  ["invalid-request", "400, 422 and other 4xx; an input that cannot be sent", "caller"],
  ["unauthorized", "401, or no key", "caller"],
  ["insufficient-credits", "402", "caller"],
  ["forbidden", "403", "caller"],
  ["not-found", "404, 410", "caller"],
  ["rejected", "the service says no inside a good answer", "caller"],
  ["rate-limited", "429", "caller"],
  ["unavailable", "5xx, 408, 425", "service"],
  ["network", "no connection, or it broke", "network"],
  ["call-timeout", "no whole answer within `timeoutMs`", "service"],
  ["contract", "no JSON, a redirect, or an answer without what must be read", "contract"],
];

const added = (api: ApiModel, kind: CallErrorKind): readonly string[] => {
  const byCode = api.errors
    .filter((error) => error.kind === kind)
    .map(({ status, at, contains }) =>
      at === undefined || contains === undefined ? `${status}` : `${status} whose \`${at}\` contains "${contains}"`,
    );
  const isInside = api.jobs.some(({ declaration }) => declaration.call?.some((rule) => rule.is === kind) === true);
  return [...byCode, ...(isInside && kind !== "rejected" ? ["told inside a good answer"] : [])];
};
