import { pointerTokens } from "@genwait/lifecycle";

import type { Fault } from "./problem.ts";
import type { JsonObject } from "../openapi/json.ts";
import type { Resolve } from "../openapi/references.ts";
import { createBodiesOf, type DeclaredJob } from "../openapi/jobs.ts";
import { hasExample } from "./has-example.ts";
import { placesAt } from "../openapi/schema-places.ts";
import { jobResponsesOf, type PointerUse, pointerUses } from "../openapi/pointer-uses.ts";
import type { JobCalls } from "../openapi/job-calls.ts";
import { pointerFault } from "./nearest.ts";

/** Every pointer of a declaration leads somewhere, and where a value is guaranteed, there is an example of it. */
export const checkPointers = (calls: JobCalls, document: JsonObject, resolve: Resolve): readonly Fault[] => {
  const { job } = calls;
  return [
    ...pointerUses(job.declaration, jobResponsesOf(calls, resolve)).flatMap((use) => checkUse(use, job, resolve)),
    ...checkRequestPointers(job, createBodiesOf(document, job.status.id, resolve), resolve),
  ];
};

const checkUse = (use: PointerUse, job: DeclaredJob, resolve: Resolve): readonly Fault[] => {
  const tokens = [...job.tokens, ...use.tokens];
  if (use.pointer.startsWith(headerPrefix)) return checkHeader(use, tokens, job);
  const base = use.inItem ? [...pointerTokens(job.declaration.items?.at ?? ""), "0"] : [];
  const roots = use.responses.flatMap((response) => response.schemas);
  const places = placesAt(roots, [...base, ...pointerTokens(use.pointer)], resolve);
  const where = use.inItem
    ? `an item of ${job.declaration.items?.at}`
    : `a response of ${use.operation ?? job.status.id}`;
  const fault = pointerFault(places, { pointer: use.pointer, base, where });
  if (fault !== undefined) return [{ tokens, ...fault }];
  if (places.is === "lost" || !use.isGuaranteed || hasExample(places.schemas, resolve)) return [];
  return [
    {
      tokens,
      message: `${use.pointer} in ${where} has no example, so a mock has nothing true to put there`,
      fix: "Give its schema an example in the overlay.",
    },
  ];
};

const headerPrefix = "$response.header.";

const checkHeader = (
  { pointer, responses, operation }: PointerUse,
  tokens: readonly string[],
  job: DeclaredJob,
): readonly Fault[] => {
  const name = pointer.slice(headerPrefix.length).toLowerCase();
  if (responses.some(({ headers }) => headers.includes(name))) return [];
  return [
    {
      tokens,
      message: `no response of ${operation ?? job.status.id} declares the header ${name}`,
      fix: "Declare it in the overlay, or correct the name.",
    },
  ];
};

/** A pointer into the body of a create, and where the declaration has it. */
interface RequestPointer {
  readonly tokens: readonly string[];
  readonly pointer: string;
  readonly base: readonly string[];
}

const checkRequestPointers = (job: DeclaredJob, bodies: readonly JsonObject[], resolve: Resolve): readonly Fault[] =>
  requestPointers(job).flatMap(({ tokens, pointer, base }) => {
    if (bodies.length === 0) {
      const fix = "Give the response of a create a Link to this operation, or leave this out.";
      return [
        {
          tokens: [...job.tokens, ...tokens],
          message: `no create leads to ${job.status.id}, so nothing can be at ${pointer} of its body`,
          fix,
        },
      ];
    }
    const places = placesAt(bodies, [...base, ...pointerTokens(pointer)], resolve);
    const where = base.length === 0 ? `the body of a create` : `an entry of the body of a create`;
    const fault = pointerFault(places, { pointer, base, where });
    return fault === undefined ? [] : [{ tokens: [...job.tokens, ...tokens], ...fault }];
  });

const requestPointers = ({ declaration: { has = {}, items } }: DeclaredJob): readonly RequestPointer[] => {
  const requested = items?.requested;
  const list = pointerTokens(requested?.at ?? "");
  return [
    ...whenRequested(has, ["has"]),
    ...whenRequested(items?.has ?? {}, ["items", "has"]),
    ...(requested === undefined ? [] : [{ tokens: ["items", "requested", "at"], pointer: requested.at, base: [] }]),
    ...(requested?.each === undefined
      ? []
      : [{ tokens: ["items", "requested", "each"], pointer: requested.each, base: [...list, "0"] }]),
  ];
};

const whenRequested = (
  has: NonNullable<DeclaredJob["declaration"]["has"]>,
  tokens: readonly string[],
): readonly RequestPointer[] =>
  Object.entries(has).flatMap(([phase, guarantee]) =>
    Object.entries(guarantee.whenRequested ?? {}).map(([member, pointer]) => ({
      tokens: [...tokens, phase, "whenRequested", member],
      pointer,
      base: [],
    })),
  );
