import type { XPromise } from "@genwait/lifecycle";

import type { ApiModel } from "./api-model.ts";
import { errorTable } from "./error-table.ts";
import type { Fact } from "./facts.ts";
import { startMethod } from "./method-names.ts";
import type { JobTypes, PackageTypes } from "./package-types.ts";
import { packageName } from "./emit-package-json.ts";
import { usageExample } from "./usage-example.ts";

export interface ReadmeInput {
  readonly api: ApiModel;
  readonly types: PackageTypes;
  readonly facts: readonly Fact[];
  readonly source: string;
}

/** The package's README. */
export const emitReadme = ({ api, types, facts, source }: ReadmeInput): string => {
  const name = packageName(api.name);
  return `${[
    `<!-- Made by \`pnpm generate\` from ${source}. Do not edit. -->`,
    `# ${name}`,
    `Typed calls to the ${api.title}, and its jobs ready to be waited for.`,
    `\`\`\`sh\nnpm install ${name} @genwait/poller\n\`\`\``,
    `\`\`\`ts\nimport { createClient } from "${name}";\nimport { createPoller } from "@genwait/poller";\n\n${usageExample(api, types.jobs, "createPoller()")}\n\`\`\``,
    `How a job ended is data: \`wait\` resolves for every end. A call that failed is an \`ApiError\`; it says nothing about the job. Creates are never retried.`,
    optionsSection(api),
    operationsSection(types),
    ...types.jobs.map(jobSection),
    `## Errors\n\nEvery call rejects with an \`ApiError\` (\`isApiError\` tells it), or with the reason of your own \`signal\`, as it is. Beside \`kind\` it has \`blame\`, \`operation\`, and where there was an answer \`status\`, \`requestId\`, \`retryAfterMs\` and an \`excerpt\` of the body. No key is ever in it.\n\n${errorTable(api)}`,
    factsSection(facts),
  ]
    .filter((section) => section !== "")
    .join("\n\n")}\n`;
};

const optionsSection = (api: ApiModel): string =>
  `## Options\n\n\`createClient(options)\`, every one of them optional:\n\n${table(
    ["option", "what it is", "default"],
    [
      ["`apiKey`", "the key, or a function that gives it at each call", api.key === undefined ? "none needed" : `\`${api.keyVariable}\` of the environment`],
      ["`baseUrl`", "where the service is", `\`${api.baseUrl}\``],
      ["`fetch`", "what sends", "the platform's, looked up at each call"],
      ["`timeoutMs`", "the limit of one call, to the last byte of its answer", "30000"],
      ["`strict`", "departures from the schema are errors; for tests", "`false`"],
      ["`onDeparture`", "told once for each place where answers leave their schema without harm", "nobody is told"],
      ["`paceGroup`", "clients with the same object share one pace", "a new object for each client"],
      ["`clock`", "time, for tests", "the machine's"],
    ],
  )}\n\nEvery call takes \`{ signal, timeoutMs }\` after its input.`;

const operationsSection = ({ operations, jobs }: PackageTypes): string =>
  `## Operations\n\n${table(
    ["method", "request", "what it does"],
    operations.flatMap(({ operation, input }) => {
      const { id, method, path, summary, starts, isDeprecated } = operation;
      const taken = input === undefined ? "" : "input";
      const call = [`\`${id}(${taken})\``, `\`${method.toUpperCase()} ${path}\``, `${summary ?? ""}${isDeprecated ? " (deprecated)" : ""}`];
      const job = jobs.find((candidate) => candidate.job.declaration.name === starts?.job);
      return job === undefined ? [call] : [call, [`\`${startMethod(id)}(${taken})\``, "the same", `gives \`{ job, body }\`: the ${job.job.declaration.name} that was started`]];
    }),
  )}\n\n\`call(operation, input)\`, \`start(operation, input)\`, \`job(name, id)\` and \`resume(saved)\` do the same by name.`;

const jobSection = ({ job, phases }: JobTypes): string => {
  const { declaration, operation } = job;
  const { poll } = declaration;
  const asked = poll === undefined ? "" : ` It is asked for every ${poll.every ?? "5s"}, for ${poll.atMost ?? "10m"} at most unless you say otherwise.`;
  return `## Job \`${declaration.name}\`${operation.isDeprecated ? " (deprecated)" : ""}\n\n\`client.${declaration.name}(id)\` is read by \`${operation.id}\`.${asked}\n\n${table(
    ["phase", "body", "always there", "never there", "if asked for"],
    phases.phases.map(({ phase, name }) => [`\`${phase}\``, `\`${name}\``, ...promiseCells(declaration.has?.[phase])]),
  )}${itemsTable(job, phases)}`;
};

const itemsTable = ({ declaration }: JobTypes["job"], { items }: JobTypes["phases"]): string =>
  items.length === 0
    ? ""
    : `\n\nEach entry of \`${declaration.items?.at}\` is an output of its own, in \`items\`:\n\n${table(
        ["phase", "body", "always there", "never there", "if asked for"],
        items.map(({ phase, name }) => [`\`${phase}\``, `\`${name}\``, ...promiseCells(phase === "partial" ? undefined : declaration.items?.has?.[phase])]),
      )}`;

const promiseCells = (promise: XPromise | undefined): readonly string[] => [
  pointers(promise?.present),
  pointers(promise?.absent),
  pointers(Object.keys(promise?.whenRequested ?? {})),
];

const pointers = (list: readonly string[] | undefined): string => (list ?? []).map((pointer) => `\`${pointer}\``).join(", ");

const factsSection = (facts: readonly Fact[]): string =>
  facts.length === 0
    ? ""
    : `## Where this comes from\n\nThe vendor's OpenAPI document, and what else is known: *documented* by the vendor, *observed* in code that calls the API, or *assumed*.\n\n${table(
        ["mark", "fact"],
        facts.map(({ mark, text }) => [mark, text]),
      )}`;

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
