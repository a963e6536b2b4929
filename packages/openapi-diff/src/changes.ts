import {
  atLeast,
  type Bump,
  bumpOf,
  type CallName,
  type Change,
  type Direction,
  type Fact,
  operationText,
  type OperationName,
  type Place,
  type Step,
  type Subject,
  type TextMember,
  type Use,
} from "./change.ts";
import { componentAt, memberOf, type SpecDocument, type SpecNode, valueAt } from "./document.ts";
import { sameJson } from "./json.ts";
import type { Operation } from "./operations.ts";
import { addBits, type Bits, bitsOf, numbersIn, reachedPairs, setBit } from "./reach.ts";
import { deprecationFact, type SchemaFact, type SchemaPair, SchemaPairs } from "./schemas.ts";
import { Unchanged } from "./unchanged.ts";

/** Where a comparison stands, for the subject of what it finds. */
export interface Site {
  readonly place: Place;
  /** None for what is the whole document's. */
  readonly operation?: OperationName | undefined;
  readonly direction?: Direction;
  /** Whether a change at a path of a schema that no type is exported for is one of documentation here, whatever it is elsewhere. */
  readonly isSoft?: (path: readonly Step[]) => boolean;
}

/** One request and its responses in both documents; in callbacks and webhooks it is the service that sends. */
export interface Exchange {
  readonly old: Operation;
  readonly revised: Operation;
  /** The operation that it belongs to; none for a webhook. */
  readonly operation: OperationName | undefined;
  readonly within: CallName | undefined;
  readonly sent: Direction;
  readonly received: Direction;
}

/** A place in an exchange. */
export const siteIn = ({ operation, within }: Exchange, place: Place, direction?: Direction): Site => ({
  place: { ...place, ...(within !== undefined && { within }) },
  operation,
  ...(direction !== undefined && { direction }),
});

/** Collects what comparisons find, and puts the uses of one change together. */
export class Changes {
  readonly old: SpecDocument;
  readonly revised: SpecDocument;
  /** Whether what typed clients show counts, too. */
  readonly types: boolean;
  readonly schemas: SchemaPairs;
  readonly #entries = new Map<string, Entry>();
  readonly #sites: Site[] = [];
  readonly #siteNumbers = new Map<string, number>();
  readonly #roots: (readonly [pair: SchemaPair, site: number])[] = [];

  constructor(old: SpecDocument, revised: SpecDocument, options: { readonly types: boolean }) {
    this.old = old;
    this.revised = revised;
    this.types = options.types;
    this.schemas = new SchemaPairs(new Unchanged(old, revised), options);
  }

  add(fact: Fact, site: Site, pointer: string): void {
    this.#entryOf(fact, pointer, []).sites.push(this.#numberOf(site));
  }

  /** Compares two schemas at a site; a member that is missing is any value. */
  addSchemas(old: SpecNode | undefined, revised: SpecNode | undefined, site: Site): void {
    const pair = this.schemas.pairOf(old, revised, site.direction ?? "request");
    if (pair !== undefined) this.#roots.push([pair, this.#numberOf(site)]);
  }

  /** Compares members that only people and documentation read; they are worth a patch, because the generated code repeats them. */
  addTexts(old: SpecNode | undefined, revised: SpecNode | undefined, members: readonly TextMember[], site: Site): void {
    for (const member of members) {
      const [before, after] = [memberOf(old, member), memberOf(revised, member)];
      if (sameJson(before?.value, after?.value)) continue;
      const pointer = (after ?? before)?.pointer ?? "";
      this.add({ code: "text-changed", bump: "patch", member, old: before?.value, new: after?.value }, site, pointer);
    }
  }

  addDeprecation(old: SpecNode, revised: SpecNode, site: Site): void {
    const [was, is] = [valueAt(old, "deprecated") === true, valueAt(revised, "deprecated") === true];
    if (was !== is) this.add(deprecationFact(is), site, revised.pointer);
  }

