import { Document, visit } from "yaml";

import type { GuessedAnswers } from "./guess-answers.ts";

/** The `answers.yaml` as it is written for a person to go on with. */
export const answersText = ({ ids, answers }: GuessedAnswers, folder: string): string => {
  const up = folder
    .split("/")
    .map(() => "..")
    .join("/");
  const document = new Document(answers.length === 0 ? { ids, answers: [] } : { ids, answers });
  visit(document, {
    Collection: (_, node, way) => {
      node.flow = way.length > 4 && JSON.stringify(node.toJSON()).length <= widest;
    },
  });
  const head = [
    `# yaml-language-server: $schema=${up}/packages/spec-tools/src/responses/responses.schema.json`,
    "# Written by `pnpm specs:new` from the document's examples; what is marked assumed is made up.",
    "# Fill in: answers as the service gives them, one for each way of being unfinished and for each end; this file judges the overlay.",
  ];
  return `${head.join("\n")}\n${document.toString({ lineWidth: 0 })}`;
};

const widest = 110;
