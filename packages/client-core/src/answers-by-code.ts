import type { Validate } from "./validator.ts";

/** Validators by HTTP code, made of those by code, by class (`2XX`) and for all others (`default`). */
export const answersByCode = (answers: Readonly<Record<string, Validate>>): Readonly<Record<number, Validate>> =>
  Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => index + 100).flatMap((code) => {
      const validate = answers[code] ?? answers[`${Math.floor(code / 100)}XX`] ?? answers["default"];
      return validate === undefined ? [] : [[code, validate]];
    }),
  );
