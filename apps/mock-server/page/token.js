const name = "genwait-mock-token";

/** The mock's token, from the address's fragment or from what was typed before. */
export const readToken = () => {
  const given = new URLSearchParams(location.hash.slice(1)).get("token");
  if (given !== null) {
    keepToken(given);
    // Out of the address bar, and out of screenshots.
    history.replaceState(null, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(name) ?? undefined;
};

/**
 * Keeps the token for as long as the tab is open.
 *
 * @param {string} token
 */
export const keepToken = (token) => sessionStorage.setItem(name, token);
