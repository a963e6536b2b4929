import { CommandError, exitCodes } from "../command.ts";

/**
 * A name that is safe as a folder, a package name and an environment variable: lower case, digits, single dashes.
 *
 * @throws {CommandError} exit code 64
 */
export const apiName = (name: string): string => {
  if (/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(name) && name.length <= 50) return name;
  throw new CommandError(
    `Failed to use the name ${JSON.stringify(name)}: an API's name is lower-case words with dashes between them, 50 characters at the most. Give one such as my-service.`,
    { exitCode: exitCodes.usage },
  );
};
