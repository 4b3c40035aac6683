/** A small generator of its own, so that every run loads the same policies. */
export class Dice {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.state / 2 ** 32) * limit);
  }

  pick<T>(from: readonly [T, ...T[]]): T {
    return from[this.below(from.length)] ?? from[0];
  }

  chance(oneIn: number): boolean {
    return this.below(oneIn) === 0;
  }
}

export const servedPorts = [7001, 7002, 7003, 7004, 7005] as const;

/** One random `iptables-save` text over the addresses and ports of the topology. */
export function randomIptables(dice: Dice): string {
  const chains = ['FORWARD', 'one', 'two'] as const;
  const lines = chains.flatMap((chain, index) =>
    Array.from(
      { length: 2 + dice.below(6) },
      () => `-A ${chain} ${ruleWords(dice, chains.slice(index + 1))}`,
    ),
  );
  return [
    '*raw',
    ':PREROUTING ACCEPT [0:0]',
    ...(dice.chance(3)
      ? [`-A PREROUTING ${matchWords(dice, false)} -j ${dice.pick(['DROP', 'ACCEPT', 'CT --notrack'])}`]
      : []),
    'COMMIT',
    '*mangle',
    ':FORWARD ACCEPT [0:0]',
    ...(dice.chance(3)
      ? [`-A FORWARD ${matchWords(dice, true)} -j ${dice.pick(['DROP', 'RETURN', 'MARK --set-mark 1'])}`]
      : []),
    'COMMIT',
    '*filter',
    ':INPUT ACCEPT [0:0]',
    `:FORWARD ${dice.pick(['ACCEPT', 'DROP'])} [0:0]`,
    ':OUTPUT ACCEPT [0:0]',
    ':one - [0:0]',
    ':two - [0:0]',
    ...(dice.chance(2) ? ['-A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT'] : []),
    ...lines,
    'COMMIT',
    '',
  ].join('\n');
}

function ruleWords(dice: Dice, callable: readonly string[]): string {
  const [first, ...others] = callable;
  const jump = first === undefined ? 'ACCEPT' : `${dice.pick([first, ...others])}`;
  const target = dice.pick([
    '-j ACCEPT',
    '-j ACCEPT',
    '-j DROP',
    '-j REJECT --reject-with icmp-port-unreachable',
    '-j RETURN',
    '-j LOG --log-prefix "seen here: "',
    '',
    first === undefined ? '-j DROP' : `-j ${jump}`,
    first === undefined ? '-j ACCEPT' : `-g ${jump}`,
  ]);
  return `${matchWords(dice, true)} ${target}`;
}

const not = (dice: Dice): string => (dice.chance(4) ? '! ' : '');

function matchWords(dice: Dice, hasOut: boolean): string {
  const words: string[] = [];
  if (dice.chance(3))
    words.push(
      `${not(dice)}-s ${dice.pick(['10.0.0.0/24', '10.0.0.2', '10.0.1.4/31', '10.0.0.0/255.255.254.0'])}`,
    );
  if (dice.chance(3))
    words.push(`${not(dice)}-d ${dice.pick(['8.0.0.0/30', '8.0.0.4', '8.0.0.0/28', '8.0.0.2/31'])}`);
  if (dice.chance(4)) words.push(`${not(dice)}-i ${dice.pick(['lan0', 'lan1', 'lan+', 'wan0'])}`);
  if (hasOut && dice.chance(5)) words.push(`${not(dice)}-o ${dice.pick(['wan0', 'lan0', 'lan+', 'w+'])}`);
  words.push(...protocolWords(dice));
  if (dice.chance(5))
    words.push(`-m iprange ${not(dice)}--dst-range 8.0.0.${dice.below(4)}-8.0.0.${4 + dice.below(4)}`);
  if (dice.chance(5)) {
    words.push(
      `-m conntrack ${not(dice)}--ctstate ${dice.pick(['NEW', 'NEW,RELATED', 'ESTABLISHED', 'INVALID', 'UNTRACKED'])}`,
    );
  }
  if (dice.chance(6)) words.push('-m comment --comment "made by chance -j DROP"');
  return words.join(' ');
}

function protocolWords(dice: Dice): string[] {
  const protocol = dice.pick(['', '', 'udp', 'udp', 'tcp', 'icmp', '!udp']);
  if (protocol === '') return [];
  if (protocol === '!udp') return ['! -p udp'];
  if (protocol === 'icmp') return ['-p icmp -m icmp --icmp-type echo-request'];
  const ports = dice.pick([
    '',
    `-m ${protocol} ${not(dice)}--dport 7002`,
    `-m ${protocol} --dport 7001:7003`,
    `-m ${protocol} --dport :7002`,
    `-m ${protocol} ${not(dice)}--sport 20000:30000`,
    `-m multiport ${not(dice)}--dports 7001,7004:7005`,
    '-m multiport --ports 7003,7005',
    '-m multiport --sports 20000:40000',
  ]);
  const flags =
    protocol === 'tcp' && dice.chance(4) ? dice.pick(['--syn', '! --syn', '--tcp-flags SYN,RST SYN']) : '';
  return [`-p ${protocol} -m ${protocol}`, ports, flags].filter((word) => word !== '');
}
