import {
  isAbsent,
  isRecord,
  pointerTokens,
  resolvePointer,
  type XEcho,
  type XFile,
  type XJob,
  type XLogs,
} from "@genwait/lifecycle";

import { type AddressModel, targetFor } from "../document/follow-ups.ts";
import { type Schema, schemasAt } from "../document/schema.ts";
import { setAt } from "../edit-pointer.ts";
import { type FilePlace, fileAddress, fileKindOf } from "../file/file-address.ts";
import type { JobRecord } from "../job/job-record.ts";
import { makeId } from "../job/make-id.ts";
import { seeded } from "../job/seeded.ts";
import { replaceText } from "./fill-in.ts";
import { type Filling, type Gap, gapText, gapValue, isWholeGap } from "./template.ts";

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
    }
  | {
      /** An address of a call about the job. */
      readonly is: "address";
      readonly address: AddressModel;
      readonly example: string;
    }
  | {
      /** When the job ended, or until when its results are good. */
      readonly is: "moment";
      readonly of: "end" | "expiry";
      readonly example: unknown;
      readonly schemas: readonly Schema[];
    }
  /** The place in a queue, from the first that is told on. */
  | { readonly is: "queue"; readonly first: number }
  | {
      readonly is: "logs";
      readonly logs: XLogs;
      /** A line as the document shows it. */
      readonly line: unknown;
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
  /** Whose response it is. */
  readonly of: "status" | "output";
  /** The addresses of calls that the response gives. */
  readonly addresses?: readonly AddressModel[];
  /** Members that lead to further operations, and are a job's own. */
  readonly tells?: readonly string[];
  /** Addresses of files stay the service's own. */
  readonly keepsUrls: boolean;
  readonly slots: Slot[];
  /** Members that keep the service's address because their schema refuses the mock's. */
  readonly refused?: Set<string> | undefined;
}

