import { STATUS_CODES } from 'node:http';

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

/** The body of an error, as problem+json or in the older form. */
export function errorBody(form: 'problem' | 'older', refusal: Refusal, path: string): unknown {
  const { status, detail, field } = refusal;
  const errors = field === undefined ? null : [{ loc: ['query', field], msg: detail, type: 'value_error' }];
  if (form === 'older') return { detail: errors ?? detail };
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail,
    instance: path,
    errors,
  };
}
