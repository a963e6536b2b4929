import { type StatusKind, statusKinds, type Predicate, type XItems, type XJob, type XState } from "@genwait/lifecycle";
import { mermaidText } from "../text/markdown-text.ts";

/** A job's lifecycle as a mermaid state diagram: the results it can have, and the words that tell each. */
export const stateDiagram = (job: XJob, starts: readonly string[]): string => {
  const arrows = job.items === undefined ? arrowsOfState(job.state, "") : arrowsOfItems(job.items, job.state);
  const terminal = [...new Set(arrows.map(({ to }) => to))].filter((kind) => kind !== "pending");
  const lines = [
    "stateDiagram-v2",
    "  direction LR",
    `  [*] --> pending${starts.length === 0 ? "" : `: ${mermaidText(starts.join(", "))}`}`,
    ...arrows.map(({ to, because }) => `  pending --> ${to}: ${mermaidText(because)}`),
    ...terminal.map((kind) => `  ${kind} --> [*]`),
  ];
  return ["```mermaid", ...lines, "```"].join("\n");
};

/** The lifecycle of one output of a job that has several. */
export const itemDiagram = ({ state }: XItems): string => {
  const arrows = arrowsOfState(state, "");
  const lines = [
    "stateDiagram-v2",
    "  direction LR",
    "  [*] --> pending",
    ...arrows.map(({ to, because }) => `  pending --> ${to}: ${mermaidText(because)}`),
  ];
  return ["```mermaid", ...lines, "```"].join("\n");
};

interface Arrow {
  readonly to: StatusKind;
  readonly because: string;
}

const arrowsOfState = (state: XState | undefined, name: string): readonly Arrow[] => {
  if (state === undefined) return [];
  const rules = (state.rules ?? []).map(({ is, when }) => ({
    to: is,
    because: when.map(predicateWords).join(" and "),
  }));
  const table = statusKinds.flatMap((kind) => {
    const words = state.values?.[kind] ?? [];
    return words.length === 0 ? [] : [{ to: kind, because: `${name}${words.map(String).join(", ")}` }];
  });
  const rest = state.at === undefined ? "anything else" : "any other word";
  return [...rules, ...table, { to: state.otherwise ?? "pending", because: rest }];
};

const arrowsOfItems = ({ at, none, state }: XItems, own: XState | undefined): readonly Arrow[] => {
  const ofItem = arrowsOfState(state, "").map(({ to }) => to);
  const failures = ofItem.filter((kind) => ["failed", "filtered", "cancelled", "expired"].includes(kind));
  const list = at === "" ? "the list" : at;
  return [
    ...arrowsOfState(own, "").filter(({ to }) => to !== "succeeded"),
    { to: none, because: `nothing in ${list}` },
    { to: "pending", because: "some output pending, or fewer than asked for" },
    { to: "succeeded", because: "every output succeeded" },
    ...(failures.length > 0 ? [{ to: "partial" as const, because: "some succeeded" }] : []),
    ...(failures.length > 0
      ? [{ to: "failed" as const, because: `none succeeded (${[...new Set(failures)].join(", ")})` }]
      : []),
  ];
};

/** A test of a rule in words. */
export const predicateWords = (test: Predicate): string => {
  const place = test.at ?? "";
  const told = [
    ...(test.status === undefined ? [] : [`HTTP ${test.status}`]),
    ...(test.media === undefined ? [] : [`media type ${test.media}`]),
    ...(test.is === undefined ? [] : [`${place} is ${String(test.is)}`]),
    ...(test.not === undefined ? [] : [`${place} is not ${String(test.not)}`]),
    ...(test.in === undefined ? [] : [`${place} is ${test.in.map(String).join(" or ")}`]),
    ...(test.prefix === undefined ? [] : [`${place} begins with ${test.prefix}`]),
    ...(test.contains === undefined ? [] : [`${place} contains ${test.contains}`]),
    ...(test.present === true ? [`${place} is there`] : []),
    ...(test.absent === true ? [`${place} is not there`] : []),
    ...(test.empty === undefined ? [] : [`${place} is ${test.empty ? "empty" : "not empty"}`]),
    ...(test.gt === undefined ? [] : [`${place} is above ${test.gt}`]),
  ];
  return told.join(" and ");
};
