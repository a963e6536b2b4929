import { type ErrorKind, errorKinds, isErrorKind, type Phase, type XJob } from "@genwait/lifecycle";

import { mdCell, mdCode, mdSentence, mdTable } from "../text/markdown-text.ts";
import { literal, memberAccess, stringLiteral } from "../text/typescript-text.ts";
import type { ApiModel, KeyModel, OperationModel } from "./api-model.ts";
import { startsOf } from "./client-file.ts";
import { createExamples, initOf, usageOf } from "./examples.ts";
import type { Fact } from "./facts.ts";
import type { JobTypes, PhaseType } from "./job-types.ts";

import { packageName } from "./names.ts";
import { schemaTool } from "./schema-file.ts";

export interface ReadmeInput {
  readonly api: ApiModel;
  readonly jobs: readonly JobTypes[];
  readonly facts: readonly Fact[];
  readonly source: string;
}

/** The package's `README.md`. */
export const emitReadme = ({ api, jobs, facts, source }: ReadmeInput): string => {
  const name = packageName(api.name);
  const usage = usageOf(api, jobs, "createPoller()");
  const imports = ["createClient", ...(usage.body === undefined ? [] : [`type ${usage.body}`])].join(", ");
  const sections = [
    `<!-- Made by \`pnpm generate\` from ${source}. Do not edit: change the overlay and generate again. -->`,
    `# ${name}`,
    `Typed calls to the ${mdSentence(api.title)}, and its jobs ready to be waited for.`,
    fence("sh", `npm install ${name} @genwait/poller`),
    fence(
      "ts",
      [
        `import { ${imports} } from "${name}";`,
        `import { createPoller } from "@genwait/poller";`,
        "",
        ...(usage.body === undefined ? [] : [`declare const body: ${usage.body};`]),
        usage.code,
      ].join("\n"),
    ),
    "How a job ended is data: `wait` resolves for every result, also for a failed one. A call that failed is an `ApiError`, which says nothing about the job. Creates are never retried.",
    "Runs on Node 22 and newer, Deno, Bun, in workers and browsers; the types need TypeScript 5.4 or newer. The package is ESM only: in CommonJS use `await import(…)`, or `require()` on Node 22.12 and newer; Jest needs `NODE_OPTIONS=--experimental-vm-modules`.",
    optionsSection(api),
    rawSection(api, jobs),
    ...jobs.map((job) => jobSection(job, api, jobs)),
    errorsSection(api),
    browserSection(api),
    reactSection(api, jobs),
    validationSection(api),
    comingSection(api, jobs),
    sourcesSection(facts),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
};

const fence = (language: string, code: string): string => {
  // Longer than any run of backticks in the code, so that nothing in it ends the block.
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([run]) => run.length));
  const ticks = "`".repeat(longest + 1);
  return `${ticks}${language}\n${code}\n${ticks}`;
};

const optionsSection = (api: ApiModel): string => {
  const key = api.key === undefined ? "none is needed" : `the environment's \`${api.keyVariable}\``;
  const rows = [
    ["`apiKey`", "the key, or a function that gives it at each request; `null` to send none", key],
    ["`baseUrl`", "where the service is; in a browser it may be relative", mdCode(api.baseUrl)],
    ["`headers`", "sent with each request; those of a call replace them by name", "none"],
    ["`fetch`", "what sends; called with an address and plain options", "the platform's, looked up at each call"],
    ["`timeoutMs`", "the limit of one call, to the last byte of its response", "`30000`"],
    ["`maxResponseBytes`", "the longest body that is read, after decompression", "`16777216`"],
    ["`account`", "a name for whose jobs these are, part of a saved job; never the key", "none"],
    ["`validate`", "checks whole responses against their schema, see below", "what the lifecycle reads is checked"],
    ["`strict`", "schema mismatches are errors; for tests", "`false`"],
    [
      "`onSchemaMismatch`",
      "called once for each place where responses leave their schema without harm",
      "nobody is told",
    ],
    ["`dangerouslyAllowBrowser`", "allows a key in a page, where everybody can read it", "`false`"],
    ["`clock`", "time, for tests", "the machine's own"],
  ];
  return `## Options\n\n\`createClient(options)\`, all of them optional:\n\n${mdTable(["option", "what it is", "default"], rows)}`;
};

