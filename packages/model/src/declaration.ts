import type { Position } from './position.js';

export const declarationKinds = ['activation', 'configuration', 'asset', 'management'] as const;
export type DeclarationKind = (typeof declarationKinds)[number];

/** What a device reports of one declaration it was given (`management.declarations`). */
export interface DeclarationState {
  readonly kind: DeclarationKind;
  readonly identifier: string;
  /** Absent where the report does not say. */
  readonly active?: boolean;
  /** `unknown`: not checked by the device yet. Absent where the report does not say. */
  readonly valid?: 'valid' | 'invalid' | 'unknown';
  /** Changes with every version of the declaration: equal tokens mean the same content. */
  readonly serverToken?: string;
  /** Why the device does not take or use it. */
  readonly reasons: readonly { readonly code: string; readonly description?: string }[];
  readonly at: Position;
  readonly path: string;
}

/** Marks a `Profile` that is the content of one declaration; its payload type is the declaration's type. */
export interface DeclarationContent {
  readonly type: string;
  readonly serverToken?: string;
}
