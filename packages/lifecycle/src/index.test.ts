import { expect, test } from "vitest";
import * as lifecycle from "./index.ts";

test("exports what the README names", () => {
  expect(Object.keys(lifecycle).sort()).toMatchInlineSnapshot(`
    [
      "callErrorKinds",
      "compileLifecycle",
      "describe",
      "failureKindOf",
      "isAbsent",
      "isCallFailure",
      "isGood",
      "isId",
      "isRecord",
      "kinds",
      "matches",
      "meets",
      "parseDuration",
      "phaseOf",
      "pointerTokens",
      "predicates",
      "readAnswer",
      "resolvePointer",
      "statusMatches",
      "systemClock",
      "systemTimer",
    ]
  `);
});
