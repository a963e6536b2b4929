import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

/** What the code of every client weighs in a page, in kB: openapi-fetch, the transport, jobs and errors. */
const base = 15.3;

/** What comes with the words that an overlay uses; a client imports nothing else. */
const features = { declaredParameters: 1.1, bodies: 0.6, DetailedJobs: 0.7, FollowUpJobs: 5.8, webhooks: 2.5 };

/**
 * What the client in a folder may weigh in a page, in kB: its code, which by its imports is that of the words that its
 * overlay uses, and its operations, which are data.
 */
export const budgetOf = (folder) => {
  const operations =
    gzipSync(readFileSync(join(folder, "src/generated/operations.ts")), { level: 9 }).byteLength / 1000;
  const client = readFileSync(join(folder, "src/generated/client.ts"), "utf8");
  const [, imported = ""] = /import \{([^}]*)\} from "@genwait\/client-core\/runtime"/.exec(client) ?? [];
  return Object.entries(features)
    .filter(([name]) => imported.includes(name))
    .reduce((sum, [, weight]) => sum + weight, base + operations);
};
