import { expect, test } from "vitest";
import * as clientCore from "./index.ts";

test("exports what the README names", () => {
  expect(Object.keys(clientCore).sort()).toMatchInlineSnapshot(`
    [
      "ApiError",
      "createApiClient",
      "isApiError",
    ]
  `);
});
