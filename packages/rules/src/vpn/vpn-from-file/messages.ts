import type { MessageSpec, Step } from '../../types.js';
import { egressMessages, orOpenEgress } from '../vpn-full-tunnel/messages.js';

const subject = 'The file {file}';
const verify = 'Hand the file out again, scan, and make a test call while the VPN is connected.';

const narrow: Step = {
  who: 'network-admin',
  do: 'In {file} {change}; hand the file out again.',
};
const describe: Step = {
  who: 'network-admin',
  do: 'Or say where the tunnel leaves: in the policy file, at the entry of {file} under "tunnels", set "egress", and add the firewall policy of that network to the upload.',
};

/** Messages on VPNs that devices have from files. */
export const fileMessages: Readonly<Record<string, MessageSpec>> = {
  'no-file': { text: 'The policy says of no file of a VPN that this device has it.' },
  'file-missing': {
    text: 'The policy says that this device has a VPN from the file {file}, which was not uploaded or cannot be read.',
    verify: 'Add the file and scan again.',
  },
  unread: {
    text: `${subject} holds an entry in its routes that cannot be read ("{entry}"): its VPN may take calls {when}.`,
    why: 'A tunnel with a damaged entry does not start, or takes what nobody meant.',
    steps: [
      { who: 'network-admin', do: 'In {file} correct the entry "{entry}" and hand the file out again.' },
    ],
    verify,
  },
  covers: {
    text: `${subject} sends what FaceTime uses through a VPN {when} ({key}; {taken}{beside}), and whether its gateway lets it out is not described.`,
    why: 'What goes into the tunnel depends on the gateway: one that drops UDP lets calls ring and never connect.',
    steps: [narrow, describe],
    verify,
  },
  'part-closed': {
    text: `${subject} sends a part of what FaceTime uses through a VPN {when} ({key}; {taken}{beside}), which leaves by network "{egress}". There {place} of {document} closes it ({text}): {flow}.`,
    why: 'Calls that need this part fail while the VPN is up.',
    steps: [narrow, ...orOpenEgress],
    verify,
  },
  'part-open': {
    text: `${subject} sends a part of what FaceTime uses through a VPN {when} ({key}; {taken}{beside}); network "{egress}", where it leaves, lets it through.`,
  },
  past: { text: `${subject} sets up a VPN whose routes leave FaceTime alone: calls go past it.` },
  'routes-pushed': {
    text: `${subject} sets up a VPN whose server hands out the routes: whether calls go through it is not in the file.`,
  },
  ...egressMessages(subject, narrow),
};
