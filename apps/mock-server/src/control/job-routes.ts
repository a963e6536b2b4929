import type { Phase } from "@genwait/lifecycle";

import { jsonResponse, type RawResponse } from "../response/raw-response.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import type { WhichJob } from "./find-job.ts";
import type { JobReport } from "./job-report.ts";
import { choiceOf, membersOf, oneOf, scenarioOf, textOf } from "./read-body.ts";
import { numberIn } from "./read-query.ts";
import { type ControlCall, type ControlRoutes, done } from "./route.ts";

/** `/_mock/jobs`: list, create, inspect, end and delete jobs. */
export const jobRoutes = (control: MockControl): ControlRoutes => ({
  "GET /jobs": ({ query }) => jsonResponse(200, pageOf(control.jobs, query)),
  "POST /jobs": (call) => create(control.jobs, call),
  "DELETE /jobs": ({ query }) => {
    control.jobs.clear(whichOf(query));
    return done;
  },
  "GET /jobs/*": ({ name, query }) => {
    const job = control.jobs.get(name, oneOfThem(query));
    return jsonResponse(200, { ...job, requests: control.requests.list({ api: job.api, job: job.id }) });
  },
  "DELETE /jobs/*": ({ name, query }) => {
    control.jobs.remove(name, oneOfThem(query));
    return done;
  },
  "POST /jobs/*/finish": ({ name, query, body }) => {
    const kind = oneOf(membersOf(body, ["kind"]), "kind", ["succeeded", "partial"]) ?? "succeeded";
    return jsonResponse(200, control.jobs.end(name, kind, oneOfThem(query)));
  },
  "POST /jobs/*/fail": ({ name, query, body }) => {
    const members = membersOf(body, ["kind", "message"]);
    const kind = oneOf(members, "kind", ["failed", "filtered", "cancelled", "expired"]) ?? "failed";
    const message = textOf(members, "message", 1000);
    return jsonResponse(
      200,
      control.jobs.end(name, kind, { ...oneOfThem(query), ...(message !== undefined && { message }) }),
    );
  },
  "PUT /jobs/*/scenario": ({ name, query, body }) =>
    jsonResponse(200, control.jobs.play(name, choiceOf(body), oneOfThem(query))),
});

interface JobPage {
  readonly jobs: readonly JobReport[];
  readonly total: number;
  readonly nextOffset?: number;
}

const pageOf = (jobs: MockControl["jobs"], query: ControlCall["query"]): JobPage => {
  const limit = numberIn(query, "limit", { least: 1, most: 1000, otherwise: 100 });
  const offset = numberIn(query, "offset", { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 });
  const phase = oneOf(query, "phase", phases, "query");
  const filter = { ...whichOf(query), ...(phase !== undefined && { phase }) };
  const total = jobs.count(filter);
  const next = offset + limit;
  return { jobs: jobs.list({ ...filter, limit, offset }), total, ...(next < total && { nextOffset: next }) };
};

const phases: readonly Phase[] = ["pending", "succeeded", "partial", "failed"];

const create = async (jobs: MockControl["jobs"], { body }: ControlCall): Promise<RawResponse> => {
  const members = membersOf(body, ["api", "job", "id", "scenario", "body"]);
  const [api, job, id] = [textOf(members, "api"), textOf(members, "job"), textOf(members, "id", 500)];
  if (api === undefined)
    throw new ControlError("bad-request", 'Failed to create a job: "api" is missing. GET /_mock/health lists them.');
  const scenario = members.scenario === undefined ? undefined : scenarioOf(members.scenario);
  const made = await jobs.create({
    api,
    body: members.body,
    ...(job !== undefined && { job }),
    ...(id !== undefined && { id }),
    ...(scenario !== undefined && { scenario }),
  });
  return jsonResponse(201, made, {
    location: `/_mock/jobs/${encodeURIComponent(made.id)}?api=${encodeURIComponent(api)}`,
  });
};

const oneOfThem = ({ api, job }: ControlCall["query"]): WhichJob => ({
  ...(api !== undefined && { api }),
  ...(job !== undefined && { job }),
});

const whichOf = ({ api }: ControlCall["query"]): WhichJob => (api === undefined ? {} : { api });
