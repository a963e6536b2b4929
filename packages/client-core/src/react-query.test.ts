import { QueryClient } from "@tanstack/react-query";
import createQueryHooks from "openapi-react-query";
import { expect, expectTypeOf, test } from "vitest";
import { doneThing, json, serve } from "./fixtures/serve.ts";

test("openapi-react-query takes a client as it is", async () => {
  const hooks = createQueryHooks(serve(json(doneThing)).client);
  const options = hooks.queryOptions("get", "/v1/things/{id}", { params: { path: { id: "thing-1" } } });
  const data = await new QueryClient().fetchQuery(options);
  expect(data).toEqual(doneThing);
  expectTypeOf(data.status).toEqualTypeOf<"working" | "done" | "failed">();
});

test("openapi-react-query rejects with the error that the service tells", async () => {
  const hooks = createQueryHooks(serve(json({ message: "none" }, { status: 404 })).client);
  const options = hooks.queryOptions("get", "/v1/things/{id}", { params: { path: { id: "thing-1" } } });
  const query = new QueryClient().fetchQuery({ ...options, retry: false });
  await expect(query).rejects.toEqual({ message: "none" });
});
