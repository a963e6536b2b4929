import {
  type ErrorKind,
  isErrorKind,
  isRecord,
  type Phase,
  phaseOf,
  pointerTokens,
  type Rule,
  type Scalar,
  type StatusKind,
  statusKinds,
  type XHas,
  type XItems,
  type XJob,
  type XMembers,
  type XState,
} from "@genwait/lifecycle";

import type { Place } from "./change.ts";
import type { Changes, Site } from "./changes.ts";
import {
  listOf,
  memberOf,
  membersOf,
  rootNode,
  type SpecDocument,
  type SpecNode,
  textAt,
  valueAt,
} from "./document.ts";
import { sameJson } from "./json.ts";
import type { NormalSchemas, Schema } from "./normal-schema.ts";
import { type Operation, operationsOf } from "./operations.ts";
import type { ReadOfErrors } from "./responses.ts";

/** A job with the operation that reports on it. */
interface DeclaredJob {
  readonly name: string;
  readonly declaration: XJob;
  readonly operation: Operation;
  /** Where the declaration stands. */
  readonly pointer: string;
  /** The JSON bodies of the responses that can tell a state. */
  readonly bodies: readonly Schema[];
}

/**
 * Compares what changes mean for jobs: whether they still come to a result, whether they keep their guarantees, whether they are found
 * at all. A declaration that is not of the form its JSON Schema asks for cannot be compared, and its change is told as such.
 */
export const compareLifecycles = (changes: Changes): void => {
  compareErrorRules(changes);
  compareHosts(changes);
  const [before, after] = [declarationsIn(changes.old), declarationsIn(changes.revised)];
  if ([...before, ...after].every(({ value }) => isDeclaration(value))) {
    compareJobs(changes, jobsOf(changes.old), jobsOf(changes.revised));
    return;
  }
  const changed = after.find(({ value }, index) => !sameJson(value, before[index]?.value));
  if (changed === undefined && before.length === after.length) return;
  changes.add({ code: "job-unreadable", bump: "major" }, { place: { in: "document" } }, changed?.pointer ?? "");
};

const declarationsIn = (document: SpecDocument): readonly SpecNode[] =>
  operationsOf(document).flatMap(({ node }) => memberOf(node, "x-job") ?? []);

/** Whether a declaration has the form that is read here; a linter checks the rest. */
const isDeclaration = (value: unknown): value is XJob =>
  isRecord(value) &&
  typeof value["name"] === "string" &&
  isMissingOr(value["call"], isRules) &&
  isMissingOr(value["state"], isState) &&
  isMissingOr(value["items"], isItems) &&
  isMissingOr(value["has"], isHas) &&
  isMissingOr(value["failure"], isRecord);

const isMissingOr = (value: unknown, test: (value: unknown) => boolean): boolean => value === undefined || test(value);

const isRules = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((rule) => isRecord(rule) && Array.isArray(rule["when"]) && rule["when"].every(isRecord));

const isState = (value: unknown): boolean =>
  isRecord(value) &&
  isMissingOr(value["at"], isText) &&
  isMissingOr(value["otherwise"], isText) &&
  isMissingOr(value["rules"], isRules) &&
  isMissingOr(value["values"], (values) => isRecord(values) && Object.values(values).every(Array.isArray));

const isItems = (value: unknown): boolean =>
  isRecord(value) &&
  isText(value["at"]) &&
  isText(value["none"]) &&
  isMissingOr(value["id"], isText) &&
  isState(value["state"]) &&
  isMissingOr(value["has"], isHas);

const isHas = (value: unknown): boolean =>
  isRecord(value) &&
  Object.values(value).every(
    (members) =>
      isRecord(members) &&
      ["present", "absent"].every((name) =>
        isMissingOr(members[name], (list) => Array.isArray(list) && list.every(isText)),
      ) &&
      isMissingOr(members["whenRequested"], isRecord),
  );

const isText = (value: unknown): value is string => typeof value === "string";

