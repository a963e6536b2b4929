import { Document, visit } from "yaml";

import type { GuessedResponses } from "./guess-responses.ts";

/** The `responses.yaml` as it is written for a person to go on with. */
export const responsesText = ({ ids, responses }: GuessedResponses, folder: string): string => {
  const up = folder
    .split("/")
    .map(() => "..")
    .join("/");
  // What two entries share would become an anchor and an alias, and an entry could not be deleted by itself.
  const own: unknown = JSON.parse(JSON.stringify({ ids, responses }));
  const document = new Document(own);
  visit(document, {
    Collection: (_, node, way) => {
      node.flow = way.length > 4 && JSON.stringify(node.toJSON()).length <= widest;
    },
  });
  const head = [
    `# yaml-language-server: $schema=${up}/packages/spec-tools/src/responses/responses.schema.json`,
    "# Written by `pnpm specs:new` from the document's examples; what is marked assumed is made up.",
    "# Fill in: responses as the service gives them, one for each form of a pending one and for each result; this file checks the overlay.",
  ];
  return `${head.join("\n")}\n${document.toString({ lineWidth: 0 })}`;
};

const widest = 110;
