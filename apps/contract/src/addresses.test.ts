import { startJob } from "@genwait/client-core";
import type { SavedJob } from "@genwait/lifecycle";
import { describe, expect, it } from "vitest";
import { type ContractCreate, type ContractJob, jobOfId, startWith } from "./apis.ts";
import { need, withMember } from "./document.ts";
import { exampleOfResponse } from "./operation-examples.ts";
import { type JobUnderTest, jobsUnderTest, playScript, type ScriptRun } from "./jobs-under-test.ts";
import { jsonResponse, type RawResponse } from "./raw-response.ts";
import type { Script } from "./script.ts";

const options = { timeoutMs: 600_000 };

const parts = ["status", "output", "cancel"] as const;

/** Each create of each job, by itself. */
const created = jobsUnderTest.flatMap((underTest) =>
  underTest.job.creates.map((create) => ({
    ...underTest,
    title: `${create.operation.id}, which starts ${underTest.title}`,
    create,
  })),
);

type CreateUnderTest = JobUnderTest & { readonly create: ContractCreate };

const pointerOf = ({ from }: { readonly from: string }): string => from.slice(from.indexOf("#") + 1);

/** The response of a create as the document shows it, about the id of the samples, and with addresses where it has any. */
const createdResponse = (
  { api, create: { operation }, samples }: CreateUnderTest,
  addressOf: (part: (typeof parts)[number]) => string | undefined,
): RawResponse => {
  const { status, body } = exampleOfResponse(operation, api.document);
  const starts = need(operation.starts, `job that ${operation.id} starts`);
  const withId = withMember(body, starts.id, samples.id);
  const whole = parts.reduce((made, part) => {
    const [declared, address] = [starts.addresses?.[part], addressOf(part)];
    return declared === undefined || address === undefined ? made : withMember(made, pointerOf(declared), address);
  }, withId);
  return jsonResponse(whole, status);
};

/** The address of an operation about a job at a base URL, with something that only this address has. */
const addressAt = (baseUrl: string, { api, job, samples }: JobUnderTest, part: (typeof parts)[number]): string => {
  const { status, output: [output] = [], cancel } = job.description;
  const call = { status, output, cancel }[part];
  const operation = api.description.operations.find(({ id }) => id === call?.operation);
  const idName = call?.parameters.find((each) => "from" in each && each.from === "$job.id");
  const path = (operation?.path ?? "").replace(`{${idName?.name ?? ""}}`, samples.id);
  const query = idName?.in === "query" ? `${idName.name}=${samples.id}&` : "";
  return `${baseUrl}${path}?${query}region=7`;
};