/** Every job of a document, in its order. */
const jobsOf = (document: SpecDocument): readonly DeclaredJob[] =>
  operationsOf(document).flatMap((operation) => {
    const node = memberOf(operation.node, "x-job");
    const declaration = node?.value;
    if (node === undefined || !isDeclaration(declaration)) return [];
    const statuses = statusesRead(declaration);
    const bodies = [...membersOf(memberOf(operation.node, "responses"))]
      .filter(([code]) => code.startsWith("2") || statuses.some((wanted) => matchesCode(wanted, code)))
      .flatMap(([, response]) => jsonSchemasOf(response));
    return [{ name: declaration.name, declaration, operation, pointer: node.pointer, bodies }];
  });

const statusesRead = ({ state }: XJob): readonly string[] =>
  (state?.rules ?? []).flatMap(({ when }) => when.flatMap(({ status }) => (status === undefined ? [] : [`${status}`])));

const matchesCode = (wanted: string, code: string): boolean => {
  const [left, right] = [wanted.toUpperCase(), code.toUpperCase()];
  return left === right || (left[0] === right[0] && (left.endsWith("XX") || right.endsWith("XX")));
};

const jsonSchemasOf = (response: SpecNode): readonly Schema[] =>
  [...membersOf(memberOf(response, "content"))].flatMap(([type, media]) => {
    const schema = memberOf(media, "schema");
    return /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(type) && schema !== undefined ? [[schema]] : [];
  });

/** The job that is meant when nobody names one: the declared default, else the first that is not deprecated. */
const defaultJobOf = (jobs: readonly DeclaredJob[]): DeclaredJob | undefined =>
  jobs.find(({ declaration }) => declaration.default === true) ??
  jobs.find(({ operation }) => valueAt(operation.node, "deprecated") !== true) ??
  jobs[0];

const siteOf = ({ name, operation }: DeclaredJob): Site => ({
  place: { in: "job", name },
  operation: operation.name,
  direction: "response",
});

const compareJobs = (changes: Changes, before: readonly DeclaredJob[], after: readonly DeclaredJob[]): void => {
  const pairs = pairJobs(before, after);
  const paired = new Set(pairs.flat());
  for (const [was, is] of pairs) compareJob(changes, was, is);
  for (const job of before) {
    if (paired.has(job)) continue;
    changes.add({ code: "job-removed", bump: "major", job: job.name }, siteOf(job), job.pointer);
  }
  for (const job of after) {
    if (paired.has(job)) continue;
    changes.add({ code: "job-added", bump: "minor", job: job.name }, siteOf(job), job.pointer);
  }
  const [was, is] = [defaultJobOf(before), defaultJobOf(after)];
  // Who names no job gets another one, with another kind of response.
  if (was !== undefined && is !== undefined && !pairs.some(([old, revised]) => old === was && revised === is)) {
    changes.add({ code: "default-job-changed", bump: "major", old: was.name, new: is.name }, siteOf(is), is.pointer);
  }
  compareStarts(changes, before, after);
};

type JobPair = readonly [DeclaredJob, DeclaredJob];

/** By name; a job that lost its name is the one that its operation reports on now. */
const pairJobs = (before: readonly DeclaredJob[], after: readonly DeclaredJob[]): readonly JobPair[] =>
  before.flatMap((job): readonly JobPair[] => {
    const same =
      after.find(({ name }) => name === job.name) ??
      after.find(
        ({ name, operation: { name: operation } }) =>
          operation.id !== undefined &&
          operation.id === job.operation.name.id &&
          before.every((other) => other.name !== name),
      );
    return same === undefined ? [] : [[job, same]];
  });

