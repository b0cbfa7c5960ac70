/** True for a host name, as `URL.hostname` spells it, that can only be this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** The address that a user typed; a bare host gets `https://`. Undefined where it is no address. */
export function readUrl(text: string): URL | undefined {
  const address = /^[a-z][a-z0-9+.-]*:\//i.test(text) ? text : `https://${text}`;
  return URL.canParse(address) ? new URL(address) : undefined;
}

/** One sentence on what is wrong with an API address; undefined where it may be used. Never quotes it. */
export function urlProblem(text: string): string | undefined {
  const url = readUrl(text);
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return 'api_url must be a web address such as https://api.devin.ai.';
  }
  if (url.username !== '' || url.password !== '') {
    return 'api_url must not contain a user name or a password: the key belongs in api_key.';
  }
  if (/[?#]/.test(text)) {
    return 'api_url must not contain a query or a fragment: leave out "?" or "#" and what follows.';
  }
  if (url.hostname === 'app.devin.ai') {
    return 'api_url must be the address of the API, not of the web app: use https://api.devin.ai.';
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'api_url must begin with https://; http:// is only for loopback addresses such as http://localhost:8080.';
  }
  return undefined;
}

/** Origin and path of the address, without a trailing slash and API version: what request paths are appended to. */
export function baseUrl(url: URL): string {
  return url.origin + url.pathname.replace(/(\/v3(beta1)?)?\/*$/, '');
}

/** The addresses that Devin's API has, but for the configured one; with the company of the address where it names one. */
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
