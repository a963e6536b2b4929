import { jsonAnswer } from "../answer/raw-answer.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import type { WhichJob } from "./job-control.ts";
import { endOf, readMembers, scenarioOf, textOf } from "./read-body.ts";
import { type ControlCall, type ControlRoutes, done } from "./route.ts";

/** `/_mock/jobs`: list, create, inspect, end and delete jobs. */
export const jobRoutes = ({ jobs, clock }: MockControl): ControlRoutes => ({
  "GET /jobs": ({ query }) => {
    const limit = Number(query.limit ?? 1000);
    if (!Number.isInteger(limit) || limit < 1) throw new ControlError(400, `Failed to list the jobs: limit=${query.limit} is no number above 0. Send one, or leave it out.`);
    return jsonAnswer(200, { now: clock.now(), speed: clock.speed, count: jobs.count(), jobs: jobs.list({ limit, ...whichOf(query) }) });
  },
  "POST /jobs": async ({ body }) => {
    const members = readMembers(body);
    const api = textOf(members, "api");
    if (api === undefined) throw new ControlError(400, 'Failed to create a job: "api" is missing. GET /_mock/apis lists them.');
    const [job, id] = [textOf(members, "job"), textOf(members, "id")];
    const scenario = members.scenario === undefined ? undefined : scenarioOf(members.scenario);
    const wish = { api, body: members.body, ...(job !== undefined && { job }), ...(id !== undefined && { id }), ...(scenario !== undefined && { scenario }) };
    return jsonAnswer(201, await jobs.create(wish));
  },
  "DELETE /jobs": () => {
    jobs.clear();
    return done;
  },
  "GET /jobs/*": ({ name, query }) => jsonAnswer(200, jobs.get(name, whichOf(query))),
  "PATCH /jobs/*": (call) => jsonAnswer(200, patch(jobs, call)),
  "DELETE /jobs/*": ({ name, query }) => {
    jobs.remove(name, whichOf(query));
    return done;
  },
});

const patch = (jobs: MockControl["jobs"], { name, query, body }: ControlCall): unknown => {
  const members = readMembers(body);
  const which = whichOf(query);
  if (members.end === undefined && members.scenario === undefined) {
    throw new ControlError(400, 'Failed to change the job: the body says nothing. Send "end", such as "failed", or "scenario".');
  }
  const played = members.scenario === undefined ? jobs.get(name, which) : jobs.play(name, scenarioOf(members.scenario), which);
  if (members.end === undefined) return played;
  const message = textOf(members, "message");
  return jobs.end(name, endOf(members.end), { ...which, ...(message !== undefined && { message }) });
};

const whichOf = ({ api }: Readonly<Record<string, string>>): WhichJob => (api === undefined ? {} : { api });
