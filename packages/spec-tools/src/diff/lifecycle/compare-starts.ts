import type { Finding } from "../finding.ts";
import { sameJson } from "../json.ts";
import { memberOf, membersOf, type SpecDocument, type SpecNode, valueAt } from "../spec-node.ts";
import { type Operation, operationsOf } from "../wire/operations-of.ts";
import type { DeclaredJob } from "./declared-job.ts";
import { mdCode } from "../../text/markdown-text.ts";

/** The Links by which a create's response leads to its job: without one the client has no method that starts it. */
export const compareStarts = (
  old: SpecDocument,
  revised: SpecDocument,
  [before, after]: readonly [readonly DeclaredJob[], readonly DeclaredJob[]],
): readonly Finding[] => {
  const [was, is] = [startsOf(old, before), startsOf(revised, after)];
  const kept = new Set(operationsOf(revised).map(({ name }) => name));
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((name): readonly Finding[] => {
    const [link, newLink] = [was.get(name), is.get(name)];
    // An operation that is gone takes its links along, and is reported as such.
    if (!kept.has(name) || (link !== undefined && newLink !== undefined && sameJson(essence(link), essence(newLink))))
      return [];
    return [
      {
        bump: link === undefined ? "minor" : "major",
        change: "start",
        pointer: (newLink ?? link)?.pointer ?? "",
        message: sentence(name, link, newLink),
        ...(link === undefined ? {} : { old: link.value }),
        ...(newLink === undefined ? {} : { new: newLink.value }),
      },
    ];
  });
};

const sentence = (name: string, link: SpecNode | undefined, newLink: SpecNode | undefined): string => {
  if (newLink === undefined)
    return `The response of ${mdCode(name)} no longer leads to the job it starts, so the client cannot start it.`;
  if (link === undefined)
    return `The response of ${mdCode(name)} now leads to the job it starts, so the client can start it.`;
  return `The response of ${mdCode(name)} leads in another way to the job it starts.`;
};

/** The first link of a success that leads to a job, by the name of the operation. */
const startsOf = (document: SpecDocument, jobs: readonly DeclaredJob[]): ReadonlyMap<string, SpecNode> => {
  const starts = new Map<string, SpecNode>();
  for (const operation of operationsOf(document)) {
    const link = linksOf(operation).find((candidate) => jobs.some((job) => leadsTo(candidate, job)));
    if (link !== undefined) starts.set(operation.name, link);
  }
  return starts;
};

const linksOf = ({ node }: Operation): readonly SpecNode[] =>
  [...membersOf(memberOf(node, "responses"))]
    .filter(([code]) => code.startsWith("2"))
    .flatMap(([, response]) => [...membersOf(memberOf(response, "links")).values()]);

const leadsTo = (link: SpecNode, { operation }: DeclaredJob): boolean =>
  valueAt(link, "operationId") === operation.id || valueAt(link, "operationRef") === `#${operation.node.pointer}`;

/** What a link says to the client; a description is not part of it. */
const essence = (link: SpecNode): readonly unknown[] =>
  ["operationId", "operationRef", "parameters", "requestBody", "x-items"].map(
    (member) => valueAt(link, member) ?? null,
  );
