import type { Row } from "./member-sentences.ts";

/** What the compiler says of code written for the old package: whole messages. The first that fits counts. */
export const typeRows: readonly Row[] = [
  [
    /(`[^`]+`) is no longer an argument of (.+)/,
    ([name = "", operation = ""]) => ({
      sentence: `Removed the argument {} from ${operation}`,
      what: name.replaceAll('"', ""),
      hint: "Leave {} out.",
    }),
  ],
  [
    /(`[^`]+`) is now an argument that (.+) needs/,
    ([name = "", operation = ""]) => ({
      sentence: `Made {} an argument that ${operation} needs`,
      what: name.replaceAll('"', ""),
      hint: "Give {} in every call.",
    }),
  ],
  [
    /(`[^`]+`) now takes its body itself, and its parameters in the options of the call/,
    ([name = ""]) => ({
      sentence: "Made the body the input of {}",
      what: name,
      hint: "Call {} with the body, and with `{ parameters }` after it.",
    }),
  ],
  [
    /(`[^`]+`) can no longer be read from the result of (.+)/,
    ([name = "", operation = ""]) => ({
      sentence: `Removed {} from the result of ${operation}`,
      what: name.replaceAll('"', ""),
      hint: "Code that reads {} no longer compiles: do without it.",
    }),
  ],
  [
    /The schema (`[^`]+`) is gone, and with it the type of that name/,
    ([name = ""]) => ({
      sentence: "Removed the type {}",
      what: name,
      hint: "Import the type that took the place of {}.",
    }),
  ],
  [
    /The result of (`[^`]+`) can no longer be taken for what it was: .*/,
    ([name = ""]) => ({
      sentence: "Changed the type of what {} gives",
      what: name,
      hint: "Let the compiler show where code takes the result of {} for what it was.",
    }),
  ],
  [
    /Arguments written for the old (`[^`]+`) are no longer accepted by the compiler: .*/,
    ([name = ""]) => ({
      sentence: "Changed the type of what {} takes",
      what: name,
      hint: "Let the compiler show which calls of {} need a change.",
    }),
  ],
];