const compareJob = (changes: Changes, old: DeclaredJob, revised: DeclaredJob): void => {
  const site = siteOf(revised);
  const { pointer, name: job } = revised;
  const [was, is] = [old.declaration, revised.declaration];
  const [operation, newOperation] = [old.operation.name, revised.operation.name];
  if (old.name !== job) {
    changes.add({ code: "job-renamed", bump: "major", old: old.name, new: job }, site, `${pointer}/name`);
  } else if (operation.id !== newOperation.id) {
    changes.add({ code: "job-moved", bump: "major", job, old: operation, new: newOperation }, site, pointer);
  }
  comparePhases(changes, site, [old, revised]);
  if (was.state !== undefined && is.state !== undefined) {
    compareStatus(changes, site, job, [
      { state: was.state, schemas: old.bodies, pointer: old.pointer },
      { state: is.state, schemas: revised.bodies, pointer },
    ]);
  }
  compareItems(changes, old, revised);
  compareGuarantees(changes, site, job, [
    { has: was.has, schemas: old.bodies, pointer: old.pointer },
    { has: is.has, schemas: revised.bodies, pointer },
  ]);
  compareSettings(changes, site, old, revised);
};

/** A phase more is a case that callers do not handle: an exhaustive `switch` no longer compiles. */
const comparePhases = (changes: Changes, site: Site, [old, revised]: JobPair): void => {
  const [before, after] = [phasesOf(old.declaration), phasesOf(revised.declaration)];
  for (const phase of ["pending", "succeeded", "partial", "failed"] as const) {
    if (before.has(phase) === after.has(phase)) continue;
    const code = after.has(phase) ? "phase-added" : "phase-removed";
    changes.add({ code, bump: "major", job: revised.name, phase }, site, `${revised.pointer}/state`);
  }
};

/** The phases that a response can tell. */
const phasesOf = ({ state, items }: XJob): ReadonlySet<Phase> => {
  const kinds = kindsOf(state);
  const ofTable = state?.at === undefined ? [state?.otherwise ?? "pending"] : [];
  if (items === undefined) return new Set([...kinds, ...ofTable].map(phaseOf));
  const own = [...kinds].filter((kind) => kind !== "succeeded").map(phaseOf);
  const isAsked = kinds.has("succeeded") || state?.at === undefined;
  return new Set([...own, ...(isAsked ? phasesOfItems(items) : [])]);
};

const phasesOfItems = ({ state, none }: XItems): readonly Phase[] => {
  const kinds = kindsOf(state);
  const canSucceed = kinds.has("succeeded") || kinds.has("partial");
  const canFail = [...kinds].some((kind) => phaseOf(kind) === "failed");
  return [
    "pending",
    ...(canSucceed ? (["succeeded"] as const) : []),
    ...(canSucceed && canFail ? (["partial"] as const) : []),
    ...(canFail || none === "failed" ? (["failed"] as const) : []),
  ];
};

const kindsOf = (state: XState | undefined): ReadonlySet<StatusKind> => {
  const ofTable = statusKinds.filter((kind) => (state?.values?.[kind] ?? []).length > 0);
  const rest = state?.at === undefined ? [] : [state.otherwise ?? "pending"];
  return new Set([...(state?.rules ?? []).map(({ is }) => is), ...ofTable, ...rest]);
};

/** One side of a status: what the declaration says, and the schemas it is about. */
interface StatusSide {
  readonly state: XState;
  readonly schemas: readonly Schema[];
  readonly pointer: string;
}

/** What a declaration makes of the service's words. */
interface StatusWords {
  /** Words and their kinds: those of the table, and those that a rule names. */
  readonly kinds: ReadonlyMap<Scalar, StatusKind>;
  /** The words that the schema lists; undefined where it lists none. */
  readonly listed: readonly Scalar[] | undefined;
  /** Where the schema of the status stands. */
  readonly pointer: string | undefined;
}

