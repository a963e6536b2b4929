import { failureKindOf, type StatusKind, statusKinds, phaseOf, type XJob, type XState } from "@genwait/lifecycle";

import { memberOf, membersOf, type SpecNode } from "../openapi/spec-node.ts";
import type { JobModel } from "../codegen/api-model.ts";
import { jsonOf, nodeOf, type PageSource } from "./operations-section.ts";
import { type Origins, sourceCell } from "./origins.ts";
import { itemFields, phaseFields } from "./phase-fields.ts";
import { pollSection } from "./poll-section.ts";
import { itemDiagram, predicateWords, stateDiagram } from "./state-diagram.ts";
import { mdAnchor, mdCell, mdCode, mdJson, mdLink, mdTable } from "../text/markdown-text.ts";

/** A job: its lifecycle as a diagram, how each phase is told, what is there in it, and how to poll. */
export const jobSection = (job: JobModel, source: PageSource): string => {
  const { declaration, operation } = job;
  const { api, root, origins } = source;
  const status = nodeOf(operation, root);
  if (status === undefined) return "";
  const at = `${status.pointer}/x-job`;
  const response = responseOf(status);
  const starts = api.operations.filter(({ starts }) => starts?.job === declaration.name).map(({ id }) => id);
  const { items } = declaration;
  return [
    `## Job ${declaration.name}`,
    `Polled with ${mdLink(mdCode(operation.id), mdAnchor(operation.id))}${operation.isDeprecated ? ", which is **deprecated**" : ""}${starts.length === 0 ? "" : `, started by ${starts.map((id) => mdLink(mdCode(id), mdAnchor(id))).join(", ")}`}. The id goes into ${mdCode(declaration.id.request)}${declaration.id.response === undefined ? "; no response repeats it" : ` and comes back at ${mdCode(declaration.id.response)}`} ${sourceCell(origins, `${at}/id`)}.`,
    stateDiagram(declaration, starts),
    wordsTable(declaration.state, `${at}/state`, origins),
    ...(items === undefined
      ? []
      : [
          `Each entry of ${mdCode(items.at)} is an output with a status of its own${items.id === undefined ? "" : `, known by ${mdCode(items.id)}`} ${sourceCell(origins, `${at}/items`, ["state", "has", "requested"])}:`,
          itemDiagram(items),
          wordsTable(items.state, `${at}/items/state`, origins),
        ]),
    ...fieldSections(declaration, response, at, origins),
    failureSection(declaration, at, origins),
    pollSection(declaration, at, origins),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};

const responseOf = (status: SpecNode): SpecNode | undefined => {
  const good = [...membersOf(memberOf(status, "responses"))].find(([code]) => code.startsWith("2"));
  return good === undefined ? undefined : jsonOf(good[1]);
};

const wordsTable = (state: XState | undefined, at: string, origins: Origins): string => {
  if (state === undefined) return "";
  const rules = (state.rules ?? []).map((rule, index) => [
    meaning(rule.is),
    mdCell(rule.when.map(predicateWords).join(" and ")),
    sourceCell(origins, `${at}/rules/${index}`),
  ]);
  const table = statusKinds.flatMap((kind) => {
    const words = state.values?.[kind] ?? [];
    return words.length === 0
      ? []
      : [
          [
            meaning(kind),
            `${mdCode(state.at ?? "")} is ${words.map((word) => mdJson(word)).join(" or ")}`,
            sourceCell(origins, `${at}/values/${kind}`),
          ],
        ];
  });
  const rest = [
    meaning(state.otherwise ?? "pending"),
    "anything else",
    state.otherwise === undefined ? "a default of genwait" : sourceCell(origins, `${at}/otherwise`),
  ];
  return mdTable(["the response means", "when", "source"], [...rules, ...table, rest]);
};

const meaning = (kind: StatusKind): string => {
  const phase = phaseOf(kind);
  return phase === "failed" && kind !== "failed" ? `failed, ${mdCode(failureKindOf(kind))}` : `${phase}`;
};

const fieldSections = (job: XJob, response: SpecNode | undefined, at: string, origins: Origins): readonly string[] => {
  const whole = phaseFields(job, response);
  const items = itemFields(job, response);
  return [
    ...(whole === ""
      ? []
      : [`### What is there in which phase of a ${job.name}`, whole, guarantees(job.has, `${at}/has`, origins)]),
    ...(items === ""
      ? []
      : [
          "### What is there in which phase of an output",
          items,
          guarantees(job.items?.has, `${at}/items/has`, origins),
        ]),
  ];
};

const guarantees = (has: XJob["has"], at: string, origins: Origins): string =>
  has === undefined
    ? "Beside what the schema requires and what must be read, nothing is guaranteed."
    : `"Never" also means null. What is guaranteed: ${sourceCell(origins, at)}.`;

const failureSection = ({ failure, items, call = [] }: XJob, at: string, origins: Origins): string => {
  const why = [failure, items?.failure]
    .flatMap((one) => [one?.message, one?.code])
    .filter((pointer) => pointer !== undefined);
  const rows = call.map((rule, index) => [
    mdCode(rule.is),
    mdCell(rule.when.map(predicateWords).join(" and ")),
    [rule.message, rule.code].flatMap((pointer) => (pointer === undefined ? [] : mdCode(pointer))).join(", "),
    sourceCell(origins, `${at}/call/${index}`),
  ]);
  return [
    ...(why.length === 0
      ? []
      : [
          `Why a job failed stands at ${why.map(mdCode).join(", ")} ${sourceCell(origins, failure === undefined ? `${at}/items/failure` : `${at}/failure`)}.`,
        ]),
    ...(rows.length === 0
      ? []
      : [
          "A response of 2xx can still be a refusal that says nothing about the job:",
          mdTable(["the call failed with", "when", "why", "source"], rows),
        ]),
  ].join("\n\n");
};
