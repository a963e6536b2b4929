import type { Resolve } from "../codegen/references.ts";
import { responsesOf } from "./responses-of-job.ts";
import type { DeclaredJob } from "./declared-jobs.ts";
import { suggest } from "./nearest.ts";
import type { Fault } from "./problem.ts";

/** Headers that a rate limit is read from are declared on the responses of the status operation. */
export const checkHeaders = ({ declaration, status, tokens }: DeclaredJob, resolve: Resolve): readonly Fault[] => {
  const known = [...new Set(responsesOf(status.operation, resolve).flatMap(({ headers }) => headers))];
  return (declaration.rateLimit?.limits ?? []).flatMap((limit, index) =>
    (["remaining", "limit"] as const).flatMap((role) => {
      const name = limit[role];
      if (name === undefined || known.includes(name.toLowerCase())) return [];
      const fix = known.length === 0 ? "Declare it in the overlay." : suggest(name, known);
      return [
        {
          tokens: [...tokens, "rateLimit", "limits", `${index}`, role],
          message: `no response of ${status.id} declares the header ${name}`,
          fix,
        },
      ];
    }),
  );
};
