/**
 * The client's method that calls a create and gives the job: `createThing` → `startThing`, any other id with `start` before it.
 */
export const startMethod = (operationId: string): string => {
  const rest = operationId.replace(/^create(?=[A-Z])/, "");
  return `start${rest.charAt(0).toUpperCase()}${rest.slice(1)}`;
};
