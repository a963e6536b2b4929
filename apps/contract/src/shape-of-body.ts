import { entriesOf } from "./json.ts";

/** The members of a body as pointers, list places as `*`; what is null or empty is not there. */
export const shapeOfBody = (body: unknown, pointer = ""): ReadonlySet<string> => {
  const members = Array.isArray(body) ? body.map((item: unknown) => ["*", item] as const) : entriesOf(body);
  const inner = members.flatMap(([name, value]) => {
    const place = `${pointer}/${name}`;
    return isEmpty(value) ? [] : [place, ...shapeOfBody(value, place)];
  });
  return new Set(inner);
};

const isEmpty = (value: unknown): boolean =>
  value == null || value === "" || (typeof value === "object" && Object.keys(value).length === 0);

/** Members that all of the shapes have. */
export const membersOfAll = ([first, ...rest]: readonly ReadonlySet<string>[]): readonly string[] =>
  [...(first ?? [])].filter((member) => rest.every((shape) => shape.has(member)));