/** The words in which a service tells a state: those no phase knows, results that are never told any more, words that mean something else. */
const compareStatus = (
  changes: Changes,
  site: Site,
  job: string,
  [old, revised]: readonly [StatusSide, StatusSide],
): void => {
  const [was, is] = [old.state, revised.state];
  if (was.at !== is.at) {
    changes.add(
      { code: "status-moved", bump: "major", job, old: was.at, new: is.at },
      site,
      `${revised.pointer}/state/at`,
    );
  }
  const { forms } = changes.schemas;
  const [before, after] = [statusWords(old, forms), statusWords(revised, forms)];
  const listed = after.listed ?? [];
  const counts = is.otherwise ?? "pending";
  const unknown = listed.filter((word) => isUnknown(after, word) && !isUnknown(before, word));
  if (unknown.length > 0) {
    changes.add({ code: "status-unlisted", bump: "minor", job, words: unknown, counts }, site, after.pointer ?? "");
  }
  // A client that is out there knows the old words only: when the last word for a result goes, it never sees that result again.
  for (const word of before.listed ?? []) {
    const kind = before.kinds.get(word);
    if (after.listed === undefined || listed.includes(word) || kind === undefined || kind === "pending") continue;
    const othersRemain = listed.some((other) => before.kinds.get(other) === kind);
    changes.add(
      { code: "status-removed", bump: othersRemain ? "minor" : "major", job, word, kind, othersRemain },
      site,
      after.pointer ?? before.pointer ?? "",
    );
  }
  for (const word of new Set([...before.kinds.keys(), ...after.kinds.keys()])) {
    const [kind, newKind] = [before.kinds.get(word), after.kinds.get(word)];
    if (kind === newKind) continue;
    changes.add(
      { code: "status-reclassified", bump: bumpOfMeaning(kind, newKind), job, word, old: kind, new: newKind },
      site,
      `${revised.pointer}/state`,
    );
  }
  const countedAs = was.otherwise ?? "pending";
  if (countedAs !== counts) {
    changes.add(
      { code: "unlisted-status-reclassified", bump: "major", job, old: countedAs, new: counts },
      site,
      `${revised.pointer}/state/otherwise`,
    );
  }
};

const isUnknown = ({ listed, kinds }: StatusWords, word: Scalar): boolean =>
  listed?.includes(word) === true && !kinds.has(word);

const statusWords = ({ state, schemas }: StatusSide, forms: NormalSchemas): StatusWords => {
  const kinds = new Map<Scalar, StatusKind>();
  for (const kind of statusKinds) for (const word of state.values?.[kind] ?? []) kinds.set(word, kind);
  for (const rule of state.rules ?? []) {
    for (const { at, is, in: list } of rule.when) {
      if (at !== state.at) continue;
      // A word that leads to different results by what else the response says is known all the same.
      for (const word of [...(is === undefined ? [] : [is]), ...(list ?? [])]) {
        if (!kinds.has(word)) kinds.set(word, rule.is);
      }
    }
  }
  const statuses = state.at === undefined ? [] : schemasAt(schemas, state.at, forms).map((schema) => forms.of(schema));
  const lists = statuses.flatMap(({ values }) => (values === undefined ? [] : [values]));
  return {
    kinds,
    listed: lists.length === 0 ? undefined : [...new Set(lists.flat().filter(isScalar))],
    pointer: statuses[0]?.pointer,
  };
};

const isScalar = (value: unknown): value is Scalar => ["string", "number", "boolean"].includes(typeof value);

/** A word that got a meaning helps; one that lost a result, or leads to another phase, turns what callers do. */
const bumpOfMeaning = (old: StatusKind | undefined, revised: StatusKind | undefined): "major" | "minor" | "patch" => {
  if (old === undefined) return "minor";
  if (revised === undefined) return old === "pending" ? "patch" : "major";
  return phaseOf(old) === phaseOf(revised) ? "minor" : "major";
};

/** The schemas that a JSON Pointer into a response leads to: through `allOf`, and through every variant of a union that has it. */
const schemasAt = (schemas: readonly Schema[], pointer: string, forms: NormalSchemas): readonly Schema[] =>
  pointerTokens(pointer).reduce<readonly Schema[]>(
    (current, token) =>
      current.flatMap((schema) =>
        throughUnions(schema, forms, (inner) => {
          const { properties, items, additional } = forms.of(inner);
          const member = properties.get(token) ?? (/^\d+$/.test(token) ? items : undefined);
          return member ?? (typeof additional === "string" ? undefined : additional);
        }),
      ),
    schemas,
  );

