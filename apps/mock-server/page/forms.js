/** @import { Job, Part } from "./types.js" */
/** @import { Model } from "./model.js" */
import { attempt } from "./attempt.js";
import { command } from "./control.js";
import { byId, element } from "./dom.js";
import { createScenarioList, exampleOf } from "./scenario-list.js";

/**
 * The forms above the jobs: a job, a fault, the scenario when nobody chooses.
 *
 * @param {Model} model
 * @param {{ chosen: () => Job | undefined, onCreated: (job: Job) => void }} page
 */
export const createForms = (model, { chosen, onCreated }) => {
  const listScenarios = createScenarioList();
  onSubmit("create", () =>
    attempt(async () => {
      const [api, scenario, id] = ["create-api", "create-scenario", "create-id"].map(valueOf);
      const newJob = { api, ...(scenario !== "" && { scenario }), ...(id !== "" && { id }) };
      onCreated(await (await command("POST", "jobs", newJob)).json());
      byId("create-id", HTMLInputElement).value = "";
    }),
  );
  onSubmit("fault", () =>
    attempt(async () => {
      const job = valueOf("fault-for") === "job" ? chosen() : undefined;
      if (valueOf("fault-for") === "job" && job === undefined)
        throw new Error('Failed to inject the fault: no job is chosen. Choose one in the list, or "any job".');
      const times = valueOf("fault-times");
      const target = {
        ...(job !== undefined && { api: job.api, job: job.id }),
        ...(times !== "" && { times: Number(times) }),
      };
      await command("POST", "faults", { is: valueOf("fault-name"), ...target });
    }),
  );
  onSubmit("scenario", () =>
    attempt(
      async () =>
        void (await command("PUT", `scenarios/${valueOf("scenario-when")}`, {
          scenario: valueOf("scenario-default") || "default",
        })),
    ),
  );

  /** @param {ReadonlySet<Part>} parts */
  return (parts) => {
    if (parts.has("apis")) {
      options(
        "create-api",
        model.apis.map(({ name }) => name),
      );
      options("fault-name", model.faultNames);
      // Before that there is nothing that they could send.
      for (const button of document.querySelectorAll("#create button, #fault button"))
        button.removeAttribute("disabled");
    }
    if (parts.has("scenarios")) {
      showScenarios(model);
      listScenarios(model.scenarios);
    }
    if (parts.has("faults") || parts.has("scenarios")) showWaiting(model);
  };
};

/** @type {(id: string) => string} */
const valueOf = (id) => {
  const field = document.getElementById(id);
  return field instanceof HTMLInputElement || field instanceof HTMLSelectElement ? field.value.trim() : "";
};

/** @type {(id: string, work: () => void) => void} */
const onSubmit = (id, work) => {
  byId(id, HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    work();
  });
};

/** @type {(id: string, names: readonly string[]) => void} */
const options = (id, names) => {
  const select = byId(id, HTMLSelectElement);
  const { value } = select;
  select.replaceChildren(...names.map((name) => element("option", {}, name)));
  if (names.includes(value)) select.value = value;
};

/** @type {(model: Model) => void} */
const showScenarios = ({ scenarios }) => {
  byId("scenario-names", HTMLElement).replaceChildren(
    ...scenarios.scenarios.map((scenario) =>
      element("option", { value: exampleOf(scenario), label: scenario.describe }),
    ),
  );
  const field = byId("scenario-default", HTMLInputElement);
  if (document.activeElement !== field && valueOf("scenario-when") === "default") field.value = scenarios.default;
};

/** @type {(model: Model) => void} */
const showWaiting = ({ faults, scenarios }) => {
  const { next } = scenarios;
  byId("faults", HTMLElement).replaceChildren(
    ...(next === null ? [] : [waiting(`next create: ${next}`, "scenarios/next", "Next create: the default scenario")]),
    ...faults.map(({ number, is, job, times }) => {
      const words = `${is} for ${job ?? "any job"}${times === undefined ? "" : times === 1 ? ", once" : `, ${times} times`}`;
      return waiting(words, `faults/${number}`, `Remove the fault ${words}`);
    }),
  );
};

/** @type {(words: string, path: string, label: string) => HTMLElement} */
const waiting = (words, path, label) => {
  const remove = element("button", { type: "button", class: "quiet", "aria-label": label }, "✕");
  remove.addEventListener("click", () => attempt(async () => void (await command("DELETE", path))));
  return element("li", {}, `◆ ${words}`, remove);
};
