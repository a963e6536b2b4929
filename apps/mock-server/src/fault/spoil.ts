import { isRecord, resolvePointer, type Scalar, type XJob } from "@genwait/lifecycle";

import type { RawResponse } from "../response/raw-response.ts";
import { setAt } from "../edit-pointer.ts";
import { parseJson } from "../json.ts";

/** The response with a status that no declaration lists: in the place of the status, or of each output's. */
export const withUnknownStatus = (response: RawResponse, declaration: XJob | undefined): RawResponse => {
  const { state, items } = declaration ?? {};
  if (state?.at !== undefined)
    return edited(response, (body) => setAt(body, state.at ?? "", unknownLike(resolvePointer(body, state.at ?? ""))));
  const at = items?.state.at;
  if (items === undefined || at === undefined) return { ...response, status: 203 };
  return edited(response, (body) => {
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

/** The response with a member that the document does not have. */
export const withUnknownField = (response: RawResponse): RawResponse =>
  edited(response, (body) => (isRecord(body) ? { ...body, mock_unknown_field: { since: "tomorrow" } } : body));

const unknownLike = (value: unknown): Scalar => (typeof value === "number" ? 987 : "mock_unknown_status");

const edited = (response: RawResponse, edit: (body: unknown) => unknown): RawResponse => {
  const body = parseJson(response.text ?? "");
  return body.ok ? { ...response, text: JSON.stringify(edit(body.value)) } : response;
};
