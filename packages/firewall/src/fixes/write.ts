import { writeAsa, writeIos } from './dialects/cisco.js';
import { writeFortios } from './dialects/fortios.js';
import { writeIptables } from './dialects/iptables.js';
import { writeAws, writeMeraki, writeUnifi } from './dialects/json-rules.js';
import { writeSrx } from './dialects/juniper.js';
import { writeNftables } from './dialects/nftables.js';
import { writePanos } from './dialects/panos.js';
import { writePf } from './dialects/pf.js';
import { writeSense } from './dialects/sense.js';
import type { WriteRequest, Writing } from './types.js';

/** The openings in the words of the document's dialect, and where they go. */
export function writeOpenings(request: WriteRequest): Writing {
  switch (request.policy.dialect) {
    case 'iptables':
      return writeIptables(request);
    case 'nftables':
      return writeNftables(request);
    case 'pf':
      return writePf(request);
    case 'cisco-asa':
      return writeAsa(request);
    case 'cisco-ios':
      return writeIos(request);
    case 'panos':
      return writePanos(request);
    case 'fortios':
      return writeFortios(request);
    case 'juniper-srx':
      return writeSrx(request);
    case 'pfsense':
    case 'opnsense':
      return writeSense(request);
    case 'meraki':
      return writeMeraki(request);
    case 'unifi':
      return writeUnifi(request);
    case 'aws':
      return writeAws(request);
  }
}
