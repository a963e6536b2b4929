import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** What a client of a small API weighs in a page, in kB: openapi-fetch, the transport, jobs and errors. */
const base = 15.7;

/** What comes with the words that an overlay uses; a client imports nothing else. */
const features = { declaredParameters: 1.1, bodies: 0.6, DetailedJobs: 0.7, FollowUpJobs: 5.8, webhooks: 2.5 };

// size-limit is started in the client's own folder.
const client = readFileSync(join(process.cwd(), "src/generated/client.ts"), "utf8");
const [, imported = ""] = /import \{([^}]*)\} from "@genwait\/client-core\/runtime"/.exec(client) ?? [];
const limit = Object.entries(features)
  .filter(([name]) => imported.includes(name))
  .reduce((sum, [, weight]) => sum + weight, base);

export default [
  {
    path: join(process.cwd(), "dist/index.js"),
    import: "{ createClient }",
    limit: `${limit.toFixed(1)} kB`,
    gzip: true,
  },
];
