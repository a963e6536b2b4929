/** An answer before it is dressed for the wire. */
export interface RawAnswer {
  readonly status: number;
  /** Names in lower case; the content type is not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly mediaType?: string;
  readonly text?: string;
}

/** A value as a JSON answer. */
export const jsonAnswer = (
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): RawAnswer => ({
  status,
  headers,
  mediaType: "application/json",
  text: JSON.stringify(value),
});
