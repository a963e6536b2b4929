import type { PackageTypes } from "./package-types.ts";
import type { PrintedType } from "./print-types.ts";

/** The module of component schemas. */
export const emitSchema = ({ schemas }: PackageTypes): string => joined(schemas) || "export {};\n";

/** The module of bodies: for each job an interface of bodies by phase, then each body, and each phase of an item. */
export const emitBodies = (types: PackageTypes): string => {
  const known = new Set(types.schemas.map(({ name }) => name));
  const tables = types.jobs.map(({ job, phases }) => {
    const members = phases.phases.map(({ phase, name }) => `  readonly ${phase}: ${name};\n`);
    return `/** The body of an answer about a ${job.declaration.name} job, for each phase it can have. */\nexport interface ${phases.prefix}Bodies {\n${members.join("")}}\n`;
  });
  return [importOf(types.bodies, known, "./schema.ts"), ...tables, joined(types.bodies)]
    .filter((part) => part !== "")
    .join("\n");
};

/** An import of the names that types use from a module; nothing when they use none. */
export const importOf = (users: readonly PrintedType[], known: ReadonlySet<string>, module: string): string => {
  const names = [...new Set(users.flatMap(({ uses }) => [...uses]))].filter((name) => known.has(name)).toSorted();
  return names.length === 0 ? "" : importLine(names, module);
};

/** One `import type`, on as many lines as it takes. */
export const importLine = (names: readonly string[], module: string): string =>
  wrappedImport(names, module, "import type");

/** One import, on as many lines as it takes. */
export const wrappedImport = (names: readonly string[], module: string, keyword = "import"): string => {
  const line = `${keyword} { ${names.join(", ")} } from "${module}";\n`;
  return line.length <= 121
    ? line
    : `${keyword} {\n${names.map((name) => `  ${name},\n`).join("")}} from "${module}";\n`;
};

const withRequired = "type WithRequired<T, K extends keyof T> = T & { [P in K]-?: T[P] };\n";

const joined = (types: readonly PrintedType[]): string => {
  const text = types.map((type) => type.text).join("\n");
  return text.includes("WithRequired<") ? `${withRequired}\n${text}` : text;
};
