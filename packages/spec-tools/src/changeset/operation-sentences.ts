import type { Row } from "./member-sentences.ts";

/** Operations, servers, keys: whole messages. The first that fits counts. */
export const operationRows: readonly Row[] = [
  [
    /Keys now go to (`[^`]+`) in place of (`[^`]+`)/,
    ([now = "", was = ""]) => ({
      sentence: `Moved the address that requests and keys go to, to {} in place of ${was}`,
      what: now,
      hint: "Make sure that {} is the vendor's before you take this version.",
    }),
  ],
  [
    /The API is now titled (`[^`]+`); it was titled (`[^`]+`)/,
    ([now = "", was = ""]) => ({ sentence: `Changed the title of the API from ${was} to {}`, what: now }),
  ],
  [/The operation (.+) is new/, ([name = ""]) => ({ sentence: "Added the operation {}", what: name })],
  [
    /The operation (.+) was removed/,
    ([name = ""]) => ({
      sentence: "Removed the operation {}",
      what: name,
      hint: "Stop calling {}: the service no longer has it.",
    }),
  ],
  [
    /The operation (.+) is now called (`[^`]+`), and so is the client's method/,
    ([old = "", name = ""]) => ({ sentence: `Renamed ${old} to {}`, what: name, hint: `Call {} in place of ${old}.` }),
  ],
  [
    /The operation (.+) is now called (`[^`]+`)/,
    ([old = "", name = ""]) => ({ sentence: `Named ${old} {}`, what: name }),
  ],
  [
    /The operation (`[^`]+`) is now (`[^`]+`); it was (`[^`]+`)/,
    ([name = "", now = "", was = ""]) => ({
      sentence: `Moved {} from ${was} to ${now}`,
      what: name,
      hint: "Code that calls the client needs no change; proxies and recorded responses do.",
    }),
  ],
  [
    /The operation (.+) now asks for (.+); it asked for (.+)/,
    ([name = "", now = "", was = ""]) => ({
      sentence: `Changed the key of {} from ${was} to ${now}`,
      what: name,
      hint: `Give {} ${now}.`,
    }),
  ],
  [
    /The operation (.+) now lists (?:the response (.+)|a default response)/,
    ([name = "", code]) => ({
      sentence: `Listed ${code === undefined ? "a default response" : `the response ${code}`} of {}`,
      what: name,
    }),
  ],
  [
    /The (.+) response of (.+) is no longer listed/,
    ([code = "", name = ""]) => ({
      sentence: `Removed the ${code} response of {} from the documented ones`,
      what: name,
      hint: code.startsWith("2") || code === "default" ? "Expect another good response of {}." : undefined,
    }),
  ],
  [
    /The operation (.+) no longer lists the server (`[^`]+`).*/,
    ([name = "", url = ""]) => ({
      sentence: `Removed the server ${url} of {}`,
      what: name,
      hint: "Call another server.",
    }),
  ],
  [
    /The (document|path .+) no longer lists the server (`[^`]+`).*/,
    ([, url = ""]) => ({
      sentence: "Removed the server {}",
      what: url,
      hint: "Call another server, with `baseUrl` if it is not the first one listed.",
    }),
  ],
  [
    /The (?:document|path .+|operation .+) now lists the server (`[^`]+`)/,
    ([url = ""]) => ({ sentence: "Added the server {}", what: url }),
  ],
  [
    /The .+ names (`[^`]+`) first now, so clients call it by default in place of (`[^`]+`)/,
    ([now = "", was = ""]) => ({ sentence: `Made {} the default server in place of ${was}`, what: now }),
  ],
  [
    /The (variable .+) can no longer be (.+)/,
    ([name = "", values = ""]) => ({
      sentence: `Removed ${values} from the values of the {}`,
      what: name,
      hint: "Use another value.",
    }),
  ],
  [
    /The (variable .+) has other values or another default/,
    ([name = ""]) => ({ sentence: "Changed the values of the {}", what: name }),
  ],
  [
    /The security scheme (.+) is sent in another way/,
    ([name = ""]) => ({
      sentence: "Changed how the key {} is sent",
      what: name,
      hint: "Use the new version of the client, which sends it so.",
    }),
  ],
  [
    /The security scheme (.+) (?:is no longer described|is described now|now has a .+|has another .+|no longer has a .+)/,
    ([name = ""]) => ({ sentence: "Reworded the documentation of {}", what: `the key ${name}` }),
  ],
];
