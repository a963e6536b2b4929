import { isObject } from "@genwait/lifecycle";

/** The strings of a list; of anything else none. */
export const stringsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];

export const isNumber = (value: unknown): value is number => typeof value === "number";

/**
 * Gives equal JSON values the same number: the order of members says nothing, the order of a list does. Each object is read once,
 * however often it is asked about, and depth costs no stack.
 */
export class Identities {
  readonly #ofObject = new WeakMap<object, number>();
  readonly #ofText = new Map<string, number>();

  of(value: unknown): number {
    if (!isObject(value)) return this.#number(scalarText(value));
    const known = this.#ofObject.get(value);
    if (known !== undefined) return known;
    const open: object[] = [value];
    // A parsed document is a tree, or shares parts; a program could hand in a circle, which is entered once.
    const entered = new Set<object>();
    for (let current = open.at(-1); current !== undefined; current = open.at(-1)) {
      if (entered.has(current) || this.#ofObject.has(current)) {
        open.pop();
        if (entered.delete(current)) this.#ofObject.set(current, this.#number(this.#textOf(current)));
      } else {
        entered.add(current);
        for (const member of Object.values(current))
          if (isObject(member) && !this.#ofObject.has(member) && !entered.has(member)) open.push(member);
      }
    }
    return this.#ofObject.get(value) ?? 0;
  }

  same(left: unknown, right: unknown): boolean {
    return left === right || this.of(left) === this.of(right);
  }

  #textOf(value: object): string {
    const idOf = (each: unknown): number =>
      isObject(each) ? (this.#ofObject.get(each) ?? 0) : this.#number(scalarText(each));
    if (Array.isArray(value)) return `[${value.map(idOf).join()}]`;
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => `${JSON.stringify(name)}:${idOf(member)}`);
    return `{${members.sort().join()}}`;
  }

  #number(text: string): number {
    const known = this.#ofText.get(text);
    if (known !== undefined) return known;
    this.#ofText.set(text, this.#ofText.size + 1);
    return this.#ofText.size;
  }
}

const scalarText = (value: unknown): string =>
  typeof value === "string" ? JSON.stringify(value) : `${String(value)} ${typeof value}`;

/** Equality of small JSON values. */
export const sameJson = (left: unknown, right: unknown): boolean =>
  left === right || (isObject(left) && isObject(right) && new Identities().same(left, right));
