import { resolvePointer, type Scalar, type XJob } from "@genwait/lifecycle";

import type { RawAnswer } from "../answer/raw-answer.ts";
import { setAt } from "../edit-pointer.ts";
import { isRecord, parseJson } from "../json.ts";

/** The answer with a status that no declaration lists: in the place of the status, or of each output's. */
export const withUnknownStatus = (answer: RawAnswer, declaration: XJob | undefined): RawAnswer => {
  const { state, items } = declaration ?? {};
  if (state?.at !== undefined)
    return edited(answer, (body) => setAt(body, state.at ?? "", unknownLike(resolvePointer(body, state.at ?? ""))));
  const at = items?.state.at;
  if (items === undefined || at === undefined) return { ...answer, status: 203 };
  return edited(answer, (body) => {
    const list = resolvePointer(body, items.at);
    // Where there is no output yet, one with the unknown status has to be made up.
    const outputs: readonly unknown[] = Array.isArray(list) && list.length > 0 ? list : [{}];
    return setAt(
      body,
      items.at,
      outputs.map((output) => setAt(output, at, unknownLike(resolvePointer(output, at)))),
    );
  });
};

/** The answer with a member that the document does not have. */
export const withUnknownField = (answer: RawAnswer): RawAnswer =>
  edited(answer, (body) => (isRecord(body) ? { ...body, mock_unknown_field: { since: "tomorrow" } } : body));

const unknownLike = (value: unknown): Scalar => (typeof value === "number" ? 987 : "mock_unknown_status");

const edited = (answer: RawAnswer, edit: (body: unknown) => unknown): RawAnswer => {
  const body = parseJson(answer.text ?? "");
  return body.ok ? { ...answer, text: JSON.stringify(edit(body.value)) } : answer;
};
