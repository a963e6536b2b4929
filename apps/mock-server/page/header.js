/** @import { ApiInfo } from "./types.js" */
/** @import { PageClock } from "./job-line.js" */
import { attempt } from "./attempt.js";
import { command } from "./control.js";
import { byId, element, setText } from "./dom.js";
import { timeOfDay } from "./words.js";

/**
 * The head of the page: what is mocked, whether the page hears from it, its time, and the buttons that move it.
 *
 * @param {PageClock} clock
 */
export const createHeader = (clock) => {
  const time = byId("clock", HTMLOutputElement);
  const connection = byId("connection", HTMLElement);
  for (const button of document.querySelectorAll("[data-by]")) {
    button.addEventListener("click", () =>
      attempt(async () => void (await command("POST", "clock/advance", { by: button.getAttribute("data-by") }))),
    );
  }
  byId("reset", HTMLButtonElement).addEventListener("click", () => {
    const isSure = confirm("Forget all jobs, faults and requests, and the scenarios that were chosen here?");
    if (isSure) attempt(async () => void (await command("POST", "reset")));
  });
  const [pause, speeds] = [byId("pause", HTMLButtonElement), byId("speed", HTMLSelectElement)];
  // What goes on after a pause.
  let runningSpeed = 1;
  pause.addEventListener("click", () => setSpeed(clock.speed === 0 ? runningSpeed : 0));
  speeds.addEventListener("change", () => setSpeed(Number(speeds.value)));
  const showSpeed = () => {
    // Before the first word of the mock nobody knows which of the two a click would mean.
    pause.disabled = false;
    speeds.disabled = false;
    if (clock.speed > 0) runningSpeed = clock.speed;
    setText(pause, clock.speed === 0 ? "Go on" : "Pause");
    const offered = [...new Set([...usualSpeeds, runningSpeed])].sort((a, b) => a - b).map(String);
    if (offered.join() !== [...speeds.options].map(({ value }) => value).join())
      speeds.replaceChildren(...offered.map((value) => element("option", { value }, `${value} ×`)));
    if (document.activeElement !== speeds) speeds.value = String(runningSpeed);
  };
  return {
    showTime: () => {
      if (!clock.isSet()) return;
      setText(time, `${timeOfDay(clock.now())}${clock.speed === 0 ? " paused" : ""}`);
      showSpeed();
    },
    /** @param {"live" | "lost" | "locked"} state */
    showConnection: (state) => {
      connection.dataset.state = state;
      setText(connection, connectionWords[state]);
    },
    /** @param {readonly ApiInfo[]} apis */
    showApis: (apis) =>
      byId("apis", HTMLElement).replaceChildren(
        ...apis.map(({ name, address }) =>
          element("li", {}, `${name} `, element("code", {}, address?.replace("http://", "") ?? "in-process")),
        ),
      ),
  };
};

/** @param {number} speed */
const setSpeed = (speed) => attempt(async () => void (await command("PUT", "clock", { speed })));

const usualSpeeds = [1, 5, 20, 100];

const connectionWords = {
  live: "Live",
  lost: "The mock does not respond. Trying again…",
  locked: "This mock wants its token.",
};
