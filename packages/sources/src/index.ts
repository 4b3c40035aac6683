export { openTable, type CsvTable } from './csv/table.js';
export { noHeader as tableWithoutHeader } from './inventory-csv/source.js';
export { redactPayload, redactTree } from './redact.js';
export { sources } from './registry.js';
export type { Source, SourceInput, SourceOutput } from './source.js';
export type { TextCodingInfo } from './text-positions.js';
export type { XmlDocument, XmlElement } from './xml/element.js';
export { maskVpnConfig, vpnConfigKind, type VpnConfigKind } from './vpn-config/mask.js';
export { readXml } from './xml/read-xml.js';
