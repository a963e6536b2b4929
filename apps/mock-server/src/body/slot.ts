import { isAbsent, pointerTokens, resolvePointer, type XEcho, type XFile, type XJob } from "@genwait/lifecycle";

import { type Schema, schemasAt } from "../document/schema.ts";
import { setAt } from "../edit-pointer.ts";
import { type FilePlace, fileAddress, fileKindOf } from "../file/file-address.ts";
import type { JobRecord } from "../job/job-record.ts";
import { makeId } from "../job/make-id.ts";
import { seeded } from "../job/seeded.ts";
import { replaceText } from "./fill-in.ts";
import { type Gap, gapText, gapValue } from "./template.ts";

/** A member that a declaration lets differ from job to job, cut out of a template. */
export type Slot =
  | {
      readonly is: "echo";
      readonly echo: XEcho;
      /** Its pointer as declared, with `*` for an element. */
      readonly at: string;
      readonly example: unknown;
      readonly schemas: readonly Schema[];
    }
  | {
      /** An echoed text as addresses spell it. */
      readonly is: "slug";
      readonly from: string;
      readonly example: string;
      readonly schemas: readonly Schema[];
      readonly slug: Slug;
    }
  | {
      readonly is: "file";
      readonly file: XFile;
      /** Its pointer; `*` stands for the output it belongs to. */
      readonly at: string;
      readonly example: string;
    };

/** A body to cut, and where it stands in the whole response. */
export interface Cut {
  readonly body: unknown;
  /** `""` for the whole response, `/data/media/*` for one output of a list. */
  readonly within: string;
  readonly schema?: Schema;
  readonly full: unknown;
}

/** Which members are cut, and where they are collected. */
export interface CutOptions {
  readonly declaration: XJob;
  /** Addresses of files stay the service's own. */
  readonly keepsUrls: boolean;
  readonly slots: Slot[];
  /** Members that keep the service's address because their schema refuses the mock's. */
  readonly refused?: Set<string>;
}

/** The body with gaps in place of the members that the declaration lets differ. */
export const cutSlots = (
  { body, within, schema, full }: Cut,
  { declaration, keepsUrls, slots, refused }: CutOptions,
): unknown => {
  let cut = body;
  const gapFor = (slot: Slot): Gap => {
    slots.push(slot);
    return `slot${slots.length - 1}`;
  };
  for (const file of keepsUrls ? [] : (declaration.files ?? [])) {
    for (const { pointer, at } of placesOf(cut, file.at, within)) {
      const example = resolvePointer(cut, pointer);
      if (typeof example !== "string" || example === "") continue;
      if (isRefused(schemasAt(schema, pointer))) {
        refused?.add(file.at);
        continue;
      }
      cut = setAt(cut, pointer, gapText(gapFor({ is: "file", file, at, example })));
    }
  }
  for (const [declared, echo] of Object.entries(declaration.echo ?? {})) {
    for (const { pointer, at } of placesOf(cut, declared, within)) {
      const example = resolvePointer(cut, pointer) ?? resolvePointer(full, pointer);
      const schemas = schemasAt(schema, pointer);
      if ("new" in echo && typeof example === "string") {
        const gap = gapText(gapFor({ is: "echo", echo, at, example, schemas }));
        cut = example.length < shortestId ? setAt(cut, pointer, gap) : replaceText(cut, example, gap);
      } else if (!isAbsent(example)) {
        cut = setAt(cut, pointer, gapValue(gapFor({ is: "echo", echo, at, example, schemas })));
        if (!("from" in echo) || typeof example !== "string") continue;
        const { from } = echo;
        const found = slugsOf(example).filter(({ text }) => contains(cut, text));
        for (const slug of found)
          cut = replaceText(cut, slug.text, gapText(gapFor({ is: "slug", from, example, schemas, slug })));
      }
    }
  }
  return cut;
};

/** How an address spells a text. */
interface Slug {
  /** The example's own. */
  readonly text: string;
  readonly between: string;
  readonly isLower: boolean;
}

// A single word may stand in an address for another reason.
const slugsOf = (example: string): readonly Slug[] =>
  ["-", "_", "+", "%20"].flatMap((between) =>
    [false, true].flatMap((isLower) => {
      const text = slugOf(example, { between, isLower });
      return text.includes(between) && text !== example ? [{ text, between, isLower }] : [];
    }),
  );

