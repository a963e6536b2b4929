import type { ApiModel } from "./api-model.ts";
import { packageName } from "./emit-package-json.ts";
import { errorTable } from "./error-table.ts";
import type { Fact } from "./facts.ts";
import { markdownTable } from "./markdown-table.ts";
import { startMethod } from "./method-names.ts";
import type { PackageTypes } from "./package-types.ts";
import { readmeJob } from "./readme-job.ts";
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
  const sections = [
    `<!-- Made by \`pnpm generate\` from ${source}. Do not edit: change the overlay and generate again. -->`,
    `# ${name}`,
    `Typed calls to the ${api.title}, and its jobs ready to be waited for.`,
    `\`\`\`sh\nnpm install ${name} @genwait/poller\n\`\`\``,
    `\`\`\`ts\nimport { createClient } from "${name}";\nimport { createPoller } from "@genwait/poller";\n\n${usageExample(api, types.jobs, "createPoller()")}\n\`\`\``,
    "How a job ended is data: `wait` resolves for every end. A call that failed is an `ApiError`, which says nothing about the job. Creates are never retried.",
    optionsSection(api),
    operationsSection(types),
    ...types.jobs.map(readmeJob),
    errorsSection(api),
    factsSection(facts),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
};

const optionsSection = (api: ApiModel): string => {
  const key = api.key === undefined ? "none is needed" : `the environment's \`${api.keyVariable}\``;
  const rows = [
    ["`apiKey`", "the key, or a function that gives it at each call", key],
    ["`baseUrl`", "where the service is", `\`${api.baseUrl}\``],
    ["`fetch`", "what sends", "the platform's, looked up at each call"],
    ["`timeoutMs`", "the limit of one call, to the last byte of its answer", "`30000`"],
    ["`strict`", "departures from the schema are errors; for tests", "`false`"],
    ["`onDeparture`", "told once for each place where answers leave their schema without harm", "nobody is told"],
    ["`paceGroup`", "clients with the same object share one pace", "a new object for each client"],
    ["`clock`", "time, for tests", "the machine's own"],
  ];
  return `## Options\n\n\`createClient(options)\`, all of them optional:\n\n${markdownTable(["option", "what it is", "default"], rows)}\n\nEvery call takes \`{ signal, timeoutMs }\` after its input, every job \`{ expectedItems, createdAtMs }\` after its id.`;
};

const operationsSection = ({ operations, jobs }: PackageTypes): string => {
  const rows = operations.flatMap(({ operation, input, parameters }) => {
    const { id, method, path, summary, starts, isDeprecated } = operation;
    const options = parameters === undefined ? "" : `, options?: { parameters?: ${parameters.name} }`;
    const taken = input === undefined ? "" : `input: ${input.name}${options}`;
    const call = [
      `\`${id}(${taken})\``,
      `\`${method.toUpperCase()} ${path}\``,
      `${summary ?? ""}${isDeprecated ? " (deprecated)" : ""}`,
    ];
    const started = jobs.find(({ job }) => job.declaration.name === starts?.job);
    if (started === undefined) return [call];
    return [
      call,
      [
        `\`${startMethod(id)}(${taken})\``,
        "the same",
        `gives \`{ job, body }\`, the ${started.job.declaration.name} that it started`,
      ],
    ];
  });
  return `## Operations\n\n${markdownTable(["method", "request", "what it does"], rows)}\n\n\`call(operation, input)\`, \`start(operation, input)\`, \`job(name, id)\` do the same by name; \`resume(saved)\` goes on with what \`JSON.stringify(job)\` wrote.`;
};

const errorsSection = (api: ApiModel): string =>
  `## Errors\n\nA call rejects with an \`ApiError\` (\`isApiError\` tells it), or with your own \`signal\`'s reason as it is. Beside \`kind\` it has \`blame\` and \`operation\`, and where there was an answer \`status\`, \`requestId\`, \`retryAfterMs\` and an \`excerpt\` of the body. No key is ever in it.\n\n${errorTable(api)}`;

const factsSection = (facts: readonly Fact[]): string =>
  facts.length === 0
    ? ""
    : `## Where this comes from\n\nFrom the vendor's OpenAPI document, and from what else is known: *documented* by the vendor, *observed* in code that calls the API, or *assumed*.\n\n${markdownTable(
        ["mark", "fact"],
        facts.map(({ mark, text }) => [mark, text]),
      )}`;
