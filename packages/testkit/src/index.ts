export * from './builders.js';
export { freePort } from './free-port.js';
export * from './profiles.js';
export { ruleTester, testNow, type ExpectedFinding, type RuleCase, type RuleCases } from './rule-tester.js';
export * from './values.js';
export { type FleetDevice } from './fleet/devices.js';
export { dayText, fleetOf, type Fleet, type FleetFile, type FleetOptions } from './fleet/fleet.js';
export { type FleetNetwork } from './fleet/networks.js';
export { type FleetProfile } from './fleet/profiles.js';
