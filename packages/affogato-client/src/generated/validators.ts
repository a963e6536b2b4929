// @ts-nocheck
// Made by `pnpm generate` from specs/affogato/openapi.yaml and overlay.yaml. Do not edit: change the overlay and generate again.
import type { Validate } from "@genwait/client-core";

export const validateGenerationStatusSuccessResponse: Validate = validate0;

function validate1(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.image_id !== undefined){
      if(typeof data.image_id !== "string"){
        vErrors = note(vErrors, instancePath+"/image_id", "type", {type: "string"});
      }
    }
    if(data.status !== undefined){
      if(typeof data.status !== "string"){
        vErrors = note(vErrors, instancePath+"/status", "type", {type: "string"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate1.errors = vErrors;
  return vErrors === null;
}

function validate0(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.data !== undefined){
      let data0 = data.data;
      if(Array.isArray(data0)){
        const len0 = data0.length;
        for(let i0=0; i0<len0; i0++){
          if(!(validate1(data0[i0], {instancePath:instancePath+"/data/" + i0}))){
            vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/data", "type", {type: "array"});
      }
    }
    if(data.err !== undefined){
      let data2 = data.err;
      if(data2 && typeof data2 == "object" && !Array.isArray(data2)){
        if(data2.message !== undefined){
          if(typeof data2.message !== "string"){
            vErrors = note(vErrors, instancePath+"/err/message", "type", {type: "string"});
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/err", "type", {type: "object"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate0.errors = vErrors;
  return vErrors === null;
}

export const validateGenerationResponse: Validate = validate3;

function validate5(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.id !== undefined){
      if(typeof data.id !== "string"){
        vErrors = note(vErrors, instancePath+"/id", "type", {type: "string"});
      }
    }
    if(data.type !== undefined){
      if(typeof data.type !== "string"){
        vErrors = note(vErrors, instancePath+"/type", "type", {type: "string"});
      }
    }
    if(data.status !== undefined){
      if(typeof data.status !== "string"){
        vErrors = note(vErrors, instancePath+"/status", "type", {type: "string"});
      }
    }
    if(data.dim !== undefined){
      let data3 = data.dim;
      if(data3 && typeof data3 == "object" && !Array.isArray(data3)){
        if(data3.height !== undefined){
          let data4 = data3.height;
          if(!((typeof data4 == "number") && (!(data4 % 1) && !isNaN(data4)))){
            vErrors = note(vErrors, instancePath+"/dim/height", "type", {type: "integer"});
          }
        }
        if(data3.width !== undefined){
          let data5 = data3.width;
          if(!((typeof data5 == "number") && (!(data5 % 1) && !isNaN(data5)))){
            vErrors = note(vErrors, instancePath+"/dim/width", "type", {type: "integer"});
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/dim", "type", {type: "object"});
      }
    }
    if(data.url !== undefined){
      if(typeof data.url !== "string"){
        vErrors = note(vErrors, instancePath+"/url", "type", {type: "string"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate5.errors = vErrors;
  return vErrors === null;
}

function validate4(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.generation_id !== undefined){
      if(typeof data.generation_id !== "string"){
        vErrors = note(vErrors, instancePath+"/generation_id", "type", {type: "string"});
      }
    }
    if(data.created_at !== undefined){
      let data1 = data.created_at;
      if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
        vErrors = note(vErrors, instancePath+"/created_at", "type", {type: "integer"});
      }
    }
    if(data.media !== undefined){
      let data2 = data.media;
      if(Array.isArray(data2)){
        const len0 = data2.length;
        for(let i0=0; i0<len0; i0++){
          if(!(validate5(data2[i0], {instancePath:instancePath+"/media/" + i0}))){
            vErrors = vErrors === null ? validate5.errors : vErrors.concat(validate5.errors);
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/media", "type", {type: "array"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate4.errors = vErrors;
  return vErrors === null;
}

function validate8(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.page !== undefined){
      let data0 = data.page;
      if(!((typeof data0 == "number") && (!(data0 % 1) && !isNaN(data0)))){
        vErrors = note(vErrors, instancePath+"/page", "type", {type: "integer"});
      }
    }
    if(data.page_size !== undefined){
      let data1 = data.page_size;
      if(!((typeof data1 == "number") && (!(data1 % 1) && !isNaN(data1)))){
        vErrors = note(vErrors, instancePath+"/page_size", "type", {type: "integer"});
      }
    }
    if(data.total !== undefined){
      let data2 = data.total;
      if(!((typeof data2 == "number") && (!(data2 % 1) && !isNaN(data2)))){
        vErrors = note(vErrors, instancePath+"/total", "type", {type: "integer"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate8.errors = vErrors;
  return vErrors === null;
}

function validate3(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.data !== undefined){
      if(!(validate4(data.data, {instancePath:instancePath+"/data"}))){
        vErrors = vErrors === null ? validate4.errors : vErrors.concat(validate4.errors);
      }
    }
    if(data.err !== undefined){
      let data1 = data.err;
      if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
        if(data1.message !== undefined){
          if(typeof data1.message !== "string"){
            vErrors = note(vErrors, instancePath+"/err/message", "type", {type: "string"});
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/err", "type", {type: "object"});
      }
    }
    if(data.pagination !== undefined){
      if(!(validate8(data.pagination, {instancePath:instancePath+"/pagination"}))){
        vErrors = vErrors === null ? validate8.errors : vErrors.concat(validate8.errors);
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate3.errors = vErrors;
  return vErrors === null;
}

export const validateCreateGenerationResponse: Validate = validate10;

function validate12(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.id !== undefined){
      if(typeof data.id !== "string"){
        vErrors = note(vErrors, instancePath+"/id", "type", {type: "string"});
      }
    }
    if(data.type !== undefined){
      if(typeof data.type !== "string"){
        vErrors = note(vErrors, instancePath+"/type", "type", {type: "string"});
      }
    }
    if(data.status !== undefined){
      if(typeof data.status !== "string"){
        vErrors = note(vErrors, instancePath+"/status", "type", {type: "string"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate12.errors = vErrors;
  return vErrors === null;
}

function validate11(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.credits_remaining !== undefined){
      if(!(typeof data.credits_remaining == "number")){
        vErrors = note(vErrors, instancePath+"/credits_remaining", "type", {type: "number"});
      }
    }
    if(data.generation_id !== undefined){
      if(typeof data.generation_id !== "string"){
        vErrors = note(vErrors, instancePath+"/generation_id", "type", {type: "string"});
      }
    }
    if(data.media !== undefined){
      let data2 = data.media;
      if(Array.isArray(data2)){
        const len0 = data2.length;
        for(let i0=0; i0<len0; i0++){
          if(!(validate12(data2[i0], {instancePath:instancePath+"/media/" + i0}))){
            vErrors = vErrors === null ? validate12.errors : vErrors.concat(validate12.errors);
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/media", "type", {type: "array"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate11.errors = vErrors;
  return vErrors === null;
}

function validate10(data, {instancePath=""}={}){
  let vErrors = null;
  if(data && typeof data == "object" && !Array.isArray(data)){
    if(data.data !== undefined){
      if(!(validate11(data.data, {instancePath:instancePath+"/data"}))){
        vErrors = vErrors === null ? validate11.errors : vErrors.concat(validate11.errors);
      }
    }
    if(data.err !== undefined){
      let data1 = data.err;
      if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
        if(data1.message !== undefined){
          if(typeof data1.message !== "string"){
            vErrors = note(vErrors, instancePath+"/err/message", "type", {type: "string"});
          }
        }
      }
      else {
        vErrors = note(vErrors, instancePath+"/err", "type", {type: "object"});
      }
    }
  }
  else {
    vErrors = note(vErrors, instancePath, "type", {type: "object"});
  }
  validate10.errors = vErrors;
  return vErrors === null;
}

export const validateAnything: Validate = () => true;

const note = (found, instancePath, keyword, params) => {
  (found ??= []).push({ instancePath, keyword, params });
  return found;
};