/** Those of them that say what they are: an example alone is no member. */
const membersAt = (schemas: readonly Schema[], pointer: string, forms: NormalSchemas): readonly Schema[] =>
  schemasAt(schemas, pointer, forms).filter((schema) => !forms.of(schema).isBlank || isBare(schema));

const isBare = (schema: Schema): boolean =>
  schema.some(({ value }) => isRecord(value) && Object.keys(value).length === 0);

const throughUnions = (
  schema: Schema,
  forms: NormalSchemas,
  read: (schema: Schema) => Schema | undefined,
  above: ReadonlySet<unknown> = new Set(),
): readonly Schema[] => {
  const { unions } = forms.of(schema);
  const value = schema[0]?.value;
  if (above.has(value)) return [];
  const visited = new Set(above).add(value);
  const own = read(schema);
  const variants = unions.flatMap((union) =>
    union.variants.flatMap((variant) => throughUnions(variant, forms, read, visited)),
  );
  return own === undefined ? variants : [own, ...variants];
};

/** The outputs of a job that has several: where they are, what each says, what each guarantees. */
const compareItems = (changes: Changes, old: DeclaredJob, revised: DeclaredJob): void => {
  const [was, is] = [old.declaration.items, revised.declaration.items];
  const [oldPointer, pointer] = [`${old.pointer}/items`, `${revised.pointer}/items`];
  const job = revised.name;
  if (was === undefined || is === undefined) {
    if (was === is) return;
    const code = is === undefined ? "items-removed" : "items-added";
    changes.add({ code, bump: "major", job }, siteOf(revised), pointer);
    return;
  }
  const place: Place = { in: "item", name: job };
  const site: Site = { ...siteOf(revised), place };
  if (was.at !== is.at)
    changes.add({ code: "items-moved", bump: "major", job, old: was.at, new: is.at }, site, pointer);
  if (was.none !== is.none) {
    changes.add({ code: "no-items-reclassified", bump: "major", job, old: was.none, new: is.none }, site, pointer);
  }
  if (was.id !== is.id) {
    changes.add({ code: "item-id-moved", bump: "minor", job, old: was.id, new: is.id }, site, pointer);
  }
  const [schemas, newSchemas] = [itemsAt(changes, old, was.at), itemsAt(changes, revised, is.at)];
  if (schemas.length > 0 && newSchemas.length === 0) {
    changes.add({ code: "items-missing", bump: "major", job, at: is.at }, site, pointer);
  }
  compareStatus(changes, site, job, [
    { state: was.state, schemas, pointer: oldPointer },
    { state: is.state, schemas: newSchemas, pointer },
  ]);
  compareGuarantees(changes, site, job, [
    { has: was.has, schemas, pointer: oldPointer },
    { has: is.has, schemas: newSchemas, pointer },
  ]);
};

const itemsAt = ({ schemas: { forms } }: Changes, { bodies }: DeclaredJob, pointer: string): readonly Schema[] =>
  schemasAt(bodies, pointer, forms).flatMap((schema) => throughUnions(schema, forms, (inner) => forms.of(inner).items));

/** One side of a comparison: what phases guarantee, and the schemas that must keep it. */
interface GuaranteeSide {
  readonly has: XHas<string> | undefined;
  readonly schemas: readonly Schema[];
  readonly pointer: string;
}

