/** The first code in a chain of causes, such as `ECONNREFUSED`; empty without one. */
export const causeCode = (cause: unknown): string => {
  let error = cause;
  // An error of the platform names its cause, which names its cause; more links than this are a loop.
  for (let depth = 0; depth < 5 && error instanceof Error; depth++) {
    if ("code" in error && typeof error.code === "string") return error.code;
    error = error.cause;
  }
  return "";
};
