import {
  type ItemPhase,
  type Phase,
  phaseOf,
  pointerTokens,
  type Scalar,
  type StatusKind,
  type XItems,
} from "@genwait/lifecycle";
import type { Rule, XJob, XMembers, XOutput, XState } from "@genwait/lifecycle";

import { isJsonList, isJsonObject, type Json, listAt, memberOf, objectAt } from "../openapi/json.ts";
import { indexAccess, propertyName, stringLiteral } from "../text/typescript-text.ts";
import type { JobModel, ResponseModel, Schema } from "./api-model.ts";
import { pascalCase } from "./names.ts";
import { componentOf, type Resolve } from "../openapi/references.ts";
import { kindsOfItem, phasesOf, type Way, waysOfJob } from "./ways-of-job.ts";

/** What the types of a job are called and made of. */
export interface JobTypes {
  readonly job: JobModel;
  /** `Generation` for a job named `generation`. */
  readonly prefix: string;
  readonly phases: readonly PhaseType<Phase>[];
  /** One for each phase of an item; none for a job without items. */
  readonly items: readonly PhaseType<ItemPhase>[];
  /** What further operations give; absent for a job whose status response is its result. */
  readonly output?: OutputType;
}

/** The types of what comes of the operations that give an output. */
export interface OutputType {
  /** The name of the type of a good one. */
  readonly name: string;
  readonly type: string;
  /** What a response says with which the job has failed; absent where none does. */
  readonly failed?: string;
}

/** The body of a response, or of an item, in one phase. */
export interface PhaseType<P extends Phase> {
  readonly phase: P;
  /** The type's name. */
  readonly name: string;
  /** The type, as an expression over openapi-typescript's types. */
  readonly type: string;
  /** Fields that the client checks before it takes a response for this phase, as JSON Pointers. */
  readonly guaranteed: readonly string[];
}

/** The types of a job: for each phase that it can have, the body of its responses, with what the phase guarantees. */
export const jobTypesOf = (job: JobModel, resolve: Resolve): JobTypes => {
  const { declaration, operation } = job;
  const prefix = pascalCase(declaration.name);
  const items = itemTypesOf(job, resolve);
  const responses = operation.responses.flatMap((response) => {
    const ways = waysOfJob(declaration, response.code, response.media);
    return ways.length === 0 ? [] : [{ response, ways }];
  });
  const told = phasesOf(responses.flatMap(({ ways }) => ways)).map((phase): PhaseType<Phase> => {
    const bodies = responses.flatMap(({ response, ways }) => {
      const waysIn = ways.filter((way) => way.phase === phase);
      return waysIn.length === 0 ? [] : bodiesOf(response, { job, phase, ways: waysIn, items, resolve });
    });
    const ways = responses.flatMap(({ ways }) => ways);
    return {
      phase,
      name: `${prefix}${pascalCase(phase)}`,
      type: unionOf(bodies),
      guaranteed: guaranteedIn(declaration.has?.[phase], phase, ways),
    };
  });
  const output = outputTypeOf(job, prefix);
  return {
    job,
    prefix,
    phases: withFollowUps(told, job, prefix),
    items: items.map(({ refinement: _, ...item }) => item),
    ...(output !== undefined && { output }),
  };
};

const stepsOf = ({ output = [] }: XJob): readonly XOutput[] => [output].flat();

/** What the operations that give the output and the cancel make of a phase: a job whose work is over may be pending still, or fail. */
const withFollowUps = (
  told: readonly PhaseType<Phase>[],
  { declaration, operation }: JobModel,
  prefix: string,
): readonly PhaseType<Phase>[] => {
  const steps = stepsOf(declaration);
  const good = told.filter(({ phase }) => phase === "succeeded" || phase === "partial").map(({ type }) => type);
  const later: Partial<Record<Phase, readonly string[]>> = {
    ...(steps.some(({ pending = [] }) => pending.length > 0) && { pending: good }),
    failed: [
      ...(steps.some(({ failed = [] }) => failed.length > 0) ? good : []),
      // The response to a poll of a job that the service has forgotten.
      ...(declaration.cancel?.then === "gone"
        ? [operation.responses.find(({ code, schema }) => code === "404" && schema !== undefined)?.type ?? "unknown"]
        : []),
    ],
  };
  const phases = phaseOrder.filter(
    (phase) => told.some((one) => one.phase === phase) || (later[phase] ?? []).length > 0,
  );
  return phases.map((phase) => {
    const known = told.find((one) => one.phase === phase);
    const types = [...(known === undefined ? [] : [known.type]), ...(later[phase] ?? [])];
    return {
      phase,
      name: `${prefix}${pascalCase(phase)}`,
      type: types.includes("unknown") ? "unknown" : unionOf(types),
      guaranteed: known?.guaranteed ?? [],
    };
  });
};

