/** Whether a media type is JSON: `application/json`, or a type built on it such as `application/problem+json`. */
export const isJsonMedia = (media: string): boolean => /^application\/(?:[\w.-]+\+)?json\s*(?:;|$)/i.test(media);
