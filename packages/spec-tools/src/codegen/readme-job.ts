import type { Phase, XJob } from "@genwait/lifecycle";

import { markdownTable } from "./markdown-table.ts";
import type { JobTypes } from "./package-types.ts";
import type { PhaseType } from "./phase-types.ts";
import { markOfTime } from "./time-marks.ts";

/** What a README says about a job: how often it is asked for, and what its answers hold in each phase. */
export const readmeJob = ({ job, phases }: JobTypes): string => {
  const { declaration, operation } = job;
  const items =
    phases.items.length === 0
      ? []
      : [
          `Each entry of \`${declaration.items?.at ?? ""}\` is an output of its own, in \`state.items\`:`,
          phaseTable(phases.items),
        ];
  return [
    `## Job \`${declaration.name}\`${operation.isDeprecated ? " (deprecated)" : ""}`,
    `\`client.${declaration.name}(id)\` is a job that \`${operation.id}\` reports on. A wait can say otherwise; else:`,
    timeTable(declaration),
    "What its answers hold:",
    phaseTable(phases.phases),
    ...items,
  ].join("\n\n");
};

const timeTable = (job: XJob): string => {
  const { first = "0s", every = "5s", atMost = "10m", notFoundGrace = "10s" } = job.poll ?? {};
  const pause = job.pace?.tooManyRequests;
  return markdownTable(
    ["time", "default", "where it comes from"],
    [
      ["before the first read", first, markOfTime(job, "poll", "first")],
      ["between two reads", every, markOfTime(job, "poll", "every")],
      ["the limit of a wait", atMost, markOfTime(job, "poll", "atMost")],
      ["after its creation, as long as 404 is no end", notFoundGrace, markOfTime(job, "poll", "notFoundGrace")],
      ...(pause === undefined
        ? []
        : [["after a 429 that names no time", pause, markOfTime(job, "pace", "tooManyRequests")]]),
      ...(job.pace?.limits ?? []).map(({ remaining, below, every: slow }) => [
        `between two reads while \`${remaining}\` is under ${below}`,
        slow,
        markOfTime(job, "pace", "limits"),
      ]),
    ],
  );
};

const phaseTable = (phases: readonly PhaseType<Phase>[]): string =>
  markdownTable(
    ["phase", "body", "always there", "there as a rule", "never there", "if asked for"],
    phases.map(({ phase, name, present, promise }) => [
      `\`${phase}\``,
      `\`${name}\``,
      pointers(present),
      pointers((promise.present ?? []).filter((pointer) => !present.includes(pointer))),
      pointers(promise.absent ?? []),
      pointers(Object.keys(promise.whenRequested ?? {})),
    ]),
  );

const pointers = (list: readonly string[]): string => list.map((pointer) => `\`${pointer}\``).join(", ");
