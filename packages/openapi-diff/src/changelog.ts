import { type Bump, bumpOf, type Change, type ChangeCode, type Subject } from "./change.ts";
import {
  addressPhrase,
  differencePhrase,
  isSent,
  jobPhrase,
  memberPhrase,
  operationPhrase,
  operationsPhrase,
  placePhrase,
  subjectPhrase,
  typesPhrase,
  variantPhrase,
  variantsPhrase,
  wherePhrase,
  type Words,
} from "./phrases.ts";
import { boundText, constraintWords, errorText, requirements, textWords, writingText } from "./report.ts";
import { capitalized, listText, nameText, valueText } from "./text.ts";

/** A sentence around the thing that it is about, so that sentences which differ in it alone are told as one. */
export interface Line {
  readonly before: string;
  readonly what: string;
  readonly after: string;
}

/** What a change is called in a changelog, in the past tense, and what a caller has to do where it breaks. */
export type ChangelogText<B extends Bump> = { readonly sentence: Line } & ("major" extends B
  ? { readonly hint: Line }
  : { readonly hint?: never });

/**
 * What each kind of change is called in a changelog, and for every kind that can be major what a caller has to do. A kind without
 * words, and a major one without a hint, does not compile.
 */
export const changelogText: {
  readonly [C in ChangeCode]: (change: Change<C>, words: Words) => ChangelogText<Change<C>["bump"]>;
} = {
  "base-url-changed": ({ old, new: revised, subject }) => {
    const whose = subject.operations.length === 0 ? "" : ` of ${operationsPhrase(subject)}`;
    return {
      sentence: line(
        `Changed where requests${whose} go: keys go to `,
        nameText(revised),
        ` in place of ${nameText(old)}`,
      ),
      hint: line(
        "Make sure that ",
        nameText(revised),
        " is the service's own before you send a key there; stay on the old address with `baseUrl`",
      ),
    };
  },
  "server-added": ({ url }) => ({ sentence: line("Added the server ", nameText(url)) }),
  "server-removed": ({ url }) => ({
    sentence: line("Removed the server ", nameText(url)),
    hint: line("Call another server than ", nameText(url)),
  }),
  "server-variable-narrowed": ({ url, variable, removed }) => ({
    sentence: line(
      "Removed ",
      values(removed),
      ` from the values of the variable ${nameText(variable)} of ${nameText(url)}`,
    ),
    hint: line("Use another value than ", values(removed), ` for ${nameText(variable)}`),
  }),
  "server-variable-changed": ({ url, variable, old, new: revised }) => ({
    sentence: line(
      "Changed the variable ",
      nameText(variable),
      ` of ${nameText(url)}, which now has ${differencePhrase(old, revised)}`,
    ),
  }),

  "security-tightened": ({ old, new: revised, subject }) => ({
    sentence: line(
      "Changed what ",
      operationsPhrase(subject),
      ` asks for, from ${requirements(old)} to ${requirements(revised)}`,
    ),
    hint: line(`Give ${requirements(revised)} to `, operationsPhrase(subject)),
  }),
  "security-relaxed": ({ old, new: revised, subject }) => ({
    sentence: line(
      "Relaxed what ",
      operationsPhrase(subject),
      ` asks for, from ${requirements(old)} to ${requirements(revised)}`,
    ),
  }),
  "security-scheme-added": ({ name }) => ({ sentence: line("Described the security scheme ", nameText(name)) }),
  "security-scheme-removed": ({ name }) => ({
    sentence: line("Removed the description of the security scheme ", nameText(name)),
  }),
  "security-scheme-renamed": ({ old, new: revised }) => ({
    sentence: line("Renamed the security scheme ", nameText(old), ` to ${nameText(revised)}`),
  }),
  "security-scheme-changed": ({ name, old, new: revised }) => ({
    sentence: line("Changed how the key ", nameText(name), ` is sent, with ${differencePhrase(old, revised)}`),
    hint: line("Send the key ", nameText(name), " in its new way, as the new version of the client does"),
  }),
  "security-flow-added": ({ name, flow }) => ({
    sentence: line("Added the flow ", nameText(flow), ` to the security scheme ${nameText(name)}`),
  }),
  "security-flow-removed": ({ name, flow }) => ({
    sentence: line("Removed the flow ", nameText(flow), ` from the security scheme ${nameText(name)}`),
    hint: line("Get tokens by another flow than ", nameText(flow)),
  }),
  "security-flow-changed": ({ name, flow, old, new: revised }) => ({
    sentence: line(
      "Changed the flow ",
      nameText(flow),
      ` of the security scheme ${nameText(name)}, which now has ${differencePhrase(old, revised)}`,
    ),
    hint: line("Get tokens by the new addresses and scopes of ", nameText(flow)),
  }),

  "operation-added": ({ subject }) => ({ sentence: line("Added the operation ", operationsPhrase(subject)) }),
  "operation-removed": ({ subject }) => ({
    sentence: line("Removed the operation ", operationsPhrase(subject)),
    hint: line("Stop calling ", operationsPhrase(subject), ": the service no longer has it"),
  }),
  "operation-moved": ({ old, new: revised, subject }) => ({
    sentence: line("Moved ", operationsPhrase(subject), ` from ${nameText(old)} to ${nameText(revised)}`),
    hint: line(`Call ${nameText(revised)} for `, operationsPhrase(subject)),
  }),
  "operation-renamed": ({ old, new: revised, subject }) => ({
    sentence: line(
      "Renamed ",
      old === undefined ? addressPhrase(subject) : nameText(old),
      ` to ${newName(revised, subject)}`,
    ),
    hint: line("Use the name ", newName(revised, subject), old === undefined ? "" : ` in place of ${nameText(old)}`),
  }),

  "parameter-added": ({ required, subject }, words) => ({
    sentence: line("Added ", wherePhrase(subject, words), required ? ", which is required" : ""),
    hint: line("Give ", wherePhrase(subject, words), " in every call"),
  }),
  "parameter-removed": ({ subject }, words) => ({
    sentence: line("Removed ", wherePhrase(subject, words)),
    hint: line("Leave out ", wherePhrase(subject, words), ": it is no longer taken"),
  }),
  "parameter-renamed": ({ new: revised, subject }, words) => renamedPlace(revised, subject, words),
  "path-parameter-renamed": ({ new: revised, subject }, words) => renamedPlace(revised, subject, words),
  "parameter-moved": ({ old, new: revised, subject }, words) => ({
    sentence: line("Moved ", wherePhrase(subject, words), ` to the ${nameText(revised)}`),
    hint: line("Give ", wherePhrase(subject, words), ` in the ${nameText(revised)} in place of the ${nameText(old)}`),
  }),
  "parameter-required": ({ subject }, words) => madeRequired(subject, words),
  "parameter-optional": ({ subject }, words) => madeOptional(subject, words),
  "parameter-style-changed": ({ keyword, old, new: revised, subject }, words) =>
    rewritten(subject, words, `${nameText(keyword)} ${valueText(revised)} in place of ${valueText(old)}`),
  "parameter-content-changed": ({ old, new: revised, subject }, words) =>
    rewritten(subject, words, `${writingText(revised)} in place of ${writingText(old)}`),

  "request-body-added": ({ required, subject }, words) => ({
    sentence: line("Added ", wherePhrase(subject, words), required ? ", which is required" : ""),
    hint: line("Give ", wherePhrase(subject, words), " in every call"),
  }),
  "request-body-removed": ({ subject }, words) => ({
    sentence: line("Removed ", wherePhrase(subject, words)),
    hint: line("Leave out ", wherePhrase(subject, words), ": it is no longer taken"),
  }),
  "request-body-required": ({ subject }, words) => madeRequired(subject, words),
  "request-body-optional": ({ subject }, words) => madeOptional(subject, words),
  "media-type-added": ({ mediaType, subject }, words) => ({
    sentence: line("Added ", nameText(mediaType), ` to the forms of ${wherePhrase(subject, words)}`),
  }),
  "media-type-removed": ({ mediaType, subject }, words) => ({
    sentence: line("Removed ", nameText(mediaType), ` from the forms of ${wherePhrase(subject, words)}`),
    hint: line(`Use another form of ${wherePhrase(subject, words)} than `, nameText(mediaType)),
  }),
  "encoding-changed": ({ part, keyword, old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed ",
      nameText(keyword),
      ` of the part ${nameText(part)} of ${wherePhrase(subject, words)} from ${valueText(old)} to ${valueText(revised)}`,
    ),
    hint: line("Write the part ", nameText(part), ` with ${nameText(keyword)} ${valueText(revised)}`),
  }),

  "response-added": ({ status, body, subject }) => ({
    sentence: line(
      "Added the response ",
      nameText(status),
      ` to ${operationsPhrase(subject)}${{ same: "", error: "", other: ", with another body", none: ", which has no body" }[body]}`,
    ),
    hint: line(
      "Handle the response ",
      nameText(status),
      ` of ${operationsPhrase(subject)}${body === "none" ? ": its result is undefined" : ""}`,
    ),
  }),
  "response-removed": ({ subject }, words) => ({
    sentence: line("Removed ", wherePhrase(subject, words), " from the documented responses"),
    hint: line("Expect another response than ", wherePhrase(subject, words)),
  }),
  "response-status-changed": ({ old, new: revised, subject }) => ({
    sentence: line(
      "Changed the status of a successful response of ",
      operationsPhrase(subject),
      ` from ${nameText(old)} to ${nameText(revised)}`,
    ),
    hint: line(`Expect ${nameText(revised)} in place of ${nameText(old)} from `, operationsPhrase(subject)),
  }),
  "header-added": ({ subject }, words) => ({
    sentence: line("Added ", wherePhrase(subject, words)),
    hint: line("Send ", wherePhrase(subject, words)),
  }),
  "header-removed": ({ subject }, words) => ({
    sentence: line("Removed ", wherePhrase(subject, words)),
    hint: line("Do without ", wherePhrase(subject, words)),
  }),
  "header-required": ({ subject }, words) => madeRequired(subject, words),
  "header-optional": ({ subject }, words) => madeOptional(subject, words),
  "link-added": ({ name, subject }, words) => ({
    sentence: line("Added the link ", nameText(name), ` to ${wherePhrase(subject, words)}`),
  }),
  "link-removed": ({ name, subject }, words) => ({
    sentence: line("Removed the link ", nameText(name), ` from ${wherePhrase(subject, words)}`),
  }),
  "link-changed": ({ name, subject }, words) => ({
    sentence: line("Changed the link ", nameText(name), ` of ${wherePhrase(subject, words)}`),
  }),
  "callback-added": ({ subject }, words) => ({ sentence: line("Added ", wherePhrase(subject, words)) }),
  "callback-removed": ({ subject }, words) => ({
    sentence: line("Removed ", wherePhrase(subject, words)),
    hint: line("Do without ", wherePhrase(subject, words), ": it is no longer called"),
  }),

  "property-added": ({ required, subject }, words) => ({
    sentence: line(
      "Added ",
      member(subject, words),
      `${to(subject, words)}${required && isSent(subject) ? ", where it is required" : ""}`,
    ),
    hint: line("Give ", member(subject, words), `${inside(subject, words)} in every call`),
  }),
  "property-removed": ({ subject }, words) => removedMember(subject, words),
  "property-renamed": ({ old, new: revised, subject }, words) => renamed(old, revised, wherePhrase(subject, words)),
  "property-required": ({ subject }, words) => madeRequired(subject, words),
  "property-optional": ({ subject }, words) => madeOptional(subject, words),
  "property-hidden": ({ subject }, words) => removedMember(subject, words),
  "property-shown": ({ required, subject }, words) => ({
    sentence: line(
      "Added ",
      member(subject, words),
      `${to(subject, words)}${required && isSent(subject) ? ", where it is required" : ""}`,
    ),
    hint: line("Give ", member(subject, words), `${inside(subject, words)} in every call`),
  }),
  "property-untyped": ({ subject }, words) => removedMember(subject, words),
  "type-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line("Changed ", subjectPhrase(subject, words), ` from ${typesPhrase(old)} to ${typesPhrase(revised)}`),
    hint: isSent(subject)
      ? line("Give ", subjectPhrase(subject, words), ` as ${typesPhrase(revised)}`)
      : line("Expect ", subjectPhrase(subject, words), ` to be ${typesPhrase(revised)}`),
  }),
  "null-allowed": ({ subject }, words) => ({
    sentence: line("Let ", subjectPhrase(subject, words), " be null"),
    hint: line("Expect ", subjectPhrase(subject, words), " to be null"),
  }),
  "null-disallowed": ({ subject }, words) => ({
    sentence: line("Ruled out null for ", subjectPhrase(subject, words)),
    hint: line("Leave out ", subjectPhrase(subject, words), " in place of null"),
  }),
  "value-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line("Changed ", subjectPhrase(subject, words), ` from ${valueText(old)} to ${valueText(revised)}`),
    hint: line(`Use ${valueText(revised)} in place of ${valueText(old)} for `, subjectPhrase(subject, words)),
  }),
  "enum-values-added": ({ values: added, subject }, words) => ({
    sentence: line("Added ", values(added), ` to the values of ${subjectPhrase(subject, words)}`),
    hint: line("Handle ", values(added), ` as a value of ${subjectPhrase(subject, words)}`),
  }),
  "enum-values-removed": ({ values: removed, subject }, words) => ({
    sentence: line("Removed ", values(removed), ` from the values of ${subjectPhrase(subject, words)}`),
    hint: isSent(subject)
      ? line("Give another value than ", values(removed), ` for ${subjectPhrase(subject, words)}`)
      : line("Stop comparing ", subjectPhrase(subject, words), ` with ${values(removed)}`),
  }),
  "enum-added": ({ values: listed, subject }, words) => ({
    sentence: line("Limited ", subjectPhrase(subject, words), ` to ${values(listed)}`),
    hint: isSent(subject)
      ? line(`Give one of ${values(listed)} for `, subjectPhrase(subject, words))
      : line("Compare ", subjectPhrase(subject, words), ` with its listed values only`),
  }),
  "enum-removed": ({ subject }, words) => ({
    sentence: line("Freed ", subjectPhrase(subject, words), " from its list of values"),
    hint: line("Expect any value of ", subjectPhrase(subject, words)),
  }),
  "constraint-changed": ({ keyword, old, new: revised, subject }, words) => {
    const [name, what] = [constraintWords[keyword], subjectPhrase(subject, words)];
    const sentence =
      old === undefined
        ? line("Gave ", what, ` the ${name} ${boundText(revised)}`)
        : revised === undefined
          ? line(`Took the ${name} ${boundText(old)} from `, what)
          : line(`Changed the ${name} of `, what, ` from ${boundText(old)} to ${boundText(revised)}`);
    const hint = isShared(subject)
      ? line("Check what you give for and expect of ", what, " against it")
      : isSent(subject)
        ? line("Check what you give for ", what, " against it")
        : line("Expect values of ", what, " that the old bound ruled out");
    return { sentence, hint };
  },
  "default-added": ({ value, subject }, words) => ({
    sentence: line("Gave ", subjectPhrase(subject, words), ` the default ${valueText(value)}`),
    hint: line(
      "Pass another value than ",
      valueText(value),
      ` for ${subjectPhrase(subject, words)} where you want one`,
    ),
  }),
  "default-removed": ({ value, subject }, words) => ({
    sentence: line(`Took the default ${valueText(value)} from `, subjectPhrase(subject, words)),
    hint: line(`Pass ${valueText(value)} for `, subjectPhrase(subject, words), " where you relied on it"),
  }),
  "default-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed the default of ",
      subjectPhrase(subject, words),
      ` from ${valueText(old)} to ${valueText(revised)}`,
    ),
    hint: line(`Pass ${valueText(old)} wherever you left out `, subjectPhrase(subject, words)),
  }),
  "default-ill-typed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Corrected the documented default of ",
      subjectPhrase(subject, words),
      ` from ${valueText(old)} to ${valueText(revised)}`,
    ),
  }),
  "additional-members-closed": ({ subject }, words) => ({
    sentence: line("Closed ", subjectPhrase(subject, words), " to further members"),
    hint: line("Give only the listed members of ", subjectPhrase(subject, words)),
  }),
  "additional-members-opened": ({ subject }, words) => ({
    sentence: line("Opened ", subjectPhrase(subject, words), " to further members"),
    hint: line("Expect further members in ", subjectPhrase(subject, words)),
  }),
  "tuple-length-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Described the first ",
      `${revised}`,
      ` items of ${subjectPhrase(subject, words)} in place of ${old}`,
    ),
    hint: adjusted(subject, words),
  }),
  "variant-added": ({ variant, overlaps, subject }, words) => ({
    sentence: line("Added ", variantPhrase(variant), ` to ${subjectPhrase(subject, words)}`),
    hint:
      overlaps && subject.directions.includes("request")
        ? line(
            "Give values that satisfy one variant only: ",
            variantPhrase(variant),
            ` of ${subjectPhrase(subject, words)} takes values of an old one, too`,
          )
        : line("Handle ", variantPhrase(variant), ` of ${subjectPhrase(subject, words)}`),
  }),
  "variant-removed": ({ variant, subject }, words) => ({
    sentence: line("Removed ", variantPhrase(variant), ` from ${subjectPhrase(subject, words)}`),
    hint: line("Give another variant than ", variantPhrase(variant), ` for ${subjectPhrase(subject, words)}`),
  }),
  "union-added": ({ kind, variants, subject }, words) => ({
    sentence: line(
      "Limited ",
      subjectPhrase(subject, words),
      ` to the variants of its ${nameText(kind)}: ${variantsPhrase(variants)}`,
    ),
    hint: adjusted(subject, words),
  }),
  "union-removed": ({ kind, subject }, words) => ({
    sentence: line("Freed ", subjectPhrase(subject, words), ` from the variants of its ${nameText(kind)}`),
    hint: adjusted(subject, words),
  }),
  "union-kind-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed ",
      subjectPhrase(subject, words),
      ` from ${nameText(old)} to ${nameText(revised)} of its variants`,
    ),
    hint: adjusted(subject, words),
  }),
  "discriminator-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed how the variants of ",
      subjectPhrase(subject, words),
      ` are told apart, from ${nameText(old)} to ${nameText(revised)}`,
    ),
    hint: line("Tell the variants of ", subjectPhrase(subject, words), ` apart by ${nameText(revised)}`),
  }),
  "discriminator-mapping-changed": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed the names by which the variants of ",
      subjectPhrase(subject, words),
      ` are told apart, which now have ${differencePhrase(old ?? {}, revised ?? {})}`,
    ),
    hint: adjusted(subject, words),
  }),
  "rule-added": ({ rule, value, subject }, words) => ({
    sentence: line("Added the rule ", nameText(rule), `, ${valueText(value)}, to ${subjectPhrase(subject, words)}`),
    hint: checked(subject, words),
  }),
  "rule-removed": ({ rule, value, subject }, words) => ({
    sentence: line("Removed the rule ", nameText(rule), `, ${valueText(value)}, from ${subjectPhrase(subject, words)}`),
    hint: checked(subject, words),
  }),
  "rule-changed": ({ rule, old, new: revised, subject }, words) => ({
    sentence: line(
      "Changed the rule ",
      nameText(rule),
      ` of ${subjectPhrase(subject, words)} from ${valueText(old)} to ${valueText(revised)}`,
    ),
    hint: checked(subject, words),
  }),
  "keyword-changed": ({ keyword, subject }, words) => ({
    sentence: line("Changed ", nameText(keyword), ` of ${subjectPhrase(subject, words)}`),
  }),

  "type-name-removed": ({ name }) => ({
    sentence: line("Removed the schema ", nameText(name), " and its type"),
    hint: line("Do without the type of ", nameText(name)),
  }),
  "type-name-renamed": ({ old, new: revised }) => ({
    sentence: line("Renamed the schema ", nameText(old), ` and its type to ${nameText(revised)}`),
    hint: line(`Import the type of ${nameText(revised)} in place of that of `, nameText(old)),
  }),
  "type-name-taken": ({ typeName, old, new: revised }) => ({
    sentence: line(
      "Gave the type name ",
      nameText(typeName),
      ` of the schema ${nameText(old)} to ${nameText(revised)}`,
    ),
    hint: line("Import the type of ", nameText(old), " under its new name"),
  }),

  deprecated: ({ subject }, words) => ({ sentence: line("Deprecated ", subjectPhrase(subject, words)) }),
  "deprecation-withdrawn": ({ subject }, words) => ({
    sentence: line("Took back the deprecation of ", subjectPhrase(subject, words)),
  }),
  "title-changed": ({ old, new: revised }) => ({
    sentence: line("Changed the title of the document from ", valueText(old), ` to ${valueText(revised)}`),
  }),
  "version-changed": ({ old, new: revised }) => ({
    sentence: line("Took over version ", valueText(revised), ` of the document, after ${valueText(old)}`),
  }),
  "text-changed": ({ member: text, subject }, words) => ({
    sentence: line(`Changed the ${textWords[text].word} of `, subjectPhrase(subject, words)),
  }),

  "job-added": ({ job }, words) => ({ sentence: line("Added ", theJob(job, words)) }),
  "job-removed": ({ job }, words) => ({
    sentence: line("Removed ", theJob(job, words)),
    hint: line("Do without ", theJob(job, words), ": the client no longer has it"),
  }),
  "job-renamed": ({ old, new: revised }) => ({
    sentence: line("Renamed the job ", nameText(old), ` to ${nameText(revised)}`),
    hint: line(`Use ${nameText(revised)} in place of `, nameText(old)),
  }),
  "job-moved": ({ job, old, new: revised }, words) => ({
    sentence: line(
      "Moved the status of ",
      jobPhrase(job, words),
      ` from ${operationPhrase(old)} to ${operationPhrase(revised)}`,
    ),
    hint: line(`Use the ids and responses of ${operationPhrase(revised)} for `, jobPhrase(job, words)),
  }),
  "default-job-changed": ({ old, new: revised }) => ({
    sentence: line(
      "Made ",
      nameText(revised),
      ` the job that is meant when none is named, in place of ${nameText(old)}`,
    ),
    hint: line("Name the job ", nameText(old), " where you named none"),
  }),
  "job-unreadable": () => ({
    sentence: line("Changed ", "the declaration of jobs", " in a way that cannot be compared"),
    hint: line("Check ", "what you read of jobs", " against the new types"),
  }),
  "phase-added": ({ job, phase }, words) => ({
    sentence: line(`Added the phase `, nameText(phase), ` to ${jobPhrase(job, words)}`),
    hint: line("Handle the phase ", nameText(phase), ` of ${jobPhrase(job, words)}`),
  }),
  "phase-removed": ({ job, phase }, words) => ({
    sentence: line(`Removed the phase `, nameText(phase), ` from ${jobPhrase(job, words)}`),
    hint: line("Do without the phase ", nameText(phase), ` of ${jobPhrase(job, words)}`),
  }),
  "status-moved": ({ new: revised, subject }, words) => ({
    sentence: line(
      "Changed where the status of ",
      wherePhrase(subject, words),
      ` is read${revised === undefined ? "" : `, to ${nameText(revised)}`}`,
    ),
    hint: upgraded(subject, words),
  }),
  "status-unlisted": ({ words: added, counts, subject }, words) => ({
    sentence: line("Added the status ", values(added), ` to ${wherePhrase(subject, words)}, which counts as ${counts}`),
  }),
  "status-removed": ({ word, kind, subject }, words) => ({
    sentence: line("Removed the status ", valueText(word), ` from ${wherePhrase(subject, words)}, which meant ${kind}`),
    hint: upgraded(subject, words),
  }),
  "status-reclassified": ({ word, old, new: revised, subject }, words) => ({
    sentence: line(
      "Let the status ",
      valueText(word),
      ` of ${wherePhrase(subject, words)} ${revised === undefined ? "be undeclared" : `mean ${revised}`}${old === undefined ? "" : ` in place of ${old}`}`,
    ),
    hint: line(
      "Expect the status ",
      valueText(word),
      ` of ${wherePhrase(subject, words)} to ${revised === undefined ? "be one that is not declared" : `mean ${revised}`}`,
    ),
  }),
  "unlisted-status-reclassified": ({ old, new: revised, subject }, words) => ({
    sentence: line(
      "Let a status of ",
      wherePhrase(subject, words),
      ` that is not listed mean ${revised} in place of ${old}`,
    ),
    hint: line("Expect ", wherePhrase(subject, words), ` to be ${revised} with a status that is not listed`),
  }),
  "items-added": ({ job }, words) => ({
    sentence: line("Gave items to ", jobPhrase(job, words)),
    hint: line("Read the items of ", jobPhrase(job, words)),
  }),
  "items-removed": ({ job }, words) => ({
    sentence: line("Took the items from ", jobPhrase(job, words)),
    hint: line("Do without the items of ", jobPhrase(job, words)),
  }),
  "items-moved": ({ job, old, new: revised }, words) => ({
    sentence: line("Moved the items of ", jobPhrase(job, words), ` from ${nameText(old)} to ${nameText(revised)}`),
    hint: line("Read the items of ", jobPhrase(job, words), ` at ${nameText(revised)}`),
  }),
  "items-missing": ({ job, at }, words) => ({
    sentence: line("Removed the items of ", jobPhrase(job, words), ` at ${nameText(at)} from the schema`),
    hint: line("Do without the items of ", jobPhrase(job, words), ` at ${nameText(at)}`),
  }),
  "no-items-reclassified": ({ job, old, new: revised }, words) => ({
    sentence: line("Let ", jobPhrase(job, words), ` without items be ${revised} in place of ${old}`),
    hint: line("Expect ", jobPhrase(job, words), ` without items to be ${revised}`),
  }),
  "item-id-moved": ({ job, new: revised }, words) => ({
    sentence: line(
      "Changed where the id of an item of ",
      jobPhrase(job, words),
      ` is read${revised === undefined ? "" : `, to ${nameText(revised)}`}`,
    ),
  }),
  "guaranteed-field-missing": ({ field, phase, subject }, words) => ({
    sentence: line("Removed ", nameText(field), ` from ${ofPhase(phase, subject, words)}, which guaranteed it`),
    hint: line("Do without ", nameText(field), ` of ${ofPhase(phase, subject, words)}`),
  }),
  "guaranteed-field-changed": ({ field, phase, change, subject }, words) => {
    const [what, holder] = [nameText(field), ofPhase(phase, subject, words)];
    const sentence = {
      added: line("Guaranteed ", what, ` of ${holder}`),
      withdrawn: line("Withdrew the guarantee of ", what, ` of ${holder}`),
      "ruled-out": line("Ruled out ", what, ` for ${holder}`),
      allowed: line("Allowed ", what, ` for ${holder}`),
    }[change];
    const hint =
      change === "ruled-out"
        ? line("Do without ", what, ` of ${holder}`)
        : line("Expect ", what, ` of ${holder} to be missing`);
    return { sentence, hint };
  },
  "poll-times-changed": ({ job }, words) => ({
    sentence: line("Changed the times at which ", jobPhrase(job, words), " is polled"),
  }),
  "rate-limit-changed": ({ job }, words) => ({ sentence: line("Changed the rate limit of ", jobPhrase(job, words)) }),
  "typical-duration-changed": ({ job }, words) => ({
    sentence: line("Changed the typical duration of ", jobPhrase(job, words)),
  }),
  "job-setting-changed": ({ job, setting }, words) => ({
    sentence: line("Changed ", nameText(setting), ` of ${jobPhrase(job, words)}`),
  }),
  "output-changed": ({ job, effect }, words) => ({
    sentence: line(
      effect === "removed"
        ? "Took the output from "
        : effect === "added"
          ? "Gave an output to "
          : "Moved the output of ",
      jobPhrase(job, words),
    ),
    hint: line(effect === "removed" ? "Do without the output of " : "Read the output of ", jobPhrase(job, words)),
  }),
  "cancel-added": ({ job }, words) => ({ sentence: line("Let callers cancel ", jobPhrase(job, words)) }),
  "cancel-removed": ({ job }, words) => ({
    sentence: line("Took from callers that they cancel ", jobPhrase(job, words)),
    hint: line("Do without cancelling ", jobPhrase(job, words)),
  }),
  "address-host-added": ({ host, subject }) => ({
    sentence: line("Allowed addresses on ", nameText(host), ` in the response of ${operationsPhrase(subject)}`),
  }),
  "address-host-removed": ({ host, subject }) => ({
    sentence: line("Refused addresses on ", nameText(host), ` in the response of ${operationsPhrase(subject)}`),
    hint: line("Wait for jobs on ", nameText(host), " with the old version of the client"),
  }),
  "start-added": ({ subject }) => ({ sentence: line("Let ", operationsPhrase(subject), " start its job") }),
  "start-removed": ({ subject }) => ({
    sentence: line("Took from ", operationsPhrase(subject), " that it starts a job"),
    hint: line("Call ", operationsPhrase(subject), " as a plain operation, and find the job by its id"),
  }),
  "start-changed": ({ subject, old, new: revised }) => ({
    sentence: line(
      "Changed how ",
      operationsPhrase(subject),
      ` leads to the job it starts, with ${differencePhrase(old, revised)}`,
    ),
    hint: line("Start jobs by ", operationsPhrase(subject), " with the new version of the client"),
  }),
  "error-rule-added": (change) => ({ sentence: line("Told apart ", errorText(change)) }),
  "error-rule-removed": (change) => ({
    sentence: line("Stopped telling apart ", errorText(change)),
    hint: line("Handle ", errorText(change), " by its status"),
  }),
  "error-rules-reordered": () => ({ sentence: line("Changed the order of ", "the rules that tell errors apart") }),
};

