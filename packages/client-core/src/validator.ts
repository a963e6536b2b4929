/** A generated validator; gives every place where a body departs from its schema. */
export type Validate = (body: unknown) => readonly ValidationError[];

export interface ValidationError {
  /** A JSON Pointer to the value that departs. */
  readonly pointer: string;
  /** In words: `a string`, or the keyword that does not hold. */
  readonly expected: string;
}
