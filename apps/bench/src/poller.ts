import type { Row } from "./row.ts";
import { abortRow } from "./poller/abort.ts";
import { costRows } from "./poller/cost.ts";
import { heapRow } from "./poller/heap.ts";
import { httpRow } from "./poller/http.ts";
import { sizeRow } from "./poller/size.ts";

/** What waiting costs: 10,000 waits at once, and the bundle. */
export const run = async (): Promise<readonly Row[]> => [
  await heapRow(),
  ...(await costRows()),
  await abortRow(),
  await httpRow(),
  await sizeRow(),
];
