import type pg from 'pg';
import type { Grouping, IdentityGroup, IdentityRow } from '../types.js';

/** What a step of grouping works on: one transaction, and the watermark it brings groups to. */
export interface GroupingStep {
  readonly client: pg.ClientBase;
  readonly grouping: Grouping;
  readonly upTo: number;
}

/** An identity, and the group it is in until now. */
export interface Member extends IdentityRow {
  readonly id: number;
  readonly groupId: number | undefined;
}

/** A group as it stands; `text` tells whether its row changes. */
export interface KnownGroup {
  readonly id: number;
  readonly text: string;
  readonly publicId: string;
  readonly creates: boolean;
}

/** A group as it becomes, with the identities in it. */
export interface PlacedGroup {
  readonly group: IdentityGroup;
  readonly own: readonly Member[];
  readonly groupId: number;
}
