import { serverAddresses } from "../../openapi/base-url.ts";
import type { Finding } from "../finding.ts";
import { isString, stringsOf } from "../json.ts";
import { listOf, memberOf, membersOf, type SpecNode, valueAt } from "../spec-node.ts";
import { compareTexts } from "./compare-texts.ts";
import { mdCode } from "../../text/markdown-text.ts";

/**
 * The addresses of a document, and first of all the one that keys go to: what the overlay pins, or else the first server, its variables
 * filled in. Whatever moves it is one change.
 */
export const compareAddress = (old: SpecNode, revised: SpecNode): readonly Finding[] => {
  const [before, after] = [addressOf(old), addressOf(revised)];
  const servers = compareServers(old, revised, "The document");
  if (before === undefined || after === undefined || before === after) return servers;
  const moved: Finding = {
    bump: "major",
    change: addressChange,
    pointer: "/servers/0/url",
    message: `Keys now go to ${mdCode(after)} in place of ${mdCode(before)}.`,
    old: before,
    new: after,
  };
  const isTold = ({ change, old: was, new: is }: Finding): boolean =>
    change === "server-first" ||
    (change === "server-removed" && was === serverOf(old)) ||
    (change === "server-added" && is === serverOf(revised));
  return [moved, ...servers.filter((finding) => !isTold(finding))];
};

/** The change that comes before all others. */
export const addressChange = "address";

/** In a merged document the pinned address is the only server. */
const addressOf = (root: SpecNode): string | undefined => serverAddresses(root.value)[0];

/** The first server as it is written. */
const serverOf = (root: SpecNode): string | undefined => [...serversOf(root).keys()][0];

/** The addresses at a node that may list some: the document, a path, an operation. */
export const compareServers = (old: SpecNode, revised: SpecNode, subject: string): readonly Finding[] => {
  const [before, after] = [serversOf(old), serversOf(revised)];
  const findings: Finding[] = [];
  for (const [url, server] of before) {
    const same = after.get(url);
    if (same === undefined) findings.push(removed(url, server, [...after.keys()], subject));
    else findings.push(...compareServer(server, same, url));
  }
  for (const [url, server] of after) if (!before.has(url)) findings.push(added(url, server, subject));
  const [first, newFirst] = [[...before.keys()][0], [...after.keys()][0]];
  if (findings.length === 0 && first !== newFirst) findings.push(reordered(first, newFirst, revised, subject));
  return findings;
};

/** A slash at the end makes no difference, since paths begin with one. */
const serversOf = (node: SpecNode): ReadonlyMap<string, SpecNode> =>
  new Map(
    listOf(memberOf(node, "servers")).flatMap((server): readonly (readonly [string, SpecNode])[] => {
      const url = valueAt(server, "url");
      return isString(url) ? [[url.replace(/\/$/, ""), server]] : [];
    }),
  );

/** Clients that are out there call the old address, and nothing says that it stays. */
const removed = (url: string, server: SpecNode, others: readonly string[], subject: string): Finding => ({
  bump: "major",
  change: "server-removed",
  pointer: server.pointer,
  message: `${subject} no longer lists the server ${mdCode(url)}${others.length > 0 ? `, only ${others.map((other) => mdCode(other)).join(", ")}` : ""}.`,
  old: url,
  new: others[0],
});

const added = (url: string, server: SpecNode, subject: string): Finding => ({
  bump: "minor",
  change: "server-added",
  pointer: server.pointer,
  message: `${subject} now lists the server ${mdCode(url)}.`,
  new: url,
});

const reordered = (
  first: string | undefined,
  newFirst: string | undefined,
  node: SpecNode,
  subject: string,
): Finding => ({
  bump: "minor",
  change: "server-first",
  pointer: `${node.pointer}/servers`,
  message: `${subject} names ${mdCode(String(newFirst))} first now, so clients call it by default in place of ${mdCode(String(first))}.`,
  old: first,
  new: newFirst,
});

const compareServer = (old: SpecNode, revised: SpecNode, url: string): readonly Finding[] => {
  const [before, after] = [membersOf(memberOf(old, "variables")), membersOf(memberOf(revised, "variables"))];
  return [
    ...compareTexts(old, revised, ["description"], `The server ${mdCode(url)}`),
    ...[...before].flatMap(([name, variable]) =>
      compareVariable(variable, after.get(name), `The variable ${mdCode(name)} of the server ${mdCode(url)}`),
    ),
  ];
};

/** A value that is no longer listed is an address that is gone. */
const compareVariable = (old: SpecNode, revised: SpecNode | undefined, subject: string): readonly Finding[] => {
  if (revised === undefined) return [];
  const [was, is] = [stringsOf(valueAt(old, "enum")), stringsOf(valueAt(revised, "enum"))];
  const listed = is.length > 0;
  const lost = (was.length > 0 ? was : [String(valueAt(old, "default"))]).filter(
    (value) => listed && !is.includes(value),
  );
  const [before, after] = [valueAt(old, "default"), valueAt(revised, "default")];
  if (lost.length === 0 && before === after && was.length === is.length) {
    return compareTexts(old, revised, ["description"], subject);
  }
  return [
    {
      bump: lost.length > 0 ? "major" : "minor",
      change: "server-variable",
      pointer: revised.pointer,
      message:
        lost.length > 0
          ? `${subject} can no longer be ${lost.map((value) => mdCode(value)).join(", ")}.`
          : `${subject} has other values or another default.`,
      old: old.value,
      new: revised.value,
    },
  ];
};