/** The members that phases guarantee: which are guaranteed, and whether the schema still has them. */
const compareGuarantees = (
  changes: Changes,
  site: Site,
  job: string,
  [old, revised]: readonly [GuaranteeSide, GuaranteeSide],
): void => {
  const { forms } = changes.schemas;
  for (const phase of new Set([...Object.keys(old.has ?? {}), ...Object.keys(revised.has ?? {})])) {
    const [before, after]: readonly XMembers[] = [old.has?.[phase] ?? {}, revised.has?.[phase] ?? {}];
    const [was, is] = [before?.present ?? [], after?.present ?? []];
    // Guaranteed by the package that is out there, and gone from the schema.
    for (const field of [...was, ...Object.keys(before?.whenRequested ?? {})]) {
      const found = membersAt(old.schemas, field, forms);
      if (found.length === 0 || membersAt(revised.schemas, field, forms).length > 0) continue;
      const pointer = found[0]?.[0]?.pointer ?? "";
      changes.add({ code: "guaranteed-field-missing", bump: "major", job, phase, field }, site, pointer);
    }
    const add = (field: string, change: "added" | "withdrawn" | "ruled-out" | "allowed"): void => {
      const bump = change === "added" || change === "allowed" ? "minor" : "major";
      const member = change === "added" || change === "withdrawn" ? "present" : "absent";
      changes.add(
        { code: "guaranteed-field-changed", bump, job, phase, field, change },
        site,
        `${revised.pointer}/has/${phase}/${member}`,
      );
    };
    for (const field of is) if (!was.includes(field)) add(field, "added");
    for (const field of was) if (!is.includes(field)) add(field, "withdrawn");
    const [ruledOut, nowRuledOut] = [before?.absent ?? [], after?.absent ?? []];
    // What was not there before, and what is nowhere now, changes no type of a phase.
    const isIn = (side: GuaranteeSide, field: string): boolean => schemasAt(side.schemas, field, forms).length > 0;
    for (const field of nowRuledOut) if (!ruledOut.includes(field) && isIn(old, field)) add(field, "ruled-out");
    for (const field of ruledOut) if (!nowRuledOut.includes(field) && isIn(revised, field)) add(field, "allowed");
  }
};

/** How often to poll is advice; everything else that is declared decides what callers can read. */
const compareSettings = (changes: Changes, site: Site, old: DeclaredJob, revised: DeclaredJob): void => {
  const [was, is] = [memberValues(old.declaration), memberValues(revised.declaration)];
  const job = revised.name;
  compareParts(changes, site, old, revised);
  for (const setting of new Set([...was.keys(), ...is.keys()])) {
    const values = { old: was.get(setting), new: is.get(setting) };
    if (comparedElsewhere.has(setting) || sameJson(values.old, values.new)) continue;
    // That a part came or went has been told.
    const isPart = setting === "output" || setting === "cancel";
    if (isPart && (values.old === undefined || values.new === undefined)) continue;
    const pointer = `${revised.pointer}/${setting}`;
    if (setting === "poll") changes.add({ code: "poll-times-changed", bump: "patch", job, ...values }, site, pointer);
    else if (setting === "rateLimit") {
      changes.add({ code: "rate-limit-changed", bump: "patch", job, ...values }, site, pointer);
    } else if (setting === "typicalDuration") {
      changes.add({ code: "typical-duration-changed", bump: "patch", job, ...values }, site, pointer);
    } else changes.add({ code: "job-setting-changed", bump: "minor", job, setting, ...values }, site, pointer);
  }
};

/** What a caller reads of a job or does to it: its output, and its cancel. */
const compareParts = (changes: Changes, site: Site, old: DeclaredJob, revised: DeclaredJob): void => {
  const { name: job, pointer } = revised;
  const [was, is] = [old, revised].map(({ declaration: { output = [] }, operation }) =>
    [output].flat().map((step) => (isRecord(step) ? targetOfLink(operation, step["link"]) : undefined)),
  );
  const [before, after] = [was?.length ?? 0, is?.length ?? 0];
  const effect = before === 0 ? "added" : after === 0 ? "removed" : "moved";
  if (!sameJson(was?.at(-1) ?? null, is?.at(-1) ?? null) || (before === 0) !== (after === 0))
    changes.add({ code: "output-changed", bump: "major", job, effect }, site, `${pointer}/output`);
  const [could, can] = [old.declaration.cancel !== undefined, revised.declaration.cancel !== undefined];
  if (can && !could) changes.add({ code: "cancel-added", bump: "minor", job }, site, `${pointer}/cancel`);
  if (could && !can) changes.add({ code: "cancel-removed", bump: "major", job }, site, `${old.pointer}/cancel`);
};