const slugOf = (text: string, { between, isLower }: Pick<Slug, "between" | "isLower">): string => {
  const words =
    text
      .normalize("NFKD")
      .replaceAll(/\p{M}/gu, "")
      .match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.slice(0, mostWords).join(between);
  return isLower ? joined.toLowerCase() : joined;
};

// As many as fit an address that people look at.
const mostWords = 12;

const contains = (value: unknown, text: string): boolean => JSON.stringify(value ?? null).includes(text);

// A shorter example would be found inside words that only look like it.
const shortestId = 4;

/** Whether a schema wants addresses of a form that the mock's own do not have. */
export const isRefused = (schemas: readonly Schema[]): boolean =>
  schemas.some(({ pattern }) => {
    if (pattern === undefined) return false;
    try {
      return !new RegExp(pattern, "u").test(anAddress);
    } catch {
      return true;
    }
  });

const anAddress = "http://127.0.0.1:4010/_mock/files/job/id/member.png";

// Concrete places of a declared pointer in a body, each with its pointer in the whole response.
const placesOf = (body: unknown, declared: string, within: string): readonly { pointer: string; at: string }[] => {
  if (!declared.startsWith(within)) return [];
  let found = [""];
  for (const token of pointerTokens(declared.slice(within.length))) {
    found = found.flatMap((parent) => {
      if (token !== "*") return [`${parent}/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`];
      const list = resolvePointer(body, parent);
      return Array.isArray(list) ? list.map((_, index) => `${parent}/${index}`) : [];
    });
  }
  return found
    .filter((pointer) => resolvePointer(body, pointer) !== undefined)
    .map((pointer) => ({ pointer, at: within + pointer }));
};

/** Whose slots are filled, and when. */
export interface SlotContext {
  readonly record: JobRecord;
  readonly seed: string | number;
  /** Where the caller reached the API: what addresses of files begin with. */
  readonly base: string;
  /** Until when an address that is told now is good, in epoch seconds. */
  readonly expires: number | undefined;
  /** The number of the output that the slot is in. */
  readonly item?: number;
}

/** The JSON text that stands in a slot: of a whole value, or of a part of a string. */
export const fillSlot = (slot: Slot, context: SlotContext): string => {
  const { record, seed, item = 0 } = context;
  if (slot.is === "file") {
    const place: FilePlace = { job: record.job.declaration.name, id: record.id, at: slot.at, item };
    const kind = fileKindOf(slot.file, slot.example, record.requested?.given);
    return inner(fileAddress(place, { ...context, kind }));
  }
  if (slot.is === "slug") {
    const { from, example, schemas, slug } = slot;
    const text = echoed(record.requested?.given?.get(from), example, schemas);
    const spelt = text === example ? slug.text : slugOf(String(text), slug);
    return inner(spelt === "" ? slug.text : spelt);
  }
  const { echo, at, example, schemas } = slot;
  if ("now" in echo) return JSON.stringify(momentLike(example, schemas, record.createdAtMs));
  if ("new" in echo) {
    const style = typeof example === "string" || typeof example === "number" ? example : undefined;
    const made = makeId(style, seeded(seed, record.api, record.id, "echo", at, item));
    return typeof made === "number" ? String(made) : inner(made);
  }
  return JSON.stringify(echoed(record.requested?.given?.get(echo.from), example, schemas));
};

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

const echoed = (
  given: string | number | boolean | undefined,
  example: unknown,
  schemas: readonly Schema[],
): unknown => {
  if (given === undefined || typeof given !== typeof example || given === "") return example;
  const longest = Math.min(...schemas.map(({ maxLength = Number.POSITIVE_INFINITY }) => maxLength));
  const value = typeof given === "string" ? given.slice(0, longest) : given;
  const isAllowed = schemas.every(({ enum: listed, pattern }) => {
    if (listed !== undefined && !listed.includes(value)) return false;
    return pattern === undefined || (typeof value === "string" && new RegExp(pattern, "u").test(value));
  });
  return isAllowed ? value : example;
};

const momentLike = (example: unknown, schemas: readonly Schema[], atMs: number): string | number => {
  // A number of seconds reaches this in the year 5138, one of milliseconds did in 1973.
  if (typeof example === "number") return example > 1e11 ? Math.floor(atMs) : Math.floor(atMs / 1000);
  const moment = new Date(atMs).toISOString();
  const text = String(example);
  if (schemas.some(({ format }) => format === "date") || /^\d{4}-\d\d-\d\d$/.test(text)) return moment.slice(0, 10);
  return /\.\d+/.test(text) ? moment : moment.replace(/\.\d+/, "");
};
