import { pointerTokens } from "@genwait/lifecycle";

import { identifier, indexAccess, memberAccess, moduleLine, stringLiteral } from "../text/typescript-text.ts";
import { listAt, memberOf, objectAt } from "../openapi/json.ts";
import type { ApiModel, Schema } from "./api-model.ts";
import { type StartTypes, startsOf } from "./client-file.ts";
import { usageOf } from "./examples.ts";
import type { JobTypes } from "./job-types.ts";
import { clientName, pascalCase } from "./names.ts";
import { resolverOf } from "../openapi/references.ts";

/** `src/generated/types.test-d.ts`: the compiler holds the types of the package against what the lifecycle guarantees. */
export const emitTypeTests = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const client = clientName(api.name);
  const resolve = resolverOf(api.document);
  const starts = startsOf(api, jobs).filter(({ operation }) => isStrict(resolve(operation.body?.schema)));
  const usage = usageOf(api, jobs, "poller");
  const usageTypes = usage.body === undefined ? [] : [usage.body];
  const raw = jobs.map((types) => rawCall(types, client)).join("\n");
  return [
    moduleLine(
      "import type",
      ["FetchOptions"].filter(() => raw !== ""),
      "@genwait/client-core",
    ),
    moduleLine("import type", ["Job"], "@genwait/lifecycle"),
    "\n",
    moduleLine(
      "import",
      ["createClient", `type ${client}`, ...usageTypes.map((name) => `type ${name}`)],
      "./client.ts",
    ),
    moduleLine(
      "import type",
      jobs.flatMap(({ prefix }) => [`${prefix}Result`, `${prefix}State`]).toSorted(),
      "./jobs.ts",
    ),
    moduleLine(
      "import type",
      ["operations"].filter(() => raw !== ""),
      "./schema.ts",
    ),
    `\n${helpers}`,
    `\n/** What the README shows. */\nexport const usage = async (${[
      "poller: Waiter",
      ...usageTypes.map((name) => `body: ${name}`),
    ].join(", ")}): Promise<void> => {\n${indented(usage.code)}\n};\n`,
    ...jobs.map((types) => `\n${jobTests(types)}`),
    ...starts.map((start) => `\n${startTests(start, client)}`),
    raw === "" ? "" : `\n${raw}`,
  ].join("");
};

const helpers = `interface Waiter {
  wait<State extends { readonly phase: string }, Result>(
    job: Job<State, Result>,
    options: { readonly onUpdate: (state: State) => void },
  ): Promise<Result>;
}

type Present<T> = unknown extends T ? unknown : undefined extends T ? never : null extends T ? never : unknown;

type Known<T> = unknown extends T ? never : unknown;
`;

// The compiler rules out the members of a union; a state that can only be one thing stays what it is.
const jobTests = ({ prefix, phases }: JobTypes): string => {
  const cases = phases.map(
    ({ phase, guaranteed }) =>
      `    case ${stringLiteral(phase)}:\n${guaranteed.map(guaranteeLine).join("")}      return state.phase;\n`,
  );
  return `/** Every phase, each with what it guarantees. */
export const ${identifier(`phaseOf${prefix}`)} = (state: ${prefix}State): string => {
  switch (state.phase) {
${cases.join("")}    default:
      return state${phases.length === 1 ? ".phase" : " satisfies never"};
  }
};

export const ${identifier(`resultOf${prefix}`)} = (result: ${prefix}Result): void => {
  // @ts-expect-error a result is not pending
  if (result.phase === "pending") void result;
};
`;
};

const guaranteeLine = (pointer: string): string => {
  const tokens = pointerTokens(pointer);
  // A field of one entry of a list is checked when a program runs; no type can name it.
  if (tokens.some((token) => /^\d+$/.test(token))) return "";
  return `      void (state.body${tokens.map(memberAccess).join("")} satisfies Present<(typeof state.body)${tokens.map((token) => `[${stringLiteral(token)}]`).join("")}>);\n`;
};

/** Whether a type refuses members that its schema does not name, and `{}`. */
const isStrict = (schema: Schema): boolean =>
  ["allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties"].every(
    (keyword) => memberOf(schema, keyword) === undefined || memberOf(schema, keyword) === false,
  ) &&
  listAt(schema, "required").some(
    (name) => typeof name === "string" && memberOf(objectAt(schema, "properties"), name) !== undefined,
  );

const startTests = ({ operation, method }: StartTypes, client: string): string => {
  const start = `client${memberAccess(method)}`;
  const missing =
    operation.body?.isRequired === true ? `  // @ts-expect-error the body is not optional\n  await ${start}();\n` : "";
  return `export const ${identifier(`wrongBodyOf${pascalCase(method)}`)} = async (client: ${client}): Promise<void> => {
${missing}  // @ts-expect-error what is required has to be there
  await ${start}({});
  // @ts-expect-error a wrong member is an error where it stands
  await ${start}({ thereIsNoSuchMember: true });
};
`;
};

/** The status operation called by its path gives what the schema says. */
const rawCall = ({ job: { operation }, prefix }: JobTypes, client: string): string => {
  const { id, method, path, responses, body } = operation;
  if (
    method !== "get" ||
    body !== undefined ||
    !responses.some(({ code, schema }) => code.startsWith("2") && schema !== undefined)
  )
    return "";
  return `export const ${identifier(`rawPollOf${prefix}`)} = async (
  client: ${client},
  init: FetchOptions<operations${indexAccess(id)}>,
): Promise<void> => {
  const { data, response } = await client.GET(${stringLiteral(path)}, init);
  void (data satisfies Known<typeof data>);
  void (response satisfies Response);
};
`;
};

const indented = (text: string): string => text.replaceAll(/^(?=.)/gm, "  ");
