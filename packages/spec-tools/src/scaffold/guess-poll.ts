import type { Duration } from "@genwait/lifecycle";

/** What a vendor's prose says of time, as `x-job` says it. */
export interface GuessedTimes {
  readonly every?: Duration;
  readonly typical?: { readonly p50: Duration; readonly p95: Duration };
  /** The sentences that say so. */
  readonly sources: readonly string[];
}

/** Reads "poll every 5 seconds" and "usually takes 2 to 3 minutes" out of texts; the first sentence of each kind counts. */
export const guessPoll = (texts: readonly string[]): GuessedTimes => {
  const sentences = texts
    .flatMap((text) => text.split(/(?<=[.!?])\s+|\n+/))
    .map((sentence) => sentence.replaceAll(/[`*_]/g, "").trim());
  const asking = firstTime(
    sentences,
    (sentence) =>
      /poll|ask|check|quer|request|retriev|fetch|updates?\b|interval/i.test(sentence) && often.test(sentence),
  );
  const lasting = firstTime(
    sentences,
    (sentence) =>
      lasts.test(sentence) && !often.test(sentence) && !/expire|valid|delete|kept|stored|available for/i.test(sentence),
  );
  return {
    ...(asking !== undefined && { every: `${asking.from}${asking.unit}` }),
    ...(lasting !== undefined && {
      typical: { p50: `${lasting.from}${lasting.unit}`, p95: `${lasting.to}${lasting.unit}` },
    }),
    sources: [asking, lasting].flatMap((time) => (time === undefined ? [] : [time.sentence])),
  };
};

/** How long texts say that results are kept: "the link is good for ten minutes", "URLs expire after 24 hours". */
export const guessKept = (texts: readonly string[]): Duration | undefined => {
  for (const sentence of texts.flatMap((text) => text.split(/(?<=[.!?;])\s+|\n+/))) {
    if (!keeps.test(sentence) || !results.test(sentence)) continue;
    const { from, unit } = keptTime.exec(sentence)?.groups ?? {};
    if (from === undefined || unit === undefined) continue;
    const hours = /^d/i.test(unit) ? 24 : 1;
    return `${numberOf(from) * hours}${/^d/i.test(unit) ? "h" : unitOf(unit)}`;
  }
  return undefined;
};

const keeps =
  /\b(?:good|valid|available|accessible|kept|stored|retained|expires?|expiring|expired?|deleted|removed|lives?)\b/i;
const results =
  /\b(?:urls?|links?|addresse?s?|results?|files?|outputs?|images?|videos?|samples?|assets?|audio|downloads?)\b/i;
const keptTime =
  /(?<from>\d+(?:\.\d+)?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|sixty)[\s-]*(?<unit>seconds?|secs?|minutes?|mins?|hours?|hrs?|days?)\b/i;

const often =
  /\b(?:every|interval|once (?:every|per)|(?:per|each) second|wait (?:at least )?\S+ (?:seconds?|minutes?) between)\b/i;
const lasts = /\b(?:takes?|took|within|complet\w+ in|finish\w* in|ready in|usually|typically|about|approximately)\b/i;

const time =
  /(?<from>\d+(?:\.\d+)?|one|two|three|four|five|six|ten|fifteen|twenty|thirty|sixty)(?:\s*(?:-|–|to|or)\s*(?<to>\d+(?:\.\d+)?))?[\s-]*(?<unit>ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|hours?)\b/i;

interface FoundTime {
  readonly from: number;
  readonly to: number;
  readonly unit: "ms" | "s" | "m" | "h";
  readonly sentence: string;
}

const firstTime = (sentences: readonly string[], isAbout: (sentence: string) => boolean): FoundTime | undefined => {
  for (const sentence of sentences) {
    const { from, to, unit } = time.exec(sentence)?.groups ?? {};
    if (from === undefined || unit === undefined || !isAbout(sentence)) continue;
    const first = numberOf(from);
    return { from: first, to: to === undefined ? first * 2 : numberOf(to), unit: unitOf(unit), sentence };
  }
  return undefined;
};

const numberOf = (text: string): number => {
  const word = ["zero", "one", "two", "three", "four", "five", "six"].indexOf(text.toLowerCase());
  return word > 0 ? word : (tens[text.toLowerCase()] ?? Number(text));
};

const tens: Readonly<Record<string, number>> = { ten: 10, fifteen: 15, twenty: 20, thirty: 30, sixty: 60 };

const unitOf = (unit: string): FoundTime["unit"] => {
  const lower = unit.toLowerCase();
  if (lower.startsWith("ms") || lower.startsWith("milli")) return "ms";
  if (lower.startsWith("m")) return "m";
  return lower.startsWith("h") ? "h" : "s";
};
