import { overheadRows } from "./client/overhead.ts";
import { sizeRow } from "./client/size.ts";
import type { Row } from "./row.ts";

/** What a typed, validated call costs, and what a client adds to a page. */
export const run = async (): Promise<readonly Row[]> => [...(await overheadRows()), await sizeRow()];
