import type { NamedScenario } from "../life/job-record.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";
import { ControlError } from "./control-error.ts";

/** A scenario by its name, or one written out. */
export const chooseScenario = (book: ScenarioBook, wish: string | Scenario): NamedScenario => {
  if (typeof wish === "object") return { name: "custom", scenario: wish };
  const chosen = book.find(wish);
  if (chosen !== undefined) return chosen;
  throw new ControlError(
    "bad-scenario",
    `Failed to choose a scenario: there is none called "${wish}". GET /_mock/scenarios lists them.`,
  );
};
