import type { Fact, Place } from "./change.ts";
import { type Changes, type Exchange, type Site, siteIn } from "./changes.ts";
import { follow, memberOf, membersOf, type SpecNode, valueAt } from "./document.ts";
import { sameJson } from "./json.ts";
import { isNearName } from "./near-name.ts";
import { type Parameter, parametersOf } from "./operations.ts";
import { unknownMembers } from "./schemas.ts";

/** What a request carries beside its body. */
export const compareParameters = (changes: Changes, exchange: Exchange): void => {
  const [before, after] = [parametersOf(exchange.old), parametersOf(exchange.revised)];
  const removed: Parameter[] = [];
  const added = new Set([...after].filter(([key]) => !before.has(key)).map(([, parameter]) => parameter));
  for (const [key, parameter] of before) {
    const same = after.get(key);
    if (same === undefined) removed.push(parameter);
    else compareParameter(changes, exchange, parameter, same);
  }
  for (const parameter of removed) {
    const moved = [...added].find((other) => isMoved(parameter, other));
    const renamed = moved ?? [...added].find((other) => isRenamed(changes, parameter, other));
    if (renamed !== undefined) added.delete(renamed);
    changes.add(factOfRemoved(parameter, renamed), siteOf(exchange, parameter), (renamed ?? parameter).node.pointer);
  }
  for (const parameter of added) {
    const { required } = parameter;
    const bump = exchange.sent === "request" && required ? "major" : "minor";
    changes.add({ code: "parameter-added", bump, required }, siteOf(exchange, parameter), parameter.node.pointer);
  }
};

const siteOf = (exchange: Exchange, { location, name }: Parameter): Site =>
  siteIn(exchange, { in: "parameter", location, name }, exchange.sent);

const isMoved = (old: Parameter, revised: Parameter): boolean =>
  old.name === revised.name && old.location !== revised.location;

/** The same schema in the same part of the request, under a name that is near or with the same description. */
const isRenamed = (changes: Changes, old: Parameter, revised: Parameter): boolean => {
  if (old.location !== revised.location || old.schema === undefined || revised.schema === undefined) return false;
  const description = valueAt(old.node, "description");
  const isSameThing =
    isNearName(old.name, revised.name) ||
    (description !== undefined && description === valueAt(revised.node, "description"));
  const bump = isSameThing ? changes.schemas.bumpBetween(old.schema, revised.schema, "request") : "major";
  return bump === "none" || bump === "patch";
};

const factOfRemoved = ({ name, location, required }: Parameter, renamed: Parameter | undefined): Fact => {
  if (renamed === undefined) return { code: "parameter-removed", bump: "major", required };
  if (renamed.name === name) return { code: "parameter-moved", bump: "major", old: location, new: renamed.location };
  return { code: "parameter-renamed", bump: "major", old: name, new: renamed.name };
};

const compareParameter = (changes: Changes, exchange: Exchange, old: Parameter, revised: Parameter): void => {
  const site = siteOf(exchange, revised);
  const { pointer } = revised.node;
  if (old.name !== revised.name) {
    // Paths have no names on the wire, and headers no case; the arguments of a typed client have both.
    const code = revised.location === "path" ? "path-parameter-renamed" : "parameter-renamed";
    const bump = changes.types ? "major" : "patch";
    changes.add({ code, bump, old: old.name, new: revised.name }, siteOf(exchange, old), pointer);
  }
  if (old.required !== revised.required) {
    const isBreaking = exchange.sent === "request" ? revised.required : old.required;
    const code = revised.required ? "parameter-required" : "parameter-optional";
    changes.add({ code, bump: isBreaking ? "major" : "minor" }, site, pointer);
  }
  compareStyle(changes, site, old, revised);
  if ((old.content === undefined) === (revised.content === undefined)) {
    changes.addSchemas(old.schema, revised.schema, site);
    compareContent(changes, old.content, revised.content, site);
  } else {
    const [was, is] = [old, revised].map(({ content }) => [...membersOf(content).keys()][0] ?? "style");
    changes.add({ code: "parameter-content-changed", bump: "major", old: was ?? "", new: is ?? "" }, site, pointer);
  }
  changes.addDeprecation(old.node, revised.node, site);
  for (const found of unknownMembers(old.node.value, revised.node.value, knownMembers)) {
    changes.add({ code: "keyword-changed", bump: "patch", ...found }, site, pointer);
  }
  changes.addTexts(old.node, revised.node, ["description", "example", "examples"], site);
};

const knownMembers: ReadonlySet<string> = new Set(
  "name in description required deprecated allowEmptyValue style explode allowReserved schema example examples content".split(
    " ",
  ),
);

/** How a value is written into the request. */
const compareStyle = (changes: Changes, site: Site, old: Parameter, revised: Parameter): void => {
  const [before, after] = [styleOf(changes, old), styleOf(changes, revised)];
  for (const [keyword, is] of after) {
    const was = before.get(keyword);
    if (was === is || was === undefined || is === undefined) continue;
    const bump = keyword === "allowEmptyValue" && is === true ? "minor" : "major";
    changes.add({ code: "parameter-style-changed", bump, keyword, old: was, new: is }, site, revised.node.pointer);
  }
};

