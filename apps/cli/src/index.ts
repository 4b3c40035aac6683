export { loadFleet, decodeInputs, type Fleet } from './load.js';
export { main } from './main.js';
