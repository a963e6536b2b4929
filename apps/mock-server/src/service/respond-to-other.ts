import type { Operation } from "../document/operation.ts";
import type { RequestParts } from "../document/runtime-expression.ts";
import type { EngineRequest, Preferences } from "../engine/engine.ts";
import { applyFault } from "../fault/apply-fault.ts";
import type { FaultRule } from "../fault/fault.ts";
import { pickFault } from "../fault/pick-fault.ts";
import type { ApiContext } from "./context.ts";
import { fromEngine, type ServiceResponse } from "./service-response.ts";

/** A call that has nothing to do with jobs, or that wants the document's own response. */
export interface OtherRequest {
  readonly operation: Operation;
  readonly request: EngineRequest;
  /** The same with the fields of a form. */
  readonly parts: RequestParts;
  /** Where the caller reached the API. */
  readonly base: string;
  readonly preferences?: Preferences;
  /** By the request's header. */
  readonly fault?: FaultRule;
}

/** Responds from the document alone; faults from outside hit here, too. */
export const respondToOther = async (asked: OtherRequest, context: ApiContext): Promise<ServiceResponse> => {
  const { operation, request, parts, base, preferences = {} } = asked;
  const { api, responseTemplate, engine, shared } = context;
  const genuine = async () => {
    const response = fromEngine(await engine.mock(request, preferences, operation));
    if (response.status < 300) shared.callbacks.accepted({ operation, request: parts, response, base }, context);
    return response;
  };
  const fault = asked.fault ?? injected(asked, context);
  if (fault === undefined) return { response: await genuine(), logEntry: { operation: operation.name } };
  const played = await applyFault(fault, {
    api,
    operation,
    id: "",
    responseTemplate,
    nowMs: shared.time.callersNow(),
    genuine,
  });
  return { ...played, logEntry: { operation: operation.name, fault: fault.is } };
};

const injected = ({ operation }: OtherRequest, { api, shared }: ApiContext): FaultRule | undefined => {
  const moment = {
    poll: "create",
    ageMs: 0,
    seeds: [shared.seed, api.name, operation.name, shared.time.now()],
  } as const;
  return shared.faults.take(
    { api: api.name, operation: operation.name },
    (rule) => rule.on === undefined && pickFault([{ ...rule, on: "create" }], moment) !== undefined,
  );
};
