import type { PrismHttpComponents } from "../vendor/prism-http.ts";

type Logger = PrismHttpComponents["logger"];

/** A logger that says nothing: the mock has a log of its own. */
export const silentLogger = (): Logger => {
  const quiet = {
    trace: nothing,
    debug: nothing,
    info: nothing,
    success: nothing,
    warn: nothing,
    error: nothing,
    fatal: nothing,
    child: () => quiet,
  };
  if (isLogger(quiet)) return quiet;
  throw new TypeError("Failed to silence Prism: it wants another logger. Update Prism and the mock server together.");
};

// Prism calls these and no others; its type is that of a whole logging library.
const isLogger = (value: object): value is Logger => "child" in value && "success" in value;

const nothing = (): void => {};
