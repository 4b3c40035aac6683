import type { Problem } from '@ringcheck/contracts';

const titles: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  403: 'Refused',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Wrong kind of content',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not ready',
  507: 'Disk full',
};

/** An expected failure of a request, with the RFC 9457 body it becomes. */
export class ProblemError extends Error {
  readonly code = 'problem';
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors?: readonly { readonly path: string; readonly message: string }[],
  ) {
    super(detail);
    this.name = 'ProblemError';
  }
}

export function problemOf(
  status: number,
  detail: string | undefined,
  errors?: ProblemError['errors'],
): Problem {
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { errors: [...errors] }),
  };
}

export function notFound(what: string, id: string): ProblemError {
  return new ProblemError(404, `There is no ${what} ${JSON.stringify(id.slice(0, 200))}.`);
}
