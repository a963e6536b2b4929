/** A response before it is finalized for the wire. */
export interface RawResponse {
  readonly status: number;
  /** Names in lower case; the content type is not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  readonly text?: string;
  /** In place of a text. */
  readonly bytes?: Uint8Array;
}

/** A value as a JSON response. */
export const jsonResponse = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): RawResponse => ({
  status,
  headers,
  mediaType: "application/json",
  text: JSON.stringify(value),
});
