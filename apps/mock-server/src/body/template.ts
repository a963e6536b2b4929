/** JSON text with gaps for what differs from job to job. */
export type Part = string | { readonly gap: Gap };

/** `item` is an output's own id; the numbered ones are members that a declaration lets differ from job to job. */
export type Gap = "id" | "progress" | "items" | "item" | `slot${number}`;

/** The text for a gap. */
export type Filling = (gap: Gap) => string;

// Characters of a private use area: no response has them, and JSON.stringify leaves them alone.
const fence = "\uE000";

/** What stands in a body in place of a value that comes later: inside a string, or as a whole value. */
export const gapText = (gap: Gap): string => `${fence}${gap}${fence}`;
/** What stands in a body in place of a whole value that comes later. */
export const gapValue = (gap: Gap): string => `${fence}=${gap}${fence}`;

/** Whether a value is nothing but a gap. */
export const isWholeGap = (value: unknown): boolean =>
  typeof value === "string" && new RegExp(`^${fence}=?slot\\d+${fence}$`).test(value);

/** A body as JSON text, cut at its gaps. */
export const toParts = (body: unknown): readonly Part[] => cutAtGaps(JSON.stringify(body));

/** Text cut at its gaps. */
export const cutAtGaps = (text: string): readonly Part[] => {
  const pattern = new RegExp(`"${fence}=(\\w+)${fence}"|${fence}(\\w+)${fence}`, "g");
  const parts: Part[] = [];
  let from = 0;
  for (const found of text.matchAll(pattern)) {
    const gap = found[1] ?? found[2];
    if (!isGap(gap)) continue;
    parts.push(text.slice(from, found.index), { gap });
    from = found.index + found[0].length;
  }
  return [...parts, text.slice(from)];
};

const isGap = (value: string | undefined): value is Gap =>
  value === "id" ||
  value === "progress" ||
  value === "items" ||
  value === "item" ||
  (value !== undefined && /^slot\d+$/.test(value));

/** The body's text with every gap filled. */
export const fill = (parts: readonly Part[], filling: Filling): string => {
  let text = "";
  for (const part of parts) text += typeof part === "string" ? part : filling(part.gap);
  return text;
};

/** Text as it stands between the quotes of a JSON string. */
export const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
