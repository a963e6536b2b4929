import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Job, JobState, XFile } from "@genwait/lifecycle";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { downloadFiles, type Downloads, prepareFolder } from "./files.ts";
import { testJob } from "./fixtures/test-io.ts";
import { isUsageError } from "./usage-error.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genwait-files-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is there at each address; everything else is 404. */
type Site = Readonly<Record<string, () => Response>>;

const download = async (
  body: unknown,
  site: Site,
  options: Partial<Downloads> & { readonly id?: string; readonly renew?: NonNullable<Job["renew"]> } = {},
): Promise<{
  outcomes: Awaited<ReturnType<typeof downloadFiles>>;
  sent: { url: string; headers: Headers }[];
  shares: number[];
}> => {
  const sent: { url: string; headers: Headers }[] = [];
  const shares: number[] = [];
  const { id = "p1", declared = [{ at: "/url" }], renew, ...rest } = options;
  const items = { at: "/media", id: "/id", state: {}, none: "pending" } as const;
  const job: Job = { ...testJob(id, { items }), renew };
  const state: JobState = { phase: "succeeded", body };
  const outcomes = await downloadFiles(
    job,
    state,
    {
      folder,
      declared,
      isLocal: false,
      signal: new AbortController().signal,
      fetch: async (input, init) => {
        const url = String(input);
        sent.push({ url, headers: new Headers(init?.headers) });
        return site[url]?.() ?? new Response(null, { status: 404 });
      },
      ...rest,
    },
    (_, of1) => shares.push(of1),
  );
  return { outcomes, sent, shares };
};

const file =
  (text: string, headers: Record<string, string> = {}) =>
  (): Response =>
    new Response(text, { headers });
const redirect = (location: string) => (): Response => new Response(null, { status: 302, headers: { location } });
const here = "https://files.example/p1.png";

describe("the declared files of a job", () => {
  test("are written under the id of the job, with what the address says of their kind", async () => {
    const { outcomes } = await download({ url: here }, { [here]: file("picture") });
    expect(outcomes).toEqual([{ at: "/url", path: join(folder, "p1.png") }]);
    expect(await readFile(join(folder, "p1.png"), "utf8")).toBe("picture");
    expect(await readdir(folder)).toEqual(["p1.png"]);
  });

  test("in a list are told apart by the ids of the items, else by their number", async () => {
    const body = {
      media: [
        { id: "m7", url: "https://files.example/a.png" },
        { url: "https://files.example/b.png" },
        { url: "" },
        {},
      ],
      extra: [{ url: "https://files.example/c.txt" }],
    };
    const site = Object.fromEntries(
      ["a.png", "b.png", "c.txt"].map((name) => [`https://files.example/${name}`, file(name)]),
    );
    const declared: readonly XFile[] = [{ at: "/media/*/url" }, { at: "/extra/*/url" }];
    const { outcomes } = await download(body, site, { declared });
    expect(outcomes.map(({ at }) => at)).toEqual(["/media/0/url", "/media/1/url", "/extra/0/url"]);
    expect((await readdir(folder)).toSorted()).toEqual(["p1-1-url.txt", "p1-2-url.png", "p1-m7-url.png"]);
  });

  test.each([
    ["the declaration", { declared: [{ at: "/url", kind: "pdf" }] }, {}, "p1.pdf"],
    ["the type of the response", {}, { "content-type": "video/mp4; x=y" }, "p1.mp4"],
    ["nobody", {}, { "content-type": "application/x-unheard-of" }, "p1.bin"],
  ])("have the kind that %s says where the address says none", async (_, options, headers, name) => {
    await download({ url: "https://files.example/p1" }, { "https://files.example/p1": file("x", headers) }, options);
    expect(await readdir(folder)).toEqual([name]);
  });

  test("are fetched without a key", async () => {
    const { sent } = await download({ url: here }, { [here]: file("x") });
    expect(sent.map(({ headers }) => [...headers.keys()])).toEqual([["accept-encoding"]]);
  });

  test("that are there already are not fetched again", async () => {
    await writeFile(join(folder, "p1.png"), "mine");
    const { outcomes, sent } = await download({ url: here }, { [here]: file("theirs") });
    expect(outcomes).toEqual([{ at: "/url", path: join(folder, "p1.png") }]);
    expect(sent).toEqual([]);
    expect(await readFile(join(folder, "p1.png"), "utf8")).toBe("mine");
  });

  test("that turn out to be there already are left as they are", async () => {
    const address = "https://files.example/p1";
    await writeFile(join(folder, "p1.mp4"), "mine");
    await download({ url: address }, { [address]: file("theirs", { "content-type": "video/mp4" }) });
    expect(await readFile(join(folder, "p1.mp4"), "utf8")).toBe("mine");
  });

  test("that are large tell how far they are", async () => {
    const bytes = "x".repeat(2_000_000);
    const { shares } = await download({ url: here }, { [here]: file(bytes, { "content-length": `${bytes.length}` }) });
    expect(shares.at(-1)).toBe(1);
  });

  test("that are large but do not say how large are one line of a log", async () => {
    const { shares } = await download({ url: here }, { [here]: stream });
    expect(new Set(shares)).toEqual(new Set([0]));
  });

  test("that are small tell nothing", async () => {
    expect((await download({ url: here }, { [here]: file("x", { "content-length": "1" }) })).shares).toEqual([]);
  });
});

