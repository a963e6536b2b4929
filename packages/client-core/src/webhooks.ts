/*
 * What a service sends to say that a job is over. What it holds:
 * - A request is believed only where its signature is right, compared in constant time, and not too old.
 * - It gives the job and nothing else: the job's result is what a poll tells.
 */
import {
  isId,
  isObject,
  type Job,
  readExpression,
  type RequestFacts,
  valueOfExpression,
  type XWebhookHmac,
} from "@genwait/lifecycle";
import type { ApiJob, ApiWebhook } from "./api-description.ts";
import type { ClientSettings, JobOptions } from "./client-options.ts";
import { environmentVariable } from "./key.ts";
import { idIn, type Jobs } from "./jobs.ts";

/** A webhook as it came: a `Request`, or its parts. The body must be as it was sent, not parsed and written again. */
export type WebhookRequest =
  | Request
  | {
      readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>;
      readonly rawBody: string | ArrayBuffer | Uint8Array;
      /** Needed where the declaration looks into the query. */
      readonly url?: string | undefined;
    };

/** Beside these, the parameters that a job of the API is given with its id. */
export interface WebhookOptions extends JobOptions {
  /** What the service signs with. @default the environment variable `<NAME>_WEBHOOK_SECRET` */
  readonly secret?: string | undefined;
  /** Which of the API's jobs it is about. @default the one whose declaration fits the request */
  readonly job?: string | undefined;
}

/** The webhooks of an API. */
export interface Webhooks<WebhookJob = Job> {
  /**
   * The job that a webhook is about. Poll it: the webhook itself is not its result.
   *
   * @throws WebhookError for a request that is not the service's, or says nothing of a job
   * @throws TypeError without a secret, and for a service that signs in no way that could be verified
   * @example
   * ```ts
   * export const POST = async (request: Request) => {
   *   poller.wake(await client.webhooks.verify(request));
   *   return new Response(null, { status: 204 });
   * };
   * ```
   */
  verify(request: WebhookRequest, options?: WebhookOptions): Promise<WebhookJob>;
  /** The job that a request names, whoever sent it: enough to poll the job, never enough to believe more. */
  unverified(request: WebhookRequest, options?: Omit<WebhookOptions, "secret">): Promise<WebhookJob>;
}

/** Why a webhook is not believed. */
export type WebhookErrorKind = "missing-header" | "wrong-signature" | "too-old" | "unreadable-body" | "unknown-job";

/** A request that is no webhook of the service's. The secret stands in no part of it. */
export class WebhookError extends Error {
  declare readonly kind: WebhookErrorKind;

  constructor(kind: WebhookErrorKind, why: string) {
    super(`Failed to take a webhook: ${why}.`);
    this.kind = kind;
  }
}

// On the prototype, as for the built-in errors: it stays out of JSON, and is not printed twice.
Object.defineProperty(WebhookError.prototype, "name", { value: "WebhookError", configurable: true, writable: true });

/** Gives a client its webhooks. For APIs that declare them: others do without this file. */
export const webhooks = (settings: ClientSettings, jobs: Jobs): { readonly webhooks: Webhooks } => {
  const jobOf = (name: string, id: string, jobOptions: JobOptions): Job => {
    // What is wrong with the options is the caller's; what is wrong with the id then is whoever's sent it.
    jobs.job(name, "id", jobOptions);
    try {
      return jobs.job(name, id, jobOptions);
    } catch {
      throw new WebhookError("unknown-job", "no job can have the id that it names");
    }
  };
  const take = async (request: WebhookRequest, options: WebhookOptions, isVerified: boolean): Promise<Job> => {
    const { secret, job: name, ...jobOptions } = options;
    const received = await receivedWebhook(request);
    const outcomes = await Promise.allSettled(
      webhooksOf(settings.api, name).map(async ({ declared, webhook }) => {
        if (isVerified) await verify(webhook, received, settings, secret);
        return jobOf(declared.name, idOf(webhook, received), jobOptions);
      }),
    );
    const taken = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
    const [job, another] = taken;
    if (job && another)
      throw new TypeError(
        `Failed to take a webhook: it may be about ${taken.map((each) => each.name).join(" or ")}. Give the option job.`,
      );
    if (job) return job;
    // Whoever's signature is right, and names no job, is nearer than all others.
    const reasons: unknown[] = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    throw reasons.find((reason) => reason instanceof WebhookError && reason.kind !== "missing-header") ?? reasons[0];
  };
  return {
    webhooks: {
      verify: async (request, options = {}) => take(request, options, true),
      unverified: async (request, options = {}) => take(request, options, false),
    },
  };
};

