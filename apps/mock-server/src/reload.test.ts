import { expect, test } from "vitest";

import { openStudio, studio } from "./fixtures/studio.ts";

test("a document that is read again responds from then on, and its jobs live on", async () => {
  const { mock, poll, call, clock } = await openStudio({ anyId: false });
  await mock.jobs.create({ api: "studio", id: "mine", scenario: "slow-1m" });
  await mock.jobs.create({ api: "studio", job: "stamp", id: "st_1" });
  const create = async (): Promise<string> => {
    const headers = { "content-type": "application/json" };
    return (await call("/decks", { method: "POST", headers, body: JSON.stringify({ topic: "a" }) })).text;
  };
  const before = await create();
  const changed = studio.replace("example: Hikes }", "example: Peaks }").replace("name: stamp", "name: seal");
  const api = await mock.reload({ name: "studio", document: changed });
  expect(api.routes).toContainEqual({ operation: "getStamp", method: "GET", path: "/stamps/{id}", job: "seal" });
  expect(mock.apis["studio"]).toBe(api);
  expect(await create()).not.toBe(before);
  await clock.advance(60_000);
  expect((await poll("deck", "mine")).body).toMatchObject({ status: "completed", title: "Peaks" });
  expect((await poll("stamp", "st_1")).status).toBe(404);
});

test("a document that cannot be used changes nothing", async () => {
  const { mock, poll } = await openStudio();
  await expect(mock.reload({ name: "studio", document: "openapi: [" })).rejects.toThrow("does not parse");
  await expect(mock.reload({ name: "other", document: studio })).rejects.toThrow('the API "other"');
  expect((await poll("deck", "a")).status).toBe(200);
});
