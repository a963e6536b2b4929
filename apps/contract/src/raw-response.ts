/** A response as it travels: what a fetch or a server of this suite gives. */
export interface RawResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text: string;
}

/** JSON, with its content type; an empty response where there is no body. */
export const jsonResponse = (
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): RawResponse => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  text: body === undefined ? "" : JSON.stringify(body),
});

/** A response as a document shows it: JSON, or a text of another media type. */
export const rawResponse = ({
  status,
  media,
  body,
}: {
  readonly status: number;
  readonly media?: string;
  readonly body: unknown;
}): RawResponse => {
  if (media === undefined) return { status, text: "" };
  return /[/+]json$/.test(media)
    ? jsonResponse(body, status, { "content-type": media })
    : { status, headers: { "content-type": media }, text: typeof body === "string" ? body : "bytes" };
};

/** What a response's text says: JSON, or the text itself. */
export const contentOf = ({ text }: Pick<RawResponse, "text">): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
};

/** A body or an output of a state, bytes as the text that they are. */
export const readBody = async (body: unknown): Promise<unknown> => (body instanceof Blob ? body.text() : body);

/** A gateway's page. */
export const htmlResponse = (status: number): RawResponse => ({
  status,
  headers: { "content-type": "text/html" },
  text: "<!doctype html><title>Bad gateway</title><h1>Bad gateway</h1>",
});

/** A fetch that gives the same response to every request, and notes their addresses; or another one where `instead` says so. */
export const serveRaw = (
  same: RawResponse,
  instead: (request: { readonly method: string; readonly url: string }) => RawResponse | undefined = () => undefined,
): { readonly fetch: typeof globalThis.fetch; readonly urls: readonly string[] } => {
  const urls: string[] = [];
  return {
    fetch: async (input, init) => {
      const url = String(input instanceof Request ? input.url : input);
      const other = instead({ method: init?.method ?? "GET", url });
      if (other === undefined) urls.push(url);
      const response = other ?? same;
      // A Response with one of these codes must not have a body.
      const body = [204, 205, 304].includes(response.status) ? null : response.text;
      return new Response(body, { status: response.status, headers: response.headers ?? {} });
    },
    urls,
  };
};
