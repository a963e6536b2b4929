/** @import { RequestEntry } from "./types.js" */
import { copyButton } from "./copy-button.js";
import { byId, element } from "./dom.js";

/**
 * The members of what the last good poll was told, as JSON Pointers with their values: what a program may read, to copy.
 *
 * @param {readonly RequestEntry[]} polls the oldest first
 * @returns {readonly (readonly [pointer: string, value: string])[]}
 */
export const membersOf = (polls) => {
  const last = polls.findLast(({ status, fault }) => status >= 200 && status < 300 && fault === undefined);
  if (last === undefined) return [];
  try {
    return [...leaves(JSON.parse(last.responseBody), "")].slice(0, mostMembers);
  } catch {
    // The log keeps the first part of a long one only.
    return [];
  }
};

const mostMembers = 60;

/** @type {(value: unknown, pointer: string) => Generator<readonly [string, string]>} */
const leaves = function* (value, pointer) {
  if (typeof value !== "object" || value === null) {
    yield [pointer, String(value)];
    return;
  }
  for (const [name, member] of Object.entries(value))
    yield* leaves(member, `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`);
};

/** Shows the members of the chosen job's response, touching them only when they differ. */
export const createMembers = () => {
  const box = byId("job-members", HTMLDetailsElement);
  const list = box.querySelector("ul");
  let shown = "";
  /** @param {readonly RequestEntry[]} polls */
  return (polls) => {
    const last = polls.at(-1);
    const of = `${last?.job} ${last?.number}`;
    if (of === shown) return;
    shown = of;
    const members = membersOf(polls);
    box.hidden = members.length === 0;
    list?.replaceChildren(
      ...members.map(([pointer, value]) =>
        element("li", {}, element("code", {}, pointer), element("span", { title: value }, value), copyOf(pointer)),
      ),
    );
  };
};

/** @type {(pointer: string) => HTMLElement} */
const copyOf = (pointer) => {
  const button = copyButton("Copy", pointer);
  button.setAttribute("aria-label", `Copy ${pointer}`);
  return button;
};
