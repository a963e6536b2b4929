import { git } from "../../git.ts";

/** The texts under `specs/<api>/` at a commit that there is, by api: its document and its overlay. */
export const specsAt = async (reference: string, cwd: string): Promise<ReadonlyMap<string, SpecTexts>> => {
  const listing = await git(["ls-tree", "-r", "--name-only", reference, "--", "specs"], cwd);
  const files = listing.split("\n").filter((path) => /^specs\/[^/]+\/(?:openapi|overlay)\.yaml$/.test(path));
  const specs = new Map<string, SpecTexts>();
  for (const api of new Set(files.map((path) => path.split("/")[1] ?? ""))) {
    const [openapi, overlay] = ["openapi", "overlay"].map((name) => `specs/${api}/${name}.yaml`);
    if (openapi === undefined || overlay === undefined || !files.includes(openapi) || !files.includes(overlay))
      continue;
    specs.set(api, { openapi: await show(reference, openapi, cwd), overlay: await show(reference, overlay, cwd) });
  }
  return specs;
};

export interface SpecTexts {
  readonly openapi: string;
  readonly overlay: string;
}

const show = (reference: string, path: string, cwd: string): Promise<string> =>
  git(["show", `${reference}:./${path}`], cwd);
