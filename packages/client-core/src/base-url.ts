/**
 * The address that all paths of an API are appended to: a path of its own is kept, slashes at its end are not. In a page
 * it may be relative to the page.
 *
 * @param fail how the message begins
 * @throws TypeError when it is no address, carries what does not belong into one, or would send in the clear.
 */
export const checkBaseUrl = (baseUrl: string, fail: string): string => {
  const page = "location" in globalThis ? globalThis.location?.href : undefined;
  const url = URL.canParse(baseUrl, page) ? new URL(baseUrl, page) : undefined;
  if (!url || !/^https?:$/.test(url.protocol))
    throw new TypeError(`${fail}the baseUrl is no http(s) address${page === undefined ? "" : " or path"}.`);
  // What does not belong there is not repeated: messages end up in logs.
  const shown = url.origin + url.pathname;
  if (url.username !== "" || url.password !== "" || url.search !== "" || url.hash !== "")
    throw new TypeError(`${fail}the baseUrl ${shown} must be without credentials, query and fragment.`);
  const isThePagesOwn = url.origin === page?.slice(0, url.origin.length) && !URL.canParse(baseUrl);
  if (url.protocol === "http:" && !isLoopback(url.hostname) && !isThePagesOwn)
    throw new TypeError(`${fail}the baseUrl ${shown} would send in the clear. Use https:.`);
  return shown.replace(/\/+$/, "");
};

const isLoopback = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost") || host === "[::1]" || /^127(\.\d+){3}$/.test(host);

/** Whether an address lies under a base URL; both as `URL` writes them, so that no `..` is left. */
export const isUnder = (baseUrl: string, url: string): boolean =>
  url.startsWith(baseUrl) && (url.length === baseUrl.length || "/?#".includes(url.charAt(baseUrl.length)));
