// @ts-nocheck
// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";

export const validateGenerationStatusResponse: Validate = validate0;

function validate1(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    required(vErrors, instancePath, data, ["message", "statusCode"]);
    types(vErrors, instancePath, data, {message: "a string", statusCode: "a number"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate3(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    required(vErrors, instancePath, data, ["deducted", "remaining"]);
    types(vErrors, instancePath, data, {deducted: "a number", remaining: "a number"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate0(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    required(vErrors, instancePath, data, ["generationId", "status"]);
    types(vErrors, instancePath, data, {generationId: "a string", status: "a string", gammaId: "a string", gammaUrl: "a string"});
    if(data.error !== undefined){
      validate1(data.error, instancePath+"/error", vErrors);
    }
    types(vErrors, instancePath, data, {exportUrl: "a string"});
    if(data.credits !== undefined){
      validate3(data.credits, instancePath+"/credits", vErrors);
    }
    types(vErrors, instancePath, data, {title: "a string"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

export const validateCreateGenerationResponse: Validate = validate5;

function validate5(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    required(vErrors, instancePath, data, ["generationId"]);
    types(vErrors, instancePath, data, {generationId: "a string", warnings: "a string"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

export const validateAnything: Validate = () => [];

const note = (vErrors, pointer, expected) => vErrors.push({ pointer, expected });

const isObject = (value) => value && typeof value === "object" && !Array.isArray(value);

const required = (vErrors, pointer, value, names) => {
  for (const name of names) if (value[name] === undefined) note(vErrors, pointer + "/" + name, "a value");
};

const types = (vErrors, pointer, value, members) => {
  for (const name in members) {
    const expected = members[name];
    const member = value[name];
    const fits = expected === "an integer" ? Number.isInteger(member) : expected === "a " + typeof member;
    if (member !== undefined && !fits) note(vErrors, pointer + "/" + name, expected);
  }
};
