/** A time as people write it: `250ms`, `5s`, `10m`, `2h`. */
export type Duration = `${number}${Unit}`;

type Unit = "ms" | "s" | "m" | "h";

const unitMs: Readonly<Record<Unit, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Milliseconds of a {@link Duration}.
 *
 * @throws TypeError when the text is none.
 * @example
 * ```ts
 * parseDuration("5s"); // 5000
 * ```
 */
export const parseDuration = (text: string): number => {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  if (amount === undefined || !isUnit(unit)) {
    throw new TypeError(`Failed to read the time "${text}": it is no number with a unit. Write 250ms, 5s, 10m or 2h.`);
  }
  return Number(amount) * unitMs[unit];
};

const isUnit = (unit: string | undefined): unit is Unit => unit !== undefined && Object.hasOwn(unitMs, unit);
