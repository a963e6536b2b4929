import type { PaceLimit } from "./lifecycle.ts";

/** How far apart reads shall be, in milliseconds, while a declared limit runs low; 0 while none does. */
export const slowDown = (
  limits: readonly PaceLimit[] | undefined = [],
  header: (name: string) => string | null,
): number =>
  Math.max(
    0,
    ...limits.map(({ remaining, below, everyMs }) =>
      // Number("") would be 0, and a limit that is not told would count as used up.
      Number.parseFloat(`${header(remaining)}`) < below ? everyMs : 0,
    ),
  );
