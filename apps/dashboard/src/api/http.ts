import type { Problem } from '@ringcheck/contracts';

/** A request the server refused, in its own words. Status 0: the server could not be reached. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
  }
}

/** Call the API and read its JSON; a refusal becomes an ApiError with the problem's detail. */
export async function request<T>(path: string, init: RequestInit = {}): Promise<T> {
  const response = await reach(path, init);
  if (!response.ok) throw new ApiError(response.status, await problemText(response));
  if (response.status === 204) return undefined as T;
  return (await response.json()) as T;
}

export function post<T>(path: string, body: unknown): Promise<T> {
  return request<T>(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
    });
  } catch (cause) {
    throw new ApiError(0, 'The server does not answer. See that Ringcheck still runs, then try again.', {
      cause,
    });
  }
}

async function problemText(response: Response): Promise<string> {
  const text = await response.text();
  if (response.headers.get('content-type')?.includes('problem+json') !== true)
    return `The server answered ${response.status}.`;
  const problem = JSON.parse(text) as Problem;
  return problem.detail ?? problem.title;
}
