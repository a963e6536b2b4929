import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, textAt } from "../merge/json.ts";
import type { FoundOperation } from "./found-operations.ts";
import type { GuessedAction } from "./guessed-action.ts";

/** The address of the service, from a sample in the document's texts; nothing when it is declared, undefined when no text has one. */
export const guessServer = (
  document: JsonObject,
  operations: readonly FoundOperation[],
): readonly GuessedAction[] | undefined => {
  const declared = textAt(listAt(document, "servers")[0], "url");
  if (declared !== undefined && /^https?:\/\//.test(declared)) return [];
  const paths = operations.map(
    ({ path }) => (declared === undefined || declared === "/" ? "" : declared.replace(/\/$/, "")) + path,
  );
  for (const text of textsIn(document)) {
    for (const [address] of text.matchAll(/https:\/\/[a-z0-9.-]+(?::\d+)?\/[^\s"'`<>)\]]*/gi)) {
      const base = paths.flatMap((path) => baseOf(address, path) ?? [])[0];
      if (base !== undefined)
        return [
          serverAction(
            declared === undefined || declared === "/" ? base : `${base}${declared.replace(/\/$/, "")}`,
            listAt(document, "servers").length,
          ),
        ];
    }
  }
  return undefined;
};

const serverAction = (url: string, declared: number): GuessedAction => ({
  target: declared > 0 ? "$.servers[0]" : "$",
  description: `assumed: guessed from an address in the document's texts; upstream names none`,
  update: declared > 0 ? { url } : { servers: [{ url }] },
});

/** `https://api.x.com/v1/tasks/abc` with `/v1/tasks/{id}` → `https://api.x.com`. */
const baseOf = (address: string, path: string): string | undefined => {
  const fixed = path.split("{")[0]?.replace(/\/$/, "") ?? "";
  const at = address.indexOf(fixed, "https://".length);
  return fixed.length < 2 || at === -1 ? undefined : address.slice(0, at);
};

function* textsIn(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  else if (isJsonList(value)) for (const entry of value) yield* textsIn(entry);
  else if (isJsonObject(value)) for (const member of Object.values(value)) yield* textsIn(member);
}
