import core from "../../client-core/package.json" with { type: "json" };
import lifecycle from "../../lifecycle/package.json" with { type: "json" };
import poller from "../../poller/package.json" with { type: "json" };

/** What a program needs that uses the modules, in versions that fit: those that this one was built beside. */
export const neededPackages: readonly string[] = [core, lifecycle, poller].map(
  ({ name, version }) => `${name}@^${version}`,
);
