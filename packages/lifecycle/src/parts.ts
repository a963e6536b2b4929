export { absent, at, contains, empty, gt, is, isIn, media, not, prefix, present, status } from "./predicates.ts";
export { judgeItems } from "./judge-items.ts";
export { findRule } from "./find-rule.ts";
export { slowDown } from "./slow-down.ts";
export { stageOf } from "./state-details.ts";
