export * from './causes.js';
export * from './judge-device.js';
