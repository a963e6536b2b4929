import { existsSync } from "node:fs";
import { join } from "node:path";
import { mkdir, writeFile } from "node:fs/promises";

import { CommandError, type CommandIo, exitCodes } from "../command.ts";
import { apiName } from "../import/api-name.ts";
import { formatProblem } from "../lint/problem.ts";
import { guessOverlay } from "./guess-overlay.ts";
import { guessResponses, responsesText } from "./guess-responses.ts";
import { isJsonObject, type JsonObject } from "../openapi/json.ts";
import { jsonOfTree } from "../import/tree.ts";
import { lintSpec } from "../lint/lint-spec.ts";
import { mergeSpec } from "../openapi/spec-folder.ts";
import { openSpecStore } from "../import/spec-store.ts";
import { type LeftToFillIn, leftToFillIn, overlayText } from "./overlay-text.ts";
import { planImport } from "../import/plan-import.ts";
import { resolverOf } from "../openapi/references.ts";
import { type PageSource, readPage } from "../import/read-page.ts";

/** What was made of a new API's pages. */
export interface NewApi {
  readonly name: string;
  readonly written: readonly string[];
  /** What was taken out of the pages, a sentence each. */
  readonly notes: readonly string[];
  readonly jobs: readonly string[];
  readonly left: readonly LeftToFillIn[];
  /** What the lint of the specs says: a line each, with its place. */
  readonly problems: readonly string[];
}

/**
 * Makes the folder of a new API: the imported document, an overlay with what could be guessed, responses to go on from. Nothing is written
 * unless the pages could be read and the name is free.
 *
 * @throws {CommandError} as an import does, and for a name that is taken
 */
export const newApi = async (wish: string, sources: readonly PageSource[], io: CommandIo): Promise<NewApi> => {
  const name = freeName(wish, io.cwd);
  const folder = `specs/${name}`;
  const pages = [];
  for (const source of sources) pages.push(await readPage(source, io));
  const planned = planImport(
    { records: [], document: undefined },
    { api: name, pages, replace: true, today: io.now().toISOString().slice(0, 10) },
  );
  const document = objectOf(jsonOfTree(planned.document));
  const overlay = guessOverlay(document);
  const origin = { schema: "../../packages/lifecycle/overlay.schema.json", command: "pnpm specs:new" };
  const files = [
    { path: `${folder}/overlay.yaml`, text: overlayText(overlay, origin) },
    { path: `${folder}/responses.yaml`, text: responsesText(guessResponses(overlay, resolverOf(document)), folder) },
  ];
  const imported = await openSpecStore(io.cwd).save(name, planned);
  await mkdir(join(io.cwd, folder), { recursive: true });
  for (const { path, text } of files) await writeFile(join(io.cwd, path), text, { flag: "wx" });
  return {
    name,
    notes: [...pages.flatMap(({ notes }) => notes), ...overlay.notes],
    written: [...imported, ...files.map(({ path }) => path)],
    jobs: overlay.jobs.map((job) => job.declaration.name),
    left: files.flatMap(leftToFillIn),
    problems: await problemsOf(io.cwd, folder),
  };
};

const objectOf = (value: unknown): JsonObject => (isJsonObject(value) ? value : {});

const problemsOf = async (root: string, folder: string): Promise<readonly string[]> => {
  const withoutRoot = (text: string): string => text.replaceAll(`${root}/`, "");
  try {
    const problems = await lintSpec(await mergeSpec(join(root, folder)));
    return problems.map((problem) => withoutRoot(formatProblem(problem)));
  } catch (error) {
    if (error instanceof CommandError) return [withoutRoot(error.message)];
    throw error;
  }
};

/**
 * A name that no API, package or folder has yet.
 *
 * @throws {CommandError} exit code 64 for what can be no name, 1 for one that is taken
 */
export const freeName = (wish: string, root: string): string => {
  const name = apiName(wish);
  if (/-client$|^client$/.test(name)) {
    throw new CommandError(
      `Failed to use the name ${JSON.stringify(name)}: the package would be called ${name}-client. Leave "client" out.`,
      {
        exitCode: exitCodes.usage,
      },
    );
  }
  const taken = [`specs/${name}`, `packages/${name}-client`].find((folder) => existsSync(join(root, folder)));
  if (taken === undefined) return name;
  throw new CommandError(
    `Failed to add ${name}: ${taken} is there already, and nothing is written over. Import into it with pnpm specs:import --api ${name}, or give another name.`,
  );
};
