import { isLoopback } from '../devin/http/loopback';

/** The address that a user typed. A host alone gets `https://`. Undefined if it is not an address. */
export function readUrl(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** The problem of an API address, as one sentence. Undefined if there is none. Never quotes the address. */
export function urlProblem(text: string): string | undefined {
  const url = readUrl(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return 'api_url must be a web address such as https://api.devin.ai.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'api_url must not contain a user name or a password: the key belongs in api_key.';
  }
  if (/[?#]/.test(text)) {
    return 'api_url must not contain a query or a fragment: remove "?" or "#" and everything after it.';
  }
  if (url.hostname === 'app.devin.ai') {
    return 'api_url must be the address of the API, not of the web app: use https://api.devin.ai.';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'api_url must begin with https://; http:// is only for loopback addresses such as http://localhost:8080.';
  }
  return undefined;
}

/** Origin and path of the address, without a trailing slash and API version. Request paths are appended to it. */
export function baseUrl(url: URL): string {
  return url.origin + url.pathname.replace(/(\/v3(beta1)?)?\/*$/, '');
}

/** Other addresses of Devin's API than the configured one, with the company name if the address has it. */
export function otherAddresses(apiUrl: string): string[] {
  const { hostname } = new URL(apiUrl);
  const company = /^(?:api\.)?([^.]+)\.devinenterprise\.com$/.exec(hostname)?.[1] ?? '<company>';
  const addresses = [
    'https://api.devin.ai',
    `https://${company}.devinenterprise.com/api`,
    `https://api.${company}.devinenterprise.com`,
  ];
  return addresses.filter((address) => address !== apiUrl);
}
