import { expect, it } from "vitest";

import { apiDiffOf, type OwnChange, ownEntryOf, ownSentenceOf } from "./spec-change.ts";

const subject = { operations: [], pointer: "" };
const put = { operations: [{ method: "PUT", path: "/pots", id: "putPot" }], pointer: "/paths/~1pots/put" };

const broken = (
  side: "arguments" | "result",
  problem: OwnChange<"types-broken">["problem"],
): OwnChange<"types-broken"> => ({
  code: "types-broken",
  bump: "major",
  subject: put,
  side,
  problem,
});

const all: readonly OwnChange[] = [
  { code: "overlay-action-unused", bump: "minor", subject, index: 1, target: "$.components['`Pot` @pots']" },
  { code: "api-added", bump: "minor", subject, api: "pots" },
  { code: "api-removed", bump: "major", subject, api: "pots" },
  broken("arguments", { kind: "member-gone", names: ["dry"] }),
  broken("arguments", { kind: "members-needed", names: ["kiln"], needed: ["team", "`<b>`"] }),
  broken("arguments", { kind: "call-refused" }),
  { ...broken("arguments", { kind: "whole-changed", names: [] }), component: "Pot" },
  broken("result", { kind: "member-changed", names: ["kiln", "url"], before: "string", now: "string | null" }),
  broken("result", { kind: "member-optional", names: ["url"] }),
  broken("result", { kind: "value-gone", names: ["glaze"], value: "`matt`" }),
  broken("result", { kind: "value-gone", names: ["glaze"] }),
  { code: "types-unknown", bump: "patch", subject, reason: "`<b>` cannot be made.\nMore." },
  broken("result", { kind: "maybe-nothing" }),
  broken("result", { kind: "name-gone", name: "PotFired" }),
];

it("has a sentence for a report and one for a changelog for every change of our own", () => {
  expect(all.map(ownSentenceOf)).toMatchSnapshot("report");
  expect(all.map(ownEntryOf)).toMatchSnapshot("changelog");
});

it("puts the weightiest first, whoever found it", () => {
  const { bump, changes } = apiDiffOf(
    "pots",
    [
      {
        code: "title-changed",
        bump: "patch",
        old: "Pots",
        new: "Vases",
        subject: { ...subject, uses: [], directions: [], path: [] },
      },
    ],
    all.slice(0, 3),
  );
  expect(bump).toBe("major");
  expect(changes.map(({ code }) => code)).toEqual([
    "api-removed",
    "overlay-action-unused",
    "api-added",
    "title-changed",
  ]);
});