/** Where the Link of a name on an operation's response leads; its name where it is on the response of a step before. */
const targetOfLink = ({ node }: Operation, name: unknown): string => {
  const links = [...membersOf(memberOf(node, "responses"))].flatMap(([, response]) => [
    ...membersOf(memberOf(response, "links")),
  ]);
  const link = links.find(([known]) => known === name)?.[1];
  return (
    (link === undefined ? undefined : (textAt(link, "operationId") ?? textAt(link, "operationRef"))) ??
    `${String(name)}`
  );
};

const memberValues = (declaration: XJob): ReadonlyMap<string, unknown> => new Map(Object.entries(declaration));

/** Compared one by one; forms for the mock reach no client. */
const comparedElsewhere: ReadonlySet<string> = new Set(["name", "default", "state", "items", "has", "pendingAs"]);

/** The hosts on which a response may say that an operation is: the key goes there, and to no other. */
const compareHosts = (changes: Changes): void => {
  const before = new Map(operationsOf(changes.old).map((operation) => [keyOf(operation), operation]));
  for (const operation of operationsOf(changes.revised)) {
    const was = before.get(keyOf(operation));
    if (was === undefined) continue;
    const [old, revised] = [hostsIn(was), hostsIn(operation)];
    const site: Site = { place: { in: "operation" }, operation: operation.name };
    for (const [host, pointer] of revised)
      if (!old.has(host)) changes.add({ code: "address-host-added", bump: "minor", host }, site, pointer);
    for (const [host, pointer] of old)
      if (!revised.has(host)) changes.add({ code: "address-host-removed", bump: "major", host }, site, pointer);
  }
};

/** The hosts of the Links of an operation, with where each is written. */
const hostsIn = ({ node }: Operation): ReadonlyMap<string, string> => {
  const links = [...membersOf(memberOf(node, "responses"))].flatMap(([, response]) => [
    ...membersOf(memberOf(response, "links")).values(),
  ]);
  return new Map(
    links.flatMap((link) =>
      listOf(memberOf(memberOf(link, "x-address"), "hosts")).flatMap(({ value, pointer }) =>
        typeof value === "string" ? [[value, pointer] as const] : [],
      ),
    ),
  );
};

/** The Links by which a create's response leads to its job: without one the client has nothing that starts it. */
const compareStarts = (changes: Changes, before: readonly DeclaredJob[], after: readonly DeclaredJob[]): void => {
  const [was, is] = [startsOf(changes.old, before), startsOf(changes.revised, after)];
  const operations = new Map(operationsOf(changes.revised).map((operation) => [keyOf(operation), operation]));
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [link, newLink] = [was.get(key), is.get(key)];
    const operation = operations.get(key);
    // An operation that is gone takes its links along, and is told as such.
    if (operation === undefined) continue;
    const site: Site = { place: { in: "operation" }, operation: operation.name };
    if (link === undefined) changes.add({ code: "start-added", bump: "minor" }, site, newLink?.pointer ?? "");
    else if (newLink === undefined) changes.add({ code: "start-removed", bump: "major" }, site, link.pointer);
    else if (!sameJson(essence(link), essence(newLink))) {
      changes.add({ code: "start-changed", bump: "major", old: link.value, new: newLink.value }, site, newLink.pointer);
    }
  }
};

const keyOf = ({ name }: Operation): string => name.id ?? `${name.method} ${name.path}`;

/** The first link of a success that leads to a job, by the operation. */
const startsOf = (document: SpecDocument, jobs: readonly DeclaredJob[]): ReadonlyMap<string, SpecNode> => {
  const starts = new Map<string, SpecNode>();
  for (const operation of jobs.length === 0 ? [] : operationsOf(document)) {
    const links = [...membersOf(memberOf(operation.node, "responses"))]
      .filter(([code]) => code.startsWith("2"))
      .flatMap(([, response]) => [...membersOf(memberOf(response, "links")).values()]);
    const link = links.find((candidate) => jobs.some((job) => leadsTo(candidate, job)));
    if (link !== undefined) starts.set(keyOf(operation), link);
  }
  return starts;
};

