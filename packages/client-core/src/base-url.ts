/**
 * The address that all paths of an API are appended to: a path of its own is kept, slashes at its end are not.
 *
 * @throws TypeError when it is no address, or carries what does not belong into one.
 */
export const checkBaseUrl = (baseUrl: string, apiName: string): string => {
  try {
    const { origin, pathname, href } = new URL(baseUrl);
    // What is left over are credentials, a query or a fragment.
    if (href.startsWith("http") && href === origin + pathname) return href.replace(/\/+$/, "");
  } catch {
    // Told below: why an address is none does not matter.
  }
  // Credentials are not repeated: messages end up in logs.
  const shown = /@/.test(baseUrl) ? "the one given" : `"${baseUrl}"`;
  throw new TypeError(
    `Failed to create the ${apiName} client: ${shown} is no base URL. Pass an http(s) address without credentials, query and fragment.`,
  );
};
