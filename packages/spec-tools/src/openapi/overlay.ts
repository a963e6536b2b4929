import { openapiOverlay } from "openapi-format";
import { paths } from "jsonpathly";

import { CommandError } from "../command.ts";
import { isJsonList, isJsonObject, type Json, type JsonObject, listAt, memberOf, textAt } from "./json.ts";

/** What an overlay is read from, for messages. */
export interface OverlaySource {
  readonly path: string;
  /** The line of a place in the overlay. */
  readonly lineAt?: (tokens: readonly string[]) => { readonly line?: number };
}

/** An action of an overlay that changed nothing, because nothing is where it points. */
export interface UnusedAction {
  /** From 0, in the order of the overlay. */
  readonly index: number;
  readonly target: string;
}

/** A member that an action's update brought, and that the document did not have before. What is inside it is new as well. */
export interface Addition {
  /** The action, from 0. */
  readonly index: number;
  /** The way to it in the document. */
  readonly tokens: readonly string[];
  /** The way to it in the action's update. */
  readonly way: readonly string[];
  readonly value: Json;
}

/** A value that an action wrote: an addition, or one that stands in place of another. */
export interface Write {
  /** The action, from 0. */
  readonly index: number;
  /** The way to it in the document. */
  readonly tokens: readonly string[];
  readonly value: Json;
}

/** A document with an overlay applied. */
export interface Overlaid {
  readonly document: JsonObject;
  readonly unusedActions: readonly UnusedAction[];
  /** Where each action found its targets, by its index. */
  readonly places: readonly (readonly (readonly string[])[])[];
  readonly additions: readonly Addition[];
  /** Everything that actions wrote, in their order. */
  readonly writes: readonly Write[];
}

/**
 * Applies an OpenAPI Overlay 1.0 to a copy of a document. Keys keep the document's order; what the overlay adds follows in its own,
 * so the same two files always give the same bytes.
 *
 * @throws CommandError when the overlay is none
 */
export const applyOverlay = async (document: JsonObject, overlay: Json, source: OverlaySource): Promise<Overlaid> => {
  const actions = actionsOf(overlay, source);
  const unusedActions: UnusedAction[] = [];
  const places: (readonly (readonly string[])[])[] = [];
  const additions: Addition[] = [];
  const writes: Write[] = [];
  // Without what YAML's aliases share: an update at one place is no update at another.
  let current: JsonObject = JSON.parse(JSON.stringify(document));
  // One action after the other on the one copy: each sees what those before it did, and nothing is copied again.
  for (const [index, action] of actions.entries()) {
    const found = targetsIn(current, action.target, placeOf(source, ["actions", `${index}`, "target"]));
    places.push(found);
    if (found.length === 0) {
      unusedActions.push({ index, target: action.target });
      continue;
    }
    for (const tokens of found)
      if (action.update !== undefined) {
        const at = { index, tokens, way: [] };
        const present = valueAt(current, tokens);
        const added = additionsOf(present, action.update, at);
        additions.push(...added);
        writes.push(...added, ...replacementsOf(present, action.update, at));
      }
    const { data } = await openapiOverlay(current, { overlaySet: { overlay: "1.0.0", actions: [action] } });
    current = isJsonObject(data) ? data : current;
  }
  return { document: toJson(current), unusedActions, places, additions, writes };
};

type Action = { readonly target: string; readonly update?: Json; readonly remove?: boolean };

const actionsOf = (overlay: Json, source: OverlaySource): readonly Action[] => {
  const version = textAt(overlay, "overlay");
  if (version === undefined || !version.startsWith("1.0.")) {
    throw new CommandError(
      `Failed to read ${source.path}: it is no OpenAPI Overlay 1.0. Begin it with "overlay: 1.0.0".`,
    );
  }
  return listAt(overlay, "actions").map((action, index) => {
    const target = textAt(action, "target");
    const update = memberOf(action, "update");
    const removes = memberOf(action, "remove") === true;
    const place = placeOf(source, ["actions", `${index}`]);
    if (target === undefined || !target.startsWith("$")) {
      throw new CommandError(
        `Failed to read ${place}: action ${index + 1} has no target. Write a JSONPath such as "target: $.info".`,
      );
    }
    if (update === undefined && !removes) {
      throw new CommandError(
        `Failed to read ${place}: action ${index + 1} (${target}) does nothing. Give it "update" or "remove: true".`,
      );
    }
    return { target, ...(update !== undefined && { update }), ...(removes && { remove: true }) };
  });
};

