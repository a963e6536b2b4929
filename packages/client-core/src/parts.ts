export { answersByCode } from "./answers-by-code.ts";
export { boolean, integer, list, number, object, string } from "./checks.ts";
export { putParameters } from "./put-parameters.ts";
export {
  all,
  any,
  anything,
  bounded,
  isNull,
  items,
  later,
  member,
  members,
  must,
  otherMembers,
  pattern,
  sized,
  typed,
} from "./rare-checks.ts";
