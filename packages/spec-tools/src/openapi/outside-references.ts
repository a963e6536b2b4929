import { entriesOf, type Member, membersOfDocument, roleOfValue } from "./document-walk.ts";
import { jsonPointer } from "./json-pointer.ts";

/** A place where a document names another document, which whoever follows it would fetch or read. */
export interface OutsideReference {
  /** The way to the member that names it. */
  readonly tokens: readonly string[];
  /** The same as a JSON Pointer. */
  readonly pointer: string;
  readonly keyword: string;
  readonly target: string;
  /** `file` for a relative address: the other part of a document in several files. */
  readonly kind: "address" | "file" | "data";
}

/**
 * Every place where a document names another one, in the order of the document. A document is whole: a reference is `#`, `#/a/pointer` or
 * `#anchor`, wherever it stands.
 *
 * `$ref` and `externalValue` count in data too: redocly and Prism follow them in examples and extensions. Everything else in data is data.
 * A reference that leads into data is told as well: what an example holds must not become a part of the description.
 */
export const outsideReferences = (document: unknown): readonly OutsideReference[] => {
  const schemas = new Set(entriesOf(schemasOf(document)).map(([name]) => name));
  const data = new Set<string>();
  const found: OutsideReference[] = [];
  const inner: OutsideReference[] = [];
  for (const member of membersOfDocument(document)) {
    const { path, key, value, role, isListEntry } = member;
    if (isDataRoot(member)) data.add(jsonPointer(path));
    if (typeof value !== "string" || isListEntry) continue;
    const names = role === "data" ? followedInData : followedInObjects;
    if (role === "map" && path.at(-2) === "mapping" && !isMappingTarget(value, schemas)) {
      found.push(outside(path, "mapping", value, kindOf(value)));
    }
    const isWithin = role === "map" && !followedInData.has(key) ? undefined : names.get(key);
    if (isWithin === undefined) continue;
    if (!isWithin(value)) found.push(outside(path, key, value, kindOf(value)));
    else if (key === "$ref" && role !== "data") inner.push(outside(path, key, value, "data"));
  }
  return [...found, ...inner.filter(({ target }) => leadsInto(data, target))];
};

const outside = (
  tokens: readonly string[],
  keyword: string,
  target: string,
  kind: OutsideReference["kind"],
): OutsideReference => ({ tokens, pointer: jsonPointer(tokens), keyword, target, kind });

/** What to say of a reference, and what to do about it, in whole sentences. */
export const outsideReferenceText = (reference: OutsideReference): string =>
  `at ${reference.pointer} ${outsideReferenceFault(reference)}. ${outsideReferenceFixes[reference.kind]}`;

/** What to say of a reference, without a full stop. */
export const outsideReferenceFault = ({ keyword, target, kind }: OutsideReference): string => {
  const shown = JSON.stringify(target.length > 120 ? `${target.slice(0, 120)}…` : target);
  return `${keyword} ${shown} leads ${directions[kind]}`;
};

const directions: Readonly<Record<OutsideReference["kind"], string>> = {
  address: "to another document, and nothing here follows an address",
  file: "to another file",
  data: "into an example or an extension, which is data",
};

/** What to do about each kind of reference. */
export const outsideReferenceFixes: Readonly<Record<OutsideReference["kind"], string>> = {
  address: "Copy what it means into the document.",
  file: "Bundle it first (npx @redocly/cli bundle <file> -o bundled.yaml), and import bundled.yaml.",
  data: "Copy what it means to components.",
};

type Test = (target: string) => boolean;

/** A fragment, and one alone: `#../x#/y` begins with the sign and still leads to a file. */
const isFragment: Test = (target) => /^#(?:$|\/[^#]*$|[A-Za-z_][\w.:-]*$)/.test(target);

const isDialect: Test = (target) =>
  /^https?:\/\/json-schema\.org\/(?:draft-0[4-7]|draft\/20(?:19-09|20-12))\/schema#?$/.test(target) ||
  /^https:\/\/spec\.openapis\.org\/oas\/3\.\d\/(?:dialect|meta|schema)\/[\w-]+$/.test(target);

const followedInData: ReadonlyMap<string, Test> = new Map([
  ["$ref", isFragment],
  ["externalValue", () => false],
]);

const followedInObjects: ReadonlyMap<string, Test> = new Map([
  ...followedInData,
  ["$dynamicRef", isFragment],
  ["$recursiveRef", isFragment],
  // With another base, every reference below it leads elsewhere.
  ["$id", isFragment],
  ["$self", isFragment],
  ["$schema", isDialect],
  ["jsonSchemaDialect", isDialect],
  ["defaultMapping", (target) => isFragment(target) || isName(target)],
  ["operationRef", isFragment],
]);

const isName: Test = (target) => /^[A-Za-z0-9._-]+$/.test(target) && !/\.(?:ya?ml|json)$/i.test(target);

const isMappingTarget = (target: string, schemas: ReadonlySet<string>): boolean =>
  isFragment(target) || isName(target) || schemas.has(target);

const schemasOf = (document: unknown): unknown => memberNamed(memberNamed(document, "components"), "schemas");

const memberNamed = (holder: unknown, name: string): unknown => entriesOf(holder).find(([key]) => key === name)?.[1];

const isDataRoot = ({ role, key, value, isListEntry }: Member): boolean =>
  role !== "data" && !isListEntry && roleOfValue(role, key, value) === "data";

const kindOf = (target: string): OutsideReference["kind"] =>
  /^(?:[a-z][a-z0-9+.-]*:|\/\/)/i.test(target) ? "address" : "file";

const leadsInto = (data: ReadonlySet<string>, target: string): boolean => {
  const tokens = decoded(target.slice(1)).split("/");
  return tokens.some((_, index) => data.has(tokens.slice(0, index + 1).join("/")));
};

const decoded = (fragment: string): string => {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
};
