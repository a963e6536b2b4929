import { readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { isMap, isScalar, LineCounter, parseDocument } from "yaml";

/**
 * What every workflow keeps to. A rule looks at one kind of place and gives the keys, from there, of what breaks it.
 *
 * @typedef {{ readonly what: string, readonly broken: (place: any, all: any) => readonly (readonly (string | number)[])[] }} Rule
 */

/** @type {{ readonly workflow: readonly Rule[], readonly job: readonly Rule[], readonly step: readonly Rule[] }} */
const rules = {
  workflow: [
    {
      what: "it has no permissions of its own, so every job may write. Write permissions: { contents: read } at the top.",
      broken: ({ permissions }) => (permissions === undefined ? [[]] : []),
    },
    {
      what: "every job may write. Give the right to the job that needs it.",
      broken: ({ permissions }) => writesIn(permissions).map((name) => ["permissions", ...name]),
    },
    {
      what: "it runs foreign code, or on what foreigners write, with the rights of this repository. Use pull_request.",
      broken: (workflow) => triggersOf(workflow).filter(([, name]) => foreignTriggers.has(name)),
    },
    {
      what: "every step gets the secret. Hand it to the step that needs it.",
      broken: ({ env }) => secretsIn(env).map((name) => ["env", name]),
    },
  ],
  job: [
    {
      what: "it has no time limit. Write timeout-minutes.",
      broken: (job) => (job["timeout-minutes"] === undefined && job.uses === undefined ? [[]] : []),
    },
    {
      what: "every step gets the secret. Hand it to the step that needs it.",
      broken: ({ env }) => secretsIn(env).map((name) => ["env", name]),
    },
    {
      what: "it hands over every secret there is. Name those that are needed.",
      broken: ({ secrets }) => (secrets === "inherit" ? [["secrets"]] : []),
    },
    {
      what: "npm's identity outside of an environment. Give the job an environment that a person protects.",
      broken: ({ permissions, environment }) =>
        permissions?.["id-token"] === "write" && environment === undefined ? [["permissions", "id-token"]] : [],
    },
    {
      what: "pages from outside are read next to a right to write. Read them in a job without, and hand the result over as an artifact.",
      broken: (job) =>
        writesIn(job.permissions).length === 0
          ? []
          : stepsOf(job).flatMap(({ run }, index) =>
              /\bspecs:(?:check|import|new|update)\b/.test(run ?? "") ? [["steps", index, "run"]] : [],
            ),
    },
    {
      what: "it publishes what no check has passed. Let it need, at the end of the way, a job that uses ./.github/workflows/ci.yml.",
      broken: (job, { jobs }) => (publishes(job) && !isChecked(job, jobs, new Set()) ? [[]] : []),
    },
    {
      what: "it publishes with a token that can be stolen. Use npm's trusted publishing.",
      broken: (job) =>
        publishes(job)
          ? stepsOf(job).flatMap(({ env }, index) => secretsIn(env).map((name) => ["steps", index, "env", name]))
          : [],
    },
  ],
  step: [
    {
      what: "an expression inside of a script, where its text becomes code. Hand it over in env, and write the variable in quotes.",
      broken: ({ run, with: given }) => [
        ...(hasExpression(run) ? [["run"]] : []),
        ...(hasExpression(given?.script) ? [["with", "script"]] : []),
      ],
    },
    {
      what: "the token stays on disk for later steps. Write persist-credentials: false.",
      broken: ({ uses, with: given }) =>
        isAction(uses, "actions/checkout") && given?.["persist-credentials"] !== false ? [["uses"]] : [],
    },
  ],
};

const foreignTriggers = new Set([
  "pull_request_target",
  "workflow_run",
  "issue_comment",
  "issues",
  "discussion_comment",
]);

/** Rights to write, as the keys under `permissions`. An identity of npm's writes nothing here. */
const writesIn = (permissions) => {
  if (typeof permissions === "string") return permissions === "write-all" ? [[]] : [];
  return Object.entries(permissions ?? {}).flatMap(([name, right]) =>
    right === "write" && name !== "id-token" ? [[name]] : [],
  );
};

const triggersOf = ({ on }) =>
  typeof on === "string"
    ? [["on", on]]
    : Array.isArray(on)
      ? on.map((name) => ["on", name])
      : Object.keys(on ?? {}).map((name) => ["on", name]);

const secretsIn = (env) =>
  Object.entries(env ?? {}).flatMap(([name, value]) => (/\bsecrets\s*[.[]/.test(String(value)) ? [name] : []));

const hasExpression = (text) => typeof text === "string" && text.includes("${{");

const isAction = (uses, name) => typeof uses === "string" && (uses === name || uses.startsWith(`${name}@`));

const stepsOf = ({ steps }) => (Array.isArray(steps) ? steps.filter((step) => step !== null) : []);

const publishes = (job) =>
  stepsOf(job).some(
    ({ run, with: given }) =>
      /\b(?:npm|pnpm|yarn|changeset)\s+(?:[\w.-]+\s+)*publish\b|\bpnpm\S*\s+release\s*$/m.test(run ?? "") ||
      given?.publish !== undefined,
  );

const isChecked = (job, jobs, seen) =>
  [job.needs ?? []].flat().some((name) => {
    if (seen.has(name)) return false;
    seen.add(name);
    const needed = jobs?.[name] ?? {};
    return needed.uses === "./.github/workflows/ci.yml" || isChecked(needed, jobs, seen);
  });

/** An action by a name that its owner can move; the version stands in a comment that the parsed value does not have. */
const unpinned = (uses, comment) => {
  if (uses.startsWith("./")) return undefined;
  const fix = "Pin the commit, with the version behind it: @<40 digits> # v1.2.3.";
  if (uses.startsWith("docker://"))
    return /@sha256:[0-9a-f]{64}$/.test(uses)
      ? undefined
      : `${uses} by a name that moves. Pin it: @sha256:<64 digits>.`;
  if (!/@[0-9a-f]{40}$/.test(uses)) return `${uses} by a name that moves. ${fix}`;
  return /^\s*v\d/.test(comment ?? "") ? undefined : `${uses} without its version. ${fix}`;
};

/**
 * What is wrong with a workflow, a line each with file and line.
 *
 * @param {string} file its path, for the lines
 * @param {string} text
 * @returns {readonly string[]}
 */
export const workflowProblems = (file, text) => {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const problems = [];
  const tell = (offset, what) => problems.push({ line: counter.linePos(offset).line, what });
  for (const { pos, message } of document.errors) tell(pos[0], `it is no YAML: ${message.split("\n")[0]}`);
  if (!isMap(document.contents))
    return lines(file, problems.length > 0 ? problems : [{ line: 1, what: "it is empty." }]);
  const workflow = document.toJS();
  const look = (kind, place, keys) => {
    for (const { what, broken } of rules[kind])
      for (const more of broken(place, workflow)) tell(offsetAt(document, [...keys, ...more]), what);
  };
  const pin = (holder, keys) => {
    if (typeof holder.uses !== "string") return;
    const problem = unpinned(holder.uses, document.getIn([...keys, "uses"], true)?.comment);
    if (problem !== undefined) tell(offsetAt(document, [...keys, "uses"]), problem);
  };
  look("workflow", workflow, []);
  for (const [name, job] of Object.entries(workflow.jobs ?? {})) {
    look("job", job, ["jobs", name]);
    pin(job, ["jobs", name]);
    for (const [index, step] of stepsOf(job).entries()) {
      look("step", step, ["jobs", name, "steps", index]);
      pin(step, ["jobs", name, "steps", index]);
    }
  }
  return lines(file, problems);
};

const lines = (file, problems) =>
  problems.toSorted((left, right) => left.line - right.line).map(({ line, what }) => `${file}:${line}: ${what}`);

/** Where the key stands, or the nearest above it that is there. */
const offsetAt = (document, keys) => {
  let offset = document.contents.range?.[0] ?? 0;
  let node = document.contents;
  for (const key of keys) {
    const pair = isMap(node)
      ? node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      : undefined;
    const next =
      pair === undefined ? (node?.items?.[key] ?? node?.items?.find?.((item) => item?.value === key)) : pair.key;
    if (next === undefined) break;
    offset = next.range?.[0] ?? offset;
    node = pair === undefined ? next : pair.value;
  }
  return offset;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = new URL("../.github/workflows/", import.meta.url);
  const found = readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .flatMap((name) => workflowProblems(`.github/workflows/${name}`, readFileSync(new URL(name, folder), "utf8")));
  if (found.length > 0) {
    console.error(`${found.join("\n")}\nFailed to check the workflows: ${found.length} of the lines above.`);
    process.exitCode = 1;
  }
}