const stream = (): Response => new Response(new Blob(["x".repeat(3_000_000)]).stream());

const sum = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 8);

describe("no name leaves the folder, or is another one on some system", () => {
  test.each([
    ["../../etc/passwd", `_etc_passwd_${sum("../../etc/passwd")}.png`],
    ["/absolute", `_absolute_${sum("/absolute")}.png`],
    [String.raw`C:\temp`, `C_temp_${sum(String.raw`C:\temp`)}.png`],
    ["..", `__${sum("..")}.png`],
    ["CON", `CON_${sum("CON")}.png`],
    ["a\u0000b\nc", `a_b_c_${sum("a\u0000b\nc")}.png`],
    ["夜", `__${sum("夜")}.png`],
    ["x".repeat(300), `${"x".repeat(80)}_${sum("x".repeat(300))}.png`],
  ])("%j", async (id, name) => {
    const { outcomes } = await download({ url: here }, { [here]: file("x") }, { id });
    expect(outcomes).toEqual([{ at: "/url", path: join(folder, name) }]);
    expect(await readdir(folder)).toEqual([name]);
  });

  test("two ids that are only alike have two files", async () => {
    await download({ url: here }, { [here]: file("x") }, { id: "a/b" });
    await download({ url: here }, { [here]: file("x") }, { id: "a:b" });
    expect(await readdir(folder)).toHaveLength(2);
  });
});

