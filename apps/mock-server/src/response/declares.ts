import { type Operation, responseFor } from "../document/operation.ts";

/** Whether a document has a response of its own for a code; a `default` is none. */
export const declares = (operation: Operation, status: number): boolean => {
  const response = responseFor(operation, status);
  return response !== undefined && response.code !== "default";
};
