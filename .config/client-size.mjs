import { join } from "node:path";
import process from "node:process";

/** What a generated client may weigh in a page; size-limit is started in the client's own folder. */
export default [
  { path: join(process.cwd(), "dist/index.js"), import: "{ createClient }", limit: "15.5 kB", gzip: true },
];