describe("an address that must not be asked is told and not sent to", () => {
  test.each([
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/plain,x",
    "http://files.example/p1.png",
    "http://127.0.0.1:4010/p1.png",
    "https://user:secret@files.example/p1.png",
    "//files.example/p1.png",
    "/p1.png",
    42,
    { url: here },
  ])("%j", async (url) => {
    const { outcomes, sent } = await download({ url }, {});
    expect(outcomes[0]?.error).toMatch(/no https address|credentials/);
    expect(JSON.stringify(outcomes)).not.toContain("secret");
    expect(sent).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test("files of a mock come over http, from this machine alone", async () => {
    const local = "http://127.0.0.1:4010/p1.png";
    const site = { [local]: file("x"), "http://files.example/p2.png": file("y") };
    expect((await download({ url: local }, site, { isLocal: true })).outcomes[0]?.error).toBeUndefined();
    const elsewhere = await download({ url: "http://files.example/p2.png" }, site, { isLocal: true, id: "p2" });
    expect(elsewhere.outcomes[0]?.error).toContain("no https address");
  });
});

describe("a redirect", () => {
  test("is followed over https", async () => {
    const site = {
      [here]: redirect("https://cdn.example/x"),
      "https://cdn.example/x": redirect("/y"),
      "https://cdn.example/y": file("z"),
    };
    const { outcomes } = await download({ url: here }, site);
    expect(outcomes).toEqual([{ at: "/url", path: join(folder, "p1.png") }]);
  });

  test.each(["http://cdn.example/x", "http://127.0.0.1/x", "file:///etc/passwd"])("to %s is not", async (location) => {
    const { outcomes, sent } = await download({ url: here }, { [here]: redirect(location) });
    expect(outcomes[0]?.error).toContain("no https address");
    expect(sent).toHaveLength(1);
  });

  test("in a circle, or without an end, ends", async () => {
    const circle = await download({ url: here }, { [here]: redirect(here) });
    expect(circle.outcomes[0]?.error).toContain("again and again");
    expect(circle.sent).toHaveLength(1);
    let number = 0;
    const endless = await download(
      { url: here },
      new Proxy({}, { get: () => redirect(`https://cdn.example/${number++}`) }),
    );
    expect(endless.outcomes[0]?.error).toContain("again and again");
    expect(endless.sent.length).toBeLessThan(10);
  });
});

const expired = (): Response => new Response("Expired", { status: 403 });
const media = (...keys: readonly string[]) => ({
  media: ["a", "b"].map((id, index) => ({ id, url: `https://files.example/${id}.png?key=${keys[index]}` })),
});
const bodies = (...all: readonly object[]) => {
  const left = [...all];
  const renew = async () => ({ state: { phase: "succeeded", body: left.shift() } as JobState });
  return { renew: vi.fn(renew), declared: [{ at: "/media/*/url" }] };
};

describe("an address that has expired", () => {
  test("is asked for anew, once for all files of the job", async () => {
    const options = bodies(media("new", "new"));
    const { outcomes, sent } = await download(
      media("old", "old"),
      {
        "https://files.example/a.png?key=old": expired,
        "https://files.example/a.png?key=new": file("a"),
        "https://files.example/b.png?key=new": file("b"),
      },
      options,
    );
    expect(outcomes.map(({ path }) => path)).toEqual([join(folder, "p1-a.png"), join(folder, "p1-b.png")]);
    expect(sent.map(({ url }) => url.slice(22))).toEqual(["a.png?key=old", "a.png?key=new", "b.png?key=new"]);
    expect(options.renew).toHaveBeenCalledOnce();
  });

  test.each([
    ["the same", bodies(media("old", "old"))],
    ["not there any more", bodies({ media: [] })],
    ["expired as well", bodies(media("newer", "newer"))],
  ])("is told where the new one is %s", async (_, options) => {
    const { outcomes, sent } = await download(media("old", "old"), {}, options);
    expect(outcomes[0]?.error).toContain("the response is 404, perhaps it has expired");
    expect(options.renew).toHaveBeenCalledOnce();
    expect(sent.length).toBeLessThan(4);
  });

  test("is told where there is no way to ask for it, or the way fails", async () => {
    const site = { "https://files.example/a.png?key=old": expired };
    const asked = { declared: [{ at: "/media/*/url" }] };
    const failing = { ...asked, renew: () => Promise.reject(new Error("not reached")) };
    for (const options of [asked, failing]) {
      const { outcomes } = await download(media("old", "old"), site, options);
      expect(outcomes[0]?.error).toContain("the response is 403");
    }
  });
});

describe("what cannot be had leaves nothing behind", () => {
  test.each<[string, Site]>([
    ["an expired address", { [here]: () => new Response("Expired", { status: 403 }) }],
    ["half a file", { [here]: file("half", { "content-length": "8" }) }],
    [
      "a connection that breaks",
      {
        [here]: () =>
          new Response(
            new ReadableStream({
              start: (controller) => {
                controller.enqueue(new TextEncoder().encode("ha"));
                controller.error(new TypeError("terminated", { cause: new Error("other side closed") }));
              },
            }),
          ),
      },
    ],
  ])("%s", async (_, site) => {
    const { outcomes } = await download(
      { url: `${here}?signature=secret` },
      { [`${here}?signature=secret`]: site[here] ?? file("") },
    );
    expect(outcomes[0]?.error).toMatch(/^Failed to download https:\/\/files\.example\/p1\.png: /);
    expect(JSON.stringify(outcomes)).not.toContain("secret");
    expect(await readdir(folder)).toEqual([]);
  });

  test("keeps no other file back", async () => {
    const body = {
      media: [
        { id: "a", url: "https://files.example/gone.png" },
        { id: "b", url: here },
      ],
    };
    const { outcomes } = await download(body, { [here]: file("x") }, { declared: [{ at: "/media/*/url" }] });
    expect(outcomes).toMatchObject([{ error: expect.any(String) }, { path: join(folder, "p1-b.png") }]);
  });
});

test("a folder that cannot be one is refused before anything is started", async () => {
  await writeFile(join(folder, "taken"), "");
  const refused = await prepareFolder("taken/inside", folder).catch((error: unknown) => error);
  expect(isUsageError(refused)).toBe(true);
  expect(await prepareFolder("new/inside", folder)).toBe(join(folder, "new/inside"));
  expect(await prepareFolder("new/inside", folder)).toBe(join(folder, "new/inside"));
});

test.skipIf(!existsSync("/proc"))(
  "a folder in a place that takes none is refused (where there is a /proc)",
  async () => {
    const refused = await prepareFolder("/proc/genwait/results", folder).catch((error: unknown) => error);
    expect(isUsageError(refused)).toBe(true);
  },
);
