import type { Scenario } from "../scenario/scenario.ts";
import type { ListedScenario } from "../scenario/scenario-book.ts";
import type { Shared } from "../service/context.ts";
import { checkBySchema } from "./check-by-schema.ts";
import { chooseScenario } from "./choose-scenario.ts";
import { ControlError } from "./control-error.ts";

/** Which scenarios there are, and which one plays. */
export interface ScenarioControl {
  list(): readonly ListedScenario[];
  /** What a name means, parameter and all. */
  get(name: string): Scenario;
  /** Adds a scenario, or replaces the one of this name. Jobs that have started go on as they began. */
  put(name: string, scenario: Scenario): void;
  /** Takes an added scenario away. Jobs that have started go on as they began. */
  remove(name: string): void;
  /** The name of the one that plays when nobody chooses. */
  default(): string;
  setDefault(scenario: string | Scenario): void;
  /** The name of the one that the next create plays. */
  next(): string | undefined;
  /** Chooses for the next create only; without an argument nothing is chosen any more. */
  setNext(scenario?: string | Scenario): void;
  /** Forgets what was chosen or added since the start. */
  reset(): void;
}

/** Steers the scenarios of a service. */
export const createScenarioControl = ({ book, changes }: Shared): ScenarioControl => {
  const changed = (): void => changes.emit({ of: "scenarios" });
  return {
    list: book.list,
    get: (name) => {
      const found = book.find(name);
      if (found !== undefined) return found.scenario;
      throw new ControlError(
        "no-scenario",
        `Failed to find the scenario "${name}": there is none of this name. GET /_mock/scenarios lists them.`,
      );
    },
    put: (name, scenario) => {
      if (!/^[a-z0-9][a-z0-9.-]*$/.test(name) || name === "default" || name === "next") {
        throw new ControlError(
          "bad-request",
          `Failed to add the scenario "${name}": names are small letters, digits, dots and hyphens, and neither default nor next. Choose another.`,
        );
      }
      checkBySchema(scenario, "scenario");
      book.add({ [name]: scenario });
      changed();
    },
    remove: (name) => {
      if (!book.remove(name)) {
        throw new ControlError(
          "no-scenario",
          `Failed to remove the scenario "${name}": none of this name was added. GET /_mock/scenarios lists them.`,
        );
      }
      changed();
    },
    default: () => book.default.name,
    setDefault: (scenario) => {
      book.default = chooseScenario(book, scenario);
      changed();
    },
    next: () => book.next?.name,
    setNext: (scenario) => {
      book.next = scenario === undefined ? undefined : chooseScenario(book, scenario);
      changed();
    },
    reset: () => {
      book.reset();
      changed();
    },
  };
};
