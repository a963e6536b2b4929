import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The nearest folder upwards that is a workspace's root; the folder itself where there is none. */
export const workspaceRoot = (folder: string): string => {
  for (let current = folder; ; current = dirname(current)) {
    if (existsSync(join(current, "pnpm-workspace.yaml"))) return current;
    if (current === dirname(current)) return folder;
  }
};
