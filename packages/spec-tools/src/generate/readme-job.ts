import type { Phase } from "@genwait/lifecycle";

import { markdownTable } from "./markdown-table.ts";
import type { JobTypes } from "./package-types.ts";
import type { PhaseType } from "./phase-types.ts";

/** What a README says about a job: how often it is asked for, and what its answers hold in each phase. */
export const readmeJob = ({ job, phases }: JobTypes): string => {
  const { declaration, operation } = job;
  const { every = "5s", atMost = "10m", notFoundGrace = "10s" } = declaration.poll ?? {};
  const items =
    phases.items.length === 0
      ? []
      : [
          `Each entry of \`${declaration.items?.at ?? ""}\` is an output of its own, in \`state.items\`:`,
          phaseTable(phases.items),
        ];
  return [
    `## Job \`${declaration.name}\`${operation.isDeprecated ? " (deprecated)" : ""}`,
    `\`client.${declaration.name}(id)\` is read by \`${operation.id}\`: every ${every}, for ${atMost} at most unless you say otherwise. Just after its creation, 404 is no end for ${notFoundGrace}.`,
    phaseTable(phases.phases),
    ...items,
  ].join("\n\n");
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
