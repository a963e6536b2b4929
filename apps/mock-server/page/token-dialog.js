import { byId } from "./dom.js";
import { keepToken } from "./token.js";

/**
 * Asks for the token, and keeps it.
 *
 * @returns {Promise<void>}
 */
export const askForToken = () => {
  const dialog = byId("locked", HTMLDialogElement);
  const field = byId("token", HTMLInputElement);
  if (!dialog.open) dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener(
      "close",
      () => {
        keepToken(field.value.trim());
        field.value = "";
        resolve();
      },
      { once: true },
    );
  });
};