const phaseOrder: readonly Phase[] = ["pending", "succeeded", "partial", "failed"];

const outputTypeOf = ({ declaration, output }: JobModel, prefix: string): OutputType | undefined => {
  const last = output.at(-1);
  if (last === undefined) return undefined;
  const steps = stepsOf(declaration);
  const { failed = [], pending = [] } = steps.at(-1) ?? {};
  const good = last.operation.responses.filter(
    ({ code }) => code.startsWith("2") && !isTold(code, [...failed, ...pending]),
  );
  const failures = steps.flatMap(({ failed: rules = [] }, index) =>
    rules.flatMap((rule) => failureTypes(rule, output[index]?.operation.responses ?? [])),
  );
  return {
    name: `${prefix}Output`,
    type: unionOf(good.map(({ type }) => type)),
    ...(failures.length > 0 && { failed: failures.includes("unknown") ? "unknown" : unionOf(failures) }),
  };
};

/** Whether a code alone says what rules name, so that it never carries an output. */
const isTold = (code: string, rules: readonly Rule[]): boolean =>
  rules.some(({ when }) => when.every(({ status, at }) => at === undefined && `${status}` === code));

/** What the responses say that a rule can match; unknown where the document does not tell. */
const failureTypes = ({ when }: Rule, responses: readonly ResponseModel[]): readonly string[] => {
  const codes = when.flatMap(({ status }) => (status === undefined ? [] : [`${status}`.toUpperCase()]));
  const matching = responses.filter(({ code }) =>
    codes.every((wanted) => code === wanted || (wanted.endsWith("XX") && code[0] === wanted[0])),
  );
  const types = matching.flatMap(({ type }) => (type === "undefined" ? [] : [type]));
  return types.length === 0 ? ["unknown"] : types;
};

/** Types that stand side by side, each once. */
export const unionOf = (types: readonly string[]): string => [...new Set(types)].join(" | ") || "unknown";

// A failure without what a failure has is a failure all the same, so its type guarantees nothing.
const guaranteedIn = (members: XMembers | undefined, phase: Phase, ways: readonly Way[]): readonly string[] =>
  (phase === "succeeded" || phase === "partial") && ways.every((way) => way.phase !== phase || way.isChecked)
    ? (members?.present ?? [])
    : [];

interface PhaseOptions {
  readonly job: JobModel;
  readonly phase: Phase;
  /** The ways that lead to this phase. */
  readonly ways: readonly Way[];
  readonly items: readonly ItemType[];
  readonly resolve: Resolve;
}

interface ItemType extends PhaseType<ItemPhase> {
  readonly refinement: Refinement;
}

const bodiesOf = (response: ResponseModel, { job, phase, ways, items, resolve }: PhaseOptions): readonly string[] => {
  const { id, state, has, items: list } = job.declaration;
  const { schema = {} } = response;
  const present = [
    ...(id.response !== undefined && ways.every((way) => way.hasId) ? [id.response] : []),
    ...guaranteedIn(has?.[phase], phase, ways),
  ];
  const words = wordsOf(ways, state);
  return branchesOf(schema, response.type, { present, at: state?.at, words, resolve }).map((branch) => {
    const refinement = emptyRefinement();
    for (const pointer of present) refine(refinement, pointer, presentType(branch.schema, pointer, resolve));
    if (state?.at !== undefined) refine(refinement, state.at, words);
    if (list !== undefined && ways.every((way) => way.fromItems)) {
      const shown = items.filter((item) => (phase === "partial" ? item.phase !== "pending" : item.phase === phase));
      const entry = unionOf(shown.map((item) => refinementText(item.refinement)));
      if (shown.length > 0) refine(refinement, list.at, shown.length === 1 ? `${entry}[]` : `(${entry})[]`);
    }
    return refinedType(branch.type, refinement);
  });
};

/** The words of a status member in one phase; open where words that are not listed fall into it, absent where it was not looked at. */
const wordsOf = (ways: readonly Way[], state: XState | undefined): string | undefined => {
  if (ways.some((way) => way.words === undefined)) return undefined;
  const listed = ways.flatMap((way) => (way.words === undefined || way.words === "any" ? [] : way.words));
  const isOpen = ways.some((way) => way.words === "any");
  return wordsText(listed, isOpen ? Object.values(state?.values ?? {}).flat() : []);
};

