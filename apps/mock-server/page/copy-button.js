import { element } from "./dom.js";

/**
 * A button that copies a text, and says that it has.
 *
 * @param {string} label
 * @param {string} text
 */
export const copyButton = (label, text) => {
  const button = element("button", { type: "button" }, label);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  });
  // Only where the page is on loopback or behind HTTPS.
  button.hidden = !isSecureContext;
  return button;
};
