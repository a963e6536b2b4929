import type { Complaint } from "../../codegen/compiler.ts";
import type { CodeLine } from "./sample-code.ts";

/** What the compiler complains of, in the words of somebody who uses the client. */
export const sentenceOf = (complaint: Complaint, side: CodeLine["side"], operation: string): string => {
  const { code, message, because } = complaint;
  const name = memberIn(because ?? "") ?? memberIn(message);
  if (name !== undefined && side === "arguments") {
    if (code === "TS2353" || code === "TS2561") return `\`${name}\` is no longer an argument of \`${operation}\`.`;
    if (code === "TS2345" || code === "TS2741") return `\`${name}\` is now an argument that \`${operation}\` needs.`;
  }
  if (name !== undefined && side === "result" && code === "TS2339") {
    return `\`${name}\` can no longer be read from the result of \`${operation}\`.`;
  }
  if (side === "result" && because?.startsWith("Type 'undefined' is not assignable") === true) {
    return `The result of \`${operation}\` may now be undefined.`;
  }
  const subject =
    side === "arguments" ? `Arguments written for the old \`${operation}\`` : `The result of \`${operation}\``;
  const words =
    side === "arguments" ? "are no longer accepted by the compiler" : "can no longer be taken for what it was";
  return `${subject} ${words}: ${shortened(because ?? message)}`;
};

/** The member that a complaint is about; the compiler puts quotes around the quotes it was given. */
const memberIn = (message: string): string | undefined => {
  const match = /[Pp]roperty '"?([^'"]+)"?'|and '"?([^'"]+)"?' does not exist/.exec(message);
  return match?.[1] ?? match?.[2];
};

/** Types are spelled out in full by the compiler; the head of the sentence tells enough. */
const shortened = (message: string): string => {
  const plain = message.replaceAll(
    /'([^']*)'/g,
    (_, type: string) => `\`${type.length > longestType ? `${type.slice(0, longestType)}…` : type}\``,
  );
  return plain.endsWith(".") ? plain : `${plain}.`;
};

// About what one reads of a type before skipping the rest.
const longestType = 50;
