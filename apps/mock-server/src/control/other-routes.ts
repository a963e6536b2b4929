import { jsonResponse } from "../response/raw-response.ts";
import type { InjectedFault } from "../fault/injected-faults.ts";
import { harOf } from "../log/har.ts";
import type { RequestEntry } from "../mock-options.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import { faultOf, membersOf, textOf, timeOf, wholeOf } from "./read-body.ts";
import { numberIn } from "./read-query.ts";
import { reportClock, reportFault } from "./reports.ts";
import { type ControlRoutes, done } from "./route.ts";

/** `/_mock/faults`, `/_mock/requests`, `/_mock/clock` and `/_mock/reset`. */
export const otherRoutes = (control: MockControl, addressOf: (api: string) => string): ControlRoutes => ({
  "GET /faults": () =>
    jsonResponse(200, { faults: control.faults.list().map(reportFault), names: control.faults.names }),
  "POST /faults": ({ body }) => {
    const { api: _api, operation: _operation, job: _job, times: _times, ...rule } = membersOf(body);
    return jsonResponse(201, reportFault(control.faults.add(faultOf(rule), targetOf(membersOf(body)))));
  },
  "DELETE /faults": () => {
    control.faults.clear();
    return done;
  },
  "DELETE /faults/*": ({ name }) => {
    control.faults.remove(Number(name));
    return done;
  },
  "GET /requests": ({ query }) =>
    jsonResponse(200, { requests: requestsOf(control, query), last: control.requests.last() }),
  "GET /requests.har": ({ query }) => jsonResponse(200, harOf(requestsOf(control, query), addressOf)),
  "DELETE /requests": () => {
    control.requests.clear();
    return done;
  },
  "GET /clock": () => jsonResponse(200, reportClock(control)),
  "PUT /clock": ({ body }) => {
    const { speed } = membersOf(body, ["speed"]);
    if (typeof speed !== "number")
      throw new ControlError("bad-request", 'Failed to set the speed: it is no number. Send { "speed": 1 }.');
    control.clock.setSpeed(speed);
    return jsonResponse(200, reportClock(control));
  },
  "POST /clock/advance": ({ body }) => {
    control.clock.advance(timeOf(membersOf(body, ["by"]), "by"));
    return jsonResponse(200, reportClock(control));
  },
  "POST /reset": () => {
    control.reset();
    return done;
  },
});

const requestsOf = (control: MockControl, query: Readonly<Record<string, string>>): readonly RequestEntry[] => {
  const { api, job } = query;
  return control.requests.list({
    since: numberIn(query, "since", { least: 0, most: Number.MAX_SAFE_INTEGER, otherwise: 0 }),
    limit: numberIn(query, "limit", { least: 1, most: 10_000, otherwise: 1000 }),
    ...(api !== undefined && { api }),
    ...(job !== undefined && { job }),
  });
};

const targetOf = (members: Readonly<Record<string, unknown>>): Omit<InjectedFault, "number" | "rule"> => {
  const [api, operation, job] = [textOf(members, "api"), textOf(members, "operation"), textOf(members, "job")];
  const times = wholeOf(members, "times");
  return {
    ...(api !== undefined && { api }),
    ...(operation !== undefined && { operation }),
    ...(job !== undefined && { job }),
    ...(times !== undefined && { times }),
  };
};
