/** The address of a web page, or undefined for anything else that a link must not open. */
export function webUrl(text: string): URL | undefined {
  try {
    const url = new URL(text);
    return url.protocol === 'https:' || url.protocol === 'http:' ? url : undefined;
  } catch {
    return undefined;
  }
}

/** "example.org" of an address: where a link leads. */
export const siteOf = (text: string): string => webUrl(text)?.hostname.replace(/^www\./, '') ?? '';

/** The lasting address of a digital object identifier. */
export const doiUrl = (doi: string): string =>
  `https://doi.org/${doi.split('/').map(encodeURIComponent).join('/')}`;