const placeOf = ({ path, lineAt }: OverlaySource, tokens: readonly string[]): string => {
  const line = lineAt?.(tokens).line;
  return line === undefined ? path : `${path}:${line}`;
};

const targetsIn = (document: JsonObject, target: string, place: string): readonly (readonly string[])[] => {
  try {
    return paths(document, target).map(tokensOfPath);
  } catch (cause) {
    const message = `Failed to read ${place}: ${target} is no JSONPath. Write one such as $.paths['/jobs'].get.`;
    throw new CommandError(message, { cause });
  }
};

/** The tokens of a normalized path of RFC 9535, such as `$['paths']['/jobs'][0]`. */
const tokensOfPath = (path: string): readonly string[] =>
  [...path.matchAll(/\[(?:'((?:[^'\\]|\\.)*)'|(\d+))\]/gs)].map(([, name, index]) =>
    name === undefined ? (index ?? "") : name.replaceAll(/\\u([0-9a-fA-F]{4})|\\(.)/gs, unescaped),
  );

const unescaped = (_: string, code: string | undefined, sign: string): string =>
  code === undefined ? (controls[sign] ?? sign) : String.fromCodePoint(Number.parseInt(code, 16));

const controls: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

const valueAt = (document: JsonObject, tokens: readonly string[]): Json | undefined =>
  tokens.reduce<Json | undefined>(
    (value, token) => (isJsonList(value) ? value[Number(token)] : memberOf(value, token)),
    document,
  );

const additionsOf = (
  present: Json | undefined,
  update: Json,
  at: Pick<Addition, "index" | "tokens" | "way">,
): readonly Addition[] => {
  if (isJsonList(update)) return newEntries(present, update, at);
  if (!isJsonObject(update)) return [];
  return Object.entries(update).flatMap(([name, value]) => {
    const inside = { index: at.index, tokens: [...at.tokens, name], way: [...at.way, name] };
    const own = memberOf(present, name);
    return own === undefined ? [{ ...inside, value }] : additionsOf(own, value, inside);
  });
};

/** Lists grow, but for parameters: one of the same name in the same place is merged. */
const newEntries = (
  present: Json | undefined,
  update: readonly Json[],
  at: Pick<Addition, "index" | "tokens" | "way">,
): readonly Addition[] => {
  const own = isJsonList(present) ? present : [];
  let next = own.length;
  return update.flatMap((value, index) => {
    const twin = twinOf(value, own);
    const way = [...at.way, `${index}`];
    if (twin !== -1) {
      return additionsOf(own[twin], value, { index: at.index, tokens: [...at.tokens, `${twin}`], way });
    }
    next += 1;
    return [{ index: at.index, tokens: [...at.tokens, `${next - 1}`], way, value }];
  });
};

/** The values of an update that stand in place of others. */
const replacementsOf = (
  present: Json | undefined,
  update: Json,
  { index, tokens, way }: Pick<Addition, "index" | "tokens" | "way">,
): readonly Write[] => {
  if (!isJsonObject(update) || !isJsonObject(present)) return [];
  return Object.entries(update).flatMap(([name, value]): readonly Write[] => {
    const own = memberOf(present, name);
    const inside = { index, tokens: [...tokens, name], way: [...way, name] };
    if (own === undefined) return [];
    if (isJsonObject(value) && isJsonObject(own)) return replacementsOf(own, value, inside);
    if (isJsonList(value) && isJsonList(own)) return replacedEntries(own, value, inside);
    return JSON.stringify(own) === JSON.stringify(value) ? [] : [{ index, tokens: inside.tokens, value }];
  });
};

/** Entries of a list are added, but for parameters of the same name in the same place, which are merged. */
const replacedEntries = (
  own: readonly Json[],
  update: readonly Json[],
  { index, tokens, way }: Pick<Addition, "index" | "tokens" | "way">,
): readonly Write[] =>
  update.flatMap((value) => {
    const twin = twinOf(value, own);
    return twin === -1 ? [] : replacementsOf(own[twin], value, { index, tokens: [...tokens, `${twin}`], way });
  });

const twinOf = (value: Json, list: readonly Json[]): number =>
  list.findIndex(
    (entry) =>
      textAt(value, "name") !== undefined &&
      textAt(entry, "name") === textAt(value, "name") &&
      textAt(entry, "in") === textAt(value, "in"),
  );

// A round trip through JSON drops nothing of a JSON document, and frees the result of objects that two places share.
const toJson = (data: unknown): JsonObject => {
  const copy: unknown = JSON.parse(JSON.stringify(data));
  return isJsonObject(copy) ? copy : {};
};
