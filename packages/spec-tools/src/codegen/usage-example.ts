import type { ApiModel, OperationModel } from "./api-model.ts";
import { exampleInput } from "./example-of.ts";
import { literal } from "./literal.ts";
import { startMethod } from "./method-names.ts";
import { isIdentifier } from "./names.ts";
import type { JobTypes } from "./package-types.ts";
import { resolverOf } from "./references.ts";

/** The ten lines that show what the package is for. Its type tests hold the same lines, so they compile. */
export const usageExample = (api: ApiModel, types: readonly JobTypes[], poller: string): string => {
  const shown = types.find(({ job }) => job.declaration.name === api.defaultJob);
  if (shown === undefined) return "";
  const create = api.operations.find(({ starts }) => starts?.job === api.defaultJob);
  return [
    `const client = createClient();${api.key === undefined ? "" : ` // the key: ${api.keyVariable}`}`,
    create === undefined ? `const job = client${access(api.defaultJob)}("an id");` : startLine(api, create),
    `const end = await ${poller}.wait(job, { onUpdate: (state) => console.log(state.phase) });`,
    "",
    "switch (end.phase) {",
    ...casesOf(shown),
    "}",
  ].join("\n");
};

const startLine = (api: ApiModel, create: OperationModel): string => {
  const input = exampleInput(create, resolverOf(api.document));
  const text = input === undefined ? "" : literal(input, "", "const { job } = await client.start();".length);
  return `const { job } = await client${access(startMethod(create.id))}(${text});`;
};

const casesOf = (types: JobTypes): readonly string[] => {
  const lines = new Map<string, string[]>();
  for (const { phase } of types.phases.phases) {
    if (phase === "pending") continue;
    const line = lineOf(types, phase);
    lines.set(line, [...(lines.get(line) ?? []), `  case "${phase}":`]);
  }
  return [...lines].flatMap(([line, labels]) => [...labels, `    ${line}`, "    break;"]);
};

const lineOf = ({ phases: { phases, items } }: JobTypes, phase: string): string => {
  if (phase === "failed") return "console.log(end.failure.kind, end.failure.message);";
  const [member] = phases.find((candidate) => candidate.phase === phase)?.present ?? [];
  if (member !== undefined) return `console.log(end.body${path(member)});`;
  const good = items.find((item) => item.phase === "succeeded");
  if (good === undefined) return "console.log(end.body);";
  const [inItem] = good.present;
  return `for (const item of end.items) if (item.phase === "succeeded") console.log(item.body${inItem === undefined ? "" : path(inItem)});`;
};

const path = (pointer: string): string => pointer.split("/").slice(1).map(access).join("");

const access = (name: string): string => (isIdentifier(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
