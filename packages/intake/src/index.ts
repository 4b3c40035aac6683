export { openCms, type CmsOptions, type CmsResult } from './cms/open-cms.js';
export { recogniseCms, type CmsForm } from './cms/armour.js';
export { decodeText, isProbablyText, type DecodedText, type TextCoding } from './text.js';