const rawSection = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const rows = api.operations.map((operation) => {
    const { method, path, summary, isDeprecated } = operation;
    const start = startsOf({ ...api, operations: [operation] }, jobs)[0];
    return [
      mdCode(`${method.toUpperCase()} ${path}`),
      `${mdCell(summary ?? "")}${isDeprecated ? " (deprecated)" : ""}`,
      start === undefined
        ? ""
        : `${mdCode(`client${memberAccess(start.method)}(${startTaken(operation)})`)} gives the ${mdCell(start.started.job.declaration.name)} job`,
    ];
  });
  return [
    "## Every operation by its path",
    "The client is an [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client, with its middlewares, its options of a call, and `timeoutMs` beside them:",
    fence("ts", rawExample(api, jobs)),
    "The key is added below the middlewares, and only towards the client's own base URL: none of them sees it. A bad status is `error`; no connection, no response in time and a body that cannot be read are a rejection with an `ApiError`. A middleware that wants to send again wraps `options.fetch`.",
    mdTable(["request", "what it does", "starts a job"], rows),
    "A start resolves with `{ job, data, response }`. `client.resume(saved)` goes on with what `JSON.stringify(job)` wrote. `api` is the same as data, for programs that know no API by name.",
  ].join("\n\n");
};

const startTaken = ({ body, parameters }: OperationModel): string => {
  const init = parameters.some(({ isRequired }) => isRequired) ? "init" : "init?";
  return [...(body === undefined ? [] : [body.isRequired ? "body" : "body?"]), init].join(", ");
};

const rawExample = (api: ApiModel, jobs: readonly JobTypes[]): string =>
  [
    `import { createClient } from "${packageName(api.name)}";`,
    "",
    "const client = createClient();",
    "client.use({ onResponse: ({ response }) => console.log(response.status, response.url) });",
    "",
    `const { data, error, response } = await client.${rawCall(api, jobs)};`,
    `if (error !== undefined) console.error(response.headers.get(${stringLiteral(api.requestIdHeader ?? "x-request-id")}), error);`,
    "else console.log(data);",
  ].join("\n");

/** The call of the status operation of the default job. */
const rawCall = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { operation } = shownJob(api, jobs).job;
  const examples = createExamples(api.document);
  const body = operation.body?.isRequired === true ? examples.of(operation.body.schema) : undefined;
  const init = { ...initOf(operation, examples), ...(body !== undefined && { body }) };
  const taken = Object.keys(init).length === 0 ? "" : `, ${literal(init)}`;
  return `${operation.method.toUpperCase()}(${stringLiteral(operation.path)}${taken})`;
};

const shownJob = (api: ApiModel, jobs: readonly JobTypes[]): JobTypes => {
  const shown = jobs.find(({ job }) => job.declaration.name === api.defaultJob);
  if (shown === undefined) throw new TypeError("An API has a default job.");
  return shown;
};

const jobSection = ({ job, prefix, phases, items }: JobTypes, api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { declaration, operation } = job;
  const starts = startsOf(api, jobs).filter(({ started }) => started.job === job);
  const from =
    starts.length === 0
      ? ""
      : `, and ${starts.map(({ method }) => mdCode(`client${memberAccess(method)}`)).join(", ")} starts one`;
  return [
    `## Job ${mdCode(declaration.name)}${operation.isDeprecated ? " (deprecated)" : ""}`,
    `${mdCode(`client${memberAccess(declaration.name)}(id)`)} is a ${mdCode(`${prefix}Job`)} that ${mdCode(`${operation.method.toUpperCase()} ${operation.path}`)} reports on${from}. A wait can say otherwise; else:`,
    timeTable(declaration),
    `\`state.phase\` tells a ${mdCode(`${prefix}State`)} apart; a body has what its phase guarantees:`,
    phaseTable(phases, declaration),
    ...(items.length === 0
      ? []
      : [
          `Each entry of ${mdCode(declaration.items?.at ?? "")} is an output of its own in \`state.items\`, a ${mdCode(`${prefix}Item`)}:`,
          phaseTable(items, declaration.items ?? {}),
        ]),
  ].join("\n\n");
};

