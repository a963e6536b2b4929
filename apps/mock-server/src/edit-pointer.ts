import { isRecord, pointerTokens } from "@genwait/lifecycle";

/**
 * Puts a value at a JSON Pointer and gives the root back: the same one, changed, or the value itself for the empty
 * pointer. Parents that are missing, or are no containers, become objects.
 */
export const setAt = (root: unknown, pointer: string, value: unknown): unknown => {
  const tokens = pointerTokens(pointer);
  const last = tokens.at(-1);
  if (last === undefined) return value;
  const top = isContainer(root) ? root : {};
  let parent = top;
  for (const token of tokens.slice(0, -1)) parent = childContainer(parent, token);
  put(parent, last, value);
  return top;
};

/** Takes the member at a JSON Pointer away, if it is there; gives the root back. */
export const removeAt = (root: unknown, pointer: string): unknown => {
  const tokens = pointerTokens(pointer);
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  let parent = root;
  for (const token of tokens.slice(0, -1)) parent = isContainer(parent) ? Reflect.get(parent, token) : undefined;
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (isRecord(parent)) Reflect.deleteProperty(parent, last);
  return root;
};

/** Whether one pointer is the other, or leads through it. */
export const isWithin = (pointer: string, ancestor: string): boolean =>
  pointer === ancestor || pointer.startsWith(`${ancestor}/`);

type Container = Record<string, unknown> | unknown[];

const isContainer = (value: unknown): value is Container => isRecord(value) || Array.isArray(value);

const childContainer = (parent: Container, token: string): Container => {
  const child: unknown = Object.hasOwn(parent, token) ? Reflect.get(parent, token) : undefined;
  if (isContainer(child)) return child;
  const made: Container = {};
  put(parent, token, made);
  return made;
};

// Defined, not assigned: a member called __proto__ is a member.
const put = (parent: Container, token: string, value: unknown): void => {
  Object.defineProperty(parent, token, { value, writable: true, enumerable: true, configurable: true });
};
