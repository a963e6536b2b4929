import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { apis } from "./apis.ts";
import { rootFolder } from "./root-folder.ts";

/** A piece of TypeScript in a README. */
export interface ReadmeExample {
  /** The README and the line of the fence, for titles. */
  readonly place: string;
  /** The program that the piece stands for: itself, or itself behind the programs before it that it goes on with. */
  readonly program: string;
  /** It begins with its imports, so it can be run as it stands. */
  readonly isWhole: boolean;
}

/** Every `ts` fence of every README in the repository. */
export const readmeExamples = (): readonly ReadmeExample[] =>
  readmes().flatMap((file) => {
    const text = readFileSync(file, "utf8");
    const wholes: string[] = [];
    return [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(({ 1: code = "", index }) => {
      const place = `${relative(rootFolder, file)}:${text.slice(0, index).split("\n").length}`;
      const isWhole = /^(?:\/\/.*\n)*import /.test(code);
      if (isWhole) wholes.push(code);
      // A fragment goes on with the last whole program; braces keep its names apart from the program's.
      return { place, isWhole, program: isWhole ? code : `${wholes.at(-1) ?? ""}\n{\n${code}}\n` };
    });
  });

const readmes = (): readonly string[] =>
  [
    rootFolder,
    ...["packages", "apps"].flatMap((group) =>
      readdirSync(join(rootFolder, group)).map((name) => join(rootFolder, group, name)),
    ),
    ...apis.map(({ clientFolder }) => clientFolder),
  ]
    .map((folder) => join(folder, "README.md"))
    .filter((file, index, all) => existsSync(file) && all.indexOf(file) === index);
