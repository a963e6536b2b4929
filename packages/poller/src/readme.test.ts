import { readFileSync } from "node:fs";
import { errorKinds } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { eventTypes } from "./events.ts";
import { optionRules } from "./options.ts";

// Its examples are compiled and run by the contract suite, with a client and a mock.
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("names every option, event, error and default that there is", () => {
  for (const name of eventTypes) expect(readme).toContain(`| \`${name}\` |`);
  for (const kind of Object.keys(errorKinds)) expect(readme).toContain(`\`${kind}\``);
  for (const rules of Object.values(optionRules))
    for (const option of Object.keys(rules))
      if (option !== "rateLimit") expect(readme).toMatch(new RegExp(`\\| \`(rateLimit\\.)?${option}\\b`));
});
