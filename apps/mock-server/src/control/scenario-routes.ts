import { jsonResponse, type RawResponse } from "../response/raw-response.ts";
import type { MockControl } from "./control.ts";
import { ControlError } from "./control-error.ts";
import { choiceOf, membersOf, scenarioOf } from "./read-body.ts";
import { reportScenarios } from "./reports.ts";
import { type ControlRoutes, done } from "./route.ts";

/** `/_mock/scenarios`: what there is, and what plays. */
export const scenarioRoutes = (control: MockControl): ControlRoutes => {
  const all = (): RawResponse => jsonResponse(200, reportScenarios(control));
  return {
    "GET /scenarios": all,
    "PUT /scenarios/default": ({ body }) => {
      control.scenarios.setDefault(choiceOf(body));
      return all();
    },
    "PUT /scenarios/next": ({ body }) => {
      control.scenarios.setNext(choiceOf(body));
      return all();
    },
    "DELETE /scenarios/next": () => {
      control.scenarios.setNext();
      return done;
    },
    "DELETE /scenarios/*": ({ name }) => {
      control.scenarios.remove(name);
      return done;
    },
    "GET /scenarios/*": ({ name }) => jsonResponse(200, control.scenarios.get(name)),
    "PUT /scenarios/*": ({ name, body }) => {
      const scenario = scenarioOf(membersOf(body));
      if (typeof scenario === "string")
        throw new ControlError("bad-request", "Failed to add the scenario: it is a text. Send an object.");
      control.scenarios.put(name, scenario);
      return all();
    },
  };
};
