/** What a schema says to people and tools, and what no value is measured by. */
export const noteKeywords: readonly string[] = [
  "title",
  "description",
  "default",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "deprecated",
  "readOnly",
  "writeOnly",
  "$comment",
];