  /** Every change, the weightiest first; of equals in the order of the document. What goes to another address comes before all. */
  finish(): readonly Change[] {
    this.#addSchemaFacts();
    const audiences = new Map<string, Audience>();
    const changes = [...this.#entries.values()].map((entry) => {
      const bits = bitsOf(this.#sites.length);
      for (const site of entry.sites) setBit(bits, site);
      for (const set of entry.sets) addBits(bits, set);
      // Thousands of changes of shared schemas have the same uses.
      const key = bits.join();
      const audience = audiences.get(key) ?? audienceOf(numbersIn(bits).flatMap((number) => this.#sites[number] ?? []));
      audiences.set(key, audience);
      return changeOf(entry, audience);
    });
    return withoutRepetitions(changes).sort((left, right) => rank(left) - rank(right));
  }

  /** Gives every change of a schema the sites that reach it. */
  #addSchemaFacts(): void {
    this.schemas.settle();
    for (const { pair, sites, paths } of reachedPairs(this.#roots, this.#sites.length)) {
      for (const found of pair.facts) {
        const ways = paths?.map((path) => [...path, ...found.steps]);
        const isSoft = this.#isSoft(pair, sites, ways?.[0] ?? pathWithin(found.pointer));
        const entry = this.#entryOf(isSoft ? softened(found.fact) : found.fact, found.pointer, ways);
        entry.sets.push(sites);
      }
    }
  }

  /** Whether a change is one of documentation at every site that reaches it. */
  #isSoft(pair: SchemaPair, sites: Bits, path: readonly Step[]): boolean {
    if (componentAt(pair.oldPointer) !== undefined) return false;
    return numbersIn(sites).every((number) => this.#sites[number]?.isSoft?.(path) === true);
  }

  /** The entry of a change; `paths` are the ways to it, undefined where there are many. */
  #entryOf(fact: Fact, pointer: string, paths: readonly (readonly Step[])[] | undefined): Entry {
    const key = `${pointer} ${identityOf(fact)}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { fact, pointer, paths: new Map(), hasManyPaths: false, sites: [], sets: [] };
      this.#entries.set(key, entry);
    } else if (!atLeast(entry.fact.bump, fact.bump)) {
      // One bump for a change: that of its hardest use.
      entry.fact = fact;
    }
    if (paths === undefined) entry.hasManyPaths = true;
    for (const path of paths ?? []) entry.paths.set(JSON.stringify(path), path);
    return entry;
  }

  #numberOf(site: Site): number {
    const { place, operation, direction } = site;
    const key = JSON.stringify([place, operation, direction, site.isSoft !== undefined]);
    const known = this.#siteNumbers.get(key);
    if (known !== undefined) return known;
    this.#siteNumbers.set(key, this.#sites.length);
    return this.#sites.push(site) - 1;
  }
}

const rank = ({ code, bump }: Change): number => (code === "base-url-changed" ? -1 : order.indexOf(bump));

const order: readonly Bump[] = ["major", "minor", "patch"];

interface Entry {
  fact: Fact;
  readonly pointer: string;
  /** The ways to it, by their text. */
  readonly paths: Map<string, readonly Step[]>;
  hasManyPaths: boolean;
  /** The numbers of the sites that have it, one by one and in sets. */
  readonly sites: number[];
  readonly sets: Bits[];
}

/** Whom changes touch. */
interface Audience {
  readonly operations: readonly OperationName[];
  readonly uses: readonly Use[];
  readonly directions: readonly Direction[];
}

const audienceOf = (sites: readonly Site[]): Audience => {
  const operations = new Map<string, OperationName>();
  const uses = new Map<string, { readonly place: Place; readonly operations: Map<string, OperationName> }>();
  for (const { place, operation } of sites) {
    const key = JSON.stringify(place);
    const use = uses.get(key) ?? { place, operations: new Map<string, OperationName>() };
    uses.set(key, use);
    if (operation === undefined) continue;
    operations.set(operationText(operation), operation);
    use.operations.set(operationText(operation), operation);
  }
  return {
    operations: [...operations.values()],
    uses: [...uses.values()].map((use) => ({ place: use.place, operations: [...use.operations.values()] })),
    directions: [...new Set(sites.flatMap(({ direction }) => direction ?? []))],
  };
};

/** A change of a body that no typed part is touched by is one of its documentation. */
const softened = (fact: SchemaFact["fact"]): Fact => ({ ...fact, bump: "patch" });

/** What tells two changes at one pointer apart: their code, and the values that are short enough to be part of a key. */
const identityOf = (fact: Fact): string => {
  if (fact.code === "text-changed" || fact.code === "keyword-changed" || fact.code === "rule-changed") {
    return `${fact.code} ${"member" in fact ? fact.member : "keyword" in fact ? fact.keyword : fact.rule}`;
  }
  return JSON.stringify({ ...fact, bump: undefined });
};

const changeOf = ({ fact, pointer, paths, hasManyPaths }: Entry, audience: Audience): Change => {
  const { operations, uses } = audience;
  const isShared = uses.length > 1 || operations.length > mostNamed || hasManyPaths || paths.size > 1;
  const component = isShared ? componentAt(pointer) : undefined;
  const [path = hasManyPaths ? pathWithin(pointer) : []] = paths.values();
  const subject: Subject = {
    ...audience,
    ...(component !== undefined && { component }),
    path: component === undefined ? path : pathWithin(pointer),
    pointer,
  };
  return { ...fact, subject };
};

// More operations than these are told by the name of what they share.
const mostNamed = 4;

const isHolder = (token: string, index: number): boolean =>
  index >= 4 && (token === "schema" || token === "itemSchema");

/** The way to the member at a pointer, from the component schema or from the schema of the body that it is in. */
const pathWithin = (pointer: string): readonly Step[] => {
  const written = pointer.split("/");
  // The first three tokens name a part of the document, whatever it is called.
  const start = componentAt(pointer) === undefined ? written.findIndex(isHolder) + 1 : 4;
  const tokens = written
    .slice(start === 0 ? written.length : start)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const path: Step[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const [token, next] = [tokens[index], tokens[index + 1]];
    if (token === "items") path.push({ each: "item" });
    else if (token === "additionalProperties") path.push({ each: "value" });
    else if (token === "propertyNames") path.push({ each: "name" });
    else if (next === undefined) break;
    else {
      index += 1;
      if (token === "properties") path.push(next);
      else if (token === "patternProperties") path.push({ matching: next });
      else if (token === "prefixItems") path.push({ item: Number(next) });
      else if (token !== "allOf" && token !== "oneOf" && token !== "anyOf") break;
    }
  }
  return path;
};

/**
 * What a change means for jobs takes the place of what it is on the wire at the same pointer, unless that is worse: the words of a
 * status, a guaranteed field, the Link that starts a job.
 */
const withoutRepetitions = (changes: readonly Change[]): Change[] => {
  const ofJobs = new Map<string, Change[]>();
  for (const change of changes) {
    if (!(change.code in covered)) continue;
    const { pointer } = change.subject;
    ofJobs.set(pointer, [...(ofJobs.get(pointer) ?? []), change]);
  }
  return changes.filter((change) => {
    const said = (ofJobs.get(change.subject.pointer) ?? []).filter(({ code }) => covered[code]?.includes(change.code));
    const isSaid = said.length > 0 && atLeast(bumpOf(said), change.bump);
    if (!isSaid || !(change.code === "enum-values-added" || change.code === "enum-values-removed")) return !isSaid;
    const words = new Set<unknown>(said.flatMap(wordsOf));
    return !change.values.every((value) => words.has(value));
  });
};

const wordsOf = (change: Change): readonly unknown[] => {
  if (change.code === "status-unlisted") return change.words;
  return change.code === "status-removed" || change.code === "status-reclassified" ? [change.word] : [];
};

const covered: Partial<Record<Change["code"], readonly Change["code"][]>> = {
  "status-unlisted": ["enum-values-added"],
  "status-removed": ["enum-values-removed"],
  "guaranteed-field-missing": ["property-removed", "property-untyped"],
  "start-added": ["link-added"],
  "start-removed": ["link-removed"],
  "start-changed": ["link-changed"],
};