/** With the defaults of the specification; what makes no difference for the parameter's type is left out. */
const styleOf = (changes: Changes, { node, location, schema }: Parameter): ReadonlyMap<string, unknown> => {
  const style = valueAt(node, "style") ?? (location === "query" || location === "cookie" ? "form" : "simple");
  const { types } = changes.schemas.forms.of(schema === undefined ? [] : [schema]);
  const isPlain = types !== undefined && !types.includes("array") && !types.includes("object");
  return new Map<string, unknown>([
    ["style", style],
    ["explode", isPlain ? undefined : (valueAt(node, "explode") ?? style === "form")],
    ["allowReserved", valueAt(node, "allowReserved") ?? false],
    ["allowEmptyValue", valueAt(node, "allowEmptyValue") ?? false],
  ]);
};

/** The body of a request. */
export const compareRequestBody = (changes: Changes, exchange: Exchange): void => {
  const [before, after] = [exchange.old, exchange.revised].map(({ node }) => {
    const body = memberOf(node, "requestBody");
    return body === undefined ? undefined : follow(body);
  });
  const site = siteIn(exchange, { in: "request-body" }, exchange.sent);
  if (before === undefined && after === undefined) return;
  if (before === undefined || after === undefined) {
    const required = valueAt(after, "required") === true;
    const fact: Fact =
      after === undefined
        ? { code: "request-body-removed", bump: "major" }
        : { code: "request-body-added", bump: exchange.sent === "request" && required ? "major" : "minor", required };
    changes.add(fact, site, (after ?? before)?.pointer ?? "");
    return;
  }
  const [was, is] = [valueAt(before, "required") === true, valueAt(after, "required") === true];
  if (was !== is) {
    const isBreaking = exchange.sent === "request" ? is : was;
    const code = is ? "request-body-required" : "request-body-optional";
    changes.add({ code, bump: isBreaking ? "major" : "minor" }, site, after.pointer);
  }
  compareContent(changes, memberOf(before, "content"), memberOf(after, "content"), site);
  changes.addTexts(before, after, ["description"], site);
};

/** The media types of a body and the schema of each. */
export const compareContent = (
  changes: Changes,
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  site: Site,
): void => {
  const [before, after] = [byEssence(old), byEssence(revised)];
  const isSoft = site.isSoft !== undefined;
  for (const [mediaType, media] of before) {
    const same = after.get(mediaType) ?? (site.direction === "request" ? rangeFor(mediaType, after) : undefined);
    if (same === undefined) {
      changes.add({ code: "media-type-removed", bump: isSoft ? "patch" : "major", mediaType }, site, media.pointer);
    } else {
      // Named only where there is a choice.
      const place: Place = before.size > 1 ? { ...site.place, mediaType } : site.place;
      compareMedia(changes, media, same, { ...site, place });
    }
  }
  for (const [mediaType, media] of after) {
    if (before.has(mediaType)) continue;
    changes.add({ code: "media-type-added", bump: isSoft ? "patch" : "minor", mediaType }, site, media.pointer);
  }
};

/** `application/json; charset=utf-8` is `application/json` to everybody who reads or writes it. */
const byEssence = (content: SpecNode | undefined): ReadonlyMap<string, SpecNode> =>
  new Map([...membersOf(content)].map(([type, media]) => [(type.split(";")[0] ?? type).trim().toLowerCase(), media]));

/** A range such as `image/*` takes in every type of its family; a response that is described by one may be any of them. */
const rangeFor = (type: string, content: ReadonlyMap<string, SpecNode>): SpecNode | undefined =>
  content.get(`${type.split("/")[0] ?? ""}/*`) ?? content.get("*/*");

const compareMedia = (changes: Changes, old: SpecNode, revised: SpecNode, site: Site): void => {
  changes.addSchemas(memberOf(old, "schema"), memberOf(revised, "schema"), site);
  changes.addSchemas(memberOf(old, "itemSchema"), memberOf(revised, "itemSchema"), site);
  compareEncoding(changes, memberOf(old, "encoding"), memberOf(revised, "encoding"), site);
  for (const found of unknownMembers(old.value, revised.value, mediaMembers)) {
    changes.add({ code: "keyword-changed", bump: "patch", ...found }, site, revised.pointer);
  }
  changes.addTexts(old, revised, ["example", "examples"], site);
};

const mediaMembers: ReadonlySet<string> = new Set(["schema", "itemSchema", "example", "examples", "encoding"]);

/** How the parts of a form are written: other bytes for the same value. */
const compareEncoding = (
  changes: Changes,
  old: SpecNode | undefined,
  revised: SpecNode | undefined,
  site: Site,
): void => {
  const [before, after] = [membersOf(old), membersOf(revised)];
  for (const part of new Set([...before.keys(), ...after.keys()])) {
    for (const keyword of ["contentType", "style", "explode", "allowReserved"]) {
      const standard = keyword === "allowReserved" ? false : undefined;
      const [was, is] = [before.get(part), after.get(part)].map((node) => valueAt(node, keyword) ?? standard);
      if (sameJson(was, is)) continue;
      const pointer = (after.get(part) ?? before.get(part))?.pointer ?? "";
      changes.add({ code: "encoding-changed", bump: "major", part, keyword, old: was, new: is }, site, pointer);
    }
  }
};
