export * from './causes.js';
export * from './hidden.js';
export * from './judge-device.js';
