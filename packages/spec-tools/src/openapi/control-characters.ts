/**
 * What a name may not hold: C0, DEL and C1, signs that reverse or break a line, halves of a surrogate pair. They change what a terminal or a
 * reader shows, and nothing else.
 */
const hidden = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u;

/** The same without tab and line ends, which a text of several lines has. */
const hiddenInText = /(?![\t\n\r])[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** Whether a name, a title or an address holds a character that does not show. */
export const hasControlCharacter = (name: string): boolean => hidden.test(name);

/** A description without the characters that do not show. */
export const withoutControlCharacters = (text: string): string => text.replaceAll(hiddenInText, "");