const timeTable = ({ poll = {}, rateLimit }: XJob): string => {
  const { first = "0s", every = "5s", timeout = "10m", notFoundRetry = "10s" } = poll;
  const pause = rateLimit?.tooManyRequests;
  return mdTable(
    ["time", "default"],
    [
      ["before the first poll", first],
      ["between two polls", every],
      ["the limit of a wait", timeout],
      ["after its creation, as long as a 404 is retried", notFoundRetry],
      ...(pause === undefined ? [] : [["the pause after a 429 that names none", pause]]),
      ...(rateLimit?.limits ?? []).map(({ remaining, below, every: slow }) => [
        `between two polls while ${mdCode(remaining)} is under ${below}`,
        slow,
      ]),
    ].map(([time = "", value = ""]) => [time, mdCell(value)]),
  );
};

const phaseTable = (phases: readonly PhaseType<Phase>[], { has }: Pick<XJob, "has">): string =>
  mdTable(
    ["phase", "body", "guaranteed", "there as a rule", "never there", "if asked for"],
    phases.map(({ phase, name, guaranteed }) => {
      const { present = [], absent = [], whenRequested = {} } = has?.[phase] ?? {};
      return [
        `\`${phase}\``,
        mdCode(name),
        pointers(guaranteed),
        pointers(present.filter((pointer) => !guaranteed.includes(pointer))),
        pointers(absent),
        pointers(Object.keys(whenRequested)),
      ];
    }),
  );

const pointers = (list: readonly string[]): string => list.map(mdCode).join(", ");

const errorsSection = (api: ApiModel): string =>
  [
    "## Errors",
    "`start…` and `job.poll()` reject with an `ApiError` (`isApiError` tells it), or with your own `signal`'s reason as it is. Beside `kind` it has `fault` and `operation`, where there was a response `status`, `requestId`, `retryAfterMs` and an `excerpt` of its body, and of a create `mayHaveStarted`. No key is ever in it.",
    mdTable(
      ["kind", "when", "whose fault"],
      Object.entries(errorKinds).flatMap(([kind, { statuses, when, fault }]) =>
        isErrorKind(kind)
          ? [
              [
                `\`${kind}\``,
                [statuses.map(statusWord).join(", "), when, ...declaredFor(api, kind)]
                  .filter((part) => part !== "")
                  .join("; "),
                fault,
              ],
            ]
          : [],
      ),
    ),
  ].join("\n\n");

const statusWord = (status: number | string): string => (status === "4XX" ? "other 4xx" : `${status}`.toLowerCase());

/** What this API's own declarations add to a kind. */
const declaredFor = ({ errors, jobs }: ApiModel, kind: ErrorKind): readonly string[] => {
  const byStatus = errors
    .filter((error) => error.kind === kind)
    .map(({ status, at, contains }) =>
      at === undefined || contains === undefined
        ? `${status}`
        : `${status} whose ${mdCode(at)} contains ${mdCode(contains)}`,
    );
  const isInside = jobs.some(({ declaration }) => declaration.call?.some((rule) => rule.is === kind) === true);
  return [...byStatus, ...(isInside && kind !== "rejected" ? ["told inside a response with a good status"] : [])];
};

const browserSection = (api: ApiModel): string => {
  if (api.key === undefined) return "";
  const proxy = `/api/${api.name}`;
  return [
    "## In a browser",
    "A key in a page is everybody's: let your own server add it. A proxy in ten lines, as a route of any server that speaks `fetch` (Hono, Next.js, Deno, Bun, workers):",
    fence("ts", proxyExample(api.baseUrl, proxy, api.key, api.keyVariable)),
    "In the page:",
    fence(
      "ts",
      `import { createClient } from "${packageName(api.name)}";\n\nconst client = createClient({ baseUrl: "${proxy}", apiKey: null });`,
    ),
    "A job that a server has saved can be resumed in the page, and the other way round.",
  ].join("\n\n");
};

const proxyExample = (baseUrl: string, proxy: string, key: KeyModel, variable: string): string => {
  const value = `process.env[${stringLiteral(variable)}]`;
  const text = key.prefix === undefined ? `${value} ?? ""` : `\`${key.prefix}\${${value}}\``;
  const isHeader = key.in === "header";
  return [
    "export const proxy = async (request: Request): Promise<Response> => {",
    "  // Check here who asks.",
    "  const { pathname, search } = new URL(request.url);",
    `  const url = new URL(${stringLiteral(baseUrl)} + pathname.replace(${stringLiteral(proxy)}, "") + search);`,
    ...(isHeader ? [] : [`  url.searchParams.set(${stringLiteral(key.name)}, ${text});`]),
    `  const headers = new Headers({ "content-type": request.headers.get("content-type") ?? "application/json" });`,
    ...(isHeader ? [`  headers.set(${stringLiteral(key.name)}, ${text});`] : []),
    `  const body = request.method === "GET" ? null : await request.text();`,
    `  const response = await fetch(url, { method: request.method, headers, body, redirect: "manual" });`,
    "  const kept = new Headers(response.headers);",
    `  for (const name of ["content-encoding", "content-length", "set-cookie"]) kept.delete(name);`,
    "  return new Response(response.body, { status: response.status, headers: kept });",
    "};",
  ].join("\n");
};