const line = (before: string, what: string, after = ""): Line => ({ before, what, after });

const values = (list: readonly unknown[]): string => listText(list.map(valueText));

const newName = (name: string | undefined, subject: Subject): string =>
  name === undefined ? addressPhrase(subject) : nameText(name);

/** The member, or where it is no member the place itself. */
const member = (subject: Subject, words: Words): string => memberPhrase(subject.path) ?? wherePhrase(subject, words);

const isMember = ({ path }: Subject): boolean => path.length > 0;

const to = (subject: Subject, words: Words): string => (isMember(subject) ? ` to ${wherePhrase(subject, words)}` : "");

const inside = (subject: Subject, words: Words): string =>
  isMember(subject) ? ` in ${wherePhrase(subject, words)}` : "";

type Told = ChangelogText<"major">;

const removedMember = (subject: Subject, words: Words): Told => ({
  sentence: line("Removed ", member(subject, words), isMember(subject) ? ` from ${wherePhrase(subject, words)}` : ""),
  hint: isSent(subject)
    ? line("Leave out ", member(subject, words), `${inside(subject, words)}: it is no longer taken`)
    : line("Do without ", member(subject, words), inside(subject, words)),
});

const renamed = (old: string, revised: string, where: string): Told => ({
  sentence: line("Renamed ", nameText(old), ` to ${nameText(revised)} in ${where}`),
  hint: line(`Use ${nameText(revised)} in place of `, nameText(old), ` in ${where}`),
});

