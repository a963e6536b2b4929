import type { MergedSpec } from "../openapi/spec-folder.ts";
import type { Problem } from "./problem.ts";
import { baseUrlFault, baseUrlKeyword, serverAddresses } from "../openapi/base-url.ts";
import { lineAt, parseYaml } from "../openapi/yaml-file.ts";
import { listAt, memberOf, textAt } from "../openapi/json.ts";

/** The overlay pins the address that gets the key, and pins one that may have it. */
export const checkBaseUrl = ({ document, files }: MergedSpec): readonly Problem[] => {
  const overlay = parseYaml(files.overlay);
  const pinned = memberOf(document, baseUrlKeyword);
  const index = listAt(overlay.value, "actions").findLastIndex(
    (action) => memberOf(memberOf(action, "update"), baseUrlKeyword) !== undefined,
  );
  const tokens = index === -1 ? ["actions"] : ["actions", `${index}`, "update", baseUrlKeyword];
  const place = { file: files.overlay.path, ...lineAt(overlay, tokens), path: `/${baseUrlKeyword}` };
  if (pinned === undefined) {
    const upstream = serverAddresses(parseYaml(files.openapi).value);
    const address = upstream.find((candidate) => baseUrlFault(candidate) === undefined) ?? "https://<host>";
    const action = `{ target: $, description: "documented: <where it stands>", update: { ${baseUrlKeyword}: "${address}" } }`;
    return [{ ...place, message: "nothing pins the address that gets the key", fix: `Add the action ${action}.` }];
  }
  const fault = typeof pinned === "string" ? baseUrlFault(pinned) : "is no text";
  if (fault === undefined) return [];
  const fix = "Write https, host and path, such as https://api.vendor.com/v1; http is for this machine.";
  return [{ ...place, message: `the address that gets the key ${fault}`, fix }];
};

/** What a person should look at: the vendor's page says another address than the one that is pinned. */
export const baseUrlWarnings = ({ document, files }: MergedSpec): readonly Problem[] => {
  const pinned = textAt(document, baseUrlKeyword);
  const openapi = parseYaml(files.openapi);
  const [first] = serverAddresses(openapi.value);
  if (pinned === undefined || first === undefined || first === pinned) return [];
  return [
    {
      file: files.openapi.path,
      ...lineAt(openapi, ["servers", "0", "url"]),
      path: "/servers/0/url",
      severity: "warning",
      message: `the document's first server is ${first}, and keys go to ${pinned}`,
      fix: "If the service has moved, pin the new address in the overlay.",
    },
  ];
};
