import type { Rule, Scalar, XCancel, XExpires, XJob, XOutput, XOutputFailure } from "@genwait/lifecycle";

import { type Json, type JsonObject, listAt, memberOf, objectAt, textAt } from "../openapi/json.ts";
import type { KeyModel } from "../openapi/key.ts";
import { parametersOf } from "../openapi/parameters.ts";
import type { Resolve } from "../openapi/references.ts";
import { foldSchema, isNumeric, isScalarSchema, membersIn, plainName, type ResponseMember } from "./folded-schema.ts";
import { type FoundOperation, jsonMediaOf, textsOf } from "./found-operations.ts";
import type { GuessedJob } from "./guess-job.ts";
import { guessKept } from "./guess-poll.ts";
import type { Gap, GuessedAction } from "./guessed-action.ts";

export interface FollowUpClues {
  readonly operations: readonly FoundOperation[];
  readonly jobs: readonly GuessedJob[];
  readonly resolve: Resolve;
  readonly idOf: (operation: FoundOperation) => string;
  readonly key: KeyModel | undefined;
  /** The address of the service, where the document tells it. */
  readonly baseUrl: string | undefined;
}

/** A job with what is called about it beside its status operation. */
export interface FollowedJob extends GuessedJob {
  readonly output?: FoundOperation;
  readonly cancel?: FoundOperation;
  /** The Links on the responses of the status operation. */
  readonly links: readonly GuessedAction[];
}

/** What the document seems to say about a job beyond its status: where the output is, how to cancel, what waits and what is logged. */
export const followedJob = (job: GuessedJob, clues: FollowUpClues): FollowedJob => {
  const output = guessOutput(job, clues);
  const cancel = guessCancel(job, clues);
  const members = membersIn(job.status.response?.schema, clues.resolve);
  const logs = guessLogs(members, clues.resolve);
  const parameters = logs === undefined ? undefined : guessLogsParameter(job.status, clues);
  const queue = members.find(({ name, schema }) => queueNames.test(plainName(name)) && isNumeric(schema));
  const expires = guessExpires(job, members);
  const found = {
    parameters,
    output: output?.declared,
    cancel: cancel?.declared,
    queue: queue && { at: queue.pointer },
    logs,
    expires,
  };
  const said = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
  return {
    ...job,
    declaration: { ...job.declaration, ...said },
    gaps: [...job.gaps, ...(output?.gaps ?? []), ...(cancel?.gaps ?? [])],
    links: linksOf(job, { output, cancel, members, clues }),
    ...(output !== undefined && { output: output.operation }),
    ...(cancel !== undefined && { cancel: cancel.operation }),
  };
};

interface GuessedPart<Declared> {
  readonly operation: FoundOperation;
  readonly declared: Declared;
  readonly parameters: JsonObject;
  readonly gaps: readonly Gap[];
}

/** `/v1/tasks/{id}` of `/v1/tasks/{id}/status`: what all operations about one job begin with. */
const placeOfJob = ({ status }: GuessedJob): string => status.path.slice(0, status.path.lastIndexOf("}") + 1);

/** What an operation about a job needs, of what the request of the status operation carries; undefined where something is not there. */
const parametersFrom = (
  job: GuessedJob,
  target: FoundOperation,
  { resolve, key }: FollowUpClues,
): JsonObject | undefined => {
  const known = parametersOf(job.status, { resolve, key });
  const needed = parametersOf(target, { resolve, key }).filter(
    ({ isRequired, value }) => isRequired && value === undefined,
  );
  const given = needed.map(({ name, in: place }) => {
    const same = known.find((one) => one.name === name && one.in === place) ?? known.find((one) => one.name === name);
    return same === undefined ? undefined : ([name, `$request.${same.in}.${same.name}`] as const);
  });
  const body = resolve(memberOf(target.operation, "requestBody"));
  if (given.length === 0 || given.includes(undefined) || memberOf(body, "required") === true) return undefined;
  return Object.fromEntries(given.filter((one) => one !== undefined));
};

const outputWords =
  /^(?:results?|outputs?|responses?|content|download|files?|artifacts?|data|transcript|audio|video|image)$/i;

