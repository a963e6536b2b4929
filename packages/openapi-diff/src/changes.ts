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
} from "./change.ts";
import { componentAt, memberOf, type SpecDocument, type SpecNode, valueAt } from "./document.ts";
import { sameJson } from "./json.ts";
import type { Operation } from "./operations.ts";
import { deprecationFact, type SchemaFact, type SchemaPair, SchemaPairs } from "./schemas.ts";
import { Unchanged } from "./unchanged.ts";

/** Where a comparison stands, for the subject of what it finds. */
export interface Site {
  readonly place: Place;
  /** None for what is the whole document's. */
  readonly operation?: OperationName | undefined;
  readonly direction?: Direction;
  /** Whether a change of a schema is one of its documentation here, whatever it is elsewhere. */
  readonly isSoft?: (pair: SchemaPair, path: readonly Step[]) => boolean;
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
  readonly #roots: (readonly [pair: SchemaPair, site: Site])[] = [];

  constructor(old: SpecDocument, revised: SpecDocument, options: { readonly types: boolean }) {
    this.old = old;
    this.revised = revised;
    this.types = options.types;
    this.schemas = new SchemaPairs(new Unchanged(old, revised), options);
  }

  add(fact: Fact, site: Site, pointer: string, path: readonly Step[] = []): void {
    const key = `${pointer} ${identityOf(fact)}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { fact, pointer, path, pathText: JSON.stringify(path), uses: new Map(), directions: new Set() };
      this.#entries.set(key, entry);
    } else {
      // One bump for a change: that of its hardest use.
      if (!atLeast(entry.fact.bump, fact.bump)) entry.fact = fact;
      if (entry.pathText !== JSON.stringify(path)) entry.pathText = undefined;
    }
    if (site.direction !== undefined) entry.directions.add(site.direction);
    const placeKey = JSON.stringify(site.place);
    let use = entry.uses.get(placeKey);
    if (use === undefined) {
      use = { place: site.place, operations: new Map() };
      entry.uses.set(placeKey, use);
    }
    if (site.operation !== undefined) use.operations.set(operationText(site.operation), site.operation);
  }

  /** Compares two schemas at a site; a member that is missing is any value. */
  addSchemas(old: SpecNode | undefined, revised: SpecNode | undefined, site: Site): void {
    const pair = this.schemas.pairOf(old, revised, site.direction ?? "request");
    if (pair !== undefined) this.#roots.push([pair, site]);
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
    this.#spread();
    const changes = [...this.#entries.values()].map(changeOf);
    const told = withoutRepetitions(changes);
    return told.sort((left, right) => rank(left) - rank(right));
  }

  /** Gives every change of a schema the operations that reach it. */
  #spread(): void {
    this.schemas.settle();
    const changed = changedPairs(this.#roots.map(([pair]) => pair));
    for (const [root, site] of this.#roots) {
      if (!changed.has(root)) continue;
      const visited = new Set([root]);
      const open: Visit[] = [{ pair: root, path: undefined }];
      // In the order of the document, and the shortest way to a schema first.
      for (const visit of open) {
        const path = stepsOf(visit.path);
        for (const found of visit.pair.facts) {
          const whole = [...path, ...found.steps];
          const fact = site.isSoft?.(visit.pair, whole) === true ? softened(found.fact) : found.fact;
          this.add(fact, site, found.pointer, whole);
        }
        for (const { steps, pair } of visit.pair.below) {
          if (visited.has(pair) || !changed.has(pair)) continue;
          visited.add(pair);
          open.push({ pair, path: { above: visit.path, steps } });
        }
      }
    }
  }
}

const rank = ({ code, bump }: Change): number => (code === "base-url-changed" ? -1 : order.indexOf(bump));

const order: readonly Bump[] = ["major", "minor", "patch"];

interface Entry {
  fact: Fact;
  readonly pointer: string;
  readonly path: readonly Step[];
  /** Undefined once two uses have different ways to the place. */
  pathText: string | undefined;
  readonly uses: Map<string, { readonly place: Place; readonly operations: Map<string, OperationName> }>;
  readonly directions: Set<Direction>;
}

/** The way from a root, as a list that shares its beginnings. */
interface Visit {
  readonly pair: SchemaPair;
  readonly path: Path | undefined;
}

interface Path {
  readonly above: Path | undefined;
  readonly steps: readonly Step[];
}

const stepsOf = (path: Path | undefined): readonly Step[] => {
  const parts: (readonly Step[])[] = [];
  for (let part = path; part !== undefined; part = part.above) parts.push(part.steps);
  return parts.reverse().flat();
};

/** The pairs that hold a change, or lead to one. */
const changedPairs = (roots: readonly SchemaPair[]): ReadonlySet<SchemaPair> => {
  const above = new Map<SchemaPair, SchemaPair[]>(roots.map((pair) => [pair, []]));
  const open = [...above.keys()];
  for (const pair of open) {
    for (const { pair: below } of pair.below) {
      const known = above.get(below);
      if (known === undefined) open.push(below);
      above.set(below, known ?? []);
      above.get(below)?.push(pair);
    }
  }
  const changed = new Set(open.filter(({ facts }) => facts.length > 0));
  for (const pair of changed) for (const user of above.get(pair) ?? []) changed.add(user);
  return changed;
};

const softened = (fact: SchemaFact["fact"]): Fact => ({ ...fact, bump: "patch" });

/** What tells two changes at one pointer apart: their code, and the values that are short enough to be part of a key. */
const identityOf = (fact: Fact): string => {
  if (fact.code === "text-changed" || fact.code === "keyword-changed" || fact.code === "rule-changed") {
    return `${fact.code} ${"member" in fact ? fact.member : "keyword" in fact ? fact.keyword : fact.rule}`;
  }
  return JSON.stringify({ ...fact, bump: undefined });
};

const changeOf = ({ fact, pointer, path, pathText, uses, directions }: Entry): Change => {
  const operations = new Map([...uses.values()].flatMap((use) => [...use.operations]));
  const isShared = uses.size > 1 || operations.size > mostNamed || pathText === undefined;
  const component = isShared ? componentAt(pointer) : undefined;
  const subject: Subject = {
    operations: [...operations.values()],
    uses: [...uses.values()].map((use) => ({ place: use.place, operations: [...use.operations.values()] })),
    directions: [...directions],
    ...(component !== undefined && { component }),
    path: component === undefined ? path : pathWithin(pointer),
    pointer,
  };
  return { ...fact, subject };
};

// More operations than these are told by the name of what they share.
const mostNamed = 4;

/** The way from a component schema to the member at a pointer. */
const pathWithin = (pointer: string): readonly Step[] => {
  const tokens = pointer
    .split("/")
    .slice(4)
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
