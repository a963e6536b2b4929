/** One change of a document, as the corpus writes it. */
export type Edit =
  | { readonly set: string; readonly value: unknown }
  | { readonly remove: string }
  | { readonly rename: string; readonly to: string }
  | { readonly first: string };

/** A copy of a document with edits applied in order; an edit that finds nothing is a mistake in the corpus and throws. */
export const applyEdits = (document: unknown, edits: readonly Edit[]): unknown => {
  const copy: unknown = structuredClone(document);
  for (const edit of edits) applyEdit(copy, edit);
  return copy;
};

const applyEdit = (root: unknown, edit: Edit): void => {
  if ("set" in edit) {
    const { parent, key } = placeOf(root, edit.set);
    if (Array.isArray(parent) && key === "-") parent.push(structuredClone(edit.value));
    else Reflect.set(parent, key, structuredClone(edit.value));
    return;
  }
  if ("first" in edit) {
    const { parent, key } = placeOf(root, edit.first);
    const list: unknown = Reflect.get(parent, key);
    if (!Array.isArray(list)) throw missing(edit.first);
    list.unshift(list.pop());
    return;
  }
  const { parent, key } = placeOf(root, "rename" in edit ? edit.rename : edit.remove);
  if (!Object.hasOwn(parent, key)) throw missing("rename" in edit ? edit.rename : edit.remove);
  if ("rename" in edit) Reflect.set(parent, edit.to, takeOut(parent, key));
  else takeOut(parent, key);
};

const takeOut = (parent: object, key: string): unknown => {
  const value: unknown = Reflect.get(parent, key);
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
  return value;
};

const placeOf = (root: unknown, pointer: string): { readonly parent: object; readonly key: string } => {
  const tokens = pointer
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
  const key = tokens.pop() ?? "";
  let parent = root;
  for (const token of tokens) {
    if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, token)) throw missing(pointer);
    parent = Reflect.get(parent, token);
  }
  if (typeof parent !== "object" || parent === null) throw missing(pointer);
  return { parent, key };
};

const missing = (pointer: string): Error => new Error(`Failed to edit ${pointer}: the document has no such place.`);
