export * from './builders.js';
export * from './profiles.js';
export { ruleTester, testNow, type ExpectedFinding, type RuleCase, type RuleCases } from './rule-tester.js';
export * from './values.js';
