import { fetchPage, type FetchPageOptions } from "./fetch-page.ts";
import { ImportError } from "./import-error.ts";
import { looksLikeHtml } from "./looks-like-html.ts";

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
