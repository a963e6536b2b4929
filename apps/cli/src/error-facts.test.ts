import { errorKinds } from "@genwait/lifecycle";
import { expect, test } from "vitest";
import { errorFacts } from "./error-facts.ts";

const failure = (facts: object, message: string): Error => Object.assign(new Error(message), facts);

test("a hint names the environment variable, and no option that the command line does not have", () => {
  const hint = errorKinds.unauthorized.hint.replace("{key}", "DECKS_API_KEY or apiKey");
  const error = failure({ kind: "unauthorized", status: 401 }, `Failed to call getDeck: Check the badge. ${hint}`);
  expect(errorFacts(error, "DECKS_API_KEY").message).toBe(
    "Failed to call getDeck: Check the badge. Check DECKS_API_KEY.",
  );
});

test("a key that is missing is asked for, with the way to go without one", () => {
  const hint = errorKinds.unauthorized.hint.replace("{key}", "DECKS_API_KEY or apiKey");
  const error = failure({ kind: "unauthorized" }, `Failed to call getDeck: there is no key. ${hint}`);
  expect(errorFacts(error, "DECKS_API_KEY").message).toBe(
    "Failed to call getDeck: there is no key. Put yours into the environment, as DECKS_API_KEY. To try without one, start genwait mock, and add --base-url with its address.",
  );
});

test("a call that took too long is no reason to name an option of the client's", () => {
  const error = failure({ kind: "call-timeout" }, `Failed to call getDeck: no end. ${errorKinds["call-timeout"].hint}`);
  expect(errorFacts(error, "DECKS_API_KEY").message).toBe("Failed to call getDeck: no end. Try again later.");
});

test.each(["Failed to call getDeck", "Check nothing"])("the message %j stays as it is", (message) => {
  expect(errorFacts(failure({ kind: "unauthorized" }, message), "DECKS_API_KEY").message).toBe(message);
  expect(errorFacts(failure({ kind: "network" }, message), "DECKS_API_KEY").message).toBe(message);
});

test("a failed create says whether, and which, job may run", () => {
  const facts = { kind: "network", fault: "network", requestId: "r1", mayHaveStarted: true, jobId: "d1" };
  expect(errorFacts(failure({ ...facts, excerpt: "secret" }, "Lost."), "DECKS_API_KEY")).toEqual({
    ...facts,
    message: "Lost.",
  });
});

test("what is no failure of a call is aborted or unexpected", () => {
  expect(errorFacts(AbortSignal.abort().reason, "DECKS_API_KEY").kind).toBe("aborted");
  expect(errorFacts("surprise", "DECKS_API_KEY")).toEqual({ kind: "unexpected", message: "surprise" });
});
