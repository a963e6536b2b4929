import { byId } from "./dom.js";

/**
 * What a narrow page folds away: the menu of the head, the forms, and one of its two lists. A wide one shows everything, and
 * nothing of this is seen there.
 */
export const createViews = () => {
  const [jobs, requests] = [byId("view-jobs", HTMLButtonElement), byId("view-requests", HTMLButtonElement)];
  /** @param {"jobs" | "requests"} view */
  const show = (view) => {
    document.body.dataset.view = view;
    jobs.setAttribute("aria-pressed", String(view === "jobs"));
    requests.setAttribute("aria-pressed", String(view === "requests"));
  };
  jobs.addEventListener("click", () => show("jobs"));
  requests.addEventListener("click", () => show("requests"));
  show("jobs");
  const folded = [...document.querySelectorAll("button[data-opens]")];
  for (const button of folded) {
    button.addEventListener("click", () => {
      const isOpen = button.getAttribute("aria-expanded") !== "true";
      // One at a time: the jobs should stay in sight.
      for (const other of folded) open(other, other === button && isOpen);
    });
  }
  return { show };
};

/** @type {(button: Element, isOpen: boolean) => void} */
const open = (button, isOpen) => {
  button.setAttribute("aria-expanded", String(isOpen));
  byId(button.getAttribute("data-opens") ?? "", HTMLElement).toggleAttribute("data-open", isOpen);
};
