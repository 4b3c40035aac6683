export * from './check-report.js';
export * from './api.js';
