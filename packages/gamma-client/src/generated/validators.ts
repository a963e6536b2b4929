// @ts-nocheck
// Made by `pnpm generate` from specs/gamma/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";

export const validateGenerationStatusResponse: Validate = validate0;

function validate1(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.message === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "message"});
    }
    if(data.statusCode === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "statusCode"});
    }
    if(data.message !== undefined){
      if(typeof data.message !== "string"){
        vErrors = note(vErrors, instancePath+"/message", "type", {type: "string"});
      }
    }
    if(data.statusCode !== undefined){
      if(!(typeof data.statusCode == "number")){
        vErrors = note(vErrors, instancePath+"/statusCode", "type", {type: "number"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate1.errors = vErrors;
  return vErrors === null;
}

function validate3(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.deducted === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "deducted"});
    }
    if(data.remaining === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "remaining"});
    }
    if(data.deducted !== undefined){
      if(!(typeof data.deducted == "number")){
        vErrors = note(vErrors, instancePath+"/deducted", "type", {type: "number"});
      }
    }
    if(data.remaining !== undefined){
      if(!(typeof data.remaining == "number")){
        vErrors = note(vErrors, instancePath+"/remaining", "type", {type: "number"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate3.errors = vErrors;
  return vErrors === null;
}

function validate0(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.generationId === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "generationId"});
    }
    if(data.status === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "status"});
    }
    if(data.generationId !== undefined){
      if(typeof data.generationId !== "string"){
        vErrors = note(vErrors, instancePath+"/generationId", "type", {type: "string"});
      }
    }
    if(data.status !== undefined){
      if(typeof data.status !== "string"){
        vErrors = note(vErrors, instancePath+"/status", "type", {type: "string"});
      }
    }
    if(data.gammaId !== undefined){
      if(typeof data.gammaId !== "string"){
        vErrors = note(vErrors, instancePath+"/gammaId", "type", {type: "string"});
      }
    }
    if(data.gammaUrl !== undefined){
      if(typeof data.gammaUrl !== "string"){
        vErrors = note(vErrors, instancePath+"/gammaUrl", "type", {type: "string"});
      }
    }
    if(data.error !== undefined){
      if(!(validate1(data.error, {instancePath:instancePath+"/error"}))){
        vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
      }
    }
    if(data.exportUrl !== undefined){
      if(typeof data.exportUrl !== "string"){
        vErrors = note(vErrors, instancePath+"/exportUrl", "type", {type: "string"});
      }
    }
    if(data.credits !== undefined){
      if(!(validate3(data.credits, {instancePath:instancePath+"/credits"}))){
        vErrors = vErrors === null ? validate3.errors : vErrors.concat(validate3.errors);
      }
    }
    if(data.title !== undefined){
      if(typeof data.title !== "string"){
        vErrors = note(vErrors, instancePath+"/title", "type", {type: "string"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate0.errors = vErrors;
  return vErrors === null;
}

export const validateCreateGenerationResponse: Validate = validate5;

function validate5(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.generationId === undefined){
      vErrors = note(vErrors, instancePath, "required", {missingProperty: "generationId"});
    }
    if(data.generationId !== undefined){
      if(typeof data.generationId !== "string"){
        vErrors = note(vErrors, instancePath+"/generationId", "type", {type: "string"});
      }
    }
    if(data.warnings !== undefined){
      if(typeof data.warnings !== "string"){
        vErrors = note(vErrors, instancePath+"/warnings", "type", {type: "string"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate5.errors = vErrors;
  return vErrors === null;
}

export const validateAnything: Validate = () => true;

const note = (found, instancePath, keyword, params) => {
  (found ??= []).push({ instancePath, keyword, params });
  return found;
};
