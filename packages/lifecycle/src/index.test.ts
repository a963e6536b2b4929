import { expect, test } from "vitest";
import * as lifecycle from "./index.ts";

test("exports what the README names", () => {
  expect(Object.keys(lifecycle).sort()).toMatchInlineSnapshot(`
    [
      "classifyOutput",
      "classifyResponse",
      "compileLifecycle",
      "describeValue",
      "errorKindOfStatus",
      "errorKinds",
      "escapePointerToken",
      "failureKindOf",
      "findRule",
      "isAbsent",
      "isCallFailure",
      "isErrorKind",
      "isId",
      "isJobResult",
      "isObject",
      "isRecord",
      "isSuccessStatus",
      "jsonTypeOf",
      "lowLimitOf",
      "parseDuration",
      "phaseOf",
      "pointerTokens",
      "predicateNames",
      "readExpression",
      "resolvePointer",
      "ruleMatches",
      "statusKinds",
      "statusMatches",
      "systemClock",
      "systemTimer",
      "valueOfExpression",
      "withArticle",
      "withDetails",
    ]
  `);
});
