/** @import { Scenarios } from "./types.js" */
import { byId, element } from "./dom.js";

/** The scenarios that there are, with what each shows: whoever chooses one has it in both forms. */
export const createScenarioList = () => {
  const dialog = byId("scenarios", HTMLDialogElement);
  const list = byId("scenarios-all", HTMLElement);
  byId("scenario-list", HTMLButtonElement).addEventListener("click", () => dialog.showModal());
  /** @param {string} name */
  const choose = (name) => {
    for (const id of ["create-scenario", "scenario-default"]) byId(id, HTMLInputElement).value = name;
    dialog.close();
  };
  /** @param {Scenarios} scenarios */
  return ({ scenarios }) => {
    list.replaceChildren(
      ...scenarios.map((scenario) => {
        const name = exampleOf(scenario);
        const button = element("button", { type: "button" }, name);
        button.addEventListener("click", () => choose(name));
        return element("li", {}, button, element("span", {}, scenario.describe));
      }),
    );
  };
};

/** @type {(scenario: Scenarios["scenarios"][number]) => string} */
export const exampleOf = ({ name, parameter }) => (parameter === undefined ? name : `${name}-${examples[parameter]}`);

const examples = { count: "3", duration: "90s" };
