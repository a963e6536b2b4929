import type { Finding } from "../finding.ts";
import { normalSchema } from "./normal-schema.ts";
import type { NormalSchema, Schema } from "./schema.ts";
import { type CompareAspect, inside, memberSubject, type Side, type Spot } from "./spot.ts";

/** The named members of an object: which there are, which must be there, and what each may be. */
export const compareProperties: CompareAspect = (old, revised, spot, compare) => {
  const findings: Finding[] = [];
  const names = new Set([...old.properties.keys(), ...revised.properties.keys(), ...old.required, ...revised.required]);
  for (const name of names) {
    const [before, after] = [memberIn(old, name, spot.side), memberIn(revised, name, spot.side)];
    if (before === undefined && after === undefined) {
      // A name that is only required, and described nowhere.
      if (!old.properties.has(name) && !revised.properties.has(name))
        findings.push(...requiredness(name, old, revised, spot));
    } else if (before === undefined) findings.push(addedProperty(name, [old, revised], spot));
    else if (after === undefined) findings.push(removedProperty(name, [old, revised], spot));
    else {
      findings.push(...requiredness(name, old, revised, spot));
      findings.push(...compare(before, after, inside(spot, name)));
    }
  }
  return findings;
};

/** A member as one side sees it: nobody sends what is `readOnly`, nobody receives what is `writeOnly`. */
const memberIn = (object: NormalSchema, name: string, side: Side): Schema | undefined => {
  const member = object.properties.get(name);
  if (member === undefined) return undefined;
  return normalSchema(member).notes.get(side === "request" ? "readOnly" : "writeOnly") === true ? undefined : member;
};

const addedProperty = (name: string, [old, revised]: readonly [NormalSchema, NormalSchema], spot: Spot): Finding => {
  const required = revised.required.has(name);
  const wasRequired = old.required.has(name) && !old.properties.has(name);
  const breaking = spot.side === "request" && required && !wasRequired;
  const isNew = old.properties.has(name) ? `is no longer ${filteredWord(spot)}` : "is new";
  return {
    bump: breaking ? "major" : "minor",
    change: "property-added",
    pointer: pointerOf(name, revised),
    message: `${memberSubject(name, spot)} ${isNew}${breaking ? " and required" : ""}.`,
    new: required ? "required" : "optional",
  };
};

const removedProperty = (name: string, [old, revised]: readonly [NormalSchema, NormalSchema], spot: Spot): Finding => ({
  bump: "major",
  change: "property-removed",
  pointer: pointerOf(name, old.properties.has(name) ? old : revised),
  message: `${memberSubject(name, spot)} ${revised.properties.has(name) ? `is now ${filteredWord(spot)}` : "was removed"}.`,
  old: old.required.has(name) ? "required" : "optional",
});

const filteredWord = ({ side }: Spot): string => (side === "request" ? "read-only" : "write-only");

const requiredness = (name: string, old: NormalSchema, revised: NormalSchema, spot: Spot): readonly Finding[] => {
  const [before, after] = [old.required.has(name), revised.required.has(name)];
  if (before === after) return [];
  const breaking = spot.side === "request" ? after : before;
  const words =
    spot.side === "request" ? ["is now required", "is now optional"] : ["is now always there", "may now be missing"];
  return [
    {
      bump: breaking ? "major" : "minor",
      change: "required",
      pointer: pointerOf(name, revised),
      message: `${memberSubject(name, spot)} ${after ? words[0] : words[1]}.`,
      old: before ? "required" : "optional",
      new: after ? "required" : "optional",
    },
  ];
};

const pointerOf = (name: string, object: NormalSchema): string =>
  object.properties.get(name)?.[0]?.pointer ?? `${object.pointer}/required`;
