import type { Schema } from "../document/schema.ts";
import type { JobRecord } from "./job-record.ts";
import { makeId } from "./make-id.ts";
import { seeded } from "./seeded.ts";

/** The id of a job's output, in the style of the document's example; the same at every poll. */
export const itemId = (
  record: JobRecord,
  index: number,
  example: string | number | undefined,
  seed: string | number,
  schemas: readonly Schema[] = [],
): string | number => makeId(example, seeded(seed, record.api, record.id, "item", index), schemas);
