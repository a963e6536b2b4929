/** The largest page that is read. The largest public OpenAPI documents, whole, are near this. */
export const maxPageBytes = 5_000_000;

/** How long one page may take, its body included. */
export const pageTimeoutMs = 20_000;
