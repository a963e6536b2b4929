import { existsSync } from "node:fs";
import { join } from "node:path";

import { pointerTokens } from "@genwait/lifecycle";

import { openapiProblems } from "./openapi-problems.ts";
import type { MergedSpec } from "../openapi/spec-folder.ts";
import type { Problem } from "./problem.ts";
import { baseUrlWarnings } from "./check-base-url.ts";
import { checkDeclarations, declarationWarnings } from "./check-declarations.ts";
import { declaredJobs } from "../openapi/jobs.ts";
import { jsonPointer } from "../openapi/json-pointer.ts";
import { lineAt, parseYaml, readSpecFile } from "../openapi/yaml-file.ts";
import { meaningText, misreadings } from "../responses/check-responses.ts";
import { outsideReferences } from "../openapi/outside-references.ts";
import { parseResponses, responsesFaults } from "../responses/read-responses.ts";
import { suggest } from "./nearest.ts";

/** Everything that is wrong with an API's three files, errors first: the declarations, the responses, the merged document as OpenAPI. */
export const lintSpec = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  // Told as a problem of the declarations, with its line; redocly would follow it.
  const isWhole = outsideReferences(spec.document).length === 0;
  const [declarations, responses, document] = await Promise.all([
    checkDeclarations(spec),
    checkResponses(spec),
    isWhole ? openapiProblems(spec) : [],
  ]);
  const all = [
    ...declarations,
    ...responses,
    ...document,
    ...baseUrlWarnings(spec),
    ...(isWhole ? declarationWarnings(spec) : []),
  ];
  return [...all.filter((problem) => !isWarning(problem)), ...all.filter(isWarning)];
};

const isWarning = ({ severity }: Problem): boolean => severity === "warning";

const checkResponses = async (spec: MergedSpec): Promise<readonly Problem[]> => {
  const path = join(spec.folder, "responses.yaml");
  // A file that is missing must not hide what is wrong in the others.
  if (!existsSync(path)) {
    const fix = "Write responses as the service gives them, and what each means; specs/README.md says how.";
    return [{ file: path, path: "", message: "it does not exist", fix }];
  }
  const file = await readSpecFile(spec.folder, "responses.yaml", "realistic responses and what each means");
  const parsed = parseYaml(file);
  const place = (tokens: readonly string[]): Pick<Problem, "file" | "line" | "path"> => ({
    file: file.path,
    ...lineAt(parsed, tokens),
    path: jsonPointer(tokens),
  });
  const faults = responsesFaults(file);
  if (faults.length > 0)
    return faults.map(({ pointer, message, fix }) => ({ ...place(pointerTokens(pointer)), message, fix }));
  const jobs = declaredJobs(spec.document);
  const names = jobs.map(({ name }) => name);
  const entries = parseResponses(file);
  const strangers = entries.flatMap(({ name, job }, index) =>
    names.includes(job)
      ? []
      : [
          {
            ...place(["responses", `${index}`]),
            message: `"${name}" is about the job ${job}, which is not declared`,
            fix: suggest(job, names),
          },
        ],
  );
  const contradictions = misreadings(spec.document, jobs, entries).map(({ entry, index, read, why }) => ({
    ...place(["responses", `${index}`]),
    message: `"${entry.name}" means ${meaningText(entry.means)}, and x-job reads it as ${meaningText(read)}${why === undefined ? "" : `: ${why}`}`,
    fix: "Correct x-job in the overlay, or what the response means.",
  }));
  return [...strangers, ...contradictions];
};
