import { getProxyForUrl } from 'proxy-from-env';
import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import { isLoopback } from './loopback';

/** The proxy for an address, from the environment. */
export interface Proxy {
  /** The variable that names the proxy. Messages have this name, and never its value. */
  readonly variable: string;
  readonly url: URL;
  /** The authorization header for the proxy. Undefined if the variable has no user name and password. */
  readonly authorization: string | undefined;
}

const variables = ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'];

/**
 * The proxy for an https address, from the environment. Undefined if there is none, or if `NO_PROXY` has the address.
 * Throws a DevinError that the user can fix if the variable is not an http or https proxy.
 */
export function proxyFor(url: URL, request: RequestName): Proxy | undefined {
  if (url.protocol !== 'https:' || isLoopback(url.hostname) || getProxyForUrl(url.href) === '')
    return undefined;
  const variable = variables.find((name) => (process.env[name] ?? '') !== '');
  if (variable === undefined) return undefined;
  const value = (process.env[variable] ?? '').trim();
  const proxy = asUrl(value.includes('://') ? value : `http://${value}`);
  if (!proxy) throw unusable(variable, request, 'it is not the address of a proxy');
  if (!['http:', 'https:'].includes(proxy.protocol))
    throw unusable(variable, request, 'it names a kind of proxy that this connector cannot use');
  return { variable, url: proxy, authorization: authorization(proxy) };
}

function asUrl(value: string): URL | undefined {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  return url?.hostname ? url : undefined;
}

function authorization({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const credentials = `${decoded(username)}:${decoded(password)}`;
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** A percent sign that does not start an escape stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unusable(variable: string, request: RequestName, problem: string): DevinError {
  const detail = `${problem}; set ${variable} to one such as http://proxy.example.com:3128, or remove it`;
  return new DevinError({
    outcome: 'network',
    failureType: 'config_error',
    request,
    proxy: variable,
    detail,
  });
}
