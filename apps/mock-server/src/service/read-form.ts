/** The fields of a form as an object, files left out; undefined for a body that is no form. The last of several values counts. */
export const readForm = (text: string, contentType: string = ""): Record<string, string> | undefined => {
  const [mediaType = ""] = contentType.split(";");
  const essence = mediaType.trim().toLowerCase();
  if (essence === "application/x-www-form-urlencoded") return Object.fromEntries(new URLSearchParams(text));
  if (essence !== "multipart/form-data") return undefined;
  const [, quoted, bare] = /\bboundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? bare;
  return boundary === undefined ? {} : Object.fromEntries(partsOf(text, boundary));
};

const partsOf = (text: string, boundary: string): readonly (readonly [string, string])[] =>
  text
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part) => {
      const end = part.indexOf("\r\n\r\n");
      const head = part.slice(0, end);
      const [, name] = /\bname="([^"]*)"/i.exec(head) ?? [];
      const isField = end >= 0 && name !== undefined && !/\bfilename\*?=/i.test(head);
      return isField ? [[name, part.slice(end + 4).replace(/\r\n$/, "")] as const] : [];
    });
