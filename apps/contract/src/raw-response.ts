/** A response as it travels: what a fetch or a server of this suite gives. */
export interface RawResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** JSON, with its content type. */
export const jsonResponse = (
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): RawResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  text: JSON.stringify(body),
});

/** A gateway's page. */
export const htmlResponse = (status: number): RawResponse => ({
  status,
  headers: { "content-type": "text/html" },
  text: "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>",
});

/** A fetch that gives the same response to every request, and notes their addresses. */
export const serveRaw = (
  response: RawResponse,
): { readonly fetch: typeof globalThis.fetch; readonly urls: readonly string[] } => {
  const urls: string[] = [];
  return {
    fetch: async (input) => {
      urls.push(String(input instanceof Request ? input.url : input));
      // A Response with one of these codes must not have a body.
      const body = [204, 205, 304].includes(response.status) ? null : response.text;
      return new Response(body, { status: response.status, headers: response.headers ?? {} });
    },
    urls,
  };
};
