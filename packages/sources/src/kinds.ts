import type { DocumentKind } from '@ringcheck/model';

/** The model has one word for lists of devices that belong to no vendor of its own. */
export const deviceList: DocumentKind = 'inventory-csv';
