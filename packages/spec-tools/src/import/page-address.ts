import { ImportError } from "./import-error.ts";

/** Whether an argument is an address, also one that will be refused, and not a file. */
export const isAddress = (source: string): boolean => /^[a-z][a-z0-9+.-]+:\/\//i.test(source);

/**
 * An address as it may be fetched and recorded: https, and free of anything secret, because specs/sources.yaml is committed. A fragment is
 * dropped: servers never see it.
 *
 * @throws {ImportError} `address`; the message does not repeat the secret
 */
export const pageAddress = (address: string): URL => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined)
    throw refused(
      address.replace(/\/\/[^/]*@/, "//"),
      "it is no address",
      "Give a whole one, such as https://docs.example.com/jobs/get-job.md.",
    );
  if (url.protocol !== "https:")
    throw refused(withoutSecrets(url), `${url.protocol}// is not fetched`, "Give an https address, or a file.");
  const secret = [...url.searchParams.keys()].find((name) => secretName.test(name));
  if (url.username !== "" || url.password !== "" || secret !== undefined) {
    throw refused(
      withoutSecrets(url),
      "it carries a secret, and addresses are recorded",
      "Save the page and import the file.",
    );
  }
  url.hash = "";
  return url;
};

const secretName = /token|key|secret|password|passwd|signature|credential|^(?:auth|sig|code)$/i;

const withoutSecrets = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

const refused = (address: string, why: string, advice: string): ImportError =>
  new ImportError("address", `Failed to import ${address}: ${why}. ${advice}`);
