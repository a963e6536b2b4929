import type { MergedSpec } from "../openapi/spec-folder.ts";
import type { Problem } from "./problem.ts";
import { baseUrlWarnings } from "./check-base-url.ts";
import { checkDeclarations } from "./check-declarations.ts";
import { declaredJobs } from "../openapi/jobs.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { lineAt, parseYaml, readSpecFile } from "../openapi/yaml-file.ts";
import { locatorOf } from "./locate.ts";
import { meaningText, misreadings } from "../responses/check-responses.ts";
import { outsideReferences } from "../openapi/outside-references.ts";
import { parseResponses } from "../responses/read-responses.ts";
import { suggest } from "./nearest.ts";
import { type Finding, runRedocly } from "./run-redocly.ts";

/** Everything that is wrong with an API's three files: the declarations, the merged document as OpenAPI, the responses. */
export const lintSpec = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  // Told as a problem of the declarations, with its line; redocly would follow it.
  const isWhole = outsideReferences(spec.document).length === 0;
  const [declarations, findings, responses] = await Promise.all([
    checkDeclarations(spec),
    isWhole ? runRedocly(spec.document) : [],
    checkResponses(spec),
  ]);
  return [
    ...declarations,
    ...baseUrlWarnings(spec),
    ...(findings.length === 0 ? [] : await problemsOf(findings, spec)),
    ...responses,
  ];
};

const problemsOf = async (findings: readonly Finding[], spec: MergedSpec): Promise<readonly Problem[]> => {
  const locate = locatorOf(spec);
  return findings.map(({ rule, message, suggestions, tokens }) => ({
    ...locate(tokens),
    path: jsonPointer(tokens),
    message: `${message.trim().replace(/\.$/, "")} (${rule})`,
    fix: suggestions.length === 0 ? "Correct it in the overlay." : `Did you mean ${suggestions.join(" or ")}?`,
  }));
};

const checkResponses = async ({ folder, document }: MergedSpec): Promise<readonly Problem[]> => {
  const file = await readSpecFile(folder, "responses.yaml", "realistic responses and what each means");
  const jobs = declaredJobs(document);
  const names = jobs.map(({ name }) => name);
  const entries = parseResponses(file);
  const parsed = parseYaml(file);
  const place = (index: number): Pick<Problem, "file" | "line" | "path"> => {
    const tokens = ["responses", `${index}`];
    return { file: file.path, ...lineAt(parsed, tokens), path: jsonPointer(tokens) };
  };
  const strangers = entries.flatMap(({ name, job }, index) =>
    names.includes(job)
      ? []
      : [
          {
            ...place(index),
            message: `"${name}" is about the job ${job}, which is not declared`,
            fix: suggest(job, names),
          },
        ],
  );
  const contradictions = misreadings(document, jobs, entries).map(({ entry, index, read, why }) => ({
    ...place(index),
    message: `"${entry.name}" means ${meaningText(entry.means)}, and x-job reads it as ${meaningText(read)}${why === undefined ? "" : `: ${why}`}`,
    fix: "Correct x-job in the overlay, or what the response means.",
  }));
  return [...strangers, ...contradictions];
};
