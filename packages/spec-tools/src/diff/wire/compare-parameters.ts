import { compareUnknown, knownMembers } from "../compare-unknown.ts";
import type { Finding } from "../finding.ts";
import { capitalized, type CompareSchemas, type Side, type Spot, shown } from "../schema/spot.ts";
import { compareContent } from "./compare-content.ts";
import { compareDeprecation, compareTexts } from "./compare-texts.ts";
import type { Operation } from "./operations-of.ts";
import { type Parameter, parametersOf } from "./parameter.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** What a request carries beside its body. `side` is "response" in callbacks, where the service sends them. */
export const compareParameters = (
  old: Operation,
  revised: Operation,
  side: Side,
  compare: CompareSchemas,
): readonly Finding[] => {
  const [before, after] = [parametersOf(old), parametersOf(revised)];
  return [
    ...[...before].flatMap(([key, parameter]) => {
      const counterpart = after.get(key);
      if (counterpart === undefined) return removed(parameter, old);
      return compareParameter(
        parameter,
        counterpart,
        { side, place: placeOf(counterpart, revised), path: "" },
        compare,
      );
    }),
    ...[...after].filter(([key]) => !before.has(key)).map(([, parameter]) => added(parameter, revised, side)),
  ];
};

const placeOf = (parameter: Parameter, operation: Operation): string =>
  `the ${parameter.in} parameter ${mdCode(parameter.name)} of ${mdCode(operation.name)}`;

const compareParameter = (
  old: Parameter,
  revised: Parameter,
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  const subject = capitalized(spot.place);
  return [
    ...requiredness(old, revised, subject, spot.side),
    ...compareWriting(old, revised, subject),
    ...compareSchemas(old, revised, spot, compare),
    ...compareDeprecation(old.node, revised.node, subject),
    ...compareUnknown(old.node, revised.node, knownMembers.parameter, subject),
    ...compareTexts(old.node, revised.node, ["description", "example", "examples"], subject),
  ];
};

/** A parameter has a schema, or content with one; to go from one to the other is to write it in another way. */
const compareSchemas = (
  old: Parameter,
  revised: Parameter,
  spot: Spot,
  compare: CompareSchemas,
): readonly Finding[] => {
  if ((old.content === undefined) === (revised.content === undefined)) {
    return old.content === undefined
      ? compare(old.schema, revised.schema, spot)
      : compareContent(old.content, revised.content, spot, compare);
  }
  return [
    {
      bump: "major",
      change: "parameter-content",
      pointer: revised.node.pointer,
      message: `${capitalized(spot.place)} is now written as ${revised.content === undefined ? "its style says" : "a media type"}.`,
    },
  ];
};

const requiredness = (old: Parameter, revised: Parameter, subject: string, side: Side): readonly Finding[] => {
  if (old.required === revised.required) return [];
  const breaking = side === "request" ? revised.required : old.required;
  return [
    {
      bump: breaking ? "major" : "minor",
      change: "parameter-required",
      pointer: revised.node.pointer,
      message: `${subject} is now ${revised.required ? "required" : "optional"}.`,
      old: old.required ? "required" : "optional",
      new: revised.required ? "required" : "optional",
    },
  ];
};

const compareWriting = (old: Parameter, revised: Parameter, subject: string): readonly Finding[] =>
  Object.keys(revised.writing).flatMap((keyword) => {
    const [before, after] = [old.writing[keyword], revised.writing[keyword]];
    // A type that is no list any more, or became one, is told by its schema.
    if (before === after || before === undefined || after === undefined) return [];
    return {
      bump: keyword === "allowEmptyValue" && after === true ? "minor" : "major",
      change: `parameter-${keyword}`,
      pointer: revised.node.pointer,
      message: `${subject} is now written with ${mdCode(keyword)} ${shown(after)} in place of ${shown(before)}.`,
      old: before,
      new: after,
    };
  });

const removed = (parameter: Parameter, operation: Operation): Finding => ({
  bump: "major",
  change: "parameter-removed",
  pointer: parameter.node.pointer,
  message: `${capitalized(placeOf(parameter, operation))} was removed.`,
  old: parameter.required ? "required" : "optional",
});

const added = (parameter: Parameter, operation: Operation, side: Side): Finding => {
  const breaking = side === "request" && parameter.required;
  return {
    bump: breaking ? "major" : "minor",
    change: "parameter-added",
    pointer: parameter.node.pointer,
    message: `${capitalized(placeOf(parameter, operation))} is new${breaking ? " and required" : ""}.`,
    new: parameter.required ? "required" : "optional",
  };
};
