/** An answer that is not 200; `field` names the query parameter at fault, on 422. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly field?: string,
  ) {
    super(detail);
  }
}

const titles: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  414: 'URI Too Long',
  422: 'Unprocessable Entity',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/** The body of an error, as problem+json or in the older form. */
export function errorBody(form: 'problem' | 'older', refusal: Refusal, path: string): unknown {
  const { status, detail, field } = refusal;
  const errors = field === undefined ? null : [{ loc: ['query', field], msg: detail, type: 'value_error' }];
  if (form === 'older') return { detail: errors ?? detail };
  return { type: 'about:blank', title: titles[status] ?? 'Error', status, detail, instance: path, errors };
}
