import type { ApiOperation } from "@genwait/client-core";
import type { ContractApi, ContractJob } from "./apis.ts";
import { need } from "./document.ts";
import { exampleOfResponse } from "./operation-examples.ts";
import { type RawResponse, rawResponse } from "./raw-response.ts";
import type { SeenRequest } from "./script.ts";

/** What is called about a job beside its status, by the part that it plays. */
export type FollowUp = "output" | "cancel" | "renew";

/** Finds which operation about a job a request calls, and what the document shows as its good response. */
export type FollowUpResponses = (
  request: Pick<SeenRequest, "method" | "url">,
) => { readonly part: FollowUp; readonly operation: ApiOperation; readonly response: RawResponse } | undefined;

/** The good responses of the operations that are called about a job. */
export const followUpResponses = ({ description, document }: ContractApi, job: ContractJob): FollowUpResponses => {
  const { output = [], cancel, renew } = job.description;
  const calls = [
    ...output.map((call) => ({ part: "output" as const, call })),
    ...(cancel === undefined ? [] : [{ part: "cancel" as const, call: cancel }]),
    ...(renew === undefined ? [] : [{ part: "renew" as const, call: renew }]),
  ];
  const known = calls.map(({ part, call: { operation: id, parameters } }) => {
    const operation = need(
      description.operations.find((candidate) => candidate.id === id),
      `operation ${id}`,
    );
    const withSlashes = parameters.filter(({ segments }) => segments === true).map(({ name }) => name);
    return {
      part,
      operation,
      path: pathOf(operation, withSlashes),
      response: rawResponse(exampleOfResponse(operation, document)),
    };
  });
  return ({ method, url }) => {
    const [path = ""] = url.split("?");
    return known.find((one) => one.operation.method === method && one.path.test(path));
  };
};

// Whatever the base URL's own path is, the operation's is its end.
const pathOf = ({ path }: ApiOperation, withSlashes: readonly string[]): RegExp =>
  new RegExp(
    `${path
      .split(/\{(\w+)\}/)
      .map((part, index) => {
        if (index % 2 === 0) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
        return withSlashes.includes(part) ? ".+" : "[^/]+";
      })
      .join("")}$`,
  );
