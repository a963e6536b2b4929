/** A generated validator; after `false` it carries what was found, until it is called again. */
export interface Validate {
  (body: unknown): boolean;
  errors?: readonly ValidationError[] | null;
}

/** The part of an ajv error that is read. */
export interface ValidationError {
  /** A JSON Pointer to the value that departs. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}
