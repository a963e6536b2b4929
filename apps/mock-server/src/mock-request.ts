/** A request as both renderers hand it over. */
export interface MockRequest {
  readonly method: string;
  /** Path and query: `/jobs/1?full=true`. */
  readonly target: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Empty where the request has none. */
  readonly body: string;
  /** The body as it came, where it is no text. */
  readonly bytes?: Uint8Array<ArrayBuffer>;
  /** Where the caller reached the API: what the target was appended to. @default by the `Host` header */
  readonly base?: string;
}

/** A response as data; a renderer draws it on a socket or as a `Response`. */
export interface MockResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly chunks: readonly (string | Uint8Array)[];
  /** What follows the chunks for as long as somebody listens. */
  readonly stream?: AsyncIterable<string | Uint8Array>;
  /** Aborted when the stream is over, whether anybody has read it or not. */
  readonly closed?: AbortSignal;
  /** `reset` drops the connection after the chunks, before the head if there are none; `hang` never says anything. */
  readonly end: "close" | "reset" | "hang";
  readonly delayMs: number;
}

/** Path and query of a target, apart. */
export const splitTarget = (
  target: string,
): { readonly path: string; readonly query: Record<string, string | string[]> } => {
  const cut = target.indexOf("?");
  if (cut < 0) return { path: target, query: {} };
  const query: Record<string, string | string[]> = {};
  const parameters = new URLSearchParams(target.slice(cut + 1));
  for (const name of parameters.keys()) {
    const values = parameters.getAll(name);
    // Defined, not assigned: a parameter called __proto__ is a parameter.
    Object.defineProperty(query, name, {
      value: values.length === 1 ? values[0] : values,
      enumerable: true,
      configurable: true,
    });
  }
  return { path: target.slice(0, cut), query };
};
