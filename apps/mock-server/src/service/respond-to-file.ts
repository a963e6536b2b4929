import { readdir, readFile } from "node:fs/promises";
import { STATUS_CODES } from "node:http";
import { join } from "node:path";

import { parseDuration } from "@genwait/lifecycle";

import { declaredFile, type FileTarget, readFileTarget } from "../file/file-address.ts";
import type { JobModel } from "../document/api-model.ts";
import { type MadeFile, makeFile } from "../file/make-file.ts";
import type { FaultName, FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import { expiryOf, lifetimeOf, toldNow } from "../job/expiry.ts";
import { isGone, type JobRecord } from "../job/job-record.ts";
import { type View, viewAt } from "../job/view.ts";
import type { MockRequest, MockResponse } from "../mock-request.ts";
import { outputResponse } from "../response/output-response.ts";
import type { LogEntry } from "../response/log-entry.ts";
import type { LoggedResponse } from "./api-service.ts";
import type { ApiContext } from "./context.ts";
import { findJobRecord } from "./find-job-record.ts";

/** The operation under which the log and faults know downloads. */
export const downloadOperation: string = "files";

/** Responds to a request for a file that a job's response names: a small valid one, made anew for each request. */
export const respondToFile = async (
  { method, target, headers }: MockRequest,
  context: ApiContext,
  fault: FaultRule | undefined,
): Promise<LoggedResponse> => {
  const logEntry: LogEntry = { operation: downloadOperation, kind: "file" };
  const respond = async (): Promise<MockResponse> => {
    if (method !== "GET" && method !== "HEAD")
      return { ...refused(405, "Files are only read. Send GET."), headers: { allow: "GET, HEAD" } };
    const place = readFileTarget(target);
    const found = place === undefined ? undefined : await findFile(place, context);
    if (place === undefined || found === undefined)
      return refused(404, "No job that lives has such a file. Poll the job, and take the address from its response.");
    Object.assign(logEntry, { job: found.record.id, jobName: found.record.job.declaration.name });
    if (hasExpired(place, found.record, context))
      return refused(403, "The address has expired. Poll the job again for a new one.");
    const rule = fault ?? injected(found.record, context);
    if (rule !== undefined) logEntry.fault = rule.is;
    return withFault(whole(found.file, method === "HEAD"), rule);
  };
  const response = await respond();
  const cors = headers.origin === undefined ? {} : { "access-control-allow-origin": "*" };
  const marks = logEntry.fault === undefined ? {} : { "x-mock-fault": logEntry.fault };
  return { response: { ...response, headers: { ...response.headers, ...cors, ...marks } }, logEntry };
};

// A file's address has the id alone: of several jobs of one id, it is the first that lives.
const recordOf = (job: JobModel, id: string, context: ApiContext): JobRecord | undefined => {
  const { api, shared } = context;
  const plain = findJobRecord(job, id, context);
  const all = plain === undefined ? shared.store.withId(id) : [plain];
  return all.find(
    (record) => record.api === api.name && record.job.family === (plain?.job.family ?? job.family) && !isGone(record),
  );
};

interface FoundFile {
  readonly record: JobRecord;
  readonly file: MadeFile;
}

const findFile = async (place: FileTarget, context: ApiContext): Promise<FoundFile | undefined> => {
  const { api, compose, shared } = context;
  const job = api.jobs.find(({ declaration }) => declaration.name === place.job);
  const declared = job && declaredFile(job.declaration, place.member);
  const record = job && recordOf(job, place.id, context);
  if (job === undefined || declared === undefined || record === undefined) return undefined;
  const nowMs = shared.time.now();
  // What the job's responses name now is what there is.
  const view = viewAt(record, nowMs, shared.seed);
  const text = await (declared.of === "output"
    ? outputText(record, view, context)
    : compose(record, job, view, { base: "", ...toldNow(record, shared.time) }).then((told) => told.text));
  const path = `/_mock/files/${encodeURIComponent(place.job)}/${encodeURIComponent(place.id)}/${place.member}.${place.kind}`;
  if (text?.includes(`"${path}"`) !== true && text?.includes(`"${path}?`) !== true) return undefined;
  const [width, height] = [declared.width, declared.height].map((size) => pixelsOf(size, record));
  const made = makeFile(place.kind, { text: record.id, width: width ?? usualPixels, height: height ?? usualPixels });
  const { files } = record.chosen.scenario;
  const own = files === undefined ? undefined : await fileFrom(files, place);
  const file = own === undefined ? made : { ...made, bytes: own };
  return { record, file };
};

const outputText = async (record: JobRecord, { kind }: View, context: ApiContext): Promise<string> => {
  if (kind !== "succeeded" && kind !== "partial") return "";
  const { shared, responseTemplate } = context;
  const expires = expiryOf(record, toldNow(record, shared.time), shared.seed);
  const slot = { record, seed: shared.seed, base: "", expires, progress: 1 };
  const request = { path: "", query: {}, headers: {} };
  const outputs = record.job.followUps.filter(({ part }) => part === "output");
  const told = await Promise.all(
    outputs.map((followUp) => outputResponse(followUp, { slot, request, responseTemplate, keepsUrls: false })),
  );
  return told.map(({ text = "" }) => text).join("\n");
};

// By the member's name, else any of the kind, in the order of the alphabet.
const fileFrom = async (folder: string, { member, kind }: FileTarget): Promise<Uint8Array | undefined> => {
  const names = await readdir(folder).catch(() => []);
  const exact = names.find((name) => name.toLowerCase() === `${member}.${kind}`.toLowerCase());
  const name = exact ?? names.toSorted().find((one) => one.toLowerCase().endsWith(`.${kind}`));
  return name === undefined ? undefined : readFile(join(folder, name));
};

const usualPixels = 512;
const mostPixels = 8192;

const pixelsOf = (size: number | string | undefined, { requested }: JobRecord): number | undefined => {
  const value = typeof size === "string" ? requested?.given?.get(size) : size;
  return typeof value === "number" && value >= 1 ? Math.min(Math.floor(value), mostPixels) : undefined;
};

const hasExpired = ({ expires }: FileTarget, { job }: JobRecord, { shared }: ApiContext): boolean => {
  const lifetimeMs = lifetimeOf(job.declaration);
  if (lifetimeMs === undefined) return false;
  const now = (shared.time.datesStand ? shared.time.datesNow() : shared.time.now()) / 1000;
  // An address with a later date than any that the mock tells is one that somebody wrote.
  const latest = now + lifetimeMs / 1000 + 1;
  return expires === undefined || !(expires > now) || expires > latest;
};

const injected = ({ id }: JobRecord, { api, shared }: ApiContext): FaultRule | undefined => {
  const moment = { poll: "create", ageMs: 0, seeds: [shared.seed, api.name, id, shared.time.now()] } as const;
  return shared.faults.take(
    { api: api.name, operation: downloadOperation, job: id },
    (rule, target) =>
      target.operation === downloadOperation && pickFault([{ ...rule, on: "create" }], moment) !== undefined,
  );
};

const whole = ({ bytes, mediaType }: MadeFile, isHead: boolean): MockResponse => ({
  status: 200,
  headers: { "content-type": mediaType, "content-length": String(bytes.byteLength), "cache-control": "no-store" },
  chunks: isHead ? [] : [bytes],
  end: "close",
  delayMs: 0,
});

const refused = (status: number, detail: string): MockResponse => {
  const text = JSON.stringify({ type: "mock", title: STATUS_CODES[status] ?? "Error", status, detail });
  const headers = {
    "content-type": "application/problem+json",
    "content-length": String(Buffer.byteLength(text)),
    "cache-control": "no-store",
  };
  return { status, headers, chunks: [text], end: "close", delayMs: 0 };
};

const codes: Partial<Record<FaultName, number>> = {
  "rate-limited": 429,
  "server-error": 500,
  "bad-gateway": 502,
  unavailable: 503,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
};

const withFault = (response: MockResponse, rule: FaultRule | undefined): MockResponse => {
  if (rule === undefined) return response;
  const [bytes = ""] = response.chunks;
  const half = bytes.slice(0, Math.ceil(bytes.length / 2));
  const code = codes[rule.is];
  if (code !== undefined) return refused(code, `The mock was told to respond with ${rule.is}.`);
  if (rule.is === "latency") return { ...response, delayMs: parseDuration(rule.delay ?? "2s") };
  if (rule.is === "hang") return { ...response, end: "hang" };
  if (rule.is === "reset") return { ...response, chunks: [], end: "reset" };
  if (rule.is === "reset-mid-body") return { ...response, chunks: [half], end: "reset" };
  if (rule.is === "truncated" || rule.is === "empty-body") {
    const cut = rule.is === "truncated" ? half : "";
    const headers = { ...response.headers, "content-length": String(Buffer.byteLength(cut)) };
    return { ...response, headers, chunks: [cut] };
  }
  return response;
};