const leadsTo = (link: SpecNode, { operation }: DeclaredJob): boolean => {
  const [id, reference] = [textAt(link, "operationId"), textAt(link, "operationRef")];
  return (id !== undefined && id === operation.name.id) || reference === `#${operation.node.pointer}`;
};

/** What a link says to the client; a description is not part of it. */
const essence = (link: SpecNode): readonly unknown[] => [
  ...["operationId", "operationRef", "parameters", "requestBody", "x-items", "x-state"].map(
    (member) => valueAt(link, member) ?? null,
  ),
  // Its hosts are compared one by one.
  textAt(memberOf(link, "x-address"), "from") ?? null,
];

const errorRulesOf = (document: SpecDocument): readonly SpecNode[] => listOf(memberOf(rootNode(document), "x-errors"));

/** The kinds of errors that the HTTP code alone does not tell: code that handles a kind depends on when it is given. */
const compareErrorRules = (changes: Changes): void => {
  const [before, after] = [errorRulesOf(changes.old), errorRulesOf(changes.revised)];
  const site: Site = { place: { in: "document" } };
  const lost = before.filter((rule) => !after.some((other) => sameJson(rule.value, other.value)));
  const gained = after.filter((rule) => !before.some((other) => sameJson(rule.value, other.value)));
  for (const rule of lost) {
    changes.add({ code: "error-rule-removed", bump: "major", ...factsOf(rule) }, site, rule.pointer);
  }
  for (const rule of gained) {
    changes.add({ code: "error-rule-added", bump: "minor", ...factsOf(rule) }, site, rule.pointer);
  }
  const [values, newValues] = [before, after].map((rules) => rules.map(({ value }) => value));
  if (lost.length === 0 && gained.length === 0 && !sameJson(values, newValues)) {
    changes.add({ code: "error-rules-reordered", bump: "minor" }, site, "/x-errors");
  }
};

const factsOf = (rule: SpecNode): { readonly status: unknown; readonly kind: ErrorKind | undefined } => {
  const kind = valueAt(rule, "kind");
  return { status: valueAt(rule, "status"), kind: isErrorKind(kind) ? kind : undefined };
};

/** What a client reads of the error bodies of an operation: by the rules of the document and those of its job, old and new. */
export const readOfErrorsOf = (changes: Changes, old: Operation, revised: Operation): ReadOfErrors => {
  const documents = [changes.old, changes.revised].flatMap(errorRulesOf);
  const rules = [old, revised].flatMap(({ node }) => rulesOfJob(valueAt(node, "x-job")));
  return (status) => [
    ...documents
      .filter((rule) => status === "default" || matchesCode(`${String(valueAt(rule, "status"))}`, status))
      .flatMap((rule) => textAt(rule, "at") ?? []),
    ...rules
      .filter(({ statuses }) => statuses.some((wanted) => matchesCode(wanted, status)))
      .flatMap(({ reads }) => reads),
  ];
};

const rulesOfJob = (
  declaration: unknown,
): readonly { readonly statuses: readonly string[]; readonly reads: readonly string[] }[] => {
  if (!isDeclaration(declaration)) return [];
  const rules: readonly (Rule & { readonly message?: string; readonly code?: string })[] = [
    ...(declaration.call ?? []),
    ...(declaration.state?.rules ?? []),
  ];
  const { failure } = declaration;
  return rules.map(({ when, message, code }) => ({
    statuses: when.flatMap(({ status }) => (status === undefined ? [] : [`${status}`])),
    reads: [...when.map(({ at }) => at), message, code, failure?.message, failure?.code].filter(
      (pointer) => pointer !== undefined,
    ),
  }));
};
