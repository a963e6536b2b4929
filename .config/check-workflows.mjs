import { readdirSync, readFileSync } from "node:fs";

/**
 * What every workflow keeps to: actions by commit, no credentials left behind for later steps, no text of an event in a script, write rights
 * for single jobs, npm's identity only in an environment.
 */
const folder = new URL("../.github/workflows/", import.meta.url);
const problems = [];

for (const name of readdirSync(folder).filter((file) => /\.ya?ml$/.test(file))) {
  const lines = readFileSync(new URL(name, folder), "utf8").split("\n");
  const tell = (index, what) => problems.push(`.github/workflows/${name}:${index + 1}: ${what}`);
  if (!lines.some((line) => line === "permissions:"))
    tell(0, "no permissions at the top. Write permissions: contents: read.");
  let section = "";
  let scriptIndent = -1;
  for (const [index, line] of lines.entries()) {
    const indent = line.length - line.trimStart().length;
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    if (indent === 0) section = line.split(":")[0];
    if (scriptIndent !== -1 && indent <= scriptIndent) scriptIndent = -1;
    const run = /^\s*(?:- )?run:(.*)$/.exec(line);
    if (run !== null) scriptIndent = indent;
    if ((scriptIndent !== -1 || run !== null) && line.includes("${{"))
      tell(index, "an expression inside run. Hand it over in env, and write the variable in quotes.");
    if (run !== null || scriptIndent !== -1) continue;
    if (section === "permissions" && /:\s*write\b/.test(line))
      tell(index, "every job may write. Give the right to the job.");
    if (/^\s*pull_request_target\b/.test(line))
      tell(index, "pull_request_target runs foreign code with rights. Use pull_request.");
    if (/^\s*id-token:\s*write/.test(line) && !jobAround(lines, index).some((own) => /^ {4}environment:/.test(own)))
      tell(index, "npm's identity outside an environment. Give the job an environment.");
    const action = /^\s*(?:- )?uses:\s*(\S+)(.*)$/.exec(line);
    if (action === null || action[1].startsWith("./")) continue;
    if (!/@[0-9a-f]{40}$/.test(action[1]) || !/^\s+# v\d/.test(action[2]))
      tell(
        index,
        `${action[1]} by a name that moves. Pin the commit, with the version behind it: @<40 digits> # v1.2.3.`,
      );
    if (
      action[1].startsWith("actions/checkout@") &&
      !stepAround(lines, index).some((own) => own.includes("persist-credentials: false"))
    )
      tell(index, "the token stays on disk for later steps. Write persist-credentials: false.");
  }
}

function stepAround(lines, index) {
  const end = lines.findIndex((line, at) => at > index && /^ {0,6}(?:- |\S)/.test(line));
  return lines.slice(index, end === -1 ? lines.length : end);
}

function isJob(line) {
  return /^ {2}[\w-]+:$/.test(line);
}

function jobAround(lines, index) {
  const start = lines.findLastIndex((line, at) => at <= index && isJob(line));
  const end = lines.findIndex((line, at) => at > index && isJob(line));
  return lines.slice(start, end === -1 ? lines.length : end);
}

if (problems.length > 0) {
  console.error(`${problems.join("\n")}\nFailed to check the workflows: ${problems.length} of the lines above.`);
  process.exitCode = 1;
}
