import { factPart, type FactName } from '@ringcheck/model';

const facts: readonly FactName[] = ['build', 'subscriptions'];

/** SQL: whether records of a shape `h` name something of which it is told since when it holds. */
export const tellsSince = `h.parts && '{${facts.map(factPart).join()}}'`;
