import type { CommandTable } from "../run-command.ts";

/** The commands, each loaded only when it is called. */
export const commands: CommandTable = {
  import: { about: "reads vendors' pages into specs", load: () => import("./import.ts") },
  check: { about: "says whether the vendors' pages have changed", load: () => import("./check.ts") },
  new: { about: "adds an API, or takes one away", load: () => import("./new.ts") },
  lint: { about: "says what is wrong with specs", load: () => import("./lint.ts") },
  generate: { about: "makes the clients from specs", load: () => import("./generate.ts") },
  docs: { about: "writes the page about each API", load: () => import("./docs.ts") },
  diff: { about: "says what a change of the specs means for the packages", load: () => import("./diff.ts") },
  changeset: { about: "writes the changesets of a change of the specs", load: () => import("./changeset.ts") },
  update: { about: "takes a changed page over, all the way to tarballs", load: () => import("./update.ts") },
  pack: { about: "packs what a release would publish", load: () => import("./pack.ts") },
};
