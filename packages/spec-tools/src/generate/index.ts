export { compareTrees } from "./compare-trees.ts";
export { generatedTrees } from "./generated-trees.ts";
export { writeTrees } from "./write-trees.ts";
