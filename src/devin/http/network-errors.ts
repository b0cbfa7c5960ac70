import type { RequestName } from '../error-facts';
import { DevinError } from '../errors';
import { statusLine } from './statuses';
import { ProxyError } from './tunnel';

/** What went wrong beneath HTTP, and what to try; no words of the network's own, which name addresses of proxies and innards of TLS. */
const meanings: readonly (readonly [code: RegExp, meaning: string])[] = [
  [/^ENOTFOUND$/, 'no name server knows it; check its name, and the name servers of this machine'],
  [/^EAI_/, 'the name server does not answer; check the network of this machine'],
  [/^ECONNREFUSED$/, 'the connection was refused; check host and port, and whether a firewall is in the way'],
  [
    /^ETIMEDOUT$/,
    'no connection came about in time; check host and port, and whether a firewall is in the way',
  ],
  [/^E(HOST|NET)(UNREACH|DOWN)$/, 'no route leads there; check the network of this machine'],
  [
    /^(ECONNRESET|ECONNABORTED|EPIPE|ERR_STREAM_PREMATURE_CLOSE)$/,
    'the connection broke, and the answer was cut off',
  ],
  [/^ERR_BAD_RESPONSE$/, 'the answer was cut off'],
  [
    /^E[MN]FILE$/,
    'this process may not open more files and connections: raise its limit (ulimit -n), or lower num_workers',
  ],
  [
    /^(EPROTO|ERR_(SSL|TLS)_.*)$/,
    'no secure connection (TLS) could be agreed upon; check that this host and port speak https',
  ],
];

const caVariable =
  'put the certificate of the authority that issued it into a file, and name the file in NODE_EXTRA_CA_CERTS';

/** Why a certificate is not accepted, and what to do. */
const certificates: readonly (readonly [code: RegExp, meaning: string])[] = [
  [
    /^CERT_HAS_EXPIRED$/,
    'its certificate has expired; whoever runs this host must renew it, unless the clock of this machine is wrong',
  ],
  [/^CERT_NOT_YET_VALID$/, 'its certificate is not valid yet; check the clock of this machine'],
  [
    /^ERR_TLS_CERT_ALTNAME_INVALID$/,
    'its certificate is for another host name; check the host in the address',
  ],
  [
    /SELF_SIGNED/,
    `it has a self-signed certificate, or one of a private authority, which this machine does not trust; ${caVariable}`,
  ],
  [
    /CERT|^UNABLE_TO_|^INVALID_(CA|PURPOSE)$|CRL|^PATH_LENGTH_EXCEEDED$|^HOSTNAME_MISMATCH$/,
    `its certificate is not trusted; ${caVariable}`,
  ],
];

/** An error of a connection, as a DevinError; undefined where it is none, and so a bug of ours. */
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
  if (status === 407) return '; check the name and the password in it';
  return status < 500 ? '; whoever runs it must allow this host' : '';
}

function isCertificate(code: string | undefined): boolean {
  return code !== undefined && meaningOf(code, certificates) !== undefined;
}

function garbled(code: string): string {
  return code.startsWith('HPE_') ? 'what it sends is no HTTP' : 'its answer is not compressed as it says';
}

function meaningOf(code: string, table: typeof meanings): string | undefined {
  return table.find(([pattern]) => pattern.test(code))?.[1];
}

function plainError(meaning: string | undefined, code: string | undefined): Error {
  const said = meaning ?? 'the connection failed';
  return Object.assign(new Error(code === undefined ? said : `${said} (${code})`), { code });
}
