import { factPart, toldSince } from '@ringcheck/model';

/** SQL: whether records of a shape `h` name something of which it is told since when it holds. */
export const tellsSince = `h.parts && '{${toldSince.map(factPart).join()}}'`;