/** The body with gaps in place of the members that the declaration lets differ. */
export const cutSlots = (
  { body, within, schema, full }: Cut,
  { declaration, of, addresses = [], tells = [], keepsUrls, slots, refused }: CutOptions,
): unknown => {
  let cut = body;
  const gapFor = (slot: Slot): Gap => {
    slots.push(slot);
    return `slot${slots.length - 1}`;
  };
  const filed = (declaration.files ?? []).filter((file) => (file.of ?? "status") === of);
  for (const file of keepsUrls ? [] : filed) {
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
  cut = cutAddresses({ body: cut, within, full, ...(schema && { schema }) }, { addresses, slots, refused });
  for (const { at, slot } of within === "" ? detailsOf(cut, declaration, { full, schema }) : [])
    cut = setAt(cut, at, gapValue(gapFor(slot)));
  const news = tells.flatMap((at): [string, XEcho][] =>
    declaration.echo?.[at] === undefined && isOwn(full, at, schema) ? [[at, { new: true }]] : [],
  );
  for (const [declared, echo] of [...Object.entries(declaration.echo ?? {}), ...news]) {
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

/** The body with gaps in place of addresses of calls. */
export const cutAddresses = (
  { body, within, schema }: Cut,
  { addresses = [], slots, refused }: Pick<CutOptions, "addresses" | "slots" | "refused">,
): unknown => {
  let cut = body;
  for (const address of addresses) {
    const { at, in: place } = address.from;
    const example = place === "body" && within === "" ? resolvePointer(cut, at) : undefined;
    if (typeof example !== "string" || example === "" || isWholeGap(example)) continue;
    if (isRefused(schemasAt(schema, at))) refused?.add(at);
    else cut = setAt(cut, at, gapText(`slot${slots.push({ is: "address", address, example }) - 1}`));
  }
  return cut;
};

/** What fills the gaps that slots have left, and those of the id. */
export const fillingOf =
  (slots: readonly Slot[], context: SlotContext): Filling =>
  (gap) => {
    const slot = gap === "id" ? undefined : slots[Number(gap.slice("slot".length))];
    return slot === undefined ? inner(context.record.id) : fillSlot(slot, context);
  };

// A word of a list, or a number that counts, is no name of anything.
const isOwn = (full: unknown, at: string, schema: Schema | undefined): boolean =>
  typeof resolvePointer(full, at) === "string" && schemasAt(schema, at).every((part) => part.enum === undefined);

const detailsOf = (
  body: unknown,
  { expires, queue, logs }: XJob,
  { full, schema }: { readonly full: unknown; readonly schema: Schema | undefined },
): readonly { readonly at: string; readonly slot: Slot }[] => {
  const isThere = (at: string | undefined): at is string => at !== undefined && !isAbsent(resolvePointer(body, at));
  const momentAt = (at: string, of: "end" | "expiry") => {
    const slot: Slot = { is: "moment", of, example: resolvePointer(full, at), schemas: schemasAt(schema, at) };
    return { at, slot };
  };
  const first = resolvePointer(full, queue?.at);
  const line = resolvePointer(full, `${logs?.at ?? ""}/0`);
  return [
    ...(isThere(expires?.from) ? [momentAt(expires.from, "end")] : []),
    ...(isThere(expires?.at) ? [momentAt(expires.at, "expiry")] : []),
    ...(isThere(queue?.at) && !isWholeGap(resolvePointer(body, queue.at))
      ? [{ at: queue.at, slot: { is: "queue", first: typeof first === "number" && first > 0 ? first : 3 } as const }]
      : []),
    ...(logs !== undefined && isThere(logs.at) ? [{ at: logs.at, slot: { is: "logs", logs, line } as const }] : []),
  ];
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
  /** When the job ends or has ended, in epoch milliseconds. */
  readonly endsAtMs?: number;
  /** From 0 to 1. */
  readonly progress?: number;
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
  if (slot.is === "address") return inner(addressIn(slot, context));
  if (slot.is === "moment") {
    const { example, schemas } = slot;
    const atMs =
      slot.of === "end" ? context.endsAtMs : context.expires === undefined ? undefined : context.expires * 1000;
    return JSON.stringify(
      atMs === undefined || !Number.isFinite(atMs) ? null : momentLike(example ?? "", schemas, atMs),
    );
  }
  if (slot.is === "queue") return String(placeInQueue(slot.first, context.progress ?? 0));
  if (slot.is === "logs") return JSON.stringify(logsSoFar(slot, context));
  const { echo, at, example, schemas } = slot;
  if ("now" in echo) return JSON.stringify(momentLike(example, schemas, record.createdAtMs));
  if ("new" in echo) {
    const style = typeof example === "string" || typeof example === "number" ? example : undefined;
    const made = makeId(style, seeded(seed, record.api, record.id, "echo", at, item), schemas);
    return typeof made === "number" ? String(made) : inner(made);
  }
  return JSON.stringify(echoed(record.requested?.given?.get(echo.from), example, schemas));
};

/** The mock's own address for one that the document shows; with the mark of the region that alone knows the job, where one does. */
const addressIn = ({ address, example }: Extract<Slot, { is: "address" }>, { record, base }: SlotContext): string => {
  const { id, carried, chosen, job } = record;
  const hasSegments = job.declaration.id.segments === true;
  const target = targetFor(address, { id, hasSegments, ...(carried !== undefined && { carried }) });
  if (target === undefined) return example;
  const mark = chosen.scenario.region === undefined ? "" : `${target.includes("?") ? "&" : "?"}${regionMark}`;
  return base + target + mark;
};

/** What addresses have in their query that lead to the only region that knows a job. */
export const regionMark: string = "mock-region=own";

// The first half of its life a job waits in a queue.
const placeInQueue = (first: number, progress: number): number =>
  Math.max(0, Math.ceil((1 - 2 * progress) * (first + 1)) - 1);

/** Whether a job at this point of its life waits in a queue. */
export const isQueued = (progress: number): boolean => progress < 0.5;

const logsSoFar = ({ logs, line }: Extract<Slot, { is: "logs" }>, context: SlotContext): unknown => {
  const { record, progress = 0 } = context;
  const stages = record.job.declaration.stage?.order ?? [];
  const all = stages.length > 1 ? stages : ["accepted", "prepared", "working", "nearly done"];
  const count = progress >= 1 ? all.length + 1 : 1 + Math.floor(progress * (all.length - 1));
  const told = [...all, "done"].slice(0, count);
  if (logs.as === "text") return told.map((text) => `${text}\n`).join("");
  if (logs.message === undefined || typeof line !== "object") return told;
  const { message } = logs;
  return told.map((text) => momentsIn(setAt(structuredClone(line ?? {}), message, text), record.createdAtMs));
};

// A line's own time: that of the create, which is the same at every poll.
const momentsIn = (line: unknown, atMs: number): unknown =>
  isRecord(line)
    ? Object.fromEntries(
        Object.entries(line).map(([name, value]) => [
          name,
          typeof value === "string" && /^\d{4}-\d\d-\d\dT/.test(value) ? momentLike(value, [], atMs) : value,
        ]),
      )
    : line;

const inner = (text: string): string => JSON.stringify(text).slice(1, -1);

const echoed = (
  given: string | number | boolean | undefined,
  example: unknown,
  schemas: readonly Schema[],
): unknown => {
  const value = ofKind(given, example);
  if (value === undefined || value === "") return example;
  return fitting(value, example, schemas);
};

// A form has texts alone.
const ofKind = (
  given: string | number | boolean | undefined,
  example: unknown,
): string | number | boolean | undefined => {
  if (typeof given === typeof example) return given;
  if (typeof given !== "string" || given.trim() === "") return undefined;
  if (typeof example === "number" && Number.isFinite(Number(given))) return Number(given);
  return typeof example === "boolean" && /^(?:true|false)$/.test(given) ? given === "true" : undefined;
};

const fitting = (given: string | number | boolean, example: unknown, schemas: readonly Schema[]): unknown => {
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
