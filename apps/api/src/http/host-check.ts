import { isLoopback } from '@ringcheck/contracts';

export interface HostPolicy {
  /** Address the server is bound to. */
  readonly host: string;
  readonly allowedHosts: readonly string[];
}

/**
 * Whether a request may be answered: its Host names this server, and its Origin, where a browser sends one, is the
 * same place. This keeps a page elsewhere (DNS rebinding, cross-site posts) away while there is no sign-in.
 */
export function refusal(
  headers: { readonly host?: string | undefined; readonly origin?: string | undefined },
  policy: HostPolicy,
): string | undefined {
  const host = headers.host;
  if (host === undefined || !isAllowed(hostName(host), policy))
    return 'This server does not answer to that host name.';
  if (headers.origin === undefined) return undefined;
  const origin = originHost(headers.origin);
  if (origin === undefined || origin.toLowerCase() !== host.toLowerCase())
    return 'Requests from another site are refused.';
  return undefined;
}

function isAllowed(name: string, policy: HostPolicy): boolean {
  const bound = policy.host.toLowerCase();
  return isLoopback(name) || name === bound || policy.allowedHosts.includes(name);
}

function hostName(host: string): string {
  const lower = host.toLowerCase();
  if (lower.startsWith('[')) return lower.slice(0, lower.indexOf(']') + 1);
  const colon = lower.lastIndexOf(':');
  return colon < 0 ? lower : lower.slice(0, colon);
}

function originHost(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
