import type { Step } from "./change.ts";
import type { SchemaPair } from "./schemas.ts";

/** A set of small numbers. */
export type Bits = Uint32Array;

export const bitsOf = (size: number): Bits => new Uint32Array(Math.ceil(size / 32));

export const setBit = (bits: Bits, index: number): void => {
  bits[index >>> 5] = (bits[index >>> 5] ?? 0) | (1 << (index & 31));
};

export const addBits = (into: Bits, from: Bits): void => {
  from.forEach((word, index) => {
    into[index] = (into[index] ?? 0) | word;
  });
};

/** The numbers of a set, ascending. */
export const numbersIn = (bits: Bits): readonly number[] => {
  const numbers: number[] = [];
  bits.forEach((word, index) => {
    for (let rest = word; rest !== 0; rest &= rest - 1) numbers.push(index * 32 + 31 - Math.clz32(rest & -rest));
  });
  return numbers;
};

/** A pair that holds changes, and who reaches it. */
export interface ReachedPair {
  readonly pair: SchemaPair;
  /** The numbers of the sites. */
  readonly sites: Bits;
  /** The ways from the sites; undefined where there are many, or several from one site. */
  readonly paths: readonly (readonly Step[])[] | undefined;
}

/** Finds which of numbered sites reach which changed schemas. The cost is that of the graph, however many sites share it. */
export const reachedPairs = (
  roots: readonly (readonly [pair: SchemaPair, site: number])[],
  siteCount: number,
): readonly ReachedPair[] => {
  const above = usersOf(roots.map(([pair]) => pair));
  const changed = new Set([...above.keys()].filter(({ facts }) => facts.length > 0));
  // A set gives what is added while it is walked.
  for (const pair of changed) for (const user of above.get(pair) ?? []) changed.add(user);
  const sites = sitesOf(roots, changed, siteCount);
  const paths = pathsTo(roots, sites);
  return [...changed].flatMap((pair) => {
    const own = sites.get(pair);
    return own === undefined || pair.facts.length === 0 ? [] : [{ pair, sites: own, paths: paths.get(pair) }];
  });
};

/** Every pair that roots lead to, with those that it is below of. */
const usersOf = (roots: readonly SchemaPair[]): ReadonlyMap<SchemaPair, readonly SchemaPair[]> => {
  const above = new Map<SchemaPair, SchemaPair[]>(roots.map((pair) => [pair, []]));
  for (const [pair] of above) {
    for (const { pair: below } of pair.below) {
      const users = above.get(below);
      if (users === undefined) above.set(below, [pair]);
      else users.push(pair);
    }
  }
  return above;
};

/** The sites of each changed pair: pairs that contain each other have the same, and hand them down to what is below. */
const sitesOf = (
  roots: readonly (readonly [SchemaPair, number])[],
  changed: ReadonlySet<SchemaPair>,
  siteCount: number,
): ReadonlyMap<SchemaPair, Bits> => {
  const groups = circlesOf(
    roots.map(([pair]) => pair),
    changed,
  );
  const sites = new Map<SchemaPair, Bits>();
  for (const group of groups) {
    const bits = bitsOf(siteCount);
    for (const pair of group) sites.set(pair, bits);
  }
  for (const [pair, site] of roots) {
    const bits = sites.get(pair);
    if (bits !== undefined) setBit(bits, site);
  }
  for (const group of groups) {
    for (const pair of group) {
      const own = sites.get(pair);
      for (const { pair: below } of pair.below) {
        const bits = sites.get(below);
        if (own !== undefined && bits !== undefined && bits !== own) addBits(bits, own);
      }
    }
  }
  return sites;
};

/** Groups of pairs that contain each other, whoever contains a group before it: Tarjan's algorithm, on a stack of its own. */
const circlesOf = (
  roots: readonly SchemaPair[],
  changed: ReadonlySet<SchemaPair>,
): readonly (readonly SchemaPair[])[] => {
  const numbers = new Map<SchemaPair, number>();
  const lowest = new Map<SchemaPair, number>();
  const pending = new Set<SchemaPair>();
  const path: SchemaPair[] = [];
  const groups: SchemaPair[][] = [];
  for (const root of roots) {
    const open: { readonly pair: SchemaPair; next: number }[] = changed.has(root) ? [{ pair: root, next: 0 }] : [];
    for (let frame = open.at(-1); frame !== undefined; frame = open.at(-1)) {
      const { pair } = frame;
      if (frame.next === 0 && !numbers.has(pair)) {
        numbers.set(pair, numbers.size);
        lowest.set(pair, numbers.size - 1);
        pending.add(pair);
        path.push(pair);
      } else if (frame.next === 0) {
        open.pop();
        continue;
      }
      const below = pair.below[frame.next]?.pair;
      frame.next += 1;
      if (below !== undefined) {
        if (!changed.has(below)) continue;
        if (!numbers.has(below)) open.push({ pair: below, next: 0 });
        else if (pending.has(below)) lower(lowest, pair, numbers.get(below) ?? 0);
        continue;
      }
      if (frame.next <= pair.below.length) continue;
      open.pop();
      const user = open.at(-1)?.pair;
      if (user !== undefined && pending.has(pair)) lower(lowest, user, lowest.get(pair) ?? 0);
      if (lowest.get(pair) !== numbers.get(pair)) continue;
      const group = path.splice(path.lastIndexOf(pair));
      for (const member of group) pending.delete(member);
      groups.push(group);
    }
  }
  return groups.reverse();
};

const lower = (lowest: Map<SchemaPair, number>, pair: SchemaPair, number: number): void => {
  lowest.set(pair, Math.min(lowest.get(pair) ?? number, number));
};

/** The way from each site to the pairs that few sites reach. Whatever is above such a pair is reached by as few. */
const pathsTo = (
  roots: readonly (readonly [SchemaPair, number])[],
  sites: ReadonlyMap<SchemaPair, Bits>,
): ReadonlyMap<SchemaPair, readonly (readonly Step[])[]> => {
  const few = new Set([...sites].filter(([, bits]) => numbersIn(bits).length <= mostPaths).map(([pair]) => pair));
  const paths = new Map<SchemaPair, (readonly Step[])[]>();
  const several = new Set<SchemaPair>();
  for (const root of new Set(roots.map(([pair]) => pair))) {
    if (!few.has(root)) continue;
    const ways = new Map<SchemaPair, Way | undefined>([[root, undefined]]);
    for (const [pair, way] of ways) {
      if (pair.facts.length > 0) paths.set(pair, [...(paths.get(pair) ?? []), stepsOf(way)]);
      for (const { steps, pair: below } of pair.below) {
        if (!few.has(below)) continue;
        if (ways.has(below)) several.add(below);
        else ways.set(below, { above: way, steps });
      }
    }
  }
  for (const pair of several) {
    paths.delete(pair);
    for (const { pair: below } of pair.below) several.add(below);
  }
  return paths;
};

// More sites than these are told by the name of the component that they share.
const mostPaths = 16;

/** A way that shares its beginning with others. */
interface Way {
  readonly above: Way | undefined;
  readonly steps: readonly Step[];
}

const stepsOf = (way: Way | undefined): readonly Step[] => {
  const parts: (readonly Step[])[] = [];
  for (let part = way; part !== undefined; part = part.above) parts.push(part.steps);
  return parts.reverse().flat();
};
