import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testIo } from "./fixtures/test-io.ts";
import { readIds, readInput } from "./input.ts";

const idsOf = (words: readonly string[], input: string | Buffer = ""): Promise<readonly string[]> =>
  readIds(words, "genwait wait decks <id>", testIo({ input }));

describe("ids", () => {
  test.each([
    ["lines of any system", "d1\nd2\r\nd3\rd4", ["d1", "d2", "d3", "d4"]],
    ["a byte order mark", "\uFEFFd1\n", ["d1"]],
    ["empty lines, and white space around ids", "\n  d1\t\n\n d2 \n", ["d1", "d2"]],
    ["an id that stands there twice", "d1\nd1\n", ["d1"]],
  ])("on stdin are read with %s", async (_, input, ids) => {
    expect(await idsOf(["-"], input)).toEqual(ids);
  });

  test.each([
    ["UTF-16, as some systems' pipes are", "utf16le", [0xff, 0xfe]],
    ["UTF-8 with a mark", "utf8", [0xef, 0xbb, 0xbf]],
  ] as const)("on stdin may come in %s", async (_, encoding, mark) => {
    const input = Buffer.concat([Buffer.from(mark), Buffer.from("d1\r\ndé\r\n", encoding)]);
    expect(await idsOf(["-"], input)).toEqual(["d1", "dé"]);
  });

  test("on stdin stand beside those of the command line", async () => {
    expect(await idsOf(["d1", "-", "d3"], "d2\nd1\n")).toEqual(["d1", "d2", "d3"]);
  });

  test("of the command line lose the \\r of a file that they came from", async () => {
    expect(await idsOf(["d1\r", " d2"])).toEqual(["d1", "d2"]);
  });

  test.each([
    ["none", [], "", "Which job? Write genwait wait decks <id>."],
    ["an empty one", ["d1", ""], "", "An id is empty"],
    ["nothing but a line's end", ["\r\n"], "", "An id is empty"],
    ["nothing on stdin", ["-"], "\r\n\n", "There is no id on stdin"],
    ["longer than any address", ["d1", "x".repeat(20_000)], "", 'An id has 20000 characters: "xxx'],
    ["a file of something else", ["-"], `{${"x".repeat(9000)}}`, "An id has 9002 characters"],
  ])("that are %s are refused", async (_, words, input, message) => {
    await expect(idsOf(words, input)).rejects.toThrow(message);
  });

  test("from a terminal are asked for", async () => {
    const io = testIo({ stdin: Object.assign(Readable.from(["d1\n"]), { isTTY: true }) });
    await readIds(["-"], "genwait wait decks <id>", io);
    expect(io.stderr.text).toBe("Reading ids, one a line, from the terminal, up to Ctrl-D.\n");
  });

  test("that never come do not outlive Ctrl-C", async () => {
    const controller = new AbortController();
    const stdin = new Readable({ read: () => {} });
    const ids = readIds(["-"], "", testIo({ stdin, signal: controller.signal }));
    controller.abort();
    await expect(ids).rejects.toBe(controller.signal.reason);
  });
});

describe("the input of a create", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "genwait-input-"));
    await writeFile(join(folder, "mark.json"), '\uFEFF{"text":"hi"}\r\n');
    await writeFile(join(folder, "broken.json"), "{");
    await writeFile(join(folder, "empty.json"), "\uFEFF\r\n");
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const read = (file: string | undefined, input: string | Buffer = ""): Promise<unknown> =>
    readInput(file, testIo({ input, cwd: folder }));

  test("may begin with a byte order mark, in a file and on stdin", async () => {
    expect(await read("mark.json")).toEqual({ text: "hi" });
    expect(await read("-", '\uFEFF{"text":"hi"}')).toEqual({ text: "hi" });
    const utf16 = Buffer.from('\uFEFF{"text":"hé"}\r\n', "utf16le");
    expect(await read("-", utf16)).toEqual({ text: "hé" });
    expect(await read("-", Buffer.from(utf16).swap16())).toEqual({ text: "hé" });
  });

  test.each([
    ["nothing", undefined, "Give the request with --input"],
    ["a file that is not there", "gone.json", "there is no such file"],
    ["a folder", ".", "Failed to read ."],
    ["no file's name but JSON", '{"text":"hi"}', "Give it on stdin, to --input -."],
    ["a file that is no JSON", "broken.json", "it is no JSON"],
    ["a stdin that is no JSON", "-", "Failed to read stdin: it is no JSON", "{"],
    ["a stdin with nothing in it", "-", "Failed to read stdin: it is empty. Nothing was started."],
    ["a file with nothing in it", "empty.json", "Failed to read empty.json: it is empty. Nothing was started."],
  ])("is refused where it is %s", async (_, file, message, input = "") => {
    await expect(read(file, input)).rejects.toThrow(message);
  });
});
