// @ts-nocheck
// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";

export const validateGenerationStatusSuccessResponse: Validate = validate0;

function validate1(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {image_id: "a string", status: "a string"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate0(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    if(data.data !== undefined){
      let data0 = data.data;
      if(Array.isArray(data0)){
        const len0 = data0.length;
        for(let i0=0; i0<len0; i0++){
          validate1(data0[i0], instancePath+"/data/" + i0, vErrors);
        }
      }
      else {
        note(vErrors, instancePath+"/data", "a list");
      }
    }
    if(data.err !== undefined){
      let data2 = data.err;
      if(isObject(data2)){
        types(vErrors, instancePath+"/err", data2, {message: "a string"});
      }
      else {
        note(vErrors, instancePath+"/err", "an object");
      }
    }
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

export const validateGenerationResponse: Validate = validate3;

function validate5(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {id: "a string", type: "a string", status: "a string"});
    if(data.dim !== undefined){
      let data3 = data.dim;
      if(isObject(data3)){
        types(vErrors, instancePath+"/dim", data3, {height: "an integer", width: "an integer"});
      }
      else {
        note(vErrors, instancePath+"/dim", "an object");
      }
    }
    types(vErrors, instancePath, data, {url: "a string"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate4(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {generation_id: "a string", created_at: "an integer"});
    if(data.media !== undefined){
      let data2 = data.media;
      if(Array.isArray(data2)){
        const len0 = data2.length;
        for(let i0=0; i0<len0; i0++){
          validate5(data2[i0], instancePath+"/media/" + i0, vErrors);
        }
      }
      else {
        note(vErrors, instancePath+"/media", "a list");
      }
    }
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate8(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {page: "an integer", page_size: "an integer", total: "an integer"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate3(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    if(data.data !== undefined){
      validate4(data.data, instancePath+"/data", vErrors);
    }
    if(data.err !== undefined){
      let data1 = data.err;
      if(isObject(data1)){
        types(vErrors, instancePath+"/err", data1, {message: "a string"});
      }
      else {
        note(vErrors, instancePath+"/err", "an object");
      }
    }
    if(data.pagination !== undefined){
      validate8(data.pagination, instancePath+"/pagination", vErrors);
    }
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

export const validateCreateGenerationResponse: Validate = validate10;

function validate12(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {id: "a string", type: "a string", status: "a string"});
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate11(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    types(vErrors, instancePath, data, {credits_remaining: "a number", generation_id: "a string"});
    if(data.media !== undefined){
      let data2 = data.media;
      if(Array.isArray(data2)){
        const len0 = data2.length;
        for(let i0=0; i0<len0; i0++){
          validate12(data2[i0], instancePath+"/media/" + i0, vErrors);
        }
      }
      else {
        note(vErrors, instancePath+"/media", "a list");
      }
    }
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

function validate10(data, instancePath = "", vErrors = []){
  if(isObject(data)){
    if(data.data !== undefined){
      validate11(data.data, instancePath+"/data", vErrors);
    }
    if(data.err !== undefined){
      let data1 = data.err;
      if(isObject(data1)){
        types(vErrors, instancePath+"/err", data1, {message: "a string"});
      }
      else {
        note(vErrors, instancePath+"/err", "an object");
      }
    }
  }
  else {
    note(vErrors, instancePath, "an object");
  }
  return vErrors;
}

export const validateAnything: Validate = () => [];

const note = (vErrors, pointer, expected) => vErrors.push({ pointer, expected });

const isObject = (value) => value && typeof value === "object" && !Array.isArray(value);

const types = (vErrors, pointer, value, members) => {
  for (const name in members) {
    const expected = members[name];
    const member = value[name];
    const fits = expected === "an integer" ? Number.isInteger(member) : expected === "a " + typeof member;
    if (member !== undefined && !fits) note(vErrors, pointer + "/" + name, expected);
  }
};
