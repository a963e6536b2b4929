/** Whether a value can be the id of a job. */
export const isId = (value: unknown): value is string | number =>
  typeof value === "number" || (typeof value === "string" && value !== "");
