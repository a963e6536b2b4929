/** @throws TypeError for a name that the table does not have; it lists those that it has. */
export const entry = <Value>(table: Readonly<Record<string, Value>>, name: string): Value => {
  const value = Object.hasOwn(table, name) && table[name];
  if (value) return value;
  throw new TypeError(
    `Failed to find "${name}": the API has none of that name. Use one of ${Object.keys(table).join(", ")}.`,
  );
};
