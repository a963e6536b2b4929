import type { NamedScenario } from "../job/job-record.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { ScenarioBook } from "../scenario/scenario-book.ts";
import { lackOf } from "../scenario/hint.ts";
import { checkBySchema } from "./check-by-schema.ts";
import { ControlError } from "./control-error.ts";

/** A scenario by its name, or one written out. */
export const chooseScenario = (book: ScenarioBook, choice: string | Scenario): NamedScenario => {
  if (typeof choice === "object") {
    checkBySchema(choice, "scenario");
    return { name: "custom", scenario: choice };
  }
  const chosen = book.find(choice);
  if (chosen !== undefined) return chosen;
  throw new ControlError(
    "bad-scenario",
    `Failed to choose a scenario: ${lackOf(choice, book)} GET /_mock/scenarios lists them.`,
  );
};