/** The jobs that a webhook can be about. */
const webhooksOf = (
  { jobs }: ClientSettings["api"],
  name: string | undefined,
): readonly { readonly declared: ApiJob; readonly webhook: ApiWebhook }[] => {
  const telling = jobs.flatMap((declared) => (declared.webhook ? [{ declared, webhook: declared.webhook }] : []));
  const wanted = telling.filter(({ declared }) => name === undefined || declared.name === name);
  if (wanted.length > 0) return wanted;
  const names = telling.map(({ declared }) => declared.name).join(", ");
  throw new TypeError(`Failed to take a webhook: no job ${JSON.stringify(name)} has any. Use one of ${names}.`);
};

const secretOf = (given: unknown, { api: { webhookSecretVariable = "" } }: ClientSettings): string => {
  const secret = given ?? environmentVariable(webhookSecretVariable);
  if (typeof secret === "string" && secret.trim() !== "") return secret.trim();
  throw new TypeError(
    `Failed to verify a webhook: there is no secret. Give the option secret, or set ${webhookSecretVariable}.`,
  );
};

/** A request whose body was read. */
interface ReceivedWebhook {
  readonly header: (name: string) => string | undefined;
  readonly url: string | undefined;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

// Notices are small; whoever sends more than this wants to fill a memory.
const mostBytes = 4 * 1024 * 1024;

const receivedWebhook = async (request: WebhookRequest): Promise<ReceivedWebhook> => {
  if (!isObject(request)) throw new TypeError("Failed to take a webhook: it is no request.");
  if (!("rawBody" in request)) {
    if (request.bodyUsed) throw new WebhookError("unreadable-body", "its body has been read before");
    return { header: headerOf(request.headers), url: request.url, bytes: await bodyOf(request) };
  }
  const { headers, rawBody, url } = request;
  if (!isBody(rawBody))
    throw new WebhookError("unreadable-body", "rawBody is neither text nor bytes, such as a parsed body");
  const bytes = typeof rawBody === "string" ? new TextEncoder().encode(rawBody) : new Uint8Array(rawBody);
  if (bytes.length > mostBytes) throw tooLong();
  return { header: headerOf(headers), url, bytes };
};

const isBody = (body: unknown): body is string | ArrayBuffer | Uint8Array =>
  typeof body === "string" || body instanceof ArrayBuffer || body instanceof Uint8Array;

const tooLong = (): WebhookError => new WebhookError("unreadable-body", "its body is longer than a notice");

const bodyOf = async ({ body }: Request): Promise<Uint8Array<ArrayBuffer>> => {
  const chunks: BlobPart[] = [];
  let length = 0;
  try {
    for await (const chunk of body ?? []) {
      length += chunk.length;
      if (length > mostBytes) throw tooLong();
      chunks.push(new Uint8Array(chunk));
    }
  } catch (cause) {
    if (cause instanceof WebhookError) throw cause;
    throw new WebhookError("unreadable-body", "its body broke off");
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
};

const headerOf = (
  headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>,
): ReceivedWebhook["header"] => {
  if (headers instanceof Headers) return (name) => headers.get(name) ?? undefined;
  const values = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => {
    const value = values.get(name.toLowerCase());
    return value === undefined || typeof value === "string" ? value : value.join(", ");
  };
};

interface Proof {
  readonly secret: string;
  readonly nowMs: number;
}

/**
 * @throws WebhookError for what the service has not signed.
 * @throws TypeError where that cannot be found out.
 */
const verify = async (
  { verify: declared }: ApiWebhook,
  received: ReceivedWebhook,
  settings: ClientSettings,
  secret: string | undefined,
): Promise<void> => {
  if (declared.scheme === "undeclared")
    throw new TypeError(
      `Failed to verify a webhook: how ${settings.api.title} signs is not declared. Use unverified, and believe only what a poll tells.`,
    );
  const proof: Proof = { secret: secretOf(secret, settings), nowMs: settings.clock.now() };
  if (declared.scheme === "standard-webhooks") return verifyStandard(received, proof);
  return declared.scheme === "hmac" ? verifyHmac(declared, received, proof) : verifyToken(declared, received, proof);
};

const needed = ({ header }: ReceivedWebhook, name: string): string => {
  const value = header(name);
  if (value) return value;
  throw new WebhookError("missing-header", `the header ${name} is missing`);
};

const wrongSignature = (): WebhookError => new WebhookError("wrong-signature", "its signature is another one");

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
const verifyStandard = async (received: ReceivedWebhook, { secret, nowMs }: Proof): Promise<void> => {
  const id = needed(received, "webhook-id");
  const timestamp = needed(received, "webhook-timestamp");
  // Several, while a secret is changed for another.
  const signatures = needed(received, "webhook-signature").split(" ").slice(0, mostSignatures);
  checkAge(timestamp, 300, nowMs);
  const key = bytesOf(secret.replace(/^whsec_/, ""), "base64");
  if (!key) throw new TypeError("Failed to verify a webhook: the secret is no base64, as one of this scheme is.");
  const signed = joined([`${id}.${timestamp}.`, received.bytes]);
  const all = await Promise.all(
    signatures.map((signature) => {
      const [, text = ""] = /^v1,(.+)$/.exec(signature) ?? [];
      return isSigned("sha256", key, bytesOf(text, "base64"), signed);
    }),
  );
  if (!all.includes(true)) throw wrongSignature();
};

// As many as nobody has secrets at once.
const mostSignatures = 10;

const verifyHmac = async (
  declared: XWebhookHmac,
  received: ReceivedWebhook,
  { secret, nowMs }: Proof,
): Promise<void> => {
  const { algorithm, header, prefix = "", encoding, signed = ["$body"], timestamp } = declared;
  const signature = needed(received, header);
  const time = timestamp && needed(received, timestamp.header);
  if (timestamp && time !== undefined) checkAge(time, timestamp.toleranceSeconds, nowMs);
  const parts = signed.map((part) => {
    if (part === "$body") return received.bytes;
    if (part === "$timestamp") return time ?? "";
    const expression = readExpression(part);
    return expression?.in === "header" ? needed(received, expression.at) : part;
  });
  const bytes = signature.startsWith(prefix) ? bytesOf(signature.slice(prefix.length), encoding) : undefined;
  if (!(await isSigned(algorithm, new TextEncoder().encode(secret), bytes, joined(parts)))) throw wrongSignature();
};

const verifyToken = async (
  { in: place, name }: { readonly in: "header" | "query"; readonly name: string },
  received: ReceivedWebhook,
  { secret }: Proof,
): Promise<void> => {
  const token = place === "header" ? needed(received, name) : queryOf(received).get(name);
  if (token === null) throw new WebhookError("wrong-signature", `its address has no ${name}`);
  // Both are signed with a key of the moment: what is compared tells nothing of the secret by its time.
  const key = crypto.getRandomValues(new Uint8Array(32));
  const mac = await crypto.subtle.sign("HMAC", await macKey("sha256", key), joined([token]));
  if (!(await isSigned("sha256", key, new Uint8Array(mac), joined([secret])))) throw wrongSignature();
};

const checkAge = (timestamp: string, toleranceSeconds: number, nowMs: number): void => {
  const ageSeconds = /^\d{1,12}$/.test(timestamp) ? nowMs / 1000 - Number(timestamp) : Number.NaN;
  if (!(Math.abs(ageSeconds) <= toleranceSeconds))
    throw new WebhookError("too-old", "it was not sent just now, or its time cannot be read");
};

const algorithms: Readonly<Record<XWebhookHmac["algorithm"], string>> = {
  sha1: "SHA-1",
  sha256: "SHA-256",
  sha512: "SHA-512",
};

const macKey = (algorithm: XWebhookHmac["algorithm"], key: Uint8Array<ArrayBuffer>): Promise<CryptoKey> =>
  crypto.subtle.importKey("raw", key, { name: "HMAC", hash: algorithms[algorithm] }, false, ["sign", "verify"]);

/** Whether a signature is that of a text; WebCrypto compares in constant time. */
const isSigned = async (
  algorithm: XWebhookHmac["algorithm"],
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer> | undefined,
  signed: Uint8Array<ArrayBuffer>,
): Promise<boolean> =>
  signature !== undefined && crypto.subtle.verify("HMAC", await macKey(algorithm, key), signature, signed);

const joined = (parts: readonly (string | Uint8Array)[]): Uint8Array<ArrayBuffer> => {
  const encoder = new TextEncoder();
  const encoded = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const bytes = new Uint8Array(encoded.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of encoded) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
};

/** Bytes that are written as text; undefined for what is written otherwise. */
const bytesOf = (text: string, encoding: "hex" | "base64"): Uint8Array<ArrayBuffer> | undefined => {
  if (encoding === "hex")
    return /^([\da-f]{2})+$/i.test(text)
      ? Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
      : undefined;
  if (!/^[A-Za-z\d+/_-]+={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) =>
      character.charCodeAt(0),
    );
  } catch {
    return undefined;
  }
};

const queryOf = ({ url }: ReceivedWebhook): URLSearchParams => {
  if (url === undefined) throw new TypeError("Failed to take a webhook: its declaration needs the option url.");
  // A server's request has only the path.
  return URL.canParse(url, "http://localhost") ? new URL(url, "http://localhost").searchParams : new URLSearchParams();
};

/** @throws WebhookError where the request names no job. */
const idOf = ({ job }: ApiWebhook, received: ReceivedWebhook): string => {
  const expression = readExpression(job);
  const text = new TextDecoder().decode(received.bytes);
  if (expression?.in === "body") {
    const body = parsed(text);
    const id = idIn({ body, text }, expression.at);
    if (id !== undefined) return id;
  } else if (expression) {
    const query = expression.in === "query" ? Object.fromEntries(queryOf(received)) : {};
    const facts: RequestFacts = { query, header: received.header };
    const id = valueOfExpression(expression, { request: facts });
    if (isId(id)) return `${id}`;
  }
  throw new WebhookError("unknown-job", `${job} is no id of a job`);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new WebhookError("unreadable-body", "its body is no JSON");
  }
};
