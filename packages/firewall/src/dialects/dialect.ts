import type { Diagnostic } from '@ringcheck/model';
import type { FirewallPolicy } from '../policy.js';

/** What every dialect's parser gives. */
export interface ParsedPolicy {
  readonly policy?: FirewallPolicy;
  readonly diagnostics: readonly Diagnostic[];
}
