import { expect, it } from "vitest";

import { apiDiffOf, type OwnChange, ownEntryOf, ownSentenceOf } from "./spec-change.ts";

const subject = { operations: [], pointer: "" };
const put = { operations: [{ method: "PUT", path: "/pots", id: "putPot" }], pointer: "/paths/~1pots/put" };

const broken = (side: "arguments" | "result", problem: OwnChange<"types-broken">["problem"]): OwnChange => ({
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
  broken("arguments", { kind: "argument-refused", name: "dry" }),
  broken("arguments", { kind: "argument-missing", name: "team" }),
  broken("result", { kind: "member-unreadable", name: "url" }),
  broken("result", { kind: "maybe-undefined" }),
  broken("result", { kind: "other", message: "Type '`<b>`' is not assignable to type 'string'." }),
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
