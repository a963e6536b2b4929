/** Lists of things, by a number. */
export interface SortedLists<Thing> {
  /** The least number that has a list; infinite without one. */
  firstMs(): number;
  add(thing: Thing, ms: number): void;
  /** Takes things out of the first list, in the order in which they came. */
  take(most: number): readonly Thing[];
  /** Drops all but some. Gives how many are left. */
  filter(stays: (thing: Thing, ms: number) => boolean): number;
}

export const createSortedLists = <Thing>(): SortedLists<Thing> => {
  const lists = new Map<number, Thing[]>();
  // The greatest first: most things are put in for later than all others.
  let times: number[] = [];

  const addList = (ms: number): Thing[] => {
    const list: Thing[] = [];
    const index = times.findIndex((other) => other < ms);
    times.splice(index < 0 ? times.length : index, 0, ms);
    lists.set(ms, list);
    return list;
  };
  return {
    firstMs: () => times.at(-1) ?? Infinity,
    add: (thing, ms) => void (lists.get(ms) ?? addList(ms)).push(thing),
    take: (most) => {
      const ms = times.at(-1) ?? 0;
      const list = lists.get(ms) ?? [];
      const things = list.splice(0, most);
      if (!list.length) lists.delete(times.pop() ?? ms);
      return things;
    },
    filter: (stays) => {
      let count = 0;
      for (const [ms, list] of lists) {
        const staying = list.filter((thing) => stays(thing, ms));
        count += staying.length;
        if (staying.length) lists.set(ms, staying);
        else lists.delete(ms);
      }
      times = times.filter((ms) => lists.has(ms));
      return count;
    },
  };
};