const renamedPlace = (revised: string, subject: Subject, words: Words): Told => ({
  sentence: line("Renamed ", wherePhrase(subject, words), ` to ${nameText(revised)}`),
  hint: line("Give ", wherePhrase(subject, words), ` as ${nameText(revised)}`),
});

const madeRequired = (subject: Subject, words: Words): Told => {
  const what = subjectPhrase(subject, words);
  return {
    sentence: isSent(subject) ? line("Made ", what, " required") : line("Guaranteed ", what, ": it is always there"),
    hint: line("Give ", what, " in every call"),
  };
};

const madeOptional = (subject: Subject, words: Words): Told => {
  const what = subjectPhrase(subject, words);
  return {
    sentence: isSent(subject) ? line("Made ", what, " optional") : line("Let ", what, " be missing"),
    hint: line("Expect ", what, " to be missing"),
  };
};

const rewritten = (subject: Subject, words: Words, how: string): Told => ({
  sentence: line("Changed how ", wherePhrase(subject, words), ` is written: with ${how}`),
  hint: line("Write ", wherePhrase(subject, words), ` with ${how}, as the new version of the client does`),
});

const isShared = ({ directions }: Subject): boolean => directions.length > 1;

const adjusted = (subject: Subject, words: Words): Line => {
  const what = subjectPhrase(subject, words);
  if (isShared(subject)) return line("Adjust the code that gives or reads ", what);
  return isSent(subject) ? line("Give ", what, " in its new form") : line("Adjust the code that reads ", what);
};