describe.concurrent.each(created)("$title", (underTest) => {
  const { job, create, samples, api } = underTest;
  const { pending, succeeded } = samples;
  const starts = need(create.operation.starts, "job");
  const given = parts.filter((part) => starts.addresses?.[part] !== undefined);
  // A create that tells the state says here that the job goes on.
  const base = (baseUrl: string): RawResponse =>
    createdResponse(underTest, (part) => addressAt(baseUrl, underTest, part));

  const start = async ({ client }: Pick<ScriptRun, "client">) => startWith(client(), create, create.input);
  const scriptOf =
    (baseUrl: () => string): Script =>
    (_, index) =>
      [base(baseUrl()), pending][index] ?? succeeded;

  /** Plays the create, a pending response and a good one. */
  const play = async (run: (played: ScriptRun) => Promise<void>): Promise<void> => {
    let baseUrl = "";
    await playScript(underTest, { script: scriptOf(() => baseUrl) }, async (played) => {
      ({ baseUrl } = played);
      await run(played);
    });
  };

  it("starts a job of its own kind, once, which comes to its result", async () => {
    await play(async (played) => {
      const { job: waiting } = await start(played);
      expect(waiting).toMatchObject({ api: api.name, name: job.name, id: samples.id });
      expect((await played.poller.wait(waiting, options)).phase).toBe("succeeded");
      expect(played.requests.map(({ method }) => method)).toEqual([
        create.operation.method,
        job.operation.method,
        job.operation.method,
      ]);
    });
  });

  it("gives a job that is saved and resumed with all that it carries", async () => {
    await play(async (played) => {
      const { job: waiting } = await start(played);
      const saved = JSON.parse(JSON.stringify(waiting)) as SavedJob;
      expect(Object.keys(saved.parameters ?? {})).toEqual(Object.keys(starts.parameters ?? {}));
      expect(Object.keys(saved.addresses ?? {}).toSorted()).toEqual([...given].toSorted());
      const resumed = played.client().resume(saved);
      expect(resumed.identity).toBe(waiting.identity);
      expect((await played.poller.wait(resumed, options)).phase).toBe("succeeded");
    });
  });

  it.skipIf(given.length === 0)("has its job asked for at the address that it gave (where it gives one)", async () => {
    await play(async (played) => {
      const { job: waiting } = await start(played);
      await played.poller.wait(waiting, options);
      await waiting.cancel?.();
      const [, ...polls] = played.requests;
      const called = [
        ...(given.includes("status") ? polls : []),
        ...played.followUps.filter(({ url }) => given.includes("output") || url.includes("cancel")),
      ];
      expect(called.length).toBeGreaterThan(0);
      for (const { url } of called) expect(url).toContain("region=7");
    });
  });

  const foreign = [
    "https://jobs.elsewhere.example/1",
    "https://quarry.example.evil.example/1",
    "http://127.0.0.1:9/1",
    "https://user:secret@api.lathe.example/1",
    "https://bellows.example:8443/1",
    "//elsewhere.example/1",
    "javascript:alert(1)",
  ];
  const foreignCases = given.flatMap((part) => foreign.map((address) => ({ part, address })));
  it.each(foreignCases)(
    "is refused with the id where its $part is at $address, and nothing is sent there",
    async ({ part, address }) => {
      const script = [createdResponse(underTest, (one) => (one === part ? address : undefined)), succeeded];
      await playScript(underTest, { script }, async (played) => {
        const error: unknown = await start(played).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ name: "ApiError", kind: "invalid-response", jobId: samples.id });
        expect([...played.requests, ...played.followUps]).toHaveLength(1);
      });
    },
  );

  it.each(foreignCases)("has no job resumed whose saved $part is at $address", async ({ part, address }) => {
    await play(async (played) => {
      const { job: waiting } = await start(played);
      const saved = { ...waiting.toJSON(), addresses: { [part]: address } };
      expect(() => played.client().resume(saved)).toThrow(TypeError);
    });
  });

  it.skipIf(starts.tellsState !== true)("may have brought the result already (where it tells the state)", async () => {
    const response = { ...succeeded, status: exampleOfResponse(create.operation, api.document).status };
    await playScript(underTest, { script: [response, succeeded] }, async (played) => {
      const { job: waiting } = await start(played);
      const { phase } = await played.poller.wait(waiting, options);
      expect(phase).toBe("succeeded");
      expect(played.requests).toHaveLength(1);
      // What was saved does not know it, and asks.
      const resumed = played.client().resume(JSON.parse(JSON.stringify(waiting)) as SavedJob);
      expect((await played.poller.wait(resumed, options)).phase).toBe("succeeded");
      expect(played.requests).toHaveLength(2);
    });
  });
});

const isGiven = ({ given }: ContractJob): boolean => Object.keys(given).length > 0;

describe.concurrent.each(jobsUnderTest.filter(({ job }) => isGiven(job)))("the parameters of $title", (underTest) => {
  const { job, samples } = underTest;
  const [name = ""] = Object.keys(job.given);
  const other = { ...job, given: { ...job.given, [name]: "another" } };

  it("are sent with every poll, and are part of what the job is", async () => {
    await playScript(underTest, { script: [samples.succeeded] }, async ({ poller, client, requests }) => {
      const [one, another] = [jobOfId(client(), job, samples.id), jobOfId(client(), other, samples.id)];
      expect(one.identity).not.toBe(another.identity);
      await poller.all([one, another], options);
      expect(requests.map(({ url }) => url.includes("another")).toSorted()).toEqual([false, true]);
      expect(one.toJSON().parameters).toEqual(job.given);
    });
  });

  it.each([undefined, null, "", "..", {}])("cannot be %j: nothing is sent", async (value) => {
    await playScript(underTest, { script: [] }, async ({ client, requests }) => {
      const bad = { ...job, given: { ...job.given, [name]: value as unknown as string } };
      expect(() => jobOfId(client(), bad, samples.id)).toThrow(new RegExp(name));
      const saved = {
        ...jobOfId(client(), job, samples.id).toJSON(),
        parameters: { [name]: value as unknown as string },
      };
      expect(() => client().resume(saved)).toThrow(TypeError);
      expect(requests).toEqual([]);
    });
  });

  it.each(["a/b", "a?b=c", "a\nb", "%2e%2e"])("are encoded where they are %j, and lead nowhere else", async (value) => {
    await playScript(underTest, { script: [samples.succeeded] }, async ({ client, requests }) => {
      const strange = { ...job, given: { ...job.given, [name]: value } };
      await jobOfId(client(), strange, samples.id).poll();
      expect(requests[0]?.url).toContain(encodeURIComponent(value));
    });
  });

  it("are demanded by a create, before anything is sent", async () => {
    await playScript(underTest, { script: [] }, async ({ client, requests }) => {
      for (const { operation, input } of job.creates)
        await expect(startJob(client(), operation.id, input)).rejects.toMatchObject({
          kind: "invalid-request",
          mayHaveStarted: false,
        });
      expect(requests).toEqual([]);
    });
  });
});
