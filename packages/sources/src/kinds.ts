import type { DocumentKind } from '@ringcheck/model';

/** Lists of devices of systems that have no word of their own in the model. */
export const deviceList: DocumentKind = 'device-list';
