import type { Phase } from "@genwait/lifecycle";

import { exportedType, moduleLine, stringLiteral } from "../text/typescript-text.ts";
import type { JobModel } from "./api-model.ts";
import type { JobTypes, OutputType } from "./job-types.ts";

/** `src/generated/jobs.ts`: for each job the bodies of its phases, its items, its states, its results. */
export const emitJobs = (jobs: readonly JobTypes[]): string => {
  const types = jobs.map(typesOfJob).join("\n");
  const uses = (name: string): boolean =>
    new RegExp(`\\b${name}\\b`).test(types.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""'));
  const lifecycle = [
    "FailedItemState",
    "FailedState",
    "ItemState",
    "Job",
    "PartialState",
    "PendingState",
    "SucceededState",
    "WithItems",
  ];
  return [
    moduleLine("import type", ["Refine"].filter(uses), "@genwait/client-core"),
    moduleLine("import type", lifecycle.filter(uses), "@genwait/lifecycle"),
    "\n",
    moduleLine("import type", ["components", "operations"].filter(uses), "./schema.ts"),
    "\n",
    types,
  ].join("");
};

const typesOfJob = ({ job, prefix, phases, items, output }: JobTypes): string => {
  const { name } = job.declaration;
  const states = phases.map((body) => {
    const state = `${stateNames[body.phase]}<${body.name}>${outputOf(body.phase, output)}`;
    return { phase: body.phase, text: items.length === 0 ? state : `WithItems<${state}, ${prefix}Item>` };
  });
  const results = states.filter(({ phase }) => phase !== "pending");
  return [
    ...phases.map((body) =>
      exportedType(`The body of a response about a ${name} job that ${verbs[body.phase]}.`, body.name, body.type),
    ),
    ...items.map((item) =>
      exportedType(`The body of an output of a ${name} job, of one that ${verbs[item.phase]}.`, item.name, item.type),
    ),
    ...(output === undefined
      ? []
      : [exportedType(`The output of a ${name} job, once it is over.`, output.name, output.type)]),
    ...(items.length === 0
      ? []
      : [
          exportedType(
            `An output of a ${name} job; told apart by \`phase\`.`,
            `${prefix}Item`,
            unionLines(
              items.map((item) =>
                item.phase === "failed"
                  ? `FailedItemState<${item.name}>`
                  : `ItemState<${item.name}, ${stringLiteral(item.phase)}>`,
              ),
            ),
          ),
        ]),
    exportedType(
      `What a response says about a ${name} job; told apart by \`phase\`.`,
      `${prefix}State`,
      unionLines(states.map(({ text }) => text)),
    ),
    exportedType(
      `How a ${name} job ended; told apart by \`phase\`.`,
      `${prefix}Result`,
      unionLines(results.map(({ text }) => text)),
    ),
    exportedType(`A ${name} job, for a poller to wait for.`, `${prefix}Job`, jobType(job, prefix)),
  ].join("\n");
};

/** What a state has of the output: a good one, the response that says why there is none, or nothing yet. */
const outputOf = (phase: Phase, output: OutputType | undefined): string => {
  if (output === undefined || phase === "pending") return "";
  if (phase !== "failed") return ` & { readonly output: ${output.name} }`;
  return output.failed === undefined || output.failed === "unknown" ? "" : ` & { readonly output?: ${output.failed} }`;
};

/** What is declared can be done to a job is there. */
const jobType = ({ cancel, renew }: JobModel, prefix: string): string => {
  const plain = `Job<${prefix}State, ${prefix}Result>`;
  const there = [
    ...(cancel === undefined ? [] : [stringLiteral("cancel")]),
    ...(renew === undefined ? [] : [stringLiteral("renew")]),
  ];
  if (there.length === 0) return plain;
  const members = there.map((name) => `readonly ${JSON.parse(name)}: NonNullable<${plain}[${name}]>`);
  return `${plain} & {\n${members.map((member) => `  ${member};\n`).join("")}}`;
};

const stateNames = {
  pending: "PendingState",
  succeeded: "SucceededState",
  partial: "PartialState",
  failed: "FailedState",
} as const;

const verbs = {
  pending: "goes on",
  succeeded: "has succeeded",
  partial: "has succeeded in part",
  failed: "has failed",
} as const;

/** A union, one member on a line where there are several. */
const unionLines = (types: readonly string[]): string => {
  if (types.length === 0) return "never";
  return types.length === 1 ? (types[0] ?? "never") : types.map((type) => `\n  | ${type}`).join("");
};