const checked = (subject: Subject, words: Words): Line => {
  const what = subjectPhrase(subject, words);
  if (isShared(subject)) return line("Check what you give for and expect of ", what, " against its rules");
  return isSent(subject)
    ? line("Check what you give for ", what, " against its rules")
    : line("Expect values of ", what, " that the old rules ruled out");
};

const upgraded = (subject: Subject, words: Words): Line =>
  line("Upgrade: older versions do not see every result of ", wherePhrase(subject, words));

const theJob = (name: string, words: Words): string =>
  words.job === undefined ? `the job ${nameText(name)}` : words.job(name);

const ofPhase = (phase: string, subject: Subject, words: Words): string => {
  const use = subject.uses[0];
  return `${use === undefined ? "a job" : placePhrase(use.place, words)} in the phase ${nameText(phase)}`;
};

/** A line of a changelog, or what a caller has to do. */
export interface ChangelogEntry {
  readonly bump: Bump;
  readonly sentence: string;
  /** What a caller has to do; there for every major change. */
  readonly hint?: string;
}

/** The lines of a changelog, in the order of the changes: those that say the same of several things are one. */
export const changelogEntries = (changes: readonly Change[], words: Words = {}): readonly ChangelogEntry[] => {
  const groups = new Map<string, Entry[]>();
  for (const change of changes) {
    const told = { bump: change.bump, ...textOf(change, words) };
    const hint = told.bump === "major" ? told.hint : undefined;
    const key = JSON.stringify([told.bump, told.sentence.before, told.sentence.after, hint?.before, hint?.after]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [told]);
    else group.push(told);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { bump, sentence, hint } = first;
    return [
      {
        bump,
        sentence: joined(
          sentence,
          group.map((told) => told.sentence.what),
        ),
        ...(bump === "major" &&
          hint !== undefined && {
            hint: joined(
              hint,
              group.flatMap((told) => told.hint?.what ?? []),
            ),
          }),
      },
    ];
  });
};

