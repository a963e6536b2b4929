import { diffDocuments } from "@genwait/openapi-diff";
import { describe, expect, it } from "vitest";

import { type ApiDiff, apiDiffOf, type OwnChange } from "../diff/spec-change.ts";
import type { JsonObject } from "../openapi/json.ts";
import { changesetOfApi } from "./changeset-of-api.ts";
import { jobWordsOf } from "./job-words.ts";

const text = { type: "string" };

interface Parts {
  readonly members?: JsonObject;
  readonly input?: JsonObject;
  readonly address?: string;
}

const documentOf = ({ members = {}, input = {}, address = "https://gamma.example" }: Parts): JsonObject => ({
  openapi: "3.1.0",
  info: { title: "Gamma Public API", version: "1" },
  servers: [{ url: address }],
  paths: {
    "/generations": {
      post: {
        operationId: "createGeneration",
        requestBody: { required: true, content: { "application/json": { schema: { type: "object", ...input } } } },
        responses: { "201": { description: "" } },
      },
    },
    "/generations/{id}": {
      get: {
        operationId: "getGeneration",
        parameters: [{ name: "id", in: "path", required: true, schema: text }],
        responses: {
          "200": {
            description: "",
            content: { "application/json": { schema: { type: "object", properties: { status: text, ...members } } } },
          },
        },
        "x-job": {
          name: "generation",
          id: { request: "$request.path.id" },
          state: { at: "/status", values: { pending: ["pending"], succeeded: ["completed"], failed: ["failed"] } },
          has: { pending: { absent: ["/title", "/error"] }, failed: { absent: ["/title"] } },
        },
      },
    },
  },
});
const words = jobWordsOf(documentOf({}), "gamma");

const diff = (old: Parts, revised: Parts): ApiDiff =>
  apiDiffOf("gamma", diffDocuments(documentOf(old), documentOf(revised)), []);

const whole = (code: "api-added" | "api-removed"): ApiDiff => {
  const subject = { operations: [], pointer: "" };
  const change: OwnChange =
    code === "api-added"
      ? { code, bump: "minor", subject, api: "gamma" }
      : { code, bump: "major", subject, api: "gamma" };
  return apiDiffOf("gamma", [], [change]);
};

describe("changesetOfApi", () => {
  it("tells an addition in one sentence, with the phases that can have it", () => {
    expect(changesetOfApi(diff({}, { members: { title: text } }), words)).toMatchInlineSnapshot(`
      {
        "bump": "minor",
        "name": "spec-gamma-aae3807f.md",
        "package": "@genwait/gamma-client",
        "text": "---
      "@genwait/gamma-client": minor
      ---

      Added \`title\` to a completed Gamma generation.
      ",
      }
    `);
  });

  it("puts where keys go first, joins what is alike, and says what callers have to do", () => {
    const old = { members: { gammaUrl: text, credits: { type: "integer", example: 1 } } };
    const revised = {
      address: "https://gamma.test",
      members: { title: text, credits: { type: "integer", example: 2 }, seats: text, colour: text },
      input: { required: ["mode"], properties: { mode: text } },
    };
    expect(changesetOfApi(diff(old, revised), words)?.text).toMatchInlineSnapshot(`
      "---
      "@genwait/gamma-client": major
      ---

      Changed where requests go: keys go to \`https://gamma.test\` in place of \`https://gamma.example\`.

      - Added \`mode\` to the request body of \`createGeneration\`, where it is required.
      - Removed \`gammaUrl\` from a Gamma generation.
      - Added \`title\` to a completed Gamma generation.
      - Added \`seats\` and \`colour\` to a Gamma generation.
      - Changed the example of \`credits\` in a Gamma generation.

      Migration:

      - Make sure that \`https://gamma.test\` is the service's own before you send a key there; stay on the old address with \`baseUrl\`.
      - Give \`mode\` in the request body of \`createGeneration\` in every call.
      - Do without \`gammaUrl\` in a Gamma generation.
      "
    `);
  });

  it("names the same change alike and another one otherwise", () => {
    const one = diff({}, { members: { title: text } });
    const again = diff({}, { members: { title: text } });
    const other = diff({}, { members: { colour: text } });
    const names = [one, again, other].map((changes) => changesetOfApi(changes, words)?.name);
    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
    expect(names[0]).toMatch(/^spec-gamma-[0-9a-f]{8}\.md$/);
  });

  it("writes none for a change that needs no release", () => {
    expect(changesetOfApi(diff({}, {}), words)).toBeUndefined();
  });

  it("releases the command line when an API came or went, for its package is new or gone", () => {
    expect(changesetOfApi(whole("api-added"), words)?.text).toMatchInlineSnapshot(`
      "---
      "genwait": minor
      ---

      Added the API \`gamma\`.
      "
    `);
    expect(changesetOfApi(whole("api-removed"), words)?.text).toMatchInlineSnapshot(`
      "---
      "genwait": major
      ---

      Removed the API \`gamma\`.

      Migration:

      - Stay on the last version if you call \`gamma\`, or give its client with \`--api @genwait/gamma-client\`.
      "
    `);
  });
});
