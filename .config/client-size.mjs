import { join } from "node:path";
import process from "node:process";
import { budgetOf } from "./client-budget.mjs";

// size-limit is started in the client's own folder.
export default [
  {
    path: join(process.cwd(), "dist/index.js"),
    import: "{ createClient }",
    limit: `${budgetOf(process.cwd()).toFixed(1)} kB`,
    gzip: true,
  },
];