/** Words as a union; `alike` are words of whose types there may be others. */
const wordsText = (words: readonly Scalar[], alike: readonly Scalar[]): string => {
  const types = new Set(alike.map((word) => typeof word));
  const open = (["string", "number", "boolean"] as const)
    .filter((type) => types.has(type))
    .map((type) => `(${type} & {})`);
  return unionOf([...words.map(wordText), ...open]);
};

const wordText = (word: Scalar): string => (typeof word === "string" ? stringLiteral(word) : JSON.stringify(word));

const itemTypesOf = ({ declaration, operation }: JobModel, resolve: Resolve): readonly ItemType[] => {
  const { items, name } = declaration;
  const response = operation.responses.find(({ code, schema }) => code.startsWith("2") && schema !== undefined);
  if (items === undefined || response === undefined) return [];
  const list = memberAt({ schema: response.schema ?? {}, type: response.type, isSure: true }, items.at, resolve);
  const schema = memberOf(resolve(list?.schema), "items");
  const component = componentOf(schema);
  const type =
    component !== undefined
      ? componentType(component)
      : list === undefined
        ? "unknown"
        : `${list.isSure ? list.type : `NonNullable<${list.type}>`}[number]`;
  const kinds = [...kindsOfItem(items)];
  return (["pending", "succeeded", "failed"] as const)
    .filter((phase) => kinds.some((kind) => phaseOfItem(kind) === phase))
    .map((phase) => {
      // An item that was filtered, say, is let through without what a plain success has.
      const isPlain = kinds.every((kind) => phaseOfItem(kind) !== phase || kind === phase);
      const guaranteed = phase === "succeeded" && isPlain ? (items.has?.[phase]?.present ?? []) : [];
      const refinement = emptyRefinement();
      for (const pointer of guaranteed) refine(refinement, pointer, presentType(schema ?? {}, pointer, resolve));
      const { at } = items.state;
      if (at !== undefined) refine(refinement, at, wordsOfItem(items, phase));
      return {
        phase,
        name: `${pascalCase(name)}Item${pascalCase(phase)}`,
        type: refinedType(type, refinement),
        guaranteed,
        refinement,
      };
    });
};

// An item that calls itself partial counts as succeeded.
const phaseOfItem = (kind: StatusKind): ItemPhase => {
  const phase = phaseOf(kind);
  return phase === "partial" ? "succeeded" : phase;
};

// With rules, the table does not decide alone.
const wordsOfItem = ({ state }: XItems, phase: ItemPhase): string | undefined => {
  if ((state.rules ?? []).length > 0) return undefined;
  const words = Object.entries(state.values ?? {}).flatMap(([kind, words]) =>
    isStatusKind(kind) && phaseOfItem(kind) === phase ? words : [],
  );
  const all = Object.values(state.values ?? {}).flat();
  // An item that has succeeded without a guaranteed field counts as pending.
  return wordsText(words, (state.otherwise ?? "pending") === phase || phase === "pending" ? all : []);
};

const isStatusKind = (kind: string): kind is StatusKind => kind !== "";

/** What is known of a type beside its schema: members by name, each with a type or with members of its own. */
type Refinement = Map<string, Refinement | string>;

const emptyRefinement = (): Refinement => new Map();

const refine = (refinement: Refinement, pointer: string, type: string | undefined): void => {
  const tokens = pointerTokens(pointer);
  const last = tokens.at(-1);
  if (type === undefined || last === undefined) return;
  let current = refinement;
  for (const token of tokens.slice(0, -1)) {
    const known = current.get(token);
    const inner = known instanceof Map ? known : emptyRefinement();
    current.set(token, inner);
    current = inner;
  }
  if (!(current.get(last) instanceof Map)) current.set(last, type);
};

const refinementText = (refinement: Refinement): string => {
  const members = [...refinement].map(
    ([name, member]) => `${propertyName(name)}: ${typeof member === "string" ? member : refinementText(member)}`,
  );
  return members.length === 0 ? "{}" : `{ ${members.join("; ")} }`;
};

const refinedType = (type: string, refinement: Refinement): string => {
  if (refinement.size === 0 || type === "unknown") return type;
  const oneLine = `Refine<${type}, ${refinementText(refinement)}>`;
  return oneLine.length <= 80 ? oneLine : `Refine<\n  ${type},\n  ${refinementText(refinement)}\n>`;
};

/** A schema with the expression that its type has. */
interface TypedSchema {
  readonly schema: Json;
  readonly type: string;
}

/** A member of a schema; `isSure` when its schema itself says that it is there, and is not null. */
interface TypedMember extends TypedSchema {
  readonly isSure: boolean;
}

const componentType = (component: string): string => `components["schemas"]${indexAccess(component)}`;

