import { writeAsa, writeIos } from './dialects/cisco.js';
import { writeFortios } from './dialects/fortios.js';
import { writeIptables } from './dialects/iptables.js';
import { writeAws, writeMeraki, writeUnifi } from './dialects/json-rules.js';
import { writeSrx } from './dialects/juniper.js';
import { writeFilter } from './dialects/junos-filters.js';
import { writeNftables } from './dialects/nftables.js';
import { writePanos } from './dialects/panos.js';
import { writePf } from './dialects/pf.js';
import { writeSense } from './dialects/sense.js';
import { refuse, type Place, type WriteRequest, type Writing } from './types.js';
import type { Dialect } from '../policy.js';
import { interfacesOf } from './words.js';

/** Dialects of devices that may keep no sessions, which answers then need lines for. */
const withReplies: readonly Dialect[] = ['iptables', 'nftables', 'cisco-ios', 'juniper-srx', 'aws'];

/** What names of chains, zones, interfaces and rules may be made of where they are repeated in a command. */
const plainName = /^[\w .,:@+*()/-]{1,200}$/;

/**
 * The openings in the words of the document's dialect, and where they go. People copy these lines into a shell or a
 * device: a name of the document that could be more than a name there is not repeated.
 */
export function writeOpenings(request: WriteRequest): Writing {
  if (namesIn(request).some((name) => !plainName.test(name))) return refuse('unsafe-name');
  const { openings, policy } = request;
  if (openings.some(({ isReply }) => isReply) && !withReplies.includes(policy.dialect))
    return refuse('cannot-express');
  return write(request);
}

function namesIn({ policy, place, openings }: WriteRequest): readonly string[] {
  const { rule } = place;
  const wires = [...interfacesOf(rule, 'in'), ...interfacesOf(rule, 'out'), ...policy.outside];
  const moved = policy.dialect === 'panos' || policy.dialect === 'juniper-srx' ? [rule?.id ?? ''] : [];
  const given = [place.in ?? '', place.out ?? '', ...openings.map(({ out }) => out ?? '')];
  return [...chainNames(place), ...wires, ...moved, ...given].filter((name) => name !== '');
}

function chainNames({ chain, ends }: Place): readonly string[] {
  return [chain, ...(ends ?? [])];
}

function write(request: WriteRequest): Writing {
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
      return / filter /.test(request.place.chain) ? writeFilter(request) : writeSrx(request);
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
