import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import { statusLine } from './statuses';
import { ProxyError } from './tunnel';

/**
 * The problem below HTTP, and what to try. The network's own words are not used, because they name addresses of
 * proxies and details of TLS.
 */
const meanings: readonly (readonly [code: RegExp, meaning: string])[] = [
  [/^ENOTFOUND$/, 'its name cannot be resolved; check the host name and the DNS settings of this machine'],
  [/^EAI_/, 'the DNS server does not answer; check the network of this machine'],
  [/^ECONNREFUSED$/, 'the connection was refused; check the host, the port and firewalls'],
  [/^ETIMEDOUT$/, 'no connection was established in time; check the host, the port and firewalls'],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'there is no route to it; check the network of this machine'],
  [
    /^(ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/,
    'the connection was closed, and the answer was cut off',
  ],
  [/^ERR_BAD_RESPONSE$/, 'the answer was cut off'],
  [
    /^E[MN]FILE$/,
    'this process may not open more files and connections: raise its limit (ulimit -n), or lower num_workers',
  ],
  [
    /^(EPROTO|ERR_(SSL|TLS)_.*)$/,
    'no secure connection (TLS) could be established; check that this host and port use https',
  ],
];

const caVariable =
  'save the certificate of its certificate authority in a file, and set NODE_EXTRA_CA_CERTS to the path of that file';

/** Why a certificate is not accepted, and what to do. */
const certificates: readonly (readonly [code: RegExp, meaning: string])[] = [
  [
    /^CERT_HAS_EXPIRED$/,
    'its certificate has expired; the operator of this host must renew it, unless the clock of this machine is wrong',
  ],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet; check the clock of this machine'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'its certificate is for another host name; check the host in the address',
  ],
  [
    /SELF_SIGNED/,
    `its certificate is self-signed or from a private authority, and this machine does not trust it; ${caVariable}`,
  ],
  [
    /CERT|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|CRL|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/,
    `its certificate is not trusted; ${caVariable}`,
  ],
];

/** A connection error as a DevinError. Undefined for any other error, which is a bug. */
export function networkError(
  error: unknown,
  request: RequestName,
  proxy: string | undefined,
): DevinError | undefined {
  const { cause } = error as { cause?: unknown };
  const proxyError = [error, cause].find((each) => each instanceof ProxyError);
  if (proxyError) return ofProxy(proxyError, request, proxy);
  const { code = '', isAxiosError = false } = error as { code?: string; isAxiosError?: boolean };
  if (code === '' && !isAxiosError) return undefined;
  if (code.startsWith('Z_') || code.startsWith('HPE_') || code.startsWith('ERR__ERROR'))
    return new DevinError({ outcome: 'not_devin', request, detail: garbled(code) });
  const ofCertificate = meaningOf(code, certificates);
  return new DevinError({
    outcome: code === 'ETIMEDOUT' ? 'timeout' : 'network',
    failureType: ofCertificate === undefined ? undefined : 'config_error',
    request,
    cause: plainError(ofCertificate ?? meaningOf(code, meanings), code || undefined),
  });
}

function ofProxy({ code, status }: ProxyError, request: RequestName, proxy: string | undefined): DevinError {
  const cause =
    status === undefined
      ? plainError(code === undefined ? undefined : meaningOf(code, [...certificates, ...meanings]), code)
      : new Error(`it answered ${statusLine(status)} instead of connecting${refusalCure(status)}`);
  const isRefusal = status !== undefined && status < 500;
  const failureType = isRefusal || isCertificate(code) ? 'config_error' : undefined;
  return new DevinError({ outcome: 'network', failureType, request, proxy, cause });
}

function refusalCure(status: number): string {
  if (status === 407) return '; check its user name and password';
  return status < 500 ? '; its operator must allow this host' : '';
}

function isCertificate(code: string | undefined): boolean {
  return code !== undefined && meaningOf(code, certificates) !== undefined;
}

function garbled(code: string): string {
  return code.startsWith('HPE_')
    ? 'it does not send valid HTTP'
    : 'its answer is not compressed as its header says';
}

function meaningOf(code: string, table: typeof meanings): string | undefined {
  return table.find(([pattern]) => pattern.test(code))?.[1];
}

function plainError(meaning: string | undefined, code: string | undefined): Error {
  const said = meaning ?? 'the connection failed';
  return Object.assign(new Error(code === undefined ? said : `${said} (${code})`), { code });
}
