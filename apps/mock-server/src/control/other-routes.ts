import { jsonAnswer } from "../answer/raw-answer.ts";
import { isRecord } from "../json.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import { faultOf, readMembers, scenarioOf, textOf, timeOf } from "./read-body.ts";
import { type ControlRoutes, done } from "./route.ts";

/** `/_mock/scenarios`, `/_mock/faults`, `/_mock/requests`, `/_mock/clock` and `/_mock/reset`. */
export const otherRoutes = (control: MockControl): ControlRoutes => ({
  "GET /scenarios": () => jsonAnswer(200, { default: control.scenarios.default(), scenarios: control.scenarios.list() }),
  "PUT /scenarios": ({ body }) => {
    const { default: preset, scenarios } = readMembers(body);
    if (scenarios !== undefined) control.scenarios.add(scenariosOf(scenarios));
    if (preset !== undefined) control.scenarios.setDefault(scenarioOf(preset));
    return jsonAnswer(200, { default: control.scenarios.default(), scenarios: control.scenarios.list() });
  },
  "GET /faults": () => jsonAnswer(200, { names: control.faults.names, faults: control.faults.list() }),
  "POST /faults": ({ body }) => {
    const { times, api: _api, operation: _operation, job: _job, ...rule } = readMembers(body);
    const members = readMembers(body);
    if (times !== undefined && !(typeof times === "number" && Number.isInteger(times) && times > 0)) {
      throw new ControlError(400, 'Failed to add the fault: "times" is no number above 0. Send one, or leave it out.');
    }
    const [api, operation, job] = [textOf(members, "api"), textOf(members, "operation"), textOf(members, "job")];
    const target = { ...(api !== undefined && { api }), ...(operation !== undefined && { operation }), ...(job !== undefined && { job }) };
    return jsonAnswer(201, control.faults.add(faultOf(rule), { ...target, ...(typeof times === "number" && { times }) }));
  },
  "DELETE /faults": () => {
    control.faults.clear();
    return done;
  },
  "DELETE /faults/*": ({ name }) => {
    control.faults.remove(Number(name));
    return done;
  },
  "GET /requests": ({ query: { after, api, job } }) =>
    jsonAnswer(200, {
      requests: control.requests.list({ after: Number(after ?? 0) || 0, ...(api !== undefined && { api }), ...(job !== undefined && { job }) }),
    }),
  "DELETE /requests": () => {
    control.requests.clear();
    return done;
  },
  "GET /clock": () => jsonAnswer(200, { now: control.clock.now(), speed: control.clock.speed }),
  "POST /clock/advance": ({ body }) => {
    control.clock.advance(timeOf(readMembers(body), "by"));
    return jsonAnswer(200, { now: control.clock.now(), speed: control.clock.speed });
  },
  "POST /reset": () => {
    control.reset();
    return done;
  },
});

const scenariosOf = (value: unknown): Readonly<Record<string, Scenario>> => {
  if (!isRecord(value)) throw new ControlError(400, 'Failed to add scenarios: "scenarios" is no object. Send one with a member for each name.');
  return Object.fromEntries(
    Object.entries(value).map(([name, written]) => {
      const scenario = scenarioOf(written);
      if (typeof scenario === "string") throw new ControlError(400, `Failed to add the scenario "${name}": it is a text. Send an object.`);
      return [name, scenario];
    }),
  );
};
