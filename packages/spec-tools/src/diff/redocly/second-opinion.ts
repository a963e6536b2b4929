import type { Finding } from "../finding.ts";
import type { RedoclyVerdict } from "./run-redocly.ts";

/** What `redocly diff` calls breaking where our own comparison met something it does not know. Everywhere else ours is the word. */
export const secondOpinion = (verdicts: readonly RedoclyVerdict[], unknown: readonly Finding[]): readonly Finding[] =>
  verdicts
    .filter(({ bump, pointer, property }) => {
      const place = property === undefined ? pointer : `${pointer}/${property}`;
      return bump === "major" && unknown.some((finding) => isNear(finding.pointer, place));
    })
    .map(({ rule, pointer, message }) => ({ bump: "major", change: rule, pointer, message: asSentence(message) }));

/** At the same place, or one inside the other. */
const isNear = (left: string, right: string): boolean =>
  left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);

const asSentence = (message: string): string => (message.endsWith(".") ? message : `${message}.`);
