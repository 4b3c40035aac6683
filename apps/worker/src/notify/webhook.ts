import { createHmac } from 'node:crypto';

/** What one attempt to send came to. `retry`: another attempt may succeed. */
export type Sent =
  | { readonly status: 'delivered'; readonly answer?: number }
  | {
      readonly status: 'refused';
      readonly retry: boolean;
      readonly reason: string;
      readonly answer?: number;
    };

export interface WebhookMessage {
  readonly url: string;
  /** The same for every attempt at one message, so that a receiver can drop what it has seen. */
  readonly id: string;
  readonly body: string;
  readonly secret: Uint8Array;
  /** The moment of this attempt, as ISO 8601. */
  readonly at: string;
}

const answerWithinMs = 10_000;

/**
 * `webhook-id`, `webhook-timestamp` and `webhook-signature` of the Standard Webhooks specification: HMAC-SHA-256 over
 * id, seconds and body, in base64 after `v1,`.
 */
export function signatureHeaders({
  id,
  body,
  secret,
  at,
}: Omit<WebhookMessage, 'url'>): Record<string, string> {
  const seconds = String(Math.floor(Date.parse(at) / 1_000));
  const signature = createHmac('sha256', secret).update(`${id}.${seconds}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` };
}

/** Answers that will not change by asking again; 408, 425 and 429 say "later". */
const isFinal = (status: number) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);

/** Post one message. Redirects are not followed: the admin named the receiver. */
export async function sendWebhook(message: WebhookMessage): Promise<Sent> {
  try {
    const response = await fetch(message.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Ringcheck',
        ...signatureHeaders(message),
      },
      body: message.body,
      signal: AbortSignal.timeout(answerWithinMs),
    });
    await response.body?.cancel();
    if (response.ok) return { status: 'delivered', answer: response.status };
    const redirected = response.status >= 300 && response.status < 400;
    return {
      status: 'refused',
      retry: !redirected && !isFinal(response.status),
      reason: redirected
        ? `HTTP ${response.status}: the receiver moved; make a webhook with its new address`
        : `HTTP ${response.status}`,
      answer: response.status,
    };
  } catch (error) {
    return { status: 'refused', retry: true, reason: faultOf(error) };
  }
}

function faultOf(error: unknown): string {
  if (textOf(error, 'name') === 'TimeoutError') return `no answer within ${answerWithinMs / 1_000} seconds`;
  const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
  return `no connection: ${textOf(cause, 'code') ?? textOf(error, 'message') ?? 'no reason given'}`;
}

/** A text field of a thrown value, whatever was thrown. */
function textOf(value: unknown, name: string): string | undefined {
  const field: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  return typeof field === 'string' ? field : undefined;
}
