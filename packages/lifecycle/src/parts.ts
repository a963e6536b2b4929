export { absent, contains, empty, gt, is, isIn, media, not, prefix, present, status } from "./predicates.ts";
export { judgeItems } from "./judge-items.ts";
export { stageOf } from "./state-details.ts";