const reactSection = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { prefix, job } = shownJob(api, jobs);
  const { operation, declaration } = job;
  const init = initOf(operation, createExamples(api.document));
  const query =
    operation.method === "get"
      ? [
          `  const { data } = $api.useQuery("get", ${stringLiteral(operation.path)}${init === undefined ? "" : `, ${literal(init)}`});`,
        ]
      : [];
  return [
    "## React",
    "The client goes into [openapi-react-query](https://openapi-ts.dev/openapi-react-query/) as it is; a job is waited for in an effect:",
    fence("sh", "npm install openapi-react-query @tanstack/react-query react"),
    fence(
      "tsx",
      [
        `import { createClient, type ${prefix}State } from "${packageName(api.name)}";`,
        `import { createPoller } from "@genwait/poller";`,
        `import createQueries from "openapi-react-query";`,
        `import { useEffect, useState } from "react";`,
        "",
        `const client = createClient({ baseUrl: "/api/${api.name}", apiKey: null });`,
        "const $api = createQueries(client);",
        "const poller = createPoller();",
        "",
        `export const use${prefix} = (id: string): ${prefix}State | undefined => {`,
        `  const [state, setState] = useState<${prefix}State>();`,
        "  useEffect(() => {",
        "    const left = new AbortController();",
        `    poller.wait(client${memberAccess(declaration.name)}(id), { signal: left.signal, onUpdate: (now) => setState(now) }).then(setState, () => {});`,
        "    return () => left.abort();",
        "  }, [id]);",
        "  return state;",
        "};",
        ...(query.length === 0
          ? []
          : ["", `export const use${prefix}Response = () => {`, ...query, "  return data;", "};"]),
      ].join("\n"),
    ),
  ].join("\n\n");
};

const validationSection = (api: ApiModel): string =>
  [
    "## Validation",
    "What tells a job's state is always checked. Whole responses are checked against the package's own document on request, and what differs is told or, with `strict`, an error; a vendor's patterns are not run:",
    fence("sh", "npm install @genwait/client-core"),
    fence(
      "ts",
      [
        `import { createValidator } from "@genwait/client-core/validate";`,
        `import { createClient } from "${packageName(api.name)}";`,
        `import document from "${packageName(api.name)}/openapi.json" with { type: "json" };`,
        "",
        "const client = createClient({ validate: createValidator(document), onSchemaMismatch: console.warn });",
      ].join("\n"),
    ),
  ].join("\n\n");

const comingSection = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { job } = shownJob(api, jobs);
  const ofJob = `client${memberAccess(job.declaration.name)}(id)`;
  const call = `client.${job.operation.method.toUpperCase()}(${stringLiteral(job.operation.path)}, …)`;
  return [
    "## Coming from",
    mdTable(
      ["you have", "here"],
      [
        ["a loop of your own: fetch, sleep, look at the status", mdCode(`createPoller().wait(${ofJob})`)],
        [
          "openapi-fetch's `createClient<paths>()`",
          "the same client: `GET`, `POST`, `use`, `eject`, `request`; `paths`, `components` and `operations` are exported",
        ],
        ["hey-api's functions for each operation", mdCode(call)],
      ],
    ),
  ].join("\n\n");
};

const sourcesSection = (facts: readonly Fact[]): string =>
  [
    "## Where this comes from",
    `\`paths\`, \`components\` and \`operations\` are the output of ${schemaTool}, for \`openapi.json\`, which is in the package: the vendor's document, and what else is known, *documented* by the vendor, *observed* in code that calls the API, or *assumed*. A job's types and its lifecycle are made of what the document says about jobs.`,
    facts.length === 0
      ? ""
      : mdTable(
          ["mark", "fact"],
          facts.map(({ mark, text }) => [mark, mdCell(text)]),
        ),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
