import { errorKinds, failureKindOf, phaseOf, statusKinds } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";

import { parseResponses } from "./read-responses.ts";
import schema from "./responses.schema.json" with { type: "json" };

const entry = (more: string): string =>
  `ids: { bake: bk_1 }\nresponses:\n  - { name: warm, job: bake, mark: assumed, ${more} }\n`;
const good = "response: { status: 200, body: { id: bk_1 } }, means: { phase: pending }";
const parse = (text: string) => parseResponses({ path: "specs/oven/responses.yaml", text });

describe("parseResponses", () => {
  it("fills in the id, the content type and the text", () => {
    expect(parse(entry(good))).toEqual([
      {
        name: "warm",
        job: "bake",
        mark: "assumed",
        request: { id: "bk_1" },
        response: {
          status: 200,
          headers: { "content-type": "application/json" },
          text: '{"id":"bk_1"}',
          body: { id: "bk_1" },
        },
        means: { phase: "pending" },
      },
    ]);
  });

  it("keeps a body that is null apart from one that is none", () => {
    const [json] = parse(entry("response: { status: 200, body: null }, means: { error: invalid-response }"));
    const [none] = parse(
      entry("response: { status: 502, headers: { Content-Type: text/html } }, means: { error: unavailable }"),
    );
    expect(json?.response).toMatchObject({ text: "null", body: null });
    expect(none?.response).toEqual({ status: 502, headers: { "content-type": "text/html" }, text: "" });
  });

  it("takes the id and the number of items that an entry asks for", () => {
    const [first] = parse(entry(`request: { id: other, expectedItems: 2 }, source: the docs, ${good}`));
    expect(first).toMatchObject({ source: "the docs", request: { id: "other", expectedItems: 2 } });
  });

  it.each([
    [
      "an unknown phase",
      good.replace("pending", "waiting"),
      '"warm" /means/phase: "waiting" is not a phase. Use one of: pending, succeeded, partial, failed.',
    ],
    [
      "a misspelt member",
      `${good}, sourec: x`,
      '"warm" /sourec: "sourec" is no member here. Did you mean source? Use one of: name, job, mark, source, request, response, means.',
    ],
    [
      "two meanings",
      "response: { status: 200 }, means: { phase: pending, error: invalid-response }",
      '"warm": it means a phase and an error. Decide for one.',
    ],
    [
      "a failure without its kind",
      "response: { status: 200 }, means: { phase: failed }",
      '"warm": the job failed, and how is not said. Add failure.',
    ],
    [
      "the failure of a job that has not failed",
      "response: { status: 200 }, means: { phase: pending, failure: error }",
      '"warm": only a failed job has a failure. Leave it out.',
    ],
    [
      "two bodies",
      'response: { status: 200, body: {}, text: "" }, means: { phase: pending }',
      '"warm": the response has a body and a text. Decide for one.',
    ],
  ])("refuses %s", (_, more, message) => {
    expect(() => parse(entry(more))).toThrow(`Failed to read specs/oven/responses.yaml:\n  ${message}`);
  });

  it("refuses an entry without an id, and two of one name", () => {
    expect(() => parse(entry(good).replace("bake: bk_1", "other: x"))).toThrow(
      '"warm": no id is asked for. Name one in request.id, or for the job "bake" under ids.',
    );
    const twice = `${entry(good)}  - { name: warm, job: bake, mark: assumed, ${good} }\n`;
    expect(() => parse(twice)).toThrow('"warm": another entry of the job has this name. Rename one.');
  });

  it("refuses a file that is none", () => {
    expect(() => parse("- a\n")).toThrow(
      "Failed to read specs/oven/responses.yaml:\n  a list stands here. Write members.",
    );
  });

  it("knows the kinds of errors and failures that lifecycle has", () => {
    const { error, failure, phase } = schema.definitions.Meaning.properties;
    expect(error.enum).toEqual(Object.keys(errorKinds));
    expect(failure.enum).toEqual([
      ...new Set(statusKinds.filter((kind) => phaseOf(kind) === "failed").map(failureKindOf)),
    ]);
    expect(phase.enum).toEqual([...new Set(statusKinds.map(phaseOf))]);
  });
});
