// Validate with ajv: {schemas: {kind: file}, instances: [{name, kind, data}]} on stdin; what does not fit on stdout.
// Strict: an unknown keyword, a keyword that can never apply and the like are errors of the schema. But for
// `required`: a branch names the keys by which it is told, and ajv looks for their description in the branch alone.
"use strict";

const Ajv = require("ajv/dist/2020").default;
const addFormats = require("ajv-formats").default;
const { readFileSync } = require("node:fs");

const { schemas, instances } = JSON.parse(readFileSync(0, "utf8"));
const ajv = new Ajv({ strict: true, strictRequired: false, allErrors: true });
addFormats(ajv);
// What editors show, and validators pass over.
ajv.addVocabulary([
  "enumDescriptions",
  "errorMessage",
  "markdownDescription",
  "markdownEnumDescriptions",
  "patternErrorMessage",
]);
const validators = {};
for (const [kind, file] of Object.entries(schemas)) {
  validators[kind] = ajv.compile(JSON.parse(readFileSync(file, "utf8")));
}
const wrong = {};
for (const { name, kind, data } of instances) {
  if (!validators[kind](data)) wrong[name] = validators[kind].errors.map((e) => `${e.instancePath} ${e.message}`);
}
process.stdout.write(JSON.stringify(wrong));
