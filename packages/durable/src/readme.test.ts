import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { pgliteVersion } from "./snapshot.ts";
import { metrics, spans } from "./telemetry.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const read = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

/** The members of a union of texts, or of an interface, as they stand in a source. */
const wordsIn = (source: string, from: string, pattern: RegExp): string[] => {
  const start = source.indexOf(from);
  const text = source.slice(start, source.indexOf("\n\n", start));
  return [...text.matchAll(pattern)].flatMap(([, word]) => word ?? []);
};

it("names every reason of an error, every phase and every option", () => {
  const reasons = wordsIn(read("durable-error.ts"), "export type DurableErrorReason", /\| "([a-z-]+)"/g);
  const phases = wordsIn(read("wait-table.ts"), "export type WaitPhase", /\| "([a-z-]+)"/g);
  const options = wordsIn(read("waits.ts"), "export interface WaitsOptions", /readonly (\w+)\?/g);
  const added = wordsIn(read("waits.ts"), "export interface AddOptions", /readonly (\w+)\?/g);
  const webhooks = wordsIn(read("waits.ts"), "export interface WebhookOptions", /readonly (\w+)\?/g);
  const work = wordsIn(read("worker.ts"), "export interface WorkOptions", /readonly (\w+)\?/g);
  for (const words of [reasons, phases, options, added, webhooks, work]) expect(words.length).toBeGreaterThan(2);
  for (const word of [...reasons, ...phases, ...added]) expect(readme).toContain(`\`${word}\``);
  for (const word of options) expect(readme).toMatch(new RegExp(`^\\| \`${word}[\`.]`, "m"));
  for (const word of webhooks) expect(readme).toContain(`| \`webhooks.${word}\` |`);
  for (const word of wordsIn(read("waits.ts"), "export interface RetentionOptions", /readonly (\w+)\?/g))
    expect(readme).toContain(`| \`retention.${word}\` |`);
  expect(readme).toContain(`\`work({ ${work.join(", ")} })\``);
  const page = wordsIn(read("status-server.ts"), "export interface StatusServerOptions", /readonly (\w+)\?/g);
  expect(readme).toContain(`\`serveStatus(waits, { ${page.join(", ")} })\``);
});

it("names every method", () => {
  const source = read("waits.ts");
  const members = source.slice(source.indexOf("export class Waits"));
  const methods = [...members.slice(0, members.indexOf("\n}\n")).matchAll(/^ {2}(?:async )?\*?([a-z]\w+)[<(]/gm)];
  const shown = methods.flatMap(([, name]) => name ?? []).filter((name) => name !== "constructor");
  expect(shown.length).toBeGreaterThan(10);
  for (const name of shown) expect(readme).toMatch(new RegExp(`\`(waits?\\.|worker\\.)?${name}\\(`));
});

it("names every metric and every span", () => {
  for (const [name, { kind, unit, description }] of Object.entries(metrics))
    expect(readme).toContain(`| \`${name}\` | ${kind} | \`${unit}\` | ${description} |`);
  for (const [name, description] of Object.entries(spans)) expect(readme).toContain(`| \`${name}\` | ${description} |`);
  expect(readme.match(/`genwait\.[a-z_.]+` \|/g)).toHaveLength(Object.keys({ ...metrics, ...spans }).length);
});

it("is of a package that pins the database whose files it ships", () => {
  expect(pgliteVersion).toMatch(/^\d+\.\d+\.\d+$/);
});
