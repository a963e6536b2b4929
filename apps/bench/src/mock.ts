import { memoryRows } from "./mock/memory.ts";
import { firstAnswerRow, secondServerRow } from "./mock/start.ts";
import { throughputRow } from "./mock/throughput.ts";
import type { Row } from "./row.ts";

/** What the mock server costs, beside Prism's CLI on the same document. */
export const run = async (): Promise<readonly Row[]> => [
  await throughputRow(),
  await firstAnswerRow(),
  await secondServerRow(),
  ...(await memoryRows()),
];