/** The member at a pointer, wherever in a composition it stands; undefined where no schema speaks of it. */
const memberAt = (whole: TypedMember, pointer: string, resolve: Resolve): TypedMember | undefined => {
  let current: TypedMember | undefined = whole;
  for (const token of pointerTokens(pointer)) current = current && memberNamed(current, token, resolve);
  return current;
};

const memberNamed = (
  { schema, type, isSure }: TypedMember,
  name: string,
  resolve: Resolve,
): TypedMember | undefined => {
  const whole = resolve(schema);
  const own = memberOf(memberOf(whole, "properties"), name);
  if (isJsonObject(own)) {
    const component = componentOf(own);
    const isRequired = listAt(whole, "required").includes(name);
    return {
      schema: own,
      type:
        component === undefined
          ? `${isSure ? type : `NonNullable<${type}>`}${indexAccess(name)}`
          : componentType(component),
      isSure: isSure && isRequired && !allowsNull(resolve(own)),
    };
  }
  for (const branch of listAt(whole, "allOf")) {
    const found = memberNamed({ schema: branch, type, isSure }, name, resolve);
    if (found !== undefined) return { ...found, isSure: found.isSure || listAt(whole, "required").includes(name) };
  }
  for (const branch of [...listAt(whole, "anyOf"), ...listAt(whole, "oneOf")]) {
    const component = componentOf(branch);
    const branchType =
      component === undefined ? `Extract<${type}, { ${propertyName(name)}?: unknown }>` : componentType(component);
    const found = memberNamed({ schema: branch, type: branchType, isSure }, name, resolve);
    if (found !== undefined) return { ...found, isSure: false };
  }
  return undefined;
};

const allowsNull = (schema: Schema): boolean => {
  const type = memberOf(schema, "type");
  return (
    memberOf(schema, "nullable") === true ||
    (isJsonList(type) && type.includes("null")) ||
    listAt(schema, "enum").includes(null) ||
    ["anyOf", "oneOf"].some((keyword) => listAt(schema, keyword).some((branch) => memberOf(branch, "type") === "null"))
  );
};

/** What a guaranteed field adds to its schema: nothing where that promises it already. `unknown` keeps its type, without null. */
const presentType = (schema: Json, pointer: string, resolve: Resolve): string | undefined => {
  const member = memberAt({ schema, type: "", isSure: true }, pointer, resolve);
  if (member === undefined) return "unknown";
  if (member.isSure) return undefined;
  const { type, ...others } = resolve(member.schema);
  const isPlain = ["enum", "const", "allOf", "anyOf", "oneOf"].every((keyword) => others[keyword] === undefined);
  if (isPlain && (type === "string" || type === "boolean" || type === "number")) return type;
  return isPlain && type === "integer" ? "number" : "unknown";
};

interface BranchOptions {
  readonly present: readonly string[];
  /** Where the status stands, and which words it can have, as a union. */
  readonly at: string | undefined;
  readonly words: string | undefined;
  readonly resolve: Resolve;
}

/** The variants of a response that can be meant in a phase: a union of components keeps those that have its fields and its words. */
const branchesOf = (schema: Json, type: string, options: BranchOptions): readonly TypedSchema[] => {
  const { present, at, words, resolve } = options;
  const whole = resolve(schema);
  const [keyword, ...more] = ["anyOf", "oneOf"].filter((name) => listAt(whole, name).length > 0);
  if (keyword === undefined || more.length > 0 || Object.keys(objectAt(whole, "properties")).length > 0)
    return [{ schema, type }];
  const branches = listAt(whole, keyword);
  const possible = branches.filter((branch) => {
    const has = (pointer: string): TypedMember | undefined =>
      memberAt({ schema: branch, type: "", isSure: true }, pointer, resolve);
    return (
      present.every((pointer) => has(pointer) !== undefined) && (at === undefined || admits(has(at), words, resolve))
    );
  });
  const components = possible.flatMap((branch) => componentOf(branch) ?? []);
  if (components.length === 0 || components.length < possible.length || possible.length === branches.length)
    return [{ schema, type }];
  return possible.flatMap((branch, index) => branchesOf(branch, componentType(components[index] ?? ""), options));
};

const admits = (member: TypedMember | undefined, words: string | undefined, resolve: Resolve): boolean => {
  if (words === undefined || words.includes(" & {}")) return true;
  const schema = resolve(member?.schema);
  const constant = memberOf(schema, "const");
  const listed = constant === undefined ? listAt(schema, "enum") : [constant];
  return listed.length === 0 || listed.some((word) => words.split(" | ").includes(JSON.stringify(word)));
};
