const unseenMs = 20_000;

/**
 * Lets the stream go while nobody sees the page. A look at another tab costs nothing yet.
 *
 * @param {{ join: () => void, leave: () => void }} stream
 * @param {Pick<Document, "addEventListener" | "visibilityState">} [page]
 */
export const whileSeen = ({ join, leave }, page = document) => {
  let hasLeft = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  page.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (page.visibilityState === "hidden") {
      timer = setTimeout(() => {
        hasLeft = true;
        leave();
      }, unseenMs);
    } else if (hasLeft) {
      hasLeft = false;
      join();
    }
  });
};