/** The operation that gives what a job has made: one beside the status operation, of a job whose status has nothing of it. */
const guessOutput = (job: GuessedJob, clues: FollowUpClues): GuessedPart<XOutput> | undefined => {
  const { status, declaration } = job;
  const place = placeOfJob(job);
  const isStatusOnly = /\/(?:status|state)$/i.test(status.path);
  if (place === "" || declaration.items !== undefined) return undefined;
  const hasResult =
    (declaration.has?.succeeded?.present ?? []).length > 0 || job.gaps.some(({ note }) => note.includes("perhaps /"));
  if (hasResult && !isStatusOnly) return undefined;
  const beside = clues.operations.filter(
    (operation) =>
      operation.method === "get" &&
      operation !== status &&
      clues.jobs.every((other) => other.status !== operation) &&
      (isStatusOnly && operation.path === place
        ? true
        : operation.path.startsWith(`${place}/`) && outputWords.test(operation.path.slice(place.length + 1))),
  );
  const operation = beside.find(({ path }) => path !== place) ?? beside[0];
  const parameters = operation === undefined ? undefined : parametersFrom(job, operation, clues);
  if (operation === undefined || parameters === undefined) return undefined;
  const { failed, pending, unsure } = outcomesOf(operation, clues.resolve);
  const words = failed.map(({ when }) => when[0]?.status).join(", ");
  const question = failed.length === 0 ? "none is declared" : `guessed: ${words}`;
  return {
    operation,
    declared: {
      link: "output",
      ...(failed.length > 0 && { failed }),
      ...(pending.length > 0 && { pending }),
    },
    parameters,
    gaps: [
      {
        path: ["output"],
        note: `Fill in: with which responses does ${clues.idOf(operation)} say that the job has failed, and with which that it is not ready? Of failures ${question}${unsure.length === 0 ? "" : `; what is ${unsure.join(", ")}`}`,
      },
    ],
  };
};

// A key, a rate, a service that is down: these say nothing about the job.
const aboutTheCall: ReadonlySet<string> = new Set("401 402 403 404 405 406 407 408 413 415 429 502 503 504".split(" "));

const outcomesOf = (
  { operation }: FoundOperation,
  resolve: Resolve,
): {
  readonly failed: readonly XOutputFailure[];
  readonly pending: readonly Rule[];
  readonly unsure: readonly string[];
} => {
  const failed: XOutputFailure[] = [];
  const pending: Rule[] = [];
  const unsure: string[] = [];
  const codes = Object.entries(objectAt(operation, "responses"));
  const isOnlyGood = codes.filter(([code]) => code.startsWith("2")).length === 1;
  for (const [code, value] of codes) {
    if (!/^\d{3}$/.test(code) || aboutTheCall.has(code)) continue;
    const response = resolve(value);
    const text = `${textAt(response, "description") ?? ""} ${JSON.stringify(objectAt(response, "content"))}`;
    const when = [{ status: Number(code) }];
    const isEarly = /not (?:yet )?(?:ready|done|available|complete|finished)|in progress|still |too early/i.test(text);
    if (code === "425" || (code === "202" && !isOnlyGood) || (!code.startsWith("2") && isEarly)) pending.push({ when });
    else if (code === "400") unsure.push(code);
    else if (!code.startsWith("2")) {
      const message = messageIn(response, resolve);
      const is = kindIn(text);
      failed.push({ when, ...(is !== undefined && { is }), ...(message !== undefined && { message }) });
    }
  }
  return { failed, pending, unsure };
};

const kindIn = (text: string): XOutputFailure["is"] => {
  if (/\bcancel/i.test(text)) return "cancelled";
  if (/\bexpired|no longer (?:there|available)/i.test(text)) return "expired";
  return /\bmoderat|content policy|safety/i.test(text) ? "filtered" : undefined;
};

const messageIn = (response: JsonObject, resolve: Resolve): string | undefined => {
  const [media] = jsonMediaOf(response);
  const schema = memberOf(media?.body, "schema");
  const members = schema === undefined ? [] : membersIn({ schema, tokens: [] }, resolve);
  return ["message", "detail", "reason", "error", "errormessage", "msg", "description"].flatMap(
    (wanted) =>
      members.find(({ name, schema: folded }) => plainName(name) === wanted && isScalarSchema(folded))?.pointer ?? [],
  )[0];
};

const cancelWords = /^(?:cancel|abort|stop|terminate|kill)$/i;

