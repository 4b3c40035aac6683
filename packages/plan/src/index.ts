export * from './causes.js';
