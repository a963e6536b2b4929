import { describe, expect, it } from "vitest";

import { CommandError } from "./command.ts";
import { temporaryIo } from "./import/testing.ts";
import { type CommandTable, runCommand } from "./run-command.ts";

const table: CommandTable = {
  echo: { about: "says it again", load: async () => ({ run: async (args, io) => (io.stdout(args.join(",")), 3) }) },
  refuse: {
    about: "does nothing",
    load: async () => ({ run: () => Promise.reject(new CommandError("Failed to do it: no. Stop.", { exitCode: 5 })) }),
  },
  broken: { about: "is none", load: () => Promise.reject(new Error("Cannot find module")) },
};

describe("runCommand", () => {
  it("hands the arguments to the command and its exit code back", async () => {
    const io = await temporaryIo();
    expect([await runCommand(table, ["echo", "a", "b"], io), io.out]).toEqual([3, "a,b"]);
  });

  it("takes away the dashes that separate a package manager's arguments from a script's", async () => {
    const io = await temporaryIo();
    await runCommand(table, ["echo", "--", "a", "--", "b"], io);
    expect(io.out).toBe("a,--,b");
  });

  it("refuses a command that is none, also one that every object has", async () => {
    const io = await temporaryIo();
    for (const argv of [["ecko"], [], ["toString"]]) expect(await runCommand(table, argv, io)).toBe(64);
    expect(io.err).toMatchInlineSnapshot(`
      "Failed to run spec-tools: there is no command "ecko". Use one of: echo, refuse, broken.
      Failed to run spec-tools: no command is named. Use one of: echo, refuse, broken.
      Failed to run spec-tools: there is no command "toString". Use one of: echo, refuse, broken.
      "
    `);
  });

  it("prints a failure meant for people, and lets a bug through", async () => {
    const io = await temporaryIo();
    expect([await runCommand(table, ["refuse"], io), io.err]).toEqual([5, "Failed to do it: no. Stop.\n"]);
    await expect(runCommand(table, ["broken"], io)).rejects.toThrow("Cannot find module");
  });
});
