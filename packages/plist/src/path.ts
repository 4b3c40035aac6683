import { get, type Value } from '@ringcheck/model';

/** A key path in steps: dictionary keys as strings, array places as numbers. */
export type PathStep = string | number;

const plainKey = /^[^.[\]"\s]+$/;

/** `['PayloadContent', 0, 'a.b']` → `PayloadContent[0]["a.b"]`. A step not known yet adds nothing. */
export function formatPath(steps: readonly (PathStep | undefined)[]): string {
  let path = '';
  for (const step of steps) {
    if (step === undefined) continue;
    if (typeof step === 'number') path += `[${step}]`;
    else if (!plainKey.test(step)) path += `[${JSON.stringify(step)}]`;
    else path += path === '' ? step : `.${step}`;
  }
  return path;
}

/** The reverse of `formatPath`; undefined when the text is no path. The empty text is the root. */
export function parsePath(path: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  let at = 0;
  while (at < path.length) {
    const step = path[at] === '[' ? bracketStep(path, at) : plainStep(path, at);
    if (step === undefined) return undefined;
    steps.push(step.value);
    at = step.next;
  }
  return steps;
}

interface Step {
  readonly value: PathStep;
  readonly next: number;
}

function plainStep(path: string, at: number): Step | undefined {
  const start = path[at] === '.' && at > 0 ? at + 1 : at;
  let next = start;
  while (next < path.length && path[next] !== '.' && path[next] !== '[') next++;
  return next === start ? undefined : { value: path.slice(start, next), next };
}

function bracketStep(path: string, at: number): Step | undefined {
  if (path[at + 1] === '"') return quotedStep(path, at + 1);
  const close = path.indexOf(']', at);
  const digits = close < 0 ? '' : path.slice(at + 1, close);
  return /^\d{1,9}$/.test(digits) ? { value: Number(digits), next: close + 1 } : undefined;
}

function quotedStep(path: string, quote: number): Step | undefined {
  let next = quote + 1;
  while (next < path.length && path[next] !== '"') next += path[next] === '\\' ? 2 : 1;
  if (path[next] !== '"' || path[next + 1] !== ']') return undefined;
  try {
    const value: unknown = JSON.parse(path.slice(quote, next + 1));
    return typeof value === 'string' ? { value, next: next + 2 } : undefined;
  } catch {
    return undefined;
  }
}

/** The value at a key path such as `PayloadContent[0].allowCamera`; keys with dots or brackets as `["a.b"]`. */
export function valueAt(value: Value, path: string): Value | undefined {
  const steps = parsePath(path);
  if (steps === undefined) return undefined;
  let found: Value | undefined = value;
  for (const step of steps) {
    if (found === undefined) return undefined;
    if (typeof step === 'string') found = get(found, step);
    else found = found.type === 'array' ? found.items[step] : undefined;
  }
  return found;
}
