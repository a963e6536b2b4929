import { escapePointerToken, isObject, isRecord, type XJob } from "@genwait/lifecycle";

import { type Schema, schemasAt } from "../document/schema.ts";

/**
 * A response's body without what it says about anybody: numbers, words of the document, statuses and dates stay, any other
 * text becomes the schema's example, and an address without one loses its query.
 */
export const withoutContent = (body: unknown, schema: Schema | undefined, declaration: XJob): unknown => {
  const { state, items, stage } = declaration;
  const kept = new Set([state?.at, stage?.at]);
  const itemStatus = items?.state.at === undefined ? undefined : `${items.at}/*${items.state.at}`;
  const isStatus = (pointer: string): boolean =>
    kept.has(pointer) || (itemStatus !== undefined && pointer.replace(/\/\d+(?=\/)/g, "/*") === itemStatus);
  const tame = (value: unknown, pointer: string): unknown => {
    if (typeof value === "string") return isStatus(pointer) ? value : withoutText(value, schemasAt(schema, pointer));
    if (Array.isArray(value)) return value.map((item, index) => tame(item, `${pointer}/${index}`));
    if (!isRecord(value) || !isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, tame(member, `${pointer}/${escapePointerToken(name)}`)]),
    );
  };
  return tame(body, "");
};

const withoutText = (text: string, schemas: readonly Schema[]): string => {
  if (text === "" || /^\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d))?$/.test(text)) return text;
  if (schemas.some((part) => part.enum?.includes(text))) return text;
  const example = schemas.flatMap(({ examples = [] }) => examples).find((one) => typeof one === "string");
  if (typeof example === "string") return example;
  return /^https?:/.test(text) && URL.canParse(text) ? text.replace(/[?#].*/s, "") : "text";
};
