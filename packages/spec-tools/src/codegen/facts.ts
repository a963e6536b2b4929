import { listAt, textAt, type Json } from "../openapi/json.ts";

/** What an action of an overlay adds, and how it is known. */
export interface Fact {
  readonly mark: "documented" | "observed" | "assumed";
  readonly text: string;
}

/** The facts of an overlay, those with the same words once. */
export const factsOf = (overlay: Json): readonly Fact[] => {
  const facts = new Map<string, Fact>();
  for (const action of listAt(overlay, "actions")) {
    const [, mark, text] = /^(documented|observed|assumed): (.+)$/s.exec(textAt(action, "description") ?? "") ?? [];
    if (text !== undefined && isMark(mark)) facts.set(`${mark}: ${text}`, { mark, text });
  }
  return [...facts.values()].toSorted((left, right) => marks.indexOf(left.mark) - marks.indexOf(right.mark));
};

const marks: readonly string[] = ["documented", "observed", "assumed"];

const isMark = (mark: string | undefined): mark is Fact["mark"] => mark !== undefined && marks.includes(mark);
