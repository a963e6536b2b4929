/** The first line of every generated file: who made it of what, and how to make it again. */
export const banner = (source: string): string =>
  `// Made by \`pnpm generate\` from ${source}. Do not edit: change the overlay and generate again.\n`;
