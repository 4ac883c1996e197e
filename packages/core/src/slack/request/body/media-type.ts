/** A header as hosts pass it on. Node passes a repeated header as an array. */
export type HeaderValue = string | readonly string[] | null | undefined;

export const formType = 'application/x-www-form-urlencoded';
export const jsonType = 'application/json';

/** Reads the media type. Some hosts pass a header as a list of its values; two content types match neither type. */
export function mediaTypeOf(header: HeaderValue): string | null {
  const contentType = typeof header === 'string' ? header : header?.join(', ');
  if (contentType === undefined || contentType === '') return null;
  if (contentType === formType || contentType === jsonType) return contentType;
  return contentType.split(';', 1).join('').trim().toLowerCase();
}
