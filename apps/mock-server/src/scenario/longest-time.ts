/** The longest time that the mock takes, in milliseconds: no clock of it may leave what a date can hold. */
export const longestMs: number = 100 * 365 * 24 * 3_600_000;

/** A time such as `90s` in milliseconds; NaN where the text is none. */
export const timeMs = (text: string): number => {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  return Number(number) * ({ ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit] ?? Number.NaN);
};
