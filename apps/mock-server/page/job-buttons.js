/** @import { Job } from "./types.js" */
import { attempt } from "./attempt.js";
import { command, jobPath } from "./control.js";
import { byId } from "./dom.js";

/**
 * The buttons that end the chosen job, delete it, or give it another scenario.
 *
 * @param {{ chosen: () => Job | undefined, onDeleted: () => void }} page
 */
export const createJobButtons = ({ chosen, onDeleted }) => {
  /** @type {(id: string, work: (job: Job) => Promise<unknown>) => void} */
  const onClick = (id, work) => byId(id, HTMLButtonElement).addEventListener("click", () => act(work));
  /** @type {(work: (job: Job) => Promise<unknown>) => void} */
  const act = (work) => {
    const job = chosen();
    if (job !== undefined) attempt(async () => void (await work(job)));
  };
  /** @param {Job} job */
  const remove = async (job) => {
    await command("DELETE", jobPath(job));
    onDeleted();
  };
  onClick("job-finish", (job) => command("POST", jobPath(job, "/finish"), {}));
  onClick("job-fail", (job) =>
    command("POST", jobPath(job, "/fail"), { kind: byId("job-fail-kind", HTMLSelectElement).value }),
  );
  onClick("job-delete", remove);
  byId("job-play", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    const scenario = byId("job-scenario", HTMLInputElement).value.trim() || "default";
    act((job) => command("PUT", jobPath(job, "/scenario"), { scenario }));
  });
  return { remove: () => act(remove) };
};