/** The operation that stops a job: one that is called so, on the job's own path. */
const guessCancel = (job: GuessedJob, clues: FollowUpClues): GuessedPart<XCancel> | undefined => {
  const place = placeOfJob(job);
  const isNamed = ({ path }: FoundOperation): boolean => cancelWords.test(path.slice(place.length + 1));
  const isSaid = (operation: FoundOperation): boolean =>
    operation.method === "delete" &&
    operation.path === place &&
    [...textsOf(operation), textAt(operation.operation, "operationId") ?? ""].some((text) =>
      /cancel|abort|\bstop/i.test(text),
    );
  const candidates = clues.operations.filter(
    (operation) =>
      place !== "" &&
      operation.method !== "get" &&
      operation.path.startsWith(place) &&
      (isNamed(operation) || isSaid(operation)),
  );
  const operation = candidates.find(isNamed) ?? candidates[0];
  const parameters = operation === undefined ? undefined : parametersFrom(job, operation, clues);
  if (operation === undefined || parameters === undefined) return undefined;
  const isTold = (job.declaration.state?.values?.cancelled ?? []).length > 0;
  const isDeleted = operation.method === "delete";
  const deletesFinished = isDeleted && textsOf(operation).some((text) => /\bdelet/i.test(text));
  const tooLate = tooLateOf(operation, clues.resolve);
  return {
    operation,
    declared: {
      link: "cancel",
      // oxlint-disable-next-line unicorn/no-thenable -- a word of x-job, and a text
      then: !isTold && isDeleted ? "gone" : "cancelled",
      ...(deletesFinished && { deletesFinished: true }),
      ...(tooLate.length > 0 && { tooLate }),
    },
    parameters,
    gaps:
      isTold && !isDeleted
        ? []
        : [
            {
              path: ["cancel"],
              note: `Fill in: how does a cancelled job end? then: cancelled where a status or the output says so (list the word), gone where the service forgets it`,
            },
          ],
  };
};

/** Responses to a cancel that say that the job was over. */
const tooLateOf = ({ operation }: FoundOperation, resolve: Resolve): readonly Rule[] =>
  Object.entries(objectAt(operation, "responses")).flatMap(([code, value]): readonly Rule[] => {
    if (!/^4\d\d$/.test(code) || aboutTheCall.has(code)) return [];
    const status = Number(code);
    const response = resolve(value);
    const [media] = jsonMediaOf(response);
    const schema = memberOf(media?.body, "schema");
    const told = (schema === undefined ? [] : membersIn({ schema, tokens: [] }, resolve)).flatMap(
      ({ pointer, schema: folded }) => {
        const word = folded.words.find(
          (one) => typeof one === "string" && /already|completed|finished|not_?cancel/i.test(one),
        );
        return typeof word === "string" ? [{ when: [{ status }, { at: pointer, is: word }] }] : [];
      },
    );
    if (told[0] !== undefined) return [told[0]];
    const isSaid = /already|too late|not (?:be )?cancel|completed|finished/i.test(
      textAt(response, "description") ?? "",
    );
    return code === "409" || isSaid ? [{ when: [{ status }] }] : [];
  });

const queueNames = /^(?:queueposition|positioninqueue|queueplace|placeinqueue|queuerank|position)$/;

const guessLogs = (members: readonly ResponseMember[], resolve: Resolve): XJob["logs"] => {
  const found = members.find(({ name }) => /^(?:logs?|loglines|stdout)$/.test(plainName(name)));
  if (found === undefined) return undefined;
  const { pointer: at, schema } = found;
  if (schema.entry === undefined) return schema.types.includes("string") ? { at, as: "text" } : undefined;
  const line = foldSchema(schema.entry, resolve);
  if (line.types.includes("string")) return { at, as: "lines" };
  const text = ["message", "text", "line", "content", "msg"].find((name) => line.members.has(name));
  return text === undefined ? undefined : { at, as: "lines", message: `/${text}` };
};

/** The parameter of the status operation that asks for its logs, and what asks for them. */
const guessLogsParameter = (status: FoundOperation, { resolve, key }: FollowUpClues): XJob["parameters"] => {
  const found = parametersOf(status, { resolve, key }).find(
    ({ name, isRequired }) => !isRequired && /^(?:with|include|show)?logs?$/.test(plainName(name)),
  );
  if (found === undefined) return undefined;
  const { type, enum: words } = resolve(found.schema);
  const value = [1, true, "1", "true"].find((one) =>
    Array.isArray(words)
      ? words.includes(one)
      : type === "boolean"
        ? one === true
        : (type === "integer" || type === "number") && one === 1,
  );
  return value === undefined ? undefined : { [found.name]: value satisfies Scalar };
};

const guessExpires = (job: GuessedJob, members: readonly ResponseMember[]): XExpires | undefined => {
  const at = members.find(
    ({ name, schema }) =>
      /^(?:expiresat|expireat|expiration|expirationtime|expiry|expires)$/.test(plainName(name)) &&
      isScalarSchema(schema),
  )?.pointer;
  const after = guessKept([...textsOf(job.status), ...members.map(({ schema }) => schema.description)]);
  if (at === undefined && after === undefined) return undefined;
  return { ...(after !== undefined && { after }), ...(at !== undefined && { at }) };
};

interface PartLinks {
  readonly output: GuessedPart<XOutput> | undefined;
  readonly cancel: GuessedPart<XCancel> | undefined;
  readonly members: readonly ResponseMember[];
  readonly clues: FollowUpClues;
}

