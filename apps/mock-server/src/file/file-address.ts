import { pointerTokens, type XFile, type XJob } from "@genwait/lifecycle";

/** A member of a job's response that is the address of a file. */
export interface FilePlace {
  /** The declaration's name. */
  readonly job: string;
  readonly id: string;
  /** Its pointer; `*` stands for the output of number `item`. */
  readonly at: string;
  readonly item: number;
}

/** What an address has beside its place. */
export interface FileAddressOptions {
  /** What it begins with. */
  readonly base: string;
  readonly kind: string;
  /** Until when it is good, in epoch seconds; absent where it always is. */
  readonly expires: number | undefined;
}

/** Where files are served, on every address of an API. */
const root = "/_mock/files/";

/** Whether a request is for a file. */
export const isFileTarget = (target: string): boolean => target.startsWith(root);

/** The address of a file: everything that its bytes follow from stands in it. */
export const fileAddress = ({ job, id, at, item }: FilePlace, { base, kind, expires }: FileAddressOptions): string => {
  const name = pointerTokens(at)
    .map((token) => (token === "*" ? String(item) : plain(token)))
    .join(".");
  const query = expires === undefined ? "" : `?expires=${expires}`;
  return `${base}${root}${encodeURIComponent(job)}/${encodeURIComponent(id)}/${name}.${kind}${query}`;
};

const plain = (token: string): string => token.replaceAll(/[^\w-]/g, "_");

/** What a file's address says. */
export interface FileTarget {
  readonly job: string;
  readonly id: string;
  /** Names of members, joined by dots. */
  readonly member: string;
  readonly kind: string;
  readonly expires?: number;
}

/** Reads path and query of a file's address; nothing where it is none. */
export const readFileTarget = (target: string): FileTarget | undefined => {
  const [, job, id, member, kind, query = ""] =
    /^\/_mock\/files\/([^/?]+)\/([^/?]+)\/([\w.-]+)\.([a-z0-9]+)(?:\?(.*))?$/i.exec(target) ?? [];
  if (job === undefined || id === undefined || member === undefined || kind === undefined) return undefined;
  const expires = new URLSearchParams(query).get("expires");
  try {
    const place = { job: decodeURIComponent(job), id: decodeURIComponent(id), member, kind };
    return { ...place, ...(expires !== null && { expires: Number(expires) }) };
  } catch {
    return undefined;
  }
};

/** The declared file that a member's name belongs to. */
export const declaredFile = ({ files = [] }: XJob, member: string): XFile | undefined =>
  files.find(({ at }) => {
    const names = member.split(".");
    const tokens = pointerTokens(at);
    return (
      tokens.length === names.length &&
      tokens.every((token, index) => (token === "*" ? /^\d+$/.test(names[index] ?? "") : plain(token) === names[index]))
    );
  });

/** The kind of file that a job has at a member: the declared word, what the create asked for, or what the example is. */
export const fileKindOf = (
  { kind }: XFile,
  example: string,
  given: ReadonlyMap<string, string | number | boolean> | undefined,
): string => {
  const asked = kind?.startsWith("$") === true ? given?.get(kind) : kind;
  if (typeof asked === "string" && /^[a-z0-9]{1,8}$/i.test(asked)) return asked.toLowerCase();
  return /\.([a-z0-9]{1,8})(?:[?#].*)?$/i.exec(example)?.[1]?.toLowerCase() ?? "bin";
};
