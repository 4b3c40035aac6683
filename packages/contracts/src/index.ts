export * from './check-report.js';
export * from './api.js';
export * from './attestations.js';
export * from './firewall.js';
export * from './settings.js';
export * from './stored-result.js';
