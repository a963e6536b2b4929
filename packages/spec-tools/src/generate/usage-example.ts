import type { XPromise } from "@genwait/lifecycle";

import type { ApiModel, JobModel, OperationModel } from "./api-model.ts";
import { exampleInput } from "./example-of.ts";
import { literal, type Literal } from "./literal.ts";
import { startMethod } from "./method-names.ts";
import { isIdentifier } from "./names.ts";
import type { JobTypes } from "./package-types.ts";
import { resolverOf } from "./references.ts";

/** The ten lines that show what the package is for. The package's own type tests hold the same lines. */
export const usageExample = (api: ApiModel, types: readonly JobTypes[], client: string): string => {
  const job = api.jobs.find(({ declaration }) => declaration.name === api.defaultJob);
  const typesOfJob = types.find((candidate) => candidate.job === job);
  if (job === undefined || typesOfJob === undefined) return "";
  const create = api.operations.find(({ starts }) => starts?.job === job.declaration.name);
  return [
    `const client = createClient();${api.key === undefined ? "" : ` // the key: ${api.keyVariable}`}`,
    create === undefined ? `const job = client${access(job.declaration.name)}("an id");` : startLine(api, create),
    `const end = await ${client}.wait(job, { onUpdate: (state) => console.log(state.phase) });`,
    "",
    "switch (end.phase) {",
    ...typesOfJob.phases.phases.filter(({ phase }) => phase !== "pending").map(({ phase }) => caseLines(job, phase)),
    "}",
  ].join("\n");
};

const startLine = (api: ApiModel, create: OperationModel): string => {
  const input = exampleInput(create, resolverOf(api.document));
  const text = input === undefined ? "" : literal(input satisfies Literal, "", "const { job } = await client.start();".length);
  return `const { job } = await client${access(startMethod(create.id))}(${text});`;
};

const caseLines = ({ declaration }: JobModel, phase: string): string => {
  const shown = shownOf(declaration.has?.[phase === "succeeded" ? "succeeded" : "partial"], declaration.items !== undefined);
  const line = phase === "failed" ? "console.log(end.failure.kind, end.failure.message);" : `console.log(${shown});`;
  return `  case "${phase}":\n    ${line}\n    break;`;
};

const shownOf = (promise: XPromise | undefined, hasItems: boolean): string => {
  const pointer = promise?.present?.[0];
  if (pointer !== undefined) return `end.body${pointer.split("/").slice(1).map(access).join("")}`;
  return hasItems ? "end.items.filter((item) => item.phase === \"succeeded\")" : "end.body";
};

const access = (name: string): string => (isIdentifier(name) ? `.${name}` : `[${JSON.stringify(name)}]`);
