import { readFileSync } from "node:fs";

import { type ErrorKind, errorKinds, isErrorKind, type Phase, type XJob } from "@genwait/lifecycle";

import { mdCell, mdCode, mdSentence, mdTable } from "../text/markdown-text.ts";
import { literal, memberAccess, stringLiteral } from "../text/typescript-text.ts";
import type { ApiModel, OperationModel } from "./api-model.ts";
import type { KeyModel } from "../openapi/key.ts";
import { hasWebhooks, isToBeGiven, jobsKindOf, startsOf } from "./client-file.ts";
import { createExamples, initOf, jobByHand, usageOf } from "./examples.ts";
import type { Fact } from "./facts.ts";
import type { JobTypes, PhaseType } from "./job-types.ts";
import { packageName, webhookSecretVariableOf } from "./names.ts";
import { schemaTool } from "./schema-file.ts";

export interface ReadmeInput {
  readonly api: ApiModel;
  readonly jobs: readonly JobTypes[];
  readonly facts: readonly Fact[];
  readonly source: string;
}

/** The package's `README.md`: the template, filled in. */
export const emitReadme = ({ api, jobs, facts, source }: ReadmeInput): string => {
  const shown = shownJob(api, jobs);
  const { operation } = shown.job;
  const job = jobByHand(shown, "id");
  const call = `client.${operation.method.toUpperCase()}(${stringLiteral(operation.path)}`;
  const parts: Readonly<Record<string, string>> = {
    source,
    package: packageName(api.name),
    title: mdSentence(api.title),
    usage: usageText(api, jobs),
    keyDefault: api.key === undefined ? "none is needed" : `the environment's ${mdCode(api.keyVariable)}`,
    baseUrl: mdCode(api.baseUrl),
    call: `${call}${callOptions(api, operation)})`,
    requestIdHeader: stringLiteral(api.requestIdHeader ?? "x-request-id"),
    operations: operationTable(api, jobs),
    jobs: jobs.map((types) => jobSection(types, api, jobs)).join("\n\n"),
    errors: errorTable(api),
    address: stringLiteral(api.baseUrl),
    proxy: `/api/${api.name}`,
    webhookMethod: isVerifiable(api) ? "verify" : "unverified",
    webhookJob: tellingJobs(api).length > 1 ? `, { job: ${stringLiteral(tellingJobs(api)[0] ?? "")} }` : "",
    webhookNote: webhookNote(api),
    addKey: api.key === undefined ? "" : addKey(api.key, api.keyVariable),
    prefix: shown.prefix,
    job,
    waitInOneLine: mdCode(`createPoller().wait(${job})`),
    callInOneLine: mdCode(`${call}, …)`),
    tool: schemaTool,
    facts: mdTable(
      ["mark", "fact"],
      facts.map(({ mark, text }) => [mark, mdCell(text)]),
    ),
  };
  const sections = template().split(/^(?=## )/m);
  const kept = sections.filter(
    (section) =>
      (api.key !== undefined || !section.startsWith("## In a browser")) &&
      (hasWebhooks(api) || !section.startsWith("## Webhooks")),
  );
  // In one go: nothing that is filled in is looked at again.
  return `${kept
    .join("")
    .replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parts[name] ?? "")
    .trim()}\n`;
};

const template = (): string => readFileSync(new URL("./readme-template.md", import.meta.url), "utf8");

/** Whether a job tells of itself in a way that can be verified. */
const isVerifiable = ({ jobs }: ApiModel): boolean =>
  jobs.some(({ declaration: { webhook } }) => webhook !== undefined && webhook.verify.scheme !== "undeclared");

/** The names of the jobs that tell of themselves. */
const tellingJobs = ({ jobs }: ApiModel): readonly string[] =>
  jobs.flatMap(({ declaration: { name, webhook } }) => (webhook === undefined ? [] : [name]));

const webhookNote = (api: ApiModel): string => {
  const isAsked = tellingJobs(api).length > 1;
  const which = isAsked
    ? " Several jobs tell of themselves: name the one that the address is for, with `{ job }`."
    : "";
  return isVerifiable(api)
    ? `\`verify\` rejects with a \`WebhookError\` for a request that the service did not sign, or signed too long ago; the secret comes from ${mdCode(webhookSecretVariableOf(api.name))}, or is given as \`{ secret }\`.${which}`
    : `How this service signs its webhooks cannot be declared: whoever knows the address can call it. So believe nothing of it but that a job may be worth a look.${which}`;
};

const shownJob = (api: ApiModel, jobs: readonly JobTypes[]): JobTypes => {
  const shown = jobs.find(({ job }) => job.declaration.name === api.defaultJob);
  if (shown === undefined) throw new TypeError("An API has a default job.");
  return shown;
};

const usageText = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { code, body } = usageOf(api, jobs, "createPoller()");
  const imported = ["createClient", ...(body === undefined ? [] : [`type ${body}`])].join(", ");
  return [
    `import { ${imported} } from "${packageName(api.name)}";`,
    `import { createPoller } from "@genwait/poller";`,
    "",
    ...(body === undefined ? [] : [`declare const body: ${body};`]),
    code,
  ].join("\n");
};

/** What a call of an operation needs, after its path. */
const callOptions = (api: ApiModel, operation: OperationModel): string => {
  const examples = createExamples(api.document);
  const body = operation.body?.isRequired === true ? examples.of(operation.body.schema) : undefined;
  const init = { ...initOf(operation, examples, ({ isRequired }) => isRequired), ...(body !== undefined && { body }) };
  return Object.keys(init).length === 0 ? "" : `, ${literal(init)}`;
};

const operationTable = (api: ApiModel, jobs: readonly JobTypes[]): string => {
  const starts = startsOf(api, jobs);
  const rows = api.operations.map((operation) => {
    const { method, path, summary, isDeprecated } = operation;
    const start = starts.find((candidate) => candidate.operation === operation);
    return [
      mdCode(`${method.toUpperCase()} ${path}`),
      `${mdCell(summary ?? "")}${isDeprecated ? " (deprecated)" : ""}`,
      start === undefined
        ? ""
        : `${mdCode(`client${memberAccess(start.method)}(${startTaken(operation)})`)} gives the ${mdCell(start.started.job.declaration.name)} job`,
    ];
  });
  return mdTable(["request", "what it does", "starts a job"], rows);
};

const startTaken = ({ body, parameters }: OperationModel): string => {
  const init = parameters.some(isToBeGiven) ? "init" : "init?";
  return [...(body === undefined ? [] : [body.isRequired ? "body" : "body?"]), init].join(", ");
};

const jobSection = (types: JobTypes, api: ApiModel, jobs: readonly JobTypes[]): string => {
  const { job, prefix, phases, items } = types;
  const { declaration, operation } = job;
  const starts = startsOf(api, jobs).filter(({ started }) => started.job === job);
  const from =
    starts.length === 0
      ? ""
      : `, and ${starts.map(({ method }) => mdCode(`client${memberAccess(method)}`)).join(", ")} starts one`;
  return [
    `## Job ${mdCode(declaration.name)}${operation.isDeprecated ? " (deprecated)" : ""}`,
    `${mdCode(jobByHand(types, "id"))} is a ${mdCode(`${prefix}Job`)} that ${mdCode(`${operation.method.toUpperCase()} ${operation.path}`)} reports on${from}. A wait can say otherwise; else:`,
    timeTable(declaration),
    `\`state.phase\` tells a ${mdCode(`${prefix}State`)} apart; a body has what its phase guarantees:`,
    phaseTable(phases, declaration),
    ...(items.length === 0
      ? []
      : [
          `Each entry of ${mdCode(declaration.items?.at ?? "")} is an output of its own in \`state.items\`, a ${mdCode(`${prefix}Item`)}:`,
          phaseTable(items, declaration.items ?? {}),
        ]),
    ...followUps(types, api),
  ].join("\n\n");
};

/** What there is of a job beside its phase, where it is declared. */
const followUps = ({ job, output }: JobTypes, api: ApiModel): readonly string[] => {
  const { operations } = api;
  const { declaration, cancel, renew, parameters } = job;
  const { queue, logs, expires } = declaration;
  const request = ({ operation: id }: { readonly operation: string }): string => {
    const found = operations.find((operation) => operation.id === id);
    return found === undefined ? "" : mdCode(`${found.method.toUpperCase()} ${found.path}`);
  };
  const steps = job.output.map(({ call }) => request(call)).join(", then ");
  const needed = parameters.map(({ name, type }) => `${mdCode(name)}, a ${type}`).join("; ");
  const rows = [
    ...(parameters.length === 0 ? [] : [["given with an id, kept in a saved job", needed]]),
    ...(output === undefined
      ? []
      : [[mdCode("result.output"), `a ${mdCode(output.name)}, from ${steps}, fetched before the job counts as over`]]),
    ...(queue === undefined
      ? []
      : [[mdCode("state.queuePosition"), "how many jobs are before this one, while it waits"]]),
    ...(logs === undefined
      ? []
      : [
          [
            `${mdCode("state.logs")}, ${mdCode("state.newLogs")}`,
            "the lines so far, and those that a wait was not told yet",
          ],
        ]),
    ...(expires === undefined || jobsKindOf(api) === undefined
      ? []
      : [[mdCode("result.expiresAt"), "until when the result is good, in ISO 8601"]]),
    ...(renew === undefined
      ? []
      : [
          [
            mdCode("await job.renew()"),
            `gives the result anew, with addresses that are good again, by ${request(renew)}`,
          ],
        ]),
    ...(cancel === undefined
      ? []
      : [
          [
            mdCode("await job.cancel()"),
            `asks ${request(cancel)} to stop it; go on waiting, for its result says whether it was in time${declaration.cancel?.deletesFinished === true ? ". A job that is over is left alone" : ""}`,
          ],
        ]),
  ];
  return rows.length === 0 ? [] : ["Beside its phase:", mdTable(["what", "what it is"], rows)];
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

const errorTable = (api: ApiModel): string =>
  mdTable(
    ["kind", "when", "whose fault"],
    Object.entries(errorKinds).flatMap(([kind, { statuses, when, fault }]) => {
      if (!isErrorKind(kind)) return [];
      const parts = [statuses.map(statusWord).join(", "), when, ...declaredFor(api, kind)];
      return [[`\`${kind}\``, parts.filter((part) => part !== "").join("; "), fault]];
    }),
  );

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

/** The line of the proxy that adds the key. */
const addKey = (key: KeyModel, variable: string): string => {
  const value = `process.env[${stringLiteral(variable)}]`;
  const text = key.prefix === undefined ? `${value} ?? ""` : `\`${key.prefix}\${${value}}\``;
  const holder = key.in === "header" ? "headers" : "url.searchParams";
  return `${holder}.set(${stringLiteral(key.name)}, ${text});`;
};
