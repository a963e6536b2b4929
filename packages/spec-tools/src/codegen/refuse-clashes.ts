import type { ApiModel } from "./api-model.ts";
import { GenerateError } from "./generate-error.ts";
import { startMethod } from "./method-names.ts";

/**
 * A client's methods are named after operations, creates and jobs, beside those that every client has.
 *
 * @throws GenerateError when two would have one name
 */
export const refuseClashes = (api: ApiModel, place: string): void => {
  const owners = new Map(common.map((name) => [name, "a method that every client has"]));
  const take = (name: string, owner: string): void => {
    const other = owners.get(name);
    if (other !== undefined) {
      throw new GenerateError(
        place,
        `the client's method "${name}" would stand for ${other} and for ${owner}`,
        "Rename one of them in the overlay.",
      );
    }
    owners.set(name, owner);
  };
  for (const { id, starts } of api.operations) {
    take(id, `the operation ${id}`);
    if (starts !== undefined) take(startMethod(id), `the start of ${id}`);
  }
  for (const { declaration } of api.jobs) take(declaration.name, `the job ${declaration.name}`);
};

const common: readonly string[] = ["call", "start", "job", "resume", "paceGroup"];