const linksOf = ({ status }: GuessedJob, { output, cancel, members, clues }: PartLinks): readonly GuessedAction[] => {
  const parts = [
    { name: "output", part: output },
    { name: "cancel", part: cancel },
  ].flatMap(({ name, part }) => (part === undefined ? [] : [{ name, part }]));
  if (parts.length === 0) return [];
  const links = parts.map(({ name, part }) => {
    const address = addressOf(name === "output" ? "output" : "cancel", members, clues);
    return {
      name,
      link: { operationId: clues.idOf(part.operation), parameters: part.parameters, ...address?.link },
      gaps: gapsAt(name, address),
    };
  });
  const what = parts.map(({ part }) => `${part.operation.method.toUpperCase()} ${part.operation.path}`).join(" and ");
  return [
    {
      target: `${status.target}.responses[${status.goodCodes.map((code) => `'${code}'`).join(",")}]`,
      description: `assumed: guessed from the paths, ${what}`,
      update: { links: Object.fromEntries(links.map(({ name, link }) => [name, link])) },
      gaps: links.flatMap(({ gaps }) => gaps),
    },
  ];
};

const gapsAt = (name: string, address: GuessedAddress | undefined): readonly Gap[] =>
  address === undefined ? [] : [{ path: ["links", name, "x-address"], note: address.note }];

/** An address that a response gives of an operation, and the hosts that may have the key. */
export interface GuessedAddress {
  readonly link: { readonly "x-address": { readonly from: string; readonly hosts: readonly string[] } };
  readonly note: string;
}

const addressNames: Readonly<Record<"status" | "output" | "cancel", RegExp>> = {
  status:
    /^\/(?:.*\/)?(?:(?:polling|poll|status|operation|get|self|task|job)_?(?:url|uri|link|location|endpoint)|(?:urls|links|_links)\/(?:get|status|self|poll))$/i,
  output:
    /^\/(?:.*\/)?(?:(?:response|result|output)s?_?(?:url|uri|link)|(?:urls|links|_links)\/(?:result|output|response))$/i,
  cancel: /^\/(?:.*\/)?(?:(?:cancel|abort|stop)_?(?:url|uri|link)|(?:urls|links|_links)\/(?:cancel|abort|stop))$/i,
};

/** Which operation about a job a member of a response seems to be the address of. */
export const addressPartOf = (pointer: string): keyof typeof addressNames | undefined =>
  (["status", "output", "cancel"] as const).find((part) => addressNames[part].test(pointer));

/** The member of a response that is the address of an operation about the job. A host outside of the service's own domain is only asked about. */
export const addressOf = (
  part: keyof typeof addressNames,
  members: readonly ResponseMember[],
  { baseUrl }: Pick<FollowUpClues, "baseUrl">,
): GuessedAddress | undefined => {
  const found = members.find(
    ({ pointer, schema }) =>
      addressNames[part].test(pointer) && isScalarSchema(schema) && schema.types.includes("string"),
  );
  if (found === undefined || baseUrl === undefined || !URL.canParse(baseUrl)) return undefined;
  const base = new URL(baseUrl).hostname;
  const { source, description } = found.schema;
  const texts = [description, ...[memberOf(source, "example") ?? "", ...listAt(source, "examples")].map(textOf)];
  const named = [
    ...new Set(
      texts.flatMap((text) =>
        [...text.matchAll(/https:\/\/([a-z0-9.-]+)/gi)].map(([, host = ""]) => host.toLowerCase().replace(/\.$/, "")),
      ),
    ),
  ].filter((host) => host !== base && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(host));
  const domain = base.split(".").slice(1).join(".");
  // Under a domain such as co.uk everybody has a host.
  const isOwnDomain = domain.includes(".") && !/^(?:ac|co|com|edu|gov|net|or|org)\.[a-z]{2}$/.test(domain);
  const own = named.filter((host) => host.endsWith(`.${base}`) || (isOwnDomain && host.endsWith(`.${domain}`)));
  const others = named.filter((host) => !own.includes(host));
  const asked = others.length === 0 ? "" : `; its texts name ${others.join(", ")} as well`;
  const guessed =
    own.length === 0
      ? `only ${base}, for its texts name no other of the service's`
      : `${own.join(", ")}, beside ${base}`;
  return {
    link: { "x-address": { from: `$response.body#${found.pointer}`, hosts: own } },
    note: `Fill in: on which hosts may ${found.pointer} be? The key goes there. Guessed: ${guessed}${asked}`,
  };
};

const textOf = (value: Json): string => (typeof value === "string" ? value : "");
