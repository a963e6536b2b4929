import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Row } from "../row.ts";
import { inTurn } from "./in-turn.ts";
import { peerTool, specTools } from "./tool.ts";

/** The client packages of both APIs, against one run of openapi-typescript on one of them. */
export const generateRow = async (): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), "genwait-bench-"));
  try {
    const types = peerTool("openapi-typescript/bin/cli.js", "specs/gamma/openapi.yaml", "-o", join(folder, "types.ts"));
    // It generates all in memory and compares with a folder that is not there, hence the 1; the made-up APIs of the tests are left out.
    const clients = specTools("generate", "--check", "--specs", "specs", "--out", ".bench");
    const { ours, peer } = await inTurn({ ...clients, good: [1] }, types);
    return {
      figure: "generate: the clients of both APIs, whole",
      target: "≤ 1.2 ×",
      ours: `${Math.round(ours)} ms (${(ours / peer).toFixed(2)} ×)`,
      peer: `${Math.round(peer)} ms`,
      peerName: "openapi-typescript 7.13, types of one API",
      ok: ours <= 1.2 * peer,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
