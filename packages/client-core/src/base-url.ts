/**
 * The address all paths of an API are appended to: a path of its own is kept, slashes at its end are not.
 *
 * @throws TypeError when it is no address, or carries what does not belong into one.
 */
export const checkBaseUrl = (baseUrl: string, apiName: string): string => {
  let url: URL | undefined;
  try {
    url = new URL(baseUrl);
  } catch {
    // Told below, with the other reasons.
  }
  // An address with credentials in it is not repeated: messages end up in logs.
  if (url === undefined || url.username !== "" || url.password !== "")
    throw refusal(apiName, baseUrl.includes("@") ? "it" : `"${baseUrl}"`);
  if (!/^https?:$/.test(url.protocol) || url.search !== "" || url.hash !== "") throw refusal(apiName, `"${baseUrl}"`);
  return url.origin + url.pathname.replace(/\/+$/, "");
};

const refusal = (apiName: string, shown: string): TypeError =>
  new TypeError(
    `Failed to create the ${apiName} client: the base URL must be an http(s) address without credentials, query and fragment, and ${shown} is none. Pass one such as https://api.example.com.`,
  );
