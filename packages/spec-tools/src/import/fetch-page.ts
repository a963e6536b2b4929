import { ImportError } from "./import-error.ts";
import { looksLikeHtml } from "./spec-in-html.ts";
import { maxPageBytes, pageTimeoutMs } from "./read-page-file.ts";

/** What a page is fetched with. */
export interface FetchPageOptions {
  readonly fetch: typeof fetch;
  /** The whole time, body included. @default 20 seconds */
  readonly timeoutMs?: number;
  /** @default 5 MB, after decompression */
  readonly maxBytes?: number;
}

/**
 * Fetches a page, bounded in time and size. Redirects are not followed: where a page has moved is for a person to judge, and to record.
 *
 * @throws {ImportError} `unreachable`, `timeout`, `gone`, `redirect` or `too-large`
 */
export const fetchPage = async (address: URL, options: FetchPageOptions): Promise<Uint8Array> => {
  const { timeoutMs = pageTimeoutMs, maxBytes = maxPageBytes } = options;
  const controller = new AbortController();
  const expired = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    expired.reject(timedOut(address, timeoutMs));
    controller.abort();
  }, timeoutMs);
  const work = async (): Promise<Uint8Array> => {
    const response = await options.fetch(address, {
      redirect: "manual",
      signal: controller.signal,
      headers: { accept: acceptedTypes },
    });
    const refusal = refusalOf(address, response);
    if (refusal !== undefined) throw refusal;
    return readBody(response, { address, maxBytes });
  };
  try {
    return await Promise.race([work(), expired.promise]);
  } catch (error) {
    if (error instanceof ImportError) throw error;
    throw unreachable(address, `no response came (${reasonOf(error)})`, error);
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
};

/** Markdown before all else: documentation sites serve browsers HTML at the same address. */
const acceptedTypes = "text/markdown, application/yaml, application/json;q=0.9, text/plain;q=0.8, */*;q=0.1";

const refusalOf = (address: URL, { status, headers }: Response): ImportError | undefined => {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return redirected(address, status, headers.get("location"));
  if (status === 404 || status === 410) return gone(address, status);
  return unreachable(address, `the server responds with ${status}`);
};

const readBody = async (
  response: Response,
  { address, maxBytes }: { address: URL; maxBytes: number },
): Promise<Uint8Array> => {
  if (Number(response.headers.get("content-length")) > maxBytes) throw tooLarge(address, maxBytes);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge(address, maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
};

const unreachable = (address: URL, why: string, cause?: unknown): ImportError =>
  new ImportError(
    "unreachable",
    `Failed to import ${address.href}: ${why}. Try again later, or save the page and import the file.`,
    { cause },
  );

const timedOut = (address: URL, timeoutMs: number): ImportError =>
  new ImportError(
    "timeout",
    `Failed to import ${address.href}: the page had not come after ${timeoutMs / 1000} seconds. Try again later, or save the page and import the file.`,
  );

const gone = (address: URL, status: number): ImportError =>
  new ImportError(
    "gone",
    `Failed to import ${address.href}: the page is not there (${status}). Find where it stands now and import it from there, with --replace.`,
  );

const redirected = (address: URL, status: number, location: string | null): ImportError => {
  const target = location !== null && URL.canParse(location, address) ? new URL(location, address).href : "nowhere";
  return new ImportError(
    "redirect",
    `Failed to import ${address.href}: the server redirects (${status}) to ${target}, and redirects are not followed. If that is the same page, import it from there, with --replace.`,
  );
};

const tooLarge = (address: URL, maxBytes: number): ImportError =>
  new ImportError(
    "too-large",
    `Failed to import ${address.href}: it is larger than ${maxBytes / 1_000_000} MB. Import the page of one operation instead of the whole document.`,
  );

/**
 * Fetches a page that holds a spec: from its address and, when HTML comes from there, from the same address with `.md` behind, where
 * documentation sites keep the Markdown.
 *
 * @throws {ImportError} as {@link fetchPage} does
 */
export const fetchMarkdown = async (address: URL, options: FetchPageOptions): Promise<Uint8Array> => {
  const page = await fetchPage(address, options);
  if (!isHtml(page) || /\.\w{1,5}$/.test(address.pathname)) return page;
  const markdown = new URL(address);
  markdown.pathname = `${address.pathname.replace(/\/$/, "")}.md`;
  try {
    const found = await fetchPage(markdown, options);
    return isHtml(found) ? page : found;
  } catch (error) {
    // What was asked for did respond, so that response decides: as HTML it has a message of its own.
    if (error instanceof ImportError) return page;
    throw error;
  }
};

const isHtml = (bytes: Uint8Array): boolean => looksLikeHtml(new TextDecoder().decode(bytes.subarray(0, 2000)));