interface Entry {
  readonly bump: Bump;
  readonly sentence: Line;
  readonly hint?: Line | undefined;
}

const textOf = <C extends ChangeCode>(
  change: Change<C>,
  words: Words,
): { readonly sentence: Line; readonly hint?: Line } => {
  const tell: (change: Change<C>, words: Words) => { readonly sentence: Line; readonly hint?: Line } =
    changelogText[change.code];
  return tell(change, words);
};

const joined = ({ before, after }: Line, things: readonly string[]): string =>
  capitalized(`${before}${listText([...new Set(things)])}${after}.`);

/** A changelog's section in Markdown: one sentence, the others as a list, and what callers have to do. */
export const changelogMarkdown = (changes: readonly Change[], words: Words = {}): string =>
  entriesMarkdown(changelogEntries(changes, words));

/** The same of lines that were made before, the weightiest first. */
export const entriesMarkdown = (entries: readonly ChangelogEntry[]): string => {
  const [first, ...rest] = entries;
  if (first === undefined) return "";
  const hints = [...new Set(entries.flatMap(({ hint }) => hint ?? []))];
  return [
    first.sentence,
    rest.map(({ sentence }) => `- ${sentence}`).join("\n"),
    bumpOf(entries) === "major" ? `Migration:\n\n${hints.map((hint) => `- ${hint}`).join("\n")}` : "",
  ]
    .filter((part) => part !== "")
    .join("\n\n");
};
