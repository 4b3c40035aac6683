// `build FOLDER` compiles the engine into a folder of its own; `answer FOLDER DIALECT MEMBERS` reads a policy that
// closes UDP to one group of so many networks, answers all flows and prints what that took, alone in its process.
import { mkdir, symlink } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { peakMemoryMiB } from '../../packages/config/bin/peak-memory.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const [mode, folder, dialect, members] = process.argv.slice(2);
if (mode === 'build') await build();
else await answer();

async function build() {
  const { compilePackage } = await import('../../packages/config/bin/compile.mjs');
  await mkdir(folder, { recursive: true });
  await symlink(path.resolve(here, '../../packages/firewall/src'), path.join(folder, 'src'), 'dir');
  await compilePackage(folder);
}

/** Every second /24 from 17.0.0.0 on: no two of them unite. */
function network(index) {
  const value = 17 * 2 ** 24 + index * 512;
  return [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.');
}

function textOf(networks) {
  const each = (write) => networks.map(write).join('\n');
  switch (dialect) {
    case 'iptables':
      return `create group hash:net
${each((one) => `add group ${one}/24`)}
*filter
:FORWARD ACCEPT [0:0]
-A FORWARD -p udp -m set --match-set group dst -j DROP
COMMIT
`;
    case 'nftables':
      return `table ip fw {
  set group { type ipv4_addr; flags interval; elements = { ${networks.map((one) => `${one}/24`).join(', ')} } }
  chain fwd { type filter hook forward priority 0; policy accept; ip daddr @group meta l4proto udp drop; }
}
`;
    case 'cisco-asa':
      return `ASA Version 9.8
object-group network group
${each((one) => ` network-object ${one} 255.255.255.0`)}
access-list out extended deny udp any object-group group
access-list out extended permit ip any any
`;
    case 'panos':
      return `<config version="10.2.0" urldb="paloaltonetworks"><devices><entry name="localhost.localdomain"><vsys><entry name="vsys1">
<address>${each((one) => `<entry name="n${one}"><ip-netmask>${one}/24</ip-netmask></entry>`)}</address>
<address-group><entry name="group"><static>${each((one) => `<member>n${one}</member>`)}</static></entry></address-group>
<service><entry name="udp"><protocol><udp><port>1-65535</port></udp></protocol></entry></service>
<rulebase><security><rules>
<entry name="no"><from><member>any</member></from><to><member>any</member></to><source><member>any</member></source><destination><member>group</member></destination><application><member>any</member></application><service><member>udp</member></service><action>deny</action></entry>
<entry name="yes"><from><member>any</member></from><to><member>any</member></to><source><member>any</member></source><destination><member>any</member></destination><application><member>any</member></application><service><member>any</member></service><action>allow</action></entry>
</rules></security></rulebase></entry></vsys></entry></devices></config>
`;
    default:
      throw new Error(`no such dialect: ${dialect}`);
  }
}

async function answer() {
  const text = textOf(Array.from({ length: Number(members) }, (_, index) => network(index)));
  const firewall = await import(pathToFileURL(path.join(folder, 'dist/index.js')).href);
  const { policy } = firewall.parseFirewall(text);
  const answers = firewall.answerFlows(firewall.compilePolicy(policy), firewall.facetimeFlows);
  const media = answers.find(({ flow }) => flow.id === 'media');
  const closed = media.decidedBy.find(({ action }) => action === 'deny');
  console.log(
    JSON.stringify({
      dialect: policy.dialect,
      verdict: media.verdict,
      closed: closed?.destinations.length,
      peakMemoryMiB: Math.round(peakMemoryMiB()),
    }),
  );
}
